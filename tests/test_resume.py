# SPDX-License-Identifier: AGPL-3.0-or-later
"""A run killed at any moment and started again leaves the same archive as one that was not."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from ingest.archive import ledger

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "articles" / "pages"
MOMENTS = 10


def command(scrape: Path, out: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "ingest",
        str(scrape),
        "--out",
        str(out),
        "--jobs",
        "2",
    ]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def row(number: int) -> dict[str, str]:
    """Return an article: some are duplicates, half of one newspaper's end with boilerplate."""
    chance = random.Random(number % 45)
    text = " ".join(f"كلمة{chance.randrange(900)}" for _ in range(60))
    source = "الوادي" if number % 3 else "الريحان"
    return {
        "title": f"خبر {number}",
        "source": source,
        "url": f"http://example.org/{number}",
        "content": f"{text}.\nنشرة الوادي المسائية" if number % 2 else f"{text}.",
    }


@pytest.fixture(scope="module")
def scrape(tmp_path_factory):
    """A dataset, a zip of pages, a row that cannot be read."""
    folder = tmp_path_factory.mktemp("scrape")
    rows = [json.dumps(row(number), ensure_ascii=False) for number in range(150)] + [
        "{"
    ]
    (folder / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    with zipfile.ZipFile(folder / "saved.zip", "w") as packed:
        packed.write(PAGES / "page.html", "page.html")
        packed.write(PAGES / "dump.txt", "dump.txt")
    return folder


@pytest.fixture(scope="module")
def undisturbed(scrape, tmp_path_factory):
    """The archive of a run that was not killed, and the seconds it took."""
    out = tmp_path_factory.mktemp("undisturbed")
    start = time.monotonic()
    done = subprocess.run(
        command(scrape, out), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "are read again" in done.stdout
    assert "copies merged" in done.stdout
    return tree(out), time.monotonic() - start


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_run_that_is_started_again_leaves_the_same_archive(
    scrape, undisturbed, tmp_path, moment
):
    expected, seconds = undisturbed
    # Before that share, Python itself is still starting.
    share = random.Random(moment).uniform(0.3, 1)
    run = subprocess.Popen(
        command(scrape, tmp_path),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(share * seconds)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    subprocess.run(
        command(scrape, tmp_path), cwd=ROOT, stdout=subprocess.DEVNULL, check=False
    )
    assert tree(tmp_path) == expected


def test_incomplete_files_of_a_killed_run_are_deleted(scrape, undisturbed, tmp_path):
    for name in (
        "articles/aa/aaaa.md.part",
        "tmpabc.part/member",
        "raw/aa/x.html.part",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / "ledger.jsonl").write_bytes(b'{"input": "rows.jso')
    subprocess.run(
        command(scrape, tmp_path), cwd=ROOT, stdout=subprocess.DEVNULL, check=False
    )
    assert tree(tmp_path) == undisturbed[0]


def test_a_second_run_reads_nothing_again_and_still_reports_failures(
    scrape, undisturbed, tmp_path
):
    for _ in range(2):
        done = subprocess.run(
            command(scrape, tmp_path),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (
        "unchanged" in done.stdout,
        "new" in done.stdout,
        "not JSON" in done.stdout,
    ) == (True, False, True)
    assert done.returncode == 1


def test_two_runs_do_not_write_to_one_archive(scrape, tmp_path):
    with ledger.open_locked(tmp_path / "ledger.jsonl"):
        second = subprocess.run(
            command(scrape, tmp_path),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (second.returncode, "another run writes into" in second.stdout) == (1, True)
