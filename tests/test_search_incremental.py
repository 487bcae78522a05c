# SPDX-License-Identifier: AGPL-3.0-or-later
"""An incremental build gives the bytes of a build from nothing, with less work."""

import fcntl
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import synthetic_archive

from plugins.contract import ArchiveArticle
from plugins.search import write_index
from plugins.search.cache import FILE_CODE, SEGMENT_CODE, code_key, save
from plugins.search.write.name_terms import CODE, cached_terms, terms_of_texts
from upkeep import ROOT

Articles = list[ArchiveArticle]  # oldest first


def first_articles() -> Articles:
    return synthetic_archive.random_articles(300)[::-1]


def another_article() -> ArchiveArticle:
    return synthetic_archive.random_article(300, synthetic_archive.random.Random(5))


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def build(folder: Path, articles: Articles) -> dict[str, bytes]:
    """Return the index of *articles*, built on what an earlier build left in *folder*."""
    cache = {"SEARCH_CACHE": str(folder / "cache")}
    write_index(folder / "search", articles, synthetic_archive.SETTINGS | cache)
    return files_below(folder / "search")


def build_from_nothing(folder: Path, articles: Articles) -> dict[str, bytes]:
    write_index(folder / "new", articles, synthetic_archive.SETTINGS)
    return files_below(folder / "new")


def segment_times(folder: Path) -> dict[str, int]:
    """Return the modification time of each cached segment."""
    paths = (folder / "cache").glob("*.run")
    return {path.name: path.stat().st_mtime_ns for path in paths}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with an index and its cache."""
    build(tmp_path, first_articles())
    return tmp_path


def newest_added(articles: Articles) -> Articles:
    return [*articles, another_article()]


def added_in_the_middle(articles: Articles) -> Articles:
    return [*articles[:150], another_article(), *articles[150:]]


def removed(articles: Articles) -> Articles:
    return articles[:130] + articles[131:]


def newest_removed(articles: Articles) -> Articles:
    return articles[:-1]


def text_changed(articles: Articles) -> Articles:
    articles[140].plain_text += " قسطنطينية"
    return articles


def text_removed(articles: Articles) -> Articles:
    articles[140].plain_text = "قسطنطينية"
    return articles


def source_changed(articles: Articles) -> Articles:
    articles[140].source = "الفجر"
    return articles


CHANGES = (
    newest_added,
    added_in_the_middle,
    removed,
    newest_removed,
    text_changed,
    text_removed,
    source_changed,
)


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
@pytest.mark.parametrize("most_changed", [1, 32])
def test_a_changed_archive_has_the_files_of_a_build_from_nothing(
    built: Path,
    change: Callable[[Articles], Articles],
    most_changed: int,
    monkeypatch: pytest.MonkeyPatch,
):
    """In so small an archive, one article changes many terms; all would be encoded."""
    monkeypatch.setattr(
        "plugins.search.write.term_dictionary.MOST_CHANGED", most_changed
    )
    incremental = build(built, change(first_articles()))
    assert incremental == build_from_nothing(built, change(first_articles()))


def test_articles_added_one_by_one_have_the_files_of_a_build_from_nothing(tmp_path):
    for count in range(280, 300):
        incremental = build(tmp_path, first_articles()[:count])
    assert incremental == build_from_nothing(tmp_path, first_articles()[:299])


@pytest.mark.parametrize("change", [newest_added, text_changed, removed])
def test_one_changed_article_leaves_all_segments_but_one(built, change):
    before = segment_times(built)
    assert len(before) > 2
    build(built, change(first_articles()))
    assert len(before.items() - segment_times(built).items()) == 1


def test_a_history_of_changes_has_the_files_of_a_build_from_nothing(built, monkeypatch):
    monkeypatch.setattr("plugins.search.write.term_dictionary.MOST_CHANGED", 1)
    chance = synthetic_archive.random.Random(3)
    articles = first_articles()
    for number in range(12):
        place = chance.randrange(len(articles))
        match number % 3:
            case 0:
                articles[place].plain_text += f" {another_article().title}"
            case 1:
                articles[place].plain_text = another_article().plain_text
            case 2:
                del articles[place]
        incremental = build(built, articles)
    assert incremental == build_from_nothing(built, articles)


def test_records_are_the_same_whether_a_child_process_writes_them(
    tmp_path, monkeypatch
):
    files = build_from_nothing(tmp_path, first_articles())
    monkeypatch.setattr("plugins.search.FEW_FOLDERS", 0)
    assert build(tmp_path, first_articles()) == files


def test_only_the_terms_of_new_names_are_analysed(tmp_path):
    first = cached_terms(tmp_path / "names", ["سد الريحان", "السد"])
    assert first == terms_of_texts(["سد الريحان", "السد"])
    stored = {"سد الريحان": ["as", "stored"], "غائب": []}
    save(tmp_path / "names", (code_key(CODE).hex(), stored))
    again = cached_terms(tmp_path / "names", ["سد الريحان", "السد"])
    assert again == [["as", "stored"], first[1]]
    save(tmp_path / "names", ("key of another version", stored))
    assert cached_terms(tmp_path / "names", ["سد الريحان", "السد"]) == first


def test_an_edited_article_changes_few_shards(built, monkeypatch):
    monkeypatch.setattr("plugins.search.write.term_dictionary.MOST_CHANGED", 1)
    shards = list((built / "search" / "t").rglob("*.js"))
    build(built, text_changed(first_articles()))
    assert sum(not path.exists() for path in shards) < len(shards) / 2


def test_files_that_are_still_valid_are_not_written_again(built):
    paths = list((built / "search").rglob("*.js"))
    before = {path: path.stat().st_mtime_ns for path in paths}
    build(built, first_articles())
    written = {path for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert written == {built / "search" / "root.js"}


def test_an_archive_without_articles_is_built_again(tmp_path):
    assert build(tmp_path, []) == build(tmp_path, [])


def test_a_missing_file_is_written_again(built):
    before = files_below(built / "search")
    for kind in ("t", "r", "w"):
        next((built / "search" / kind).rglob("*.js")).unlink()
    assert build(built, first_articles()) == before


def test_no_file_of_an_interrupted_build_is_trusted(built):
    before = files_below(built / "search")
    (built / "search" / "root.js").unlink()
    for path in (built / "search").rglob("*.js"):
        path.write_bytes(b"half")
    assert build(built, first_articles()) == before


def without_end(content: bytes) -> bytes:
    return content[:-9]


def emptied(_content: bytes) -> bytes:
    return b""


def with_one_byte_changed(content: bytes) -> bytes:
    return content[:99] + b"?" + content[100:]


@pytest.mark.parametrize("damage", [without_end, emptied, with_one_byte_changed])
def test_a_damaged_cache_is_computed_again(built, damage, caplog):
    caplog.set_level(logging.INFO)
    for path in (built / "cache").iterdir():
        path.write_bytes(damage(path.read_bytes()))
    incremental = build(built, newest_added(first_articles()))
    assert incremental == build_from_nothing(built, newest_added(first_articles()))


def test_a_dictionary_of_another_format_is_computed_again(built):
    save(built / "cache" / "terms", (300, "key of another version", [], []))
    before = files_below(built / "search")
    assert build(built, first_articles()) == before


def test_other_code_invalidates_all_segments(built, monkeypatch):
    before = segment_times(built)
    monkeypatch.setattr("plugins.search.inverted.segments.code_key", lambda _: b"other")
    build(built, first_articles())
    assert before.keys().isdisjoint(segment_times(built))


@pytest.mark.parametrize("code", [SEGMENT_CODE, FILE_CODE])
def test_each_cache_key_covers_code_that_exists(code, tmp_path):
    assert all(path.exists() for path in code)
    assert code_key(code) != code_key((tmp_path,))


LOCK_UNTIL_INPUT_ENDS = """
import sys
from pathlib import Path
from plugins.search.cache import lock_folder
with lock_folder(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_a_cache_is_used_by_one_build_at_a_time(tmp_path):
    command = [sys.executable, "-c", LOCK_UNTIL_INPUT_ENDS, tmp_path]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "locked\n"
        with (tmp_path / "lock").open("wb") as file, pytest.raises(BlockingIOError):
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        other.communicate()
