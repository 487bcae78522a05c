# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saved pages with a reference text: what ingest and its peers extract from them."""

import gzip
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import lxml.html
import yaml

from arabic.spelling import name_key
from bench.ingest.pipeline import edit_bytes, text_of
from ingest.model.options import ReadOptions
from plugins.frontmatter.document import plain_text, render_markdown

WORD = re.compile(r"\w+")
ARABIC_LETTER = re.compile("[ء-ي]")
FILE_OR_ADDRESS = re.compile(r"[@/]|\.(?:com|net|png|jpg)")
OPTIONS = ReadOptions(source="صحيفة")


class Page(NamedTuple):
    """A page and its reference: text, title and date as a person read them."""

    name: str
    html: bytes
    text: str
    title: str
    day: str | None  # ISO 8601; "" where none is printed, None where it is not recorded


class Extraction(NamedTuple):
    """What a tool extracts from a page."""

    text: str
    title: str = ""
    day: str = ""
    authors: tuple[str, ...] = ()


Extractor = Callable[[Page], Extraction]


class Evaluation(NamedTuple):
    """How well and how fast a tool extracts a set of pages."""

    f1: float  # mean F1 of word 4-grams
    lowest: tuple[float, str]  # F1 and name of the worst page
    titles: int  # that are right
    pages: int
    dates: str
    invalid_authors: int
    speed: float  # pages per second of processor time


def publisher_pages(data: Path) -> Iterator[Page]:
    """Yield the pages of six publishers with their hand-made reference."""
    folder = data / "html" / "arabic_html"
    for row in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        yield Page(
            name=row["id"],
            html=(folder / row["file"]).read_bytes(),
            text=(folder / row["text"]).read_text(encoding="utf-8"),
            title=row["title"],
            day=row["date"] or "",
        )


def template_pages(data: Path) -> Iterator[Page]:
    """Yield the pages of one template with the Markdown that they were made from."""
    for path in sorted((data / "html" / "nabdsharqi").glob("*.html.gz")):
        source = path.with_name(path.name.replace(".html.gz", ".md"))
        _, head, body = source.read_text(encoding="utf-8").split("---\n", 2)
        yield Page(
            name=path.name,
            html=gzip.decompress(path.read_bytes()),
            text=plain_text(render_markdown(body)),
            title=str(yaml.safe_load(head)["title"]),
            day=None,
        )


def extract_by_ingest(page: Page) -> Extraction:
    """Return the article that ingest writes."""
    article = edit_bytes("html", page.html, OPTIONS, name=page.name).article
    day = article.date.date().isoformat() if article.date else ""
    return Extraction(text_of(article.blocks), article.title, day, article.authors)


def extract_by_trafilatura(page: Page) -> Extraction:
    """Return trafilatura's text with its own metadata."""
    trafilatura = import_module("trafilatura")
    document = trafilatura.bare_extraction(
        page.html, with_metadata=True, include_comments=False
    )
    if document is None:
        return Extraction("")
    authors = (document.author,) if document.author else ()
    return Extraction(
        document.text or "", document.title or "", document.date or "", authors
    )


def extract_by_readability(page: Page) -> Extraction:
    """Return readability's text and title; it extracts no date."""
    html = page.html.decode("utf-8", "replace")
    document = import_module("readability").Document(html)
    texts = lxml.html.fromstring(document.summary()).itertext()
    return Extraction("\n".join(map(str, texts)), document.short_title())


def extract_by_newspaper(page: Page) -> Extraction:
    """Return newspaper4k's article; it is set to Arabic."""
    article = import_module("newspaper").Article("https://page.example/", language="ar")
    article.download(input_html=page.html.decode("utf-8", "replace"))
    article.parse()
    date = article.publish_date
    day = date.date().isoformat() if isinstance(date, datetime) else ""
    return Extraction(article.text, article.title or "", day, tuple(article.authors))


# Tool → its extractor, and the module that it needs
TOOLS: dict[str, tuple[Extractor, str]] = {
    "ours": (extract_by_ingest, "ingest"),
    "trafilatura": (extract_by_trafilatura, "trafilatura"),
    "readability-lxml": (extract_by_readability, "readability"),
    "newspaper4k": (extract_by_newspaper, "newspaper"),
}


def f1_score(extracted: str, reference: str) -> float:
    """Return the F1 of the word 4-grams of two texts, 0 to 1.

    For example, "a b c d e" against "a b c d f" shares one of two 4-grams each: 0.5.
    """
    ours, theirs = word_4grams(extracted), word_4grams(reference)
    shared = (ours & theirs).total()
    return 2 * shared / max(1, ours.total() + theirs.total())


def word_4grams(text: str) -> Counter[tuple[str, ...]]:
    """Return the word 4-grams of a text with their counts.

    NFKC makes ligatures such as «ﻷ» equal to their letters: tools differ in them.
    """
    words = WORD.findall(unicodedata.normalize("NFKC", text))
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))


def evaluate(extract: Extractor, pages: Sequence[Page]) -> Evaluation:
    """Return how well and how fast a tool extracts *pages*."""
    extract(pages[0])  # loads what the tool loads on first use
    start = time.process_time()
    extractions = [extract(page) for page in pages]
    seconds = time.process_time() - start
    pairs = list(zip(pages, extractions, strict=True))
    scores = [(f1_score(each.text, page.text), page.name) for page, each in pairs]
    return Evaluation(
        f1=mean(score for score, _ in scores),
        lowest=min(scores),
        titles=sum(has_right_title(page, each) for page, each in pairs),
        pages=len(pages),
        dates=describe_dates(pairs),
        invalid_authors=count_invalid_authors(extractions),
        speed=len(pages) / seconds,
    )


def has_right_title(page: Page, extraction: Extraction) -> bool:
    """Return whether the titles are equal apart from their spelling."""
    return name_key(extraction.title) == name_key(page.title)


def describe_dates(pairs: Sequence[tuple[Page, Extraction]]) -> str:
    """Return how many days are right and wrong; a day for an undated page is wrong.

    Pages whose date is not recorded are left out; "" if none remains.
    """
    days = [(page.day, each.day) for page, each in pairs if page.day is not None]
    if not days:
        return ""
    dated = sum(expected != "" for expected, _ in days)
    right = sum(expected != "" and expected == day for expected, day in days)
    wrong = sum(day not in ("", expected) for expected, day in days)
    return f"dates {right}/{dated} right, {wrong} wrong"


def count_invalid_authors(extractions: Sequence[Extraction]) -> int:
    """Return how many of the extracted authors are no names."""
    count = 0
    for extraction in extractions:
        count += sum(map(is_invalid_author, extraction.authors))
    return count


def is_invalid_author(author: str) -> bool:
    """Return whether an author is an address, a file name or without Arabic letters."""
    return not ARABIC_LETTER.search(author) or bool(FILE_OR_ADDRESS.search(author))


def format_evaluation(evaluation: Evaluation) -> str:
    """Return the figures of a tool on one line."""
    lowest, name = evaluation.lowest
    figures = (
        f"F1 {evaluation.f1:.3f}",
        f"lowest {lowest:.3f} {name}",
        f"titles {evaluation.titles}/{evaluation.pages}",
        evaluation.dates,
        f"invalid authors {evaluation.invalid_authors}",
        f"{evaluation.speed:.0f} pages/s",
    )
    return "  ".join(figure for figure in figures if figure)


def print_pages(data: Path) -> None:
    """Print one line for each tool and set of pages."""
    page_sets = {
        "arabic_html": list(publisher_pages(data)),
        "nabdsharqi": list(template_pages(data)),
    }
    for name, pages in page_sets.items():
        for tool, (extract, module) in TOOLS.items():
            try:
                import_module(module)
            except ImportError as error:
                print(f"{name:12} {tool:17} not installed: {error}")
            else:
                evaluation = evaluate(extract, pages)
                print(f"{name:12} {tool:17} {format_evaluation(evaluation)}")
