# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the search index: what they hold, how they are cut, and what a new article changes."""

import json
import re
import zlib
from itertools import pairwise
from pathlib import Path

import archive
import pytest
from hypothesis import given
from hypothesis import strategies as st
from node import SCRIPTS, node

from plugins.search import facets, shards, vocabulary
from plugins.search.columns import column
from plugins.search.postings import Postings, record, varint

CALL = re.compile(r'Warraq\.receive\(("[^"]*"),(\d+),(".*")\)\n')


def read(path: Path) -> tuple[str, int, str]:
    """Return the name, the sum and the text that a script of the index hands over."""
    match = CALL.fullmatch(path.read_text(encoding="utf-8"))
    assert match, path
    return json.loads(match[1]), int(match[2]), json.loads(match[3])


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.js")}


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    archive.write(folder, archive.articles(300))
    return folder


@given(st.integers(min_value=0, max_value=2**40))
def test_a_number_is_read_back_from_its_bytes(number):
    assert sum((byte & 127) << 7 * place for place, byte in enumerate(varint(number))) == number


def test_postings_are_gaps_with_the_lowest_bit_set_where_the_term_occurs_once():
    held = Postings()
    held.add(3, [9])
    held.add(5, [0, 1, 5, 200])
    held.add(200, [0])
    assert bytes(held.articles) == bytes([3 << 1 | 1, 2 << 1, 4]) + varint(195 << 1 | 1)


def test_places_are_gaps_within_each_article():
    held = Postings()
    held.add(3, [9])
    held.add(5, [0, 1, 5, 200])
    assert bytes(held.places) == bytes([9, 0, 1, 4]) + varint(195)


def test_a_term_is_followed_by_the_postings_of_every_field():
    held = Postings()
    held.add(0, [4])
    assert record("سد", [None, held]) == b"\x04" + "سد".encode() + b"\x00" + b"\x01\x01"


def test_shards_hold_all_records_in_order():
    records = [(f"{number:05d}", bytes([number % 251]) * (number % 90 + 1), b"p") for number in range(5000)]
    cut = list(shards.cut(records, 1000))
    assert b"".join(shard.content for shard in cut) == b"".join(coded for _, coded, _ in records)
    assert all(one.begin < next_one.begin for one, next_one in pairwise(cut))


def test_a_shard_is_at_most_twice_the_size_unless_it_is_a_single_term():
    records = [(f"{number:05d}", b"x" * (4000 if number == 77 else 30), b"") for number in range(5000)]
    assert [len(shard.content) for shard in shards.cut(records, 1000) if len(shard.content) > 2000] == [4000]


def test_a_term_that_grows_moves_only_boundaries_next_to_it():
    records = [(f"{number:05d}", b"x" * 30, b"") for number in range(20000)]
    grown = [*records[:300], (records[300][0], b"x" * 700, b""), *records[301:]]
    before = {shard.content for shard in shards.cut(records, 1000)}
    assert len({shard.content for shard in shards.cut(grown, 1000)} - before) <= 5


@given(st.lists(st.text("ابتثجح", min_size=1), unique=True))
def test_a_shard_begins_above_all_terms_before_it_and_not_above_its_own(words):
    for before, term in pairwise(sorted(words)):
        assert before < shards.separator(before, term) <= term
        assert term.startswith(shards.separator(before, term))


@given(st.lists(st.integers(min_value=0, max_value=1_000_000)))
def test_a_column_is_text_without_halves_of_pairs_or_what_json_escapes(numbers):
    written = column(numbers)
    assert len(written) == len(numbers)
    assert json.dumps(written, ensure_ascii=False) == f'"{written}"'
    written.encode()


@given(st.lists(st.text("ابتثجح", min_size=1), unique=True))
def test_a_vocabulary_is_read_back_from_what_terms_share(words):
    before, read_back = "", []
    for line in vocabulary.front_coded(sorted(words)).splitlines():
        before = before[: ord(line[0]) - 0x30] + line[1:]
        read_back.append(before)
    assert read_back == sorted(words)


def test_a_facet_lists_its_values_by_frequency_with_their_articles():
    held = archive.articles(300)[::-1]
    rows = facets.facet(facets.FACETS["source"], held, 2)
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)
    assert rows[0][2] == sum(article.source == rows[0][0] for article in held)


def test_an_article_without_a_writer_is_under_none():
    held = archive.articles(300)
    assert sum(row[2] for row in facets.facet(facets.FACETS["author"], held, 9)) == 200


def test_every_file_names_itself_and_sums_to_what_it_holds(index):
    for path in sorted(index.rglob("*.js")):
        name, total, text = read(path)
        assert path == index / f"{name}.js"
        assert zlib.adler32(text.encode()) == total


def test_the_same_articles_give_the_same_bytes(index, tmp_path):
    archive.write(tmp_path, archive.articles(300))
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == {
        name: (index / name).read_bytes() for name in names(index)
    }


def test_a_new_article_leaves_the_files_it_does_not_touch(index, tmp_path):
    held = archive.articles(300)
    held.insert(0, archive.article(300, archive.random.Random(5)))
    held[0].plain_text = held[0].title = "سدّ المدرسة"
    archive.write(tmp_path, held)
    new = names(tmp_path) - names(index)
    assert len([name for name in new if name.startswith("t/")]) <= 2
    assert len([name for name in new if name.startswith("p/")]) <= 2
    assert len([name for name in new if name.startswith("r/")]) == 1


def test_an_undated_result_shows_no_date(index):
    rows = json.loads(read(next(index.glob("r/0/0-*.js")))[2])
    assert [row[2] for row in rows] == ["", *(f"1995-01-0{day}" for day in range(2, 9))]


@pytest.mark.parametrize("suite", ["client", "passages", "facets", "suggest"])
def test_the_browsers_side_passes_its_own_tests(suite):
    assert "# fail 0" in node("--test", "--test-reporter=tap", SCRIPTS / f"{suite}.test.js")


def test_a_term_is_written_as_most_often_read():
    spellings = vocabulary.Spellings()
    spellings.add("«المكتبة، مكتبتها المَكتبة مكتبة 2015م")
    assert spellings.by_term()["مكتب"] == "المكتبة"


def test_rare_words_are_not_offered_and_names_are_under_each_of_their_words():
    written = {"سد": "السد", "نهر": "نهر"}
    rows = vocabulary.suggestions({"سد": 5, "نهر": 2}, written, {"سد الريحان": 4}, 3)
    assert [term for term, _, _ in rows] == ["ريح", "سد"]
    assert json.loads(f"[{rows[1][1].decode()[:-1]}]") == [["سد", "السد", 5], ["سد", "سد الريحان", 4]]
