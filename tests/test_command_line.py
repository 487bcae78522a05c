# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line of ingest: errors in one line with status 2, a complete summary."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_datasets import BODY

WRONG = [
    (["--zone", "Asia/Riyad"], "Asia/Riyad"),
    (["--zone", "../etc/passwd"], "time zone"),
    (["--jobs", "0"], "1 or more"),
    (["--jobs", "two"], "1 or more"),
    (["--since", "yesterday"], "yesterday"),
    (["--field", "captured"], "OURS=THEIRS"),
    (["--field", "captured="], "OURS=THEIRS"),
    (["--field", "titel=title"], "titel; they are title, body"),
    (["--field", "date=a", "--field", "date=b"], "date is given more than once"),
]


def ingest(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ingest", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize(("options", "reason"), WRONG, ids=str)
def test_a_wrong_option_is_refused_in_one_line_before_anything_is_read(
    tmp_path, options, reason
):
    (tmp_path / "in").mkdir()
    done = ingest(tmp_path / "in", "--out", tmp_path / "out", *options)
    assert done.returncode == 2
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_missing_path_is_named_as_it_was_given(tmp_path):
    done = ingest(f"{tmp_path}/scrapes/2021", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert f"{tmp_path}/scrapes/2021" in done.stderr


def test_an_archive_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("x", "utf-8")
    assert ingest(tmp_path, "--out", tmp_path / "out").returncode == 2


def test_an_empty_folder_has_no_article(tmp_path):
    (tmp_path / "in").mkdir()
    done = ingest(tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "no article was found" in done.stdout


def test_what_is_refused_is_not_copied_into_the_archive(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "page.html").write_bytes(bytes(3_000_000))
    (folder / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(1_000_000))
    (folder / "old.rar").write_bytes(b"Rar!\x1a\x07\x00" + bytes(1_000_000))
    done = ingest(folder, "--out", tmp_path / "out", "--source", "صحيفة الوادي")
    assert list((tmp_path / "out" / "raw").rglob("*.*")) == []
    for reason in (
        "zero bytes",
        "set aside, 1: a video",
        "unreadable, 1: a RAR archive",
    ):
        assert reason in done.stdout


def test_the_summary_counts_what_articles_lack_and_what_was_passed_over(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "style.css").write_text("p {}", "utf-8")
    (folder / "a.csv").write_text(
        f"title,content,date,author\nخبر أول,{BODY},2021-05-06,ليلى الصافي\nخبر ثان,{BODY} ثم عاد.,,\n",
        "utf-8",
    )
    arguments = (folder, "--out", tmp_path / "out", "--source", "صحيفة الوادي")
    for _ in range(2):  # the second run reads nothing again
        done = ingest(*arguments)
        assert done.returncode == 0
        assert "undated: 1 · without author: 1 · doubtful: 0" in done.stdout
        assert "passed over, 1: files of pages" in done.stdout


def test_the_summary_lists_columns_that_are_not_read(tmp_path):
    table = f"title,content,views,Writer\nخبر,{BODY},12,\nخبر آخر,{BODY} ثان,,ليلى\n"
    (tmp_path / "a.csv").write_text(table, "utf-8")

    done = ingest(
        *(tmp_path / "a.csv", "--out", tmp_path / "out", "--source", "السدى"),
        *("--field", "section=Rubric", "--field", "author=Writer"),
    )

    assert "fields of records that are not read: views (1)" in done.stdout
    assert "--field: no record has a field Rubric" in done.stdout
    assert "Writer" not in done.stdout


def test_failures_are_listed_with_the_path_that_was_given(tmp_path):
    folder = tmp_path / "scrapes" / "2021"
    folder.mkdir(parents=True)
    (folder / "a.html").write_bytes(b"")

    done = ingest(folder, "--out", tmp_path / "out")

    assert f"  {folder}/a.html\n" in done.stdout


@pytest.mark.parametrize("junk", [10_300, 30_000])
def test_no_record_of_an_input_with_few_articles_is_lost_without_a_word(tmp_path, junk):
    path, out = tmp_path / "rows.jsonl", tmp_path / "content"
    article = json.dumps({"title": "خبر", "source": "الوادي", "content": BODY})
    path.write_text('{"a": 1}\n' * junk + f"{article}\n")
    for _ in range(2):  # the second run has the failures from the ledger
        run = ingest(path, "--out", out)
        assert run.returncode == 1
        failures = json.loads((out / "last_run.json").read_text())["failures"]
        listed = sum("#" in name for name, *_ in failures)
        (about_the_input,) = [row[2] for row in failures if "#" not in row[0]]
        numbers = re.findall(r"[\d,]+", about_the_input)
        count = int(numbers[0].replace(",", ""))
        if "the rest was not read" in about_the_input:
            assert listed <= count <= junk
        else:
            assert listed + count == junk
            assert len(list(out.glob("articles/*/*.md"))) == 1
