# SPDX-License-Identifier: AGPL-3.0-or-later
"""Engines that rank passages: the site's own search and its peers; each returns the first ten ids for each query."""

import json
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lunr
from pelican.settings import read_settings

from bench.search import lucene_arabic, pagefind_site
from bench.tools.chromium import chromium, hosted
from plugins.search import write_index
from upkeep import ROOT

Passages = list[dict[str, Any]]
Ranker = Callable[[Passages, list[str]], list[list[str]]]


def article(passage: dict[str, Any]) -> SimpleNamespace:
    """Return a passage as an article that is nothing but text."""
    return SimpleNamespace(
        title="",
        url=str(passage["id"]),
        day=date(2020, 1, 1),
        locale_date="",
        source="",
        category=SimpleNamespace(name=""),
        metadata={},
        authors=[],
        entities=[],
        plain_text=passage["text"],
    )


def node(script: str, folder: Path) -> Any:
    """Return what a script of this folder prints as JSON."""
    command = [
        "node",
        "--max-old-space-size=4000",
        str(Path(__file__).with_name(script)),
        str(folder),
    ]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def first_ten(
    held: list[SimpleNamespace], queries: list[str], *, any_word: bool
) -> list[list[int]]:
    """Return the numbers of the first ten results of the site's own search.

    *held* are articles, newest first; number 0 is the oldest. With *any_word* an article
    needs one word of the query; without, articles with all words are preferred, as the
    search page does until a reader asks for any word.
    """
    states = [{"q": query, "any": "1" if any_word else ""} for query in queries]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_index(folder, held[::-1], read_settings(str(ROOT / "pelicanconf.py")))
        (folder / "queries.json").write_text(json.dumps(states), encoding="utf-8")
        return node("relevance.js", folder)


def ours(
    passages: Passages, queries: list[str], *, any_word: bool = True
) -> list[list[str]]:
    """Rank by the site's own search."""
    oldest_first = passages[::-1]
    articles = [article(passage) for passage in passages]
    found = first_ten(articles, queries, any_word=any_word)
    return [
        [str(oldest_first[number]["id"]) for number in numbers] for numbers in found
    ]


def plain_lunr(passages: Passages, queries: list[str]) -> list[list[str]]:
    """Rank by lunr.py with its own pipeline, which keeps Arabic words as they stand between white space."""
    index = lunr.lunr(ref="id", fields=("text",), documents=passages)
    return [[hit["ref"] for hit in index.search(query)[:10]] for query in queries]


def lunr_ar(passages: Passages, queries: list[str]) -> list[list[str]]:
    """Rank by lunr.js with the Arabic of lunr-languages."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "passages.json").write_text(json.dumps(passages), encoding="utf-8")
        (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
        return node("lunr_ar.js", folder)


def pagefind(passages: Passages, queries: list[str]) -> list[list[str]]:
    """Rank by Pagefind, which wants all words of a query."""
    with tempfile.TemporaryDirectory() as place:
        site = Path(place)
        pagefind_site.build(
            site,
            (
                (f"{number}.html", "", row["text"])
                for number, row in enumerate(passages)
            ),
        )
        with hosted(site) as home, chromium() as program:
            page = program.new_page()
            page.goto(f"{home}/search.html")
            page.wait_for_function("Boolean(window.addresses)")
            found = [
                page.evaluate("query => addresses(query)", query) for query in queries
            ]
    return [
        [str(passages[int(Path(address).stem)]["id"]) for address in addresses]
        for addresses in found
    ]


def tantivy_arabic(passages: Passages, queries: list[str]) -> list[list[str]]:
    """Rank by tantivy with its own Arabic, Snowball's stemmer; it has no Arabic stop words."""
    import tantivy

    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(
        tantivy.Filter.stemmer("arabic")
    )
    return by_tantivy(
        analyser.build(), [(str(row["id"]), row["text"]) for row in passages], queries
    )


def tantivy_lucene(passages: Passages, queries: list[str]) -> list[list[str]]:
    """Rank by tantivy over what Lucene's ArabicAnalyzer makes of texts and queries."""
    import tantivy

    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    texts = [(str(row["id"]), lucene_arabic.analysed(row["text"])) for row in passages]
    return by_tantivy(
        analyser, texts, [lucene_arabic.analysed(query) for query in queries]
    )


def by_tantivy(
    analyser: Any, texts: list[tuple[str, str]], queries: list[str]
) -> list[list[str]]:
    """Rank *texts* (id, text) by tantivy's BM25."""
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("text", tokenizer_name="own")
    index = tantivy.Index(schema.build())
    index.register_tokenizer("own", analyser)
    writer = index.writer()
    for name, text in texts:
        writer.add_document(tantivy.Document(id=name, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    asked = [index.parse_query_lenient(query, ["text"])[0] for query in queries]
    hits = [searcher.search(query, 10).hits for query in asked]
    return [[searcher.doc(place)["id"][0] for _, place in found] for found in hits]


def lunr_languages() -> bool:
    """Return whether node finds lunr-languages."""
    command = ["node", "-e", "require.resolve('lunr-languages/lunr.ar')"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def all_here() -> dict[str, Ranker]:
    """Return the engines that this machine has, by name; the others are named on standard output."""
    peers: dict[str, tuple[bool, Ranker]] = {
        "lunr.ar": (lunr_languages(), lunr_ar),
        "Pagefind": (find_spec("pagefind") is not None, pagefind),
        "tantivy, Snowball": (find_spec("tantivy") is not None, tantivy_arabic),
        "tantivy, Lucene's Arabic": (find_spec("tantivy") is not None, tantivy_lucene),
    }
    for name, (here, _) in peers.items():
        if not here:
            print(f"{name} is not here")
    return {
        "Warraq": ours,
        "Warraq, all words first": partial(ours, any_word=False),
        "lunr.py": plain_lunr,
    } | {name: ranker for name, (here, ranker) in peers.items() if here}
