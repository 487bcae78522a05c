# SPDX-License-Identifier: AGPL-3.0-or-later
"""The signature cache saves the reading of articles, and never hides a change."""

import os
from pathlib import Path

import pytest
from test_duplicates import OTHER, STORY, article, heads, ingest, row

from ingest.archive.store import Store
from ingest.duplicates import signature_cache
from ingest.run_database import open_run_database
from ingest.text.minhash import compute_signature


def load_signatures(folder: Path) -> dict[str, tuple[object, ...]]:
    """Return the rows that a run over the archive of *folder* would use, by id."""
    with open_run_database() as tables:
        store = Store(folder / "out", dry=True)
        signature_cache.load_signatures(store, tables, 1)
        rows = tables.execute("SELECT * FROM signature").fetchall()
    return {row[0]: row for row in rows}


@pytest.fixture
def archive(tmp_path):
    ingest(tmp_path, row(1, "الوادي"), row(2, "الريحان"), row(3, "الصدى", OTHER))
    return tmp_path


def test_a_worker_computes_the_signature_that_the_file_yields(archive):
    cached = load_signatures(archive)
    (archive / "out" / signature_cache.CACHE_NAME).unlink()
    assert cached == load_signatures(archive)


def test_an_untouched_file_is_not_read_again(archive, monkeypatch):
    now = max(path.stat().st_ctime_ns for path in archive.rglob("*.md")) + 1
    os.utime(archive / "out" / signature_cache.CACHE_NAME, ns=(now, now))
    # Reading a file would call None and fail.
    monkeypatch.setattr(signature_cache, "read_signature", None)
    assert len(load_signatures(archive)) == 3


def test_a_change_is_noticed_even_if_the_file_has_its_old_time_and_size(archive):
    path = article(archive, "جسر 3")
    before = path.stat()
    path.write_bytes(path.read_bytes().replace("الوادي".encode(), "الساحل".encode()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert load_signatures(archive)[path.stem] == signature_cache.read_signature(
        str(path)
    )


def test_a_file_whose_lines_end_as_on_windows_has_the_same_words(archive):
    path = article(archive, "جسر 3")
    before = signature_cache.read_signature(str(path))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert signature_cache.read_signature(str(path))[2:] == before[2:]


def test_a_deleted_article_has_no_signature(archive):
    path = article(archive, "جسر 3")
    path.unlink()
    assert path.stem not in load_signatures(archive)


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0 broken off"])
def test_a_damaged_cache_is_recomputed(archive, data):
    (archive / "out" / signature_cache.CACHE_NAME).write_bytes(data)
    ingest(archive, row(4, "البيدر"))
    assert len(heads(archive)["جسر 4"]["also_in"]) == 2


def test_a_cache_of_another_version_is_recomputed(archive, monkeypatch):
    monkeypatch.setattr(signature_cache, "cache_key", lambda: "other code")
    assert load_signatures(archive) == {
        path.stem: signature_cache.read_signature(str(path))
        for path in archive.rglob("*.md")
    }


def test_a_caption_has_no_signature():
    assert compute_signature(STORY[:50]).wording is None
    assert compute_signature(STORY).wording is not None
