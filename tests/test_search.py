# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the search index: what they hold, how they are cut, and what a new article changes."""

import json
import re
import zlib
from array import array
from itertools import pairwise
from pathlib import Path

import archive
import pytest
from hypothesis import given
from hypothesis import strategies as st
from node import SCRIPTS, node

from arabic.terms import terms, terms_of_each
from plugins.search import code, facets, runs, shards, vocabulary
from plugins.search.bits import CODES
from plugins.search.columns import column
from plugins.search.index import Index
from plugins.search.postings import Postings, Term
from plugins.search.varint import VARINTS
from upkeep import ROOT

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


def read_code(bits: str, order: int) -> tuple[int, str]:
    """Return the number that *bits* begin with, and the bits behind it."""
    zeros = bits.index("1")
    end = 2 * zeros + 1 + order
    return int(bits[zeros:end], 2) - (1 << order), bits[end:]


@given(st.lists(st.integers(min_value=0, max_value=2**20)), st.integers(min_value=0, max_value=20))
def test_numbers_are_read_back_from_their_bits(numbers, order):
    bits, read_back = "".join(map(CODES[order].__getitem__, numbers)), []
    while bits:
        number, bits = read_code(bits, order)
        read_back.append(number)
    assert read_back == numbers


@given(st.integers(min_value=0, max_value=2**40))
def test_a_number_is_read_back_from_its_bytes(number):
    assert sum((byte & 127) << 7 * place for place, byte in enumerate(VARINTS[number])) == number


def postings(*articles: tuple[int, list[int]]) -> Postings:
    """Return postings of one term: articles, each with the places of the term."""
    gaps = [VARINTS[gap] for _, places in articles for gap in [places[0], *(b - a for a, b in pairwise(places))]]
    return Postings(array("I", [a for a, _ in articles]), array("I", [len(p) for _, p in articles]), b"".join(gaps))


def test_an_article_is_its_gap_and_its_frequency_and_where_no_table_has_it_its_length():
    held, nothing = postings((0, [4]), (2, [1, 7])), None
    one, two, three = (CODES[0][number] for number in range(3))
    assert Term("سد", [held], {}).bits([None]) == f"{three}00000{one}{one}{two}{two}"
    assert Term("سد", [nothing, held], {}).bits([None, array("I", [9, 0, 5])]) == (
        f"{one}{three}00000{one}{one}{CODES[3][9]}{two}{two}{CODES[3][5]}"
    )


def indexed(*texts: str, size: int = 9) -> list[Term]:
    return list(Index(["body"], terms_of_each, texts, lambda text: [text], size).terms())


def test_articles_frequencies_and_places_are_gathered_across_partitions():
    terms = indexed("سد نهر سد", "", "نهر", "سد", "نهر سد سد", size=2)
    held = {term.text: list(term.fields) for term in terms}
    assert held["سد"] == [postings((0, [0, 2]), (3, [0]), (4, [1, 2]))]
    assert held["نهر"] == [postings((0, [1]), (2, [0]), (4, [0]))]


def test_partitions_give_the_bytes_of_one(tmp_path, monkeypatch):
    archive.write(tmp_path / "parts", archive.articles(300))
    monkeypatch.setitem(archive.SETTINGS, "SEARCH_PARTITION_ARTICLES", 1000)
    archive.write(tmp_path / "one", archive.articles(300))
    assert names(tmp_path / "parts") == names(tmp_path / "one")
    assert (tmp_path / "parts" / "root.js").read_bytes() == (tmp_path / "one" / "root.js").read_bytes()


def test_a_partition_that_fails_stops_the_build():
    with pytest.raises(runs.FailedRun):
        indexed("سد", None, size=1)


def rows(*sizes: int) -> list[tuple[str, int]]:
    return [(f"{number:05d}", size) for number, size in enumerate(sizes)]


def cut(held: list[tuple[str, int]]) -> list[shards.Shard[tuple[str, int]]]:
    return list(shards.cut(held, lambda row: row, 1000))


def test_shards_hold_all_rows_in_order():
    held = rows(*(number % 90 + 1 for number in range(5000)))
    assert [row for shard in cut(held) for row in shard.rows] == held
    assert all(one.begin < next_one.begin for one, next_one in pairwise(cut(held)))


def test_a_shard_is_at_most_twice_the_size_unless_it_is_a_single_term():
    held = rows(*(4000 if number == 77 else 30 for number in range(5000)))
    assert [shard.size for shard in cut(held) if shard.size > 2000] == [4000]


def test_a_term_that_grows_moves_only_boundaries_next_to_it():
    held = rows(*[30] * 20000)
    grown = [*held[:300], (held[300][0], 700), *held[301:]]
    before = [shard.rows for shard in cut(held)]
    assert len([shard for shard in cut(grown) if shard.rows not in before]) <= 5


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
    # Two words; the shard of each may fall into two.
    assert len([name for name in new if name.startswith("t/")]) <= 4
    assert len([name for name in new if name.startswith("p/")]) <= 4
    assert len([name for name in new if name.startswith("r/")]) <= 128


def test_where_shards_are_many_the_root_names_directories(index):
    named = json.loads(read(index / "root.js")[2])["terms"]
    directories = [json.loads(read(path)[2]) for path in index.glob("d/**/*.js")]
    assert named["depth"] == 1
    assert named["begins"].split() == sorted(one["begins"].split()[0] for one in directories)
    assert sum(len(one["begins"].split()) for one in directories) == len(list(index.glob("t/**/*.js")))


def test_an_undated_result_shows_no_date(index):
    days = {row[1]: row[2] for path in index.glob("r/**/*.js") for row in json.loads(read(path)[2])}
    assert [days[f"a/{number}.html"] for number in range(4)] == ["", "1995-01-02", "1995-01-03", "1995-01-04"]


@pytest.mark.parametrize("suite", ["client", "passages", "offsets", "facets", "suggest", "latin"])
def test_the_browsers_side_passes_its_own_tests(suite):
    assert "# fail 0" in node("--test", "--test-reporter=tap", SCRIPTS / f"{suite}.test.js")


def test_the_joined_scripts_define_what_the_parts_define(tmp_path):
    script = tmp_path / "search.js"
    script.write_text(code.joined(ROOT / "theme" / "static"), encoding="utf-8")
    assert node(SCRIPTS / "joined.js", script).split() == ["same"]


def test_a_script_is_sent_without_comments_and_indents():
    script = '// SPDX\n/** What\n * it does. */\nfunction f() {\n  // why\n  return "//"; // kept\n}\n'
    assert code.bare(script) == 'function f() {\nreturn "//"; // kept\n}\n'


def test_a_term_is_written_as_most_often_read():
    terms = indexed("«المكتبة، مكتبتها المَكتبة مكتبة 2015م")
    assert {term.text: vocabulary.word(term).written for term in terms}["مكتب"] == "المكتبة"


def test_rare_words_are_not_offered_and_names_are_under_each_of_their_words():
    words = [vocabulary.Word("سد", 5, "السد"), vocabulary.Word("نهر", 2, "نهر")]
    rows = vocabulary.suggestions(words, {("سد الريحان", ""): 4, ("السد", "entities/a.html"): 2}, 3)
    assert [term for term, _ in rows] == ["ريح", "سد"]
    offered = json.loads(f"[{rows[1][1]}]")
    assert offered == [["سد", "السد", 5], ["سد", "سد الريحان", 4], ["سد", "السد", 2, "entities/a.html"]]


def test_terms_of_many_words_are_those_of_each():
    chunks = ["ﷺ", "َسد", "Σ", "2015م", "«،»", "١٩٩٨/B2B"]
    assert terms_of_each(chunks) == [terms(chunk) for chunk in chunks]
