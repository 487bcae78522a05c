# SPDX-License-Identifier: AGPL-3.0-or-later
"""A build that finds what the build before has left: the bytes of a build from nothing, with less work."""

import fcntl
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import archive
import pytest

from plugins.search import cache, write_index
from upkeep import ROOT

Articles = list[SimpleNamespace]  # oldest first


def articles() -> Articles:
    return archive.articles(300)[::-1]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def build(place: Path, held: Articles) -> dict[str, bytes]:
    """Return the index of *held*, built in *place* upon what lies there."""
    write_index(
        place / "search",
        held,
        archive.SETTINGS | {"SEARCH_CACHE": str(place / "cache")},
    )
    return contents(place / "search")


def from_nothing(place: Path, held: Articles) -> dict[str, bytes]:
    write_index(place / "new", held, archive.SETTINGS)
    return contents(place / "new")


def partitions(place: Path) -> dict[str, int]:
    return {
        path.name: path.stat().st_mtime_ns for path in (place / "cache").glob("*.run")
    }


@pytest.fixture
def place(tmp_path: Path) -> Path:
    build(tmp_path, articles())
    return tmp_path


def newest_added(held: Articles) -> Articles:
    return [*held, archive.article(300, archive.random.Random(5))]


def added_in_the_middle(held: Articles) -> Articles:
    return [*held[:150], archive.article(300, archive.random.Random(5)), *held[150:]]


def removed(held: Articles) -> Articles:
    return held[:130] + held[131:]


def newest_removed(held: Articles) -> Articles:
    return held[:-1]


def text_changed(held: Articles) -> Articles:
    held[140].plain_text += " قسطنطينية"
    return held


def source_changed(held: Articles) -> Articles:
    held[140].source = "الفجر"
    return held


CHANGES = (
    newest_added,
    added_in_the_middle,
    removed,
    newest_removed,
    text_changed,
    source_changed,
)


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
def test_a_changed_archive_has_the_files_of_a_build_from_nothing(
    place: Path, change: Callable[[Articles], Articles]
):
    assert build(place, change(articles())) == from_nothing(place, change(articles()))


def test_articles_added_one_by_one_have_the_files_of_a_build_from_nothing(tmp_path):
    for count in range(280, 300):
        again = build(tmp_path, articles()[:count])
    assert again == from_nothing(tmp_path, articles()[:299])
    assert (
        len(partitions(tmp_path)) <= 11
    )  # two full ones, eight small ones and the one that is filled


def test_the_newest_article_leaves_all_partitions_as_they_are(place):
    before = partitions(place)
    build(place, newest_added(articles()))
    assert before.items() < partitions(place).items()


def test_files_that_are_still_right_are_not_written_again(place):
    before = {
        path: path.stat().st_mtime_ns for path in (place / "search").rglob("*.js")
    }
    build(place, articles())
    again = {path for path, at in before.items() if path.stat().st_mtime_ns != at}
    assert again == {place / "search" / "root.js"}


def test_an_archive_without_articles_is_built_again(tmp_path):
    assert build(tmp_path, []) == build(tmp_path, [])


def test_a_file_that_lacks_is_written_again(place):
    before = contents(place / "search")
    for kind in ("t", "p", "r", "w"):
        next((place / "search" / kind).rglob("*.js")).unlink()
    assert build(place, articles()) == before


def test_a_build_that_was_broken_off_leaves_nothing_that_is_trusted(place):
    before = contents(place / "search")
    (place / "search" / "root.js").unlink()
    for path in (place / "search").rglob("*.js"):
        path.write_bytes(b"half")
    assert build(place, articles()) == before


@pytest.mark.parametrize(
    "damage",
    [lambda held: held[:-9], lambda _: b"", lambda held: held[:99] + b"?" + held[100:]],
)
def test_a_damaged_cache_is_made_again(place, damage, caplog):
    caplog.set_level(logging.INFO)
    for path in (place / "cache").iterdir():
        path.write_bytes(damage(path.read_bytes()))
    assert build(place, newest_added(articles())) == from_nothing(
        place, newest_added(articles())
    )
    assert len(partitions(place)) == 4


def test_other_rules_make_all_partitions_again(place, monkeypatch):
    before = partitions(place)
    monkeypatch.setattr("plugins.search.partitions.rules", lambda: b"others")
    build(place, articles())
    assert before.keys().isdisjoint(partitions(place))


def test_the_rules_are_those_of_the_code_and_of_the_table(monkeypatch, tmp_path):
    before = cache.rules()
    monkeypatch.setattr(cache, "HERE", tmp_path)
    cache.rules.cache_clear()
    assert cache.rules() != before
    cache.rules.cache_clear()


HOLDER = """
import sys
from pathlib import Path
from plugins.search.cache import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_what_a_build_leaves_is_used_by_one_build_at_a_time(tmp_path):
    command = [sys.executable, "-c", HOLDER, tmp_path]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with (tmp_path / "lock").open("wb") as file, pytest.raises(BlockingIOError):
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        other.communicate()
