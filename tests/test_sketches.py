# SPDX-License-Identifier: AGPL-3.0-or-later
"""The kept sketches: they save the reading of articles, and never hide that one has changed."""

import os
from pathlib import Path

import pytest
from test_duplicates import OTHER, STORY, article, heads, ingest, row

from ingest.archive.store import Store
from ingest.duplicates import signature_cache
from ingest.run_database import scratch
from ingest.text.minhash import compute_signature


def gathered(folder: Path) -> dict[str, tuple[object, ...]]:
    """Return id → the row that a run over the archive of *folder* would go by."""
    with scratch() as tables:
        signature_cache.gather(Store(folder / "out", dry=True), tables, 1)
        return {found[0]: found for found in tables.execute("SELECT * FROM sketch")}


@pytest.fixture
def archive(tmp_path):
    ingest(tmp_path, row(1, "الوادي"), row(2, "الريحان"), row(3, "الصدى", OTHER))
    return tmp_path


def test_what_a_reader_sketched_in_passing_is_what_its_file_yields(archive):
    kept = gathered(archive)
    (archive / "out" / signature_cache.KEPT).unlink()
    assert kept == gathered(archive)


def test_a_file_that_nobody_touched_is_not_read_again(archive, monkeypatch):
    now = max(path.stat().st_ctime_ns for path in archive.rglob("*.md")) + 1
    os.utime(archive / "out" / signature_cache.KEPT, ns=(now, now))
    monkeypatch.setattr(
        signature_cache, "look", None
    )  # an unread file leaves no other trace
    assert len(gathered(archive)) == 3


def test_a_change_is_seen_even_in_a_file_that_bears_its_old_time_and_size(archive):
    path = article(archive, "جسر 3")
    before = path.stat()
    path.write_bytes(path.read_bytes().replace("الوادي".encode(), "الساحل".encode()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert gathered(archive)[path.stem] == signature_cache.look(str(path))


def test_a_file_whose_lines_end_as_on_windows_has_the_same_words(archive):
    path = article(archive, "جسر 3")
    before = signature_cache.look(str(path))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert signature_cache.look(str(path))[2:] == before[2:]


def test_an_article_that_is_gone_has_no_sketch(archive):
    path = article(archive, "جسر 3")
    path.unlink()
    assert path.stem not in gathered(archive)


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0 broken off"])
def test_sketches_that_broke_off_are_made_anew(archive, data):
    (archive / "out" / signature_cache.KEPT).write_bytes(data)
    ingest(archive, row(4, "البيدر"))
    assert len(heads(archive)["جسر 4"]["also_in"]) == 2


def test_sketches_of_another_version_are_made_anew(archive, monkeypatch):
    monkeypatch.setattr(signature_cache, "made_by", lambda: "other code")
    assert gathered(archive) == {
        found.stem: signature_cache.look(str(found)) for found in archive.rglob("*.md")
    }


def test_a_caption_is_not_sketched():
    assert (
        compute_signature(STORY[:50]).wording,
        compute_signature(STORY).wording is None,
    ) == (None, False)
