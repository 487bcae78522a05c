# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saved pages with a gold text: what ingest and its peers read in them."""

import gzip
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import lxml.html
import yaml

from arabic.spelling import name_key
from ingest.edit.editing import edit_article
from ingest.extract.readers import read_article
from ingest.model.options import ReadOptions
from ingest.model.record import Block, Fact, Figure, RawArticle
from plugins.frontmatter.document import plain_text, render_markdown

WORD = re.compile(r"\w+")


class Page(NamedTuple):
    """A page and what a person or its author says is in it; *day* is "" where none is printed, ``None`` if unknown."""

    name: str
    html: bytes
    text: str
    title: str
    day: str | None


class Reading(NamedTuple):
    """What a tool found in a page."""

    text: str
    title: str = ""
    day: str = ""
    authors: tuple[str, ...] = ()


def publishers(data: Path) -> Iterator[Page]:
    """Yield the pages of six publishers with their hand-made gold."""
    folder = data / "html" / "arabic_html"
    for row in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        text = (folder / row["text"]).read_text(encoding="utf-8")
        yield Page(
            row["id"],
            (folder / row["file"]).read_bytes(),
            text,
            row["title"],
            row["date"] or "",
        )


def template(data: Path) -> Iterator[Page]:
    """Yield the pages of one template with the Markdown that they were made from."""
    for path in sorted((data / "html" / "nabdsharqi").glob("*.html.gz")):
        source = path.with_name(path.name.replace(".html.gz", ".md")).read_text(
            encoding="utf-8"
        )
        _, head, body = source.split("---\n", 2)
        title = str(yaml.safe_load(head)["title"])
        yield Page(
            path.name,
            gzip.decompress(path.read_bytes()),
            plain_text(render_markdown(body)),
            title,
            None,
        )


def ours(page: Page) -> Reading:
    """Return what ``inv ingest`` writes of the page."""
    facts = (Fact("source", "صحيفة", "command line"),)
    piece = RawArticle(
        kind="html", data=page.html, sha256="", original="", name=page.name, facts=facts
    )
    article = edit_article(
        read_article(piece, ReadOptions()), piece, ReadOptions(), {}
    ).article
    return Reading(
        text_of(article.blocks),
        article.title,
        article.date.date().isoformat() if article.date else "",
        article.authors,
    )


def text_of(blocks: Iterable[Block | Figure]) -> str:
    """Return the words of an article, a picture's its caption."""
    return "\n".join(
        block.caption if isinstance(block, Figure) else block.text for block in blocks
    )


def by_trafilatura(page: Page) -> Reading:
    """Return trafilatura's own result with its own metadata."""
    found = import_module("trafilatura").bare_extraction(
        page.html, with_metadata=True, include_comments=False
    )
    if found is None:
        return Reading("")
    return Reading(
        found.text or "",
        found.title or "",
        found.date or "",
        tuple(filter(None, [found.author])),
    )


def by_readability(page: Page) -> Reading:
    """Return readability's text and title; it looks for no date."""
    document = import_module("readability").Document(
        page.html.decode("utf-8", "replace")
    )
    tree = lxml.html.fromstring(document.summary())
    return Reading("\n".join(tree.itertext()), document.short_title())


def by_newspaper(page: Page) -> Reading:
    """Return newspaper4k's result for a page that it is told is Arabic."""
    article = import_module("newspaper").Article("https://page.example/", language="ar")
    article.download(input_html=page.html.decode("utf-8", "replace"))
    article.parse()
    day = (
        article.publish_date.date().isoformat()
        if isinstance(article.publish_date, datetime)
        else ""
    )
    return Reading(article.text, article.title or "", day, tuple(article.authors))


# tool → its reader, and the module that it needs
PEERS: dict[str, tuple[Callable[[Page], Reading], str]] = {
    "ours": (ours, "ingest"),
    "trafilatura": (by_trafilatura, "trafilatura"),
    "readability-lxml": (by_readability, "readability"),
    "newspaper4k": (by_newspaper, "newspaper"),
}


def f1(found: str, gold: str) -> float:
    """Return the F1 of the word 4-grams of two texts, 0..1."""
    ours, theirs = grams(found), grams(gold)
    shared = (ours & theirs).total()
    return 2 * shared / max(1, ours.total() + theirs.total())


def grams(text: str) -> Counter[tuple[str, ...]]:
    """Return the word 4-grams of a text and how often each stands in it."""
    words = WORD.findall(
        unicodedata.normalize("NFKC", text)
    )  # «ﻷ» is one sign or two, as a tool likes
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))


def report(data: Path) -> None:
    """Print one line a tool and set of pages."""
    for name, pages in (
        ("arabic_html", list(publishers(data))),
        ("nabdsharqi", list(template(data))),
    ):
        for tool, (reader, module) in PEERS.items():
            try:
                import_module(module)
            except ImportError as error:
                print(f"{name:12} {tool:17} absent: {error}")
            else:
                print(f"{name:12} {tool:17} {row(reader, pages)}")


def row(reader: Callable[[Page], Reading], pages: list[Page]) -> str:
    """Return what a tool makes of *pages*: F1, lowest page, titles, dates, authors that are none, pages a second."""
    reader(pages[0])  # loads what the tool loads late
    start = time.process_time()
    readings = [(page, reader(page)) for page in pages]
    speed = len(pages) / (time.process_time() - start)
    scores = [(f1(reading.text, page.text), page.name) for page, reading in readings]
    titles = sum(
        name_key(reading.title) == name_key(page.title) for page, reading in readings
    )
    cells = [
        f"F1 {mean(score for score, _ in scores):.3f}",
        "lowest {:.3f} {}".format(*min(scores)),
        f"titles {titles}/{len(pages)}",
        dates(
            [
                (page.day, reading.day)
                for page, reading in readings
                if page.day is not None
            ]
        ),
        f"authors that are none {sum(map(is_junk, (name for _, found in readings for name in found.authors)))}",
        f"{speed:.0f} pages/s",
    ]
    return "  ".join(filter(None, cells))


def dates(pairs: list[tuple[Any, str]]) -> str:
    """Return how many days were found and how many wrongly; a day for an undated page is wrong."""
    if not pairs:
        return ""
    dated = sum(bool(gold) for gold, _ in pairs)
    right = sum(bool(gold) and gold == found for gold, found in pairs)
    wrong = sum(bool(found) and gold != found for gold, found in pairs)
    return f"dates {right}/{dated} right, {wrong} wrong"


def is_junk(author: str) -> bool:
    """Say whether an author's name is an address, a file or Latin on an Arabic page."""
    return not re.search("[ء-ي]", author) or bool(
        re.search(r"[@/]|\.(?:com|net|png|jpg)", author)
    )
