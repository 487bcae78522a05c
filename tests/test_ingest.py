# SPDX-License-Identifier: AGPL-3.0-or-later
"""Expected articles of golden pages, and the files that a run writes."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.frontmatter.checks import check_article
from plugins.frontmatter.document import plain_text, render_markdown, split_document

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "articles" / "pages"
EXPECTED = GOLDEN.parent / "expected"


def ingest(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingest", "--jobs", "1", *map(str, arguments)]
    bare = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "1"}
    return subprocess.run(
        command,
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def articles(out: Path) -> list[Path]:
    return sorted((out / "articles").rglob("*.md"))


def read_article(path: Path) -> tuple[dict[str, object], list[str]]:
    head, body = split_document(path.read_text(encoding="utf-8"))
    return check_article(head), plain_text(render_markdown(body)).split("\n\n")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own pages, ingested once."""
    out = tmp_path_factory.mktemp("golden")
    assert ingest(GOLDEN, "--out", out).returncode == 0
    return out


@pytest.mark.parametrize("name", ["dump.txt", "page.html", "rows.jsonl"])
def test_a_golden_page_becomes_the_expected_markdown(golden, name):
    expected = (EXPECTED / f"{name}.md").read_text(encoding="utf-8")
    assert expected in [path.read_text(encoding="utf-8") for path in articles(golden)]


def test_the_original_is_stored_byte_for_byte(golden):
    originals = {path.read_bytes() for path in (golden / "raw").rglob("*.*")}
    assert originals == {
        (GOLDEN / name).read_bytes() for name in ("dump.txt", "page.html", "rows.jsonl")
    }


def test_a_cut_line_is_recorded_in_the_sidecar_with_its_rule(golden):
    cuts = [
        cut
        for side in (golden / "sidecars").rglob("*.json")
        for cut in json.loads(side.read_text("utf-8"))["cut"]
    ]
    assert {"rule": "comment-form", "position": 3, "text": "اترك تعليقاً"} in cuts


def test_the_same_input_twice_gives_the_same_tree(golden, tmp_path):
    ingest(GOLDEN, "--out", tmp_path)
    ingest(GOLDEN, "--out", tmp_path, "--jobs", "2")
    assert tree(tmp_path) == tree(golden)


def test_a_file_that_an_editor_changed_is_left_alone(tmp_path):
    ingest(GOLDEN, "--out", tmp_path)
    path = articles(tmp_path)[0]
    path.write_text(
        path.read_text(encoding="utf-8").replace("title: ", "title: مصحح "),
        encoding="utf-8",
    )
    edited = path.read_bytes()
    output = ingest(GOLDEN, "--out", tmp_path).stdout
    assert (path.read_bytes() == edited, "edited" in output) == (True, True)


def test_a_new_text_of_an_edited_article_is_written_beside_it(tmp_path):
    ingest(GOLDEN / "dump.txt", "--out", tmp_path)
    path = articles(tmp_path)[0]
    path.write_text(
        path.read_text(encoding="utf-8") + "\nسطر المحرر\n", encoding="utf-8"
    )
    changed = tmp_path / "dump.txt"
    changed.write_text(
        (GOLDEN / "dump.txt").read_text(encoding="utf-8").replace("الندم", "الأسف"),
        encoding="utf-8",
    )
    ingest(changed, "--out", tmp_path)
    assert "الأسف" in path.with_suffix(".md.new").read_text(encoding="utf-8")


def test_unreadable_inputs_are_listed_and_the_others_are_ingested(tmp_path):
    scrape = tmp_path / "scrape"
    shutil.copytree(GOLDEN, scrape)
    (scrape / "empty.html").write_bytes(b"")
    (scrape / "torn.jsonl.gz").write_bytes(
        gzip.compress((GOLDEN / "rows.jsonl").read_bytes() * 99)[:-20]
    )
    run = ingest(scrape, "--out", tmp_path / "out")
    assert (run.returncode, len(articles(tmp_path / "out"))) == (1, 3)
    assert "empty" in run.stdout
    assert "compressed file is damaged" in run.stdout


def test_packed_and_plain_records_get_the_same_ids(golden, tmp_path):
    (tmp_path / "rows.jsonl.gz").write_bytes(
        gzip.compress((GOLDEN / "rows.jsonl").read_bytes(), mtime=0)
    )
    ingest(tmp_path / "rows.jsonl.gz", "--out", tmp_path / "out")
    assert {path.name for path in articles(tmp_path / "out")} < {
        path.name for path in articles(golden)
    }


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "utf-16", "iso8859-6"])
def test_a_dump_in_any_encoding_gives_the_same_words(golden, tmp_path, encoding):
    text = (GOLDEN / "dump.txt").read_text(encoding="utf-8")
    plain = text.translate({ord("–"): "-", ord("«"): '"', ord("»"): '"', 0xA0: " "})
    (tmp_path / "dump.txt").write_bytes(plain.encode(encoding))
    ingest(tmp_path / "dump.txt", "--out", tmp_path)
    assert read_article(articles(tmp_path)[0])[1][0].startswith(
        "قررت مكتبة القرية أن تبقي أبوابها مفتوحة"
    )


def test_the_comment_form_and_the_plugin_footer_of_a_dump_are_cut(golden):
    bodies = [" ".join(read_article(path)[1]) for path in articles(golden)]
    marks = ("تعليق", "بريدك", "UltimatelySocial")
    assert not any(mark in body for body in bodies for mark in marks)


def test_another_headline_above_the_headline_is_no_section_and_is_recorded(tmp_path):
    dump = (GOLDEN / "dump.txt").read_text(encoding="utf-8").splitlines()
    section, _, headline, *following = [line for line in dump if line.strip()]
    (tmp_path / "dump.txt").write_text(
        "\n".join([section, "سطر فوق العنوان", headline, *following]), encoding="utf-8"
    )
    ingest(tmp_path / "dump.txt", "--out", tmp_path)
    head, _ = read_article(articles(tmp_path)[0])
    (sidecar,) = (tmp_path / "sidecars").rglob("*.json")
    assert head["section"] == section
    assert "سطر فوق العنوان" in sidecar.read_text(encoding="utf-8")


def test_a_dry_run_lists_what_would_be_written_and_writes_nothing(tmp_path):
    output = ingest(GOLDEN, "--out", tmp_path / "out", "--dry-run").stdout
    assert ("new" in output, (tmp_path / "out").exists()) == (True, False)
    assert "articles/" in output


def test_a_dry_run_over_an_archive_names_only_what_would_change(golden, tmp_path):
    shutil.copytree(golden, tmp_path / "out")
    path = articles(tmp_path / "out")[0]
    path.unlink()
    output = ingest(GOLDEN, "--out", tmp_path / "out", "--dry-run").stdout
    assert [line for line in output.splitlines() if "articles/" in line] == [
        f"new: articles/{path.parent.name}/{path.name}"
    ]


def test_articles_of_days_before_since_are_skipped_and_come_with_a_later_run(
    golden, tmp_path
):
    ingest(GOLDEN, "--out", tmp_path, "--since", "2018-01-01")
    recent = len(articles(tmp_path))
    ingest(GOLDEN, "--out", tmp_path)
    assert (recent, tree(tmp_path / "articles")) == (2, tree(golden / "articles"))


WITHOUT_DASK = "import runpy, sys; sys.modules['distributed'] = None; runpy.run_module('ingest', run_name='__main__')"


def test_a_cluster_without_its_package_is_refused_with_the_command_to_install_it(
    tmp_path,
):
    command = [
        sys.executable,
        "-c",
        WITHOUT_DASK,
        str(GOLDEN),
        "--out",
        str(tmp_path),
        "--cluster",
        "tcp://127.0.0.1:9",
    ]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (run.returncode, run.stderr) == (1, "")
    output = "stopped: --cluster needs a package that is not installed: pip install distributed"
    assert " ".join(run.stdout.split()) == output
