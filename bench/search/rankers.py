# SPDX-License-Identifier: AGPL-3.0-or-later
"""Engines that rank passages: the site's own search and its peers.

Each returns, for each query, the ids of the top ten passages.
"""

import json
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import lunr

from bench.search import lucene_arabic, pagefind_site
from bench.search.site import read_search_settings
from bench.tools.chromium import launch_chromium
from bench.tools.datasets import Record
from bench.tools.node import run_node
from bench.tools.static_host import serve_folder
from plugins.contract import ArchiveArticle
from plugins.search import write_index
from tests.article_builder import BuiltName, build_article
from tests.node import node_command

Passages = list[Record]  # each with "id" and "text"
Rankings = list[list[str]]
Ranker = Callable[[Passages, list[str]], Rankings]

HERE = Path(__file__).parent
TOP = 10


def article_of(passage: Record) -> ArchiveArticle:
    """Return a passage as an article that has only a text."""
    return build_article(
        title="",
        url=str(passage["id"]),
        day=date(2020, 1, 1),
        locale_date="",
        source="",
        category=BuiltName(""),
        plain_text=passage["text"],
    )


def rank_articles(
    newest_first: Sequence[ArchiveArticle], queries: list[str], *, any_word: bool
) -> list[list[int]]:
    """Return the numbers of the top ten articles by the site's own search.

    The oldest article is number 0. With *any_word* an article needs one word of the
    query; without, articles with all words are preferred, as the search page does until
    a reader asks for any word.
    """
    states = [{"q": query, "any": "1" if any_word else ""} for query in queries]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_index(folder, newest_first[::-1], read_search_settings())
        (folder / "queries.json").write_text(json.dumps(states), encoding="utf-8")
        rankings: list[list[int]] = run_node(HERE / "relevance.js", folder)
    return rankings


def rank_by_warraq(
    passages: Passages, queries: list[str], *, any_word: bool = True
) -> Rankings:
    """Rank by the site's own search."""
    oldest_first = passages[::-1]
    articles = [article_of(passage) for passage in passages]
    rankings = rank_articles(articles, queries, any_word=any_word)
    return [
        [str(oldest_first[number]["id"]) for number in ranking] for ranking in rankings
    ]


def rank_by_lunr_py(passages: Passages, queries: list[str]) -> Rankings:
    """Rank by lunr.py with its own pipeline, which only splits at white space."""
    index = lunr.lunr(ref="id", fields=("text",), documents=passages)
    return [[hit["ref"] for hit in index.search(query)[:TOP]] for query in queries]


def rank_by_lunr_languages(passages: Passages, queries: list[str]) -> Rankings:
    """Rank by lunr.js with the Arabic of lunr-languages."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "passages.json").write_text(json.dumps(passages), encoding="utf-8")
        (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
        rankings: Rankings = run_node(HERE / "lunr_ar.js", folder)
    return rankings


def rank_by_pagefind(passages: Passages, queries: list[str]) -> Rankings:
    """Rank by Pagefind, which requires all words of a query."""
    pages = [
        (f"{number}.html", "", passage["text"])
        for number, passage in enumerate(passages)
    ]
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        pagefind_site.build(site, pages)
        results = query_pagefind(site, queries)
    ids = [str(passage["id"]) for passage in passages]
    return [[ids[int(Path(url).stem)] for url in urls] for urls in results]


def query_pagefind(site: Path, queries: list[str]) -> list[list[str]]:
    """Return the URLs of the top ten results of a Pagefind site."""
    with serve_folder(site) as home, launch_chromium() as chromium:
        page = chromium.new_page()
        page.goto(f"{home}/search.html")
        page.wait_for_function("Boolean(window.resultUrls)")
        return [page.evaluate("query => resultUrls(query)", query) for query in queries]


def rank_by_tantivy_snowball(passages: Passages, queries: list[str]) -> Rankings:
    """Rank by tantivy with its own Arabic: Snowball's stemmer, no stop words."""
    tantivy = import_module("tantivy")
    analyser = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.stemmer("arabic"))
        .build()
    )
    texts = [(str(passage["id"]), passage["text"]) for passage in passages]
    return rank_by_tantivy(analyser, texts, queries)


def rank_by_tantivy_lucene(passages: Passages, queries: list[str]) -> Rankings:
    """Rank by tantivy over the terms of Lucene's ArabicAnalyzer."""
    tantivy = import_module("tantivy")
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    texts = [
        (str(passage["id"]), lucene_arabic.analyse(passage["text"]))
        for passage in passages
    ]
    analysed_queries = [lucene_arabic.analyse(query) for query in queries]
    return rank_by_tantivy(analyser, texts, analysed_queries)


def rank_by_tantivy(
    analyser: Any, texts: list[tuple[str, str]], queries: list[str]
) -> Rankings:
    """Rank *texts* (id, text) by tantivy's BM25."""
    index = index_with_tantivy(analyser, texts)
    searcher = index.searcher()
    rankings = []
    for query in queries:
        parsed = index.parse_query_lenient(query, ["text"])[0]
        hits = searcher.search(parsed, TOP).hits
        rankings.append([searcher.doc(address)["id"][0] for _, address in hits])
    return rankings


def index_with_tantivy(analyser: Any, texts: list[tuple[str, str]]) -> Any:
    """Return a tantivy index in memory of *texts* (id, text)."""
    tantivy = import_module("tantivy")
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("text", tokenizer_name="analyser")
    index = tantivy.Index(schema.build())
    index.register_tokenizer("analyser", analyser)
    writer = index.writer()
    for identity, text in texts:
        writer.add_document(tantivy.Document(id=identity, text=text))
    writer.commit()
    index.reload()
    return index


def has_lunr_languages() -> bool:
    """Return whether node finds lunr-languages."""
    command = [*node_command(), "-e", "require.resolve('lunr-languages/lunr.ar')"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def has_module(name: str) -> bool:
    """Return whether a Python package is installed."""
    return find_spec(name) is not None


def available_rankers() -> dict[str, Ranker]:
    """Return the engines that are installed, by name; print the names of the others."""
    rankers: dict[str, Ranker] = {
        "Warraq": rank_by_warraq,
        "Warraq, all words first": partial(rank_by_warraq, any_word=False),
        "lunr.py": rank_by_lunr_py,
    }
    peers: tuple[tuple[str, bool, Ranker], ...] = (
        ("lunr.ar", has_lunr_languages(), rank_by_lunr_languages),
        ("Pagefind", has_module("pagefind"), rank_by_pagefind),
        ("tantivy, Snowball", has_module("tantivy"), rank_by_tantivy_snowball),
        ("tantivy, Lucene's Arabic", has_module("tantivy"), rank_by_tantivy_lucene),
    )
    for name, installed, ranker in peers:
        if installed:
            rankers[name] = ranker
        else:
            print(f"{name}: not installed")
    return rankers
