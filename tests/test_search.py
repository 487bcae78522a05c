# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the search index: what they hold, how they are cut, and what a new article changes."""

import json
import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import archive
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from node import SCRIPTS, node

from arabic.terms import terms, terms_of_lines
from plugins.search import bits, code, facets, runs, scripts, shards, vocabulary
from plugins.search.columns import column, magnitudes
from plugins.search.forward import Analyse
from plugins.search.index import Block, Index
from plugins.search.postings import contents, in_codes
from plugins.search.varint import varints
from upkeep import ROOT

CALLED = "|".join(map(re.escape, (scripts.CALLBACK, scripts.EARLY)))
CALL = re.compile(rf'(?:{CALLED})\(("[^"]*"),(\d+),(".*")\)\n')


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


def written(content: bytes) -> str:
    """Return *content* as 0 and 1."""
    return "".join(format(byte, "08b") for byte in content)


def read_code(coded: str, order: int) -> tuple[int, str]:
    """Return the number that *coded* begins with, and the bits behind it."""
    zeros = coded.index("1")
    end = 2 * zeros + 1 + order
    return int(coded[zeros:end], 2) - (1 << order), coded[end:]


NUMBERS = st.lists(st.integers(min_value=0, max_value=2**20), min_size=1, max_size=20)


@settings(deadline=None)
@given(
    st.lists(NUMBERS, min_size=1, max_size=20), st.integers(min_value=0, max_value=20)
)
def test_numbers_are_read_back_from_the_bits_of_their_piece(pieces, order):
    codes = bits.golomb(
        np.array([number for piece in pieces for number in piece]), order
    )
    starts = np.cumsum([0, *map(len, pieces)])
    for piece, content in zip(pieces, bits.packed(codes, starts), strict=True):
        rest = written(content)
        for number in piece:
            read, rest = read_code(rest, order)
            assert read == number
        assert len(rest) < 8
        assert "1" not in rest


def test_a_magnitude_tells_from_where_to_where_a_number_lies():
    numbers = np.arange(2**16)
    script = "for (let one = 0; one < 99; one++) console.log(Warraq.leastOf(one))"
    leasts = np.array(
        node("-e", f'require("{SCRIPTS}/load.js"); {script}').split(), int
    )
    assert (np.searchsorted(leasts, numbers, "right") - 1 == magnitudes(numbers)).all()


@given(st.lists(st.integers(min_value=0, max_value=2**40)))
def test_numbers_are_read_back_from_their_bytes(numbers):
    read_back, number, shift = [], 0, 0
    for byte in varints(np.array(numbers, np.int64)):
        number, shift = number | (byte & 127) << shift, shift + 7
        if byte < 128:
            read_back.append(number)
            number, shift = 0, 0
    assert read_back == numbers


def index_of(
    fields: list[str],
    texts: Sequence[Sequence[str]],
    size: int,
    analyse: Analyse = terms_of_lines,
) -> Index:
    with TemporaryDirectory() as folder:
        return Index(
            fields, analyse, texts, lambda text: text, size=size, folder=Path(folder)
        )


def indexed(*texts: str, size: int = 9) -> Block:
    [block] = index_of(["body"], [[text] for text in texts], size).blocks()
    return block


def found(block: Block) -> dict[str, list[tuple[int, int]]]:
    """Return each term of *block* with the article and the gap of each of its places."""
    places = list(zip(block.articles.tolist(), block.gaps.tolist(), strict=True))
    edges = pairwise(block.starts.tolist())
    return {
        term: places[first:end]
        for term, (first, end) in zip(block.terms, edges, strict=True)
    }


def test_articles_and_places_are_gathered_across_partitions():
    block = indexed("سد نهر سد", "", "نهر", "سد", "نهر سد سد", size=2)
    assert found(block) == {
        "سد": [(0, 0), (0, 2), (3, 0), (4, 1), (4, 1)],
        "نهر": [(0, 1), (2, 0), (4, 0)],
    }


def test_blocks_of_terms_are_those_of_one(monkeypatch):
    texts = "سد نهر سد", "جسر نهر", "", "طريق سد"
    whole = found(indexed(*texts))
    monkeypatch.setattr("plugins.search.index.PLACES_IN_BLOCK", 2)
    blocks = list(index_of(["body"], [[text] for text in texts], 3).blocks())
    assert len(blocks) == 2
    assert {
        term: places for block in blocks for term, places in found(block).items()
    } == whole


def test_an_article_is_its_gap_and_its_frequency_and_where_no_table_has_it_its_length():
    texts = [("", "سد"), ("", ""), ("سد", "سد سد")]
    index = index_of(["title", "body"], texts, 9)
    [block] = index.blocks()
    held = in_codes(block, [index.lengths[:, 0], None])
    [content] = contents([list(held.rows())])
    size = "01000001"  # the other codes are 33 bits
    title = "010 00001 0100 1 1001"  # one article, order 1, gap 2, once, length 1
    body = "011 00000 1 1 010 010"  # two articles, order 0, gap 0, once, gap 1, twice
    assert written(content.postings).startswith((size + title + body).replace(" ", ""))
    assert content.places == bytes([0, 0, 0, 1])


def test_partitions_give_the_bytes_of_one(tmp_path, monkeypatch):
    archive.write(tmp_path / "parts", archive.articles(300))
    monkeypatch.setitem(archive.SETTINGS, "SEARCH_PARTITION_ARTICLES", 1000)
    archive.write(tmp_path / "one", archive.articles(300))
    assert names(tmp_path / "parts") == names(tmp_path / "one")
    assert (tmp_path / "parts" / "root.js").read_bytes() == (
        tmp_path / "one" / "root.js"
    ).read_bytes()


def test_a_partition_that_fails_stops_the_build():
    with pytest.raises(runs.FailedRun):
        index_of(["body"], [["سد"]], 1, lambda text: [text[9999]])


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
    assert named["begins"].split() == sorted(
        one["begins"].split()[0] for one in directories
    )
    assert sum(len(one["begins"].split()) for one in directories) == len(
        list(index.glob("t/**/*.js"))
    )


def test_an_undated_result_shows_no_date(index):
    days = {
        row[1]: row[2]
        for path in index.glob("r/**/*.js")
        for row in json.loads(read(path)[2])
    }
    assert [days[f"a/{number}.html"] for number in range(4)] == [
        "",
        "1995-01-02",
        "1995-01-03",
        "1995-01-04",
    ]


@pytest.mark.parametrize(
    "suite", ["client", "best", "passages", "offsets", "facets", "suggest", "latin"]
)
def test_the_browsers_side_passes_its_own_tests(suite):
    assert "# fail 0" in node(
        "--test", "--test-reporter=tap", SCRIPTS / f"{suite}.test.js"
    )


def test_the_joined_scripts_define_what_the_parts_define(tmp_path):
    code.write(ROOT / "theme" / "static", tmp_path)
    assert node(
        SCRIPTS / "joined.js", *(tmp_path / name for name in code.SCRIPTS)
    ).split() == ["same"]


OPEN = """
const page = require("node:vm").createContext({ TextEncoder, atob });
for (const file of process.argv.slice(1)) require("node:vm").runInContext(require("node:fs").readFileSync(file), page);
page.Warraq.rootOfPage.then(() => page.Warraq.openIndex("", Promise.reject)).then(({ count }) => console.log(count));
"""


@pytest.mark.parametrize("early", [True, False], ids=["before", "after"])
def test_the_root_may_come_before_the_code_or_after_it(index, early):
    programs = [
        ROOT / "theme" / "static" / "js" / f"{name}.js" for name in ("bits", "shards")
    ]
    root = index / "root.js"
    assert (
        node("-e", OPEN, *([root, *programs] if early else [*programs, root])).strip()
        == "300"
    )


def test_a_script_is_sent_without_comments_and_indents():
    script = '// SPDX\n/** What\n * it does. */\nfunction f() {\n  // why\n  return "//"; // kept\n}\n'
    assert code.bare(script) == 'function f() {\nreturn "//"; // kept\n}\n'


def test_a_term_is_written_as_most_often_read():
    block = indexed("«المكتبة، مكتبتها المَكتبة مكتبة 2015م")
    assert dict(zip(block.terms, block.spellings, strict=True))["مكتب"] == "المكتبة"


def test_rare_words_are_not_offered_and_names_are_under_each_of_their_words():
    words = [vocabulary.Word("سد", 5, "السد"), vocabulary.Word("نهر", 2, "نهر")]
    rows = vocabulary.suggestions(
        words, {("سد الريحان", ""): 4, ("السد", "entities/a.html"): 2}, 3
    )
    assert [term for term, _ in rows] == ["ريح", "سد"]
    offered = json.loads(f"[{rows[1][1]}]")
    assert offered == [
        ["سد", "السد", 5],
        ["سد", "سد الريحان", 4],
        ["سد", "السد", 2, "entities/a.html"],
    ]


def test_terms_of_many_words_are_those_of_each():
    chunks = ["ﷺ", "َسد", "Σ", "2015م", "«،»", "١٩٩٨/B2B"]
    lines = "".join(f"{chunk}\n" for chunk in chunks)
    assert terms_of_lines(lines) == [
        term for chunk in chunks for term in (*terms(chunk), "\n")
    ]
