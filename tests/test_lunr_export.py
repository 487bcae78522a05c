# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export --lunr`: node's own lunr loads the index and finds the articles."""

import json

import pytest
import synthetic_archive
from article_builder import build_article
from node import node

from plugins.search import write_index
from plugins.search.export import DOCUMENTS, INDEX, CannotExport, export_lunr
from upkeep import ROOT

SEARCH = f"""
const lunr = require("{ROOT}/node_modules/lunr");
const [file, ...queries] = process.argv.slice(1);
const index = lunr.Index.load(JSON.parse(require("node:fs").readFileSync(file)));
console.log(JSON.stringify(queries.map((query) => index.search(query).map((hit) => hit.ref))));
"""
TEXTS = {
    "a": ("افتتاح «المكتبة» الكبرى", "احتفلت المدينةُ أمس."),
    "b": ("جسر جديد", "قال المهندس إن الجسر يكتمل؛ وفي المكتبة معرض."),
}


@pytest.fixture
def site(tmp_path):
    articles = [
        build_article(title=title, url=f"{name}.html", plain_text=text)
        for name, (title, text) in TEXTS.items()
    ]
    write_index(tmp_path / "search", articles, synthetic_archive.SETTINGS)
    return tmp_path


def search(folder, *queries: str) -> list[list[str]]:
    return json.loads(node("-e", SEARCH, folder / INDEX, *queries))


def test_a_stock_client_finds_words_as_they_are_written_title_first(site, tmp_path):
    export_lunr(site, tmp_path / "out")
    found = search(tmp_path / "out", "المكتبة", "المدينة", "مكتب", "بحيرة")
    assert found == [["a.html", "b.html"], ["a.html"], ["a.html", "b.html"], []]


def test_what_results_show_is_written_beside_it(site, tmp_path):
    export_lunr(site, tmp_path / "out")
    shown = json.loads((tmp_path / "out" / DOCUMENTS).read_text(encoding="utf-8"))
    assert shown["a.html"]["title"] == TEXTS["a"][0]


def test_a_large_archive_and_a_missing_index_are_refused(site, tmp_path, monkeypatch):
    monkeypatch.setattr("plugins.search.export.MOST_ARTICLES", 1)
    with pytest.raises(CannotExport, match="2 articles"):
        export_lunr(site, tmp_path / "out")
    with pytest.raises(CannotExport, match="missing"):
        export_lunr(tmp_path / "nowhere", tmp_path / "out")
