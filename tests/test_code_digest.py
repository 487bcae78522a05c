# SPDX-License-Identifier: AGPL-3.0-or-later
"""Code digests: what changes them, and the cache of syntax trees."""

import time

import pytest

from storage import code_digest as module
from storage.code_digest import code_digest


@pytest.fixture(autouse=True)
def trees(tmp_path, monkeypatch):
    """The file of cached trees, empty at first; ``new_process`` forgets what was read."""
    path = tmp_path / "cache" / "code"
    monkeypatch.setattr(module, "TREE_DIGESTS", path)
    module.tree_digests.cache_clear()
    yield path
    module.tree_digests.cache_clear()


def new_process():
    module.tree_digests.cache_clear()


@pytest.fixture
def code(tmp_path):
    path = tmp_path / "code" / "finder.py"
    path.parent.mkdir()
    path.write_text('"""Finds."""\nfound = 1\n', encoding="utf-8")
    return path


def test_a_comment_or_docstring_changes_no_digest(code):
    before = code_digest([code])
    code.write_text('"""Finds names."""\n# why\nfound = 1\n', encoding="utf-8")
    assert code_digest([code]) == before
    code.write_text('"""Finds."""\nfound = 2\n', encoding="utf-8")
    assert code_digest([code]) != before


def test_a_tree_is_parsed_once_for_all_programs(code, monkeypatch):
    before = code_digest([code])
    new_process()
    monkeypatch.setattr(module, "digest_tree", None)
    assert code_digest([code]) == before


@pytest.mark.parametrize("damage", [b"", b"another Python\n", b"\xff\x00", b"x" * 9])
def test_a_damaged_cache_of_trees_changes_no_digest(code, trees, damage):
    before = code_digest([code])
    trees.write_bytes(damage + trees.read_bytes()[:500] * bool(damage))
    new_process()
    assert code_digest([code]) == before


def test_code_that_changed_under_a_running_program_has_a_digest_of_its_own(
    code, monkeypatch
):
    """A build that a merge overtakes must store nothing under the key of the new code."""
    monkeypatch.setattr(module, "ROOT", code.parents[1])
    overtaken = code_digest([code])
    assert code_digest([code]) == overtaken
    monkeypatch.setattr(module, "STARTED_NS", time.time_ns() + 1)
    after_restart = code_digest([code])
    assert after_restart != overtaken
    monkeypatch.setattr(module, "OF_THIS_PROCESS", "of another process")
    assert code_digest([code]) == after_restart
