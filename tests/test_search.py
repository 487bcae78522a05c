# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the search index, the bundles, and what a new article changes."""

import json
import re
import zlib
from pathlib import Path

import pytest
import synthetic_archive
from node import SCRIPTS, node

from arabic.terms import terms
from plugins.search import bundles
from plugins.search.encode.letters import swap_letters
from plugins.search.fields import field_texts
from plugins.search.write.facets import (
    FACETS,
    distribute_rows,
    facet_rows,
    file_number,
)
from plugins.search.write.script_files import CALLBACK, ROOT_CALLBACK
from plugins.search.write.suggestions import Name, Word, suggestion_rows
from upkeep import ROOT

CALLBACKS = "|".join(map(re.escape, (CALLBACK, ROOT_CALLBACK)))
SCRIPT = re.compile(rf'(?:{CALLBACKS})\(("[^"]*"),(\d+),(".*")\)\n')


def parse_script(path: Path) -> tuple[str, int, str]:
    """Return the name, the checksum and the text that a script of the index passes.

    Of the root's script, these are the last ones: other files precede them.
    """
    *_, last = path.read_text(encoding="utf-8").splitlines(keepends=True)
    match = SCRIPT.fullmatch(last)
    assert match, path
    return json.loads(match[1]), int(match[2]), json.loads(match[3])


def decode_front_coded(lines: str) -> list[str]:
    """Return the terms of front-coded *lines*."""
    before, decoded = "", []
    for line in lines.splitlines():
        before = before[: ord(line[0]) - 0x30] + line[1:]
        decoded.append(before)
    return decoded


def script_paths(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.js")}


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    """The folder of an index of 300 articles."""
    folder = tmp_path_factory.mktemp("index")
    synthetic_archive.write_for_judge(folder, synthetic_archive.random_articles(300))
    return folder


def test_a_facet_lists_its_values_by_frequency_with_their_articles():
    oldest_first = synthetic_archive.random_articles(300)[::-1]
    rows = facet_rows(FACETS["source"], oldest_first)
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)
    assert rows[0][2] == sum(article.source == rows[0][0] for article in oldest_first)


def test_a_value_that_no_filter_lists_is_in_the_file_of_each_of_its_keys():
    rows = [[f"k{n}", f"اسم {n}", 9, "", f"old{n}"] for n in range(50)]
    listed, *others = distribute_rows(rows, 9)
    assert listed == rows[:9]
    assert len(others) == 5
    for row in rows[9:]:
        for key in (row[0], row[4]):
            assert row in others[file_number(key, len(others))]


def test_an_article_without_an_author_is_under_none():
    rows = facet_rows(FACETS["author"], synthetic_archive.random_articles(300))
    assert sum(row[2] for row in rows) == 200


def test_every_script_passes_its_own_name_and_the_checksum_of_its_text(index):
    for path in sorted(index.rglob("*.js")):
        name, checksum, text = parse_script(path)
        assert path == index / f"{name}.js"
        assert zlib.adler32(text.encode()) == checksum


def test_the_same_articles_give_the_same_bytes(index, tmp_path):
    synthetic_archive.write_for_judge(tmp_path, synthetic_archive.random_articles(300))
    assert script_paths(tmp_path) == script_paths(index)
    for name in script_paths(index):
        assert (tmp_path / name).read_bytes() == (index / name).read_bytes()


def test_a_new_article_leaves_the_files_it_does_not_concern(index, tmp_path):
    articles = synthetic_archive.random_articles(300)
    rng = synthetic_archive.random.Random(5)
    added = synthetic_archive.random_article(300, rng)
    added.plain_text = added.title = "سدّ المدرسة"
    synthetic_archive.write_for_judge(tmp_path, [added, *articles])
    new = script_paths(tmp_path) - script_paths(index)
    # The shard of each term may be split in two.
    most = 2 * len(set(terms(" ".join(field_texts(added)))))
    assert len([name for name in new if name.startswith("t/")]) <= most
    assert len([name for name in new if name.startswith("r/")]) <= 128


def test_with_many_shards_the_root_names_directories(index):
    root_terms = json.loads(parse_script(index / "root.js")[2])["terms"]
    directories = [
        decode_front_coded(json.loads(parse_script(path)[2])["begins"])
        for path in index.glob("d/**/*.js")
    ]
    assert root_terms["depth"] == 1
    first_terms = decode_front_coded(root_terms["begins"])
    assert first_terms == sorted(begins[0] for begins in directories)
    shards = list(index.glob("t/**/*.js"))
    assert sum(len(begins) for begins in directories) == len(shards)


def test_an_undated_result_shows_no_date(index):
    days = {
        url: day
        for path in index.glob("r/**/*.js")
        for _, url, day, *_ in json.loads(swap_letters(parse_script(path)[2]))
    }
    assert [days[f"a/{number}.html"] for number in range(4)] == [
        "",
        "1995-01-02",
        "1995-01-03",
        "1995-01-04",
    ]


@pytest.mark.parametrize(
    "suite",
    [
        "client",
        "top-k",
        "passages",
        "offsets",
        "facets",
        "suggest",
        "latin",
        "second-stage",
    ],
)
def test_the_browser_scripts_pass_their_own_tests(suite):
    printed = node("--test", "--test-reporter=tap", SCRIPTS / f"{suite}.test.js")
    assert "# fail 0" in printed


def test_the_bundles_define_what_their_scripts_define(tmp_path):
    bundles.write_bundles(ROOT / "theme" / "static", tmp_path)
    paths = [tmp_path / name for name in bundles.BUNDLES]
    assert node(SCRIPTS / "compare-bundles.js", *paths).split() == ["same"]


OPEN_INDEX = """
const { createContext, runInContext } = require("node:vm");
const page = createContext({ TextEncoder, atob, setTimeout });
for (const file of process.argv.slice(1)) {
  runInContext(require("node:fs").readFileSync(file), page);
}
page.Warraq.rootOfPage
  .then(() => page.Warraq.openIndex("", Promise.reject))
  .then(({ count }) => console.log(count));
"""


@pytest.mark.parametrize("early", [True, False], ids=["before", "after"])
def test_the_root_may_arrive_before_the_code_or_after_it(index, early):
    scripts = ROOT / "theme" / "static" / "js"
    names = ("bits", "positions", "postings", "loader", "lengths", "shards")
    code = [scripts / f"{name}.js" for name in names]
    root = index / "root.js"
    files = [root, *code] if early else [*code, root]
    assert node("-e", OPEN_INDEX, *files).strip() == "300"


def test_rare_words_are_not_suggested_and_names_are_under_each_of_their_words():
    words = [Word("سد", 5, "السد"), Word("نهر", 2, "نهر")]
    names = {Name("سد الريحان", ""): 4, Name("السد", "entities/a.html"): 2}
    rows = suggestion_rows(words, names, 3)
    assert [term for term, _ in rows] == ["ريح", "سد"]
    assert json.loads(f"[{rows[1][1]}]") == [
        ["سد", "السد", 5],
        ["سد", "سد الريحان", 4],
        ["سد", "السد", 2, "entities/a.html"],
    ]


def test_a_name_is_suggested_by_each_word_of_its_english_name_too():
    names = {Name("ساحل العاج", "entities/c.html", "Ivory Coast"): 2}
    rows = dict(suggestion_rows([], names, 3))
    assert set(rows) >= {"ivory", "coast"}
    row = ["ivory", "ساحل العاج", 2, "entities/c.html", "Ivory Coast"]
    assert json.loads(f"[{rows['ivory']}]") == [row]
