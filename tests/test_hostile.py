# SPDX-License-Identifier: AGPL-3.0-or-later
"""Security: markup of scraped pages is never active on the site."""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

import lxml.html
import pytest
from conftest import ROOT, build, run
from test_roundtrip import TITLES

PAYLOADS = json.loads(
    (ROOT / "tests" / "vectors" / "hostile.json").read_text(encoding="utf-8")
)
TEXT = "قررت مكتبة القرية أن تبقي أبوابها مفتوحة حتى المساء في أيام الصيف كلها، وقالت أمينتها إن القراء كثيرون."
FORBIDDEN = "//iframe | //object | //embed | //base | //math | //foreignobject | //*[@formaction] | //meta[@http-equiv]"
LINKS = ("href", "src", "action", "data", "poster", "srcset")
DEAD_SCHEMES = re.compile(
    r"[\s\x00-\x1f]*(?:j\s*a\s*v\s*a\s*script|vbscript|data)\s*:", re.IGNORECASE
)


def text(number: int) -> str:
    """Return a text that differs for each number: duplicates become one article."""
    return " ".join(f"{word} {number}" for word in TEXT.split())


def pages() -> Iterator[tuple[str, str]]:
    """Yield a page for each payload, which is in text, title and metadata."""
    for number, payload in enumerate(PAYLOADS):
        escaped, paragraph = escape(payload), text(number)
        head = f'<title>خبر {number} {escaped}</title><meta name="author" content="{escaped}">'
        head += f'<meta property="article:section" content="{escaped}"><link rel="canonical" href="https://a.example/{number}">'
        body = f"<article><h1>خبر {number} {escaped}</h1><p>{paragraph}</p>{payload}<p>{paragraph} {escaped}</p><p>{paragraph}</p></article>"
        yield (
            f"{number}.html",
            f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>",
        )


def rows() -> Iterator[dict[str, object]]:
    """Yield a dataset row for each payload and each title that breaks naive writers."""
    for number, hostile in enumerate((*PAYLOADS, *TITLES)):
        facts: dict[str, object] = dict.fromkeys(
            ("author", "section", "captured", "date"), hostile
        )
        tags = [hostile, f"javascript:alert({number})"]
        url = f"javascript:alert({number})//https://a.example/{number}"
        facts |= {
            "title": f"{hostile} {number}",
            # A longer name of a newspaper is not believed.
            "source": f"صحيفة {hostile}"[:100],
            "url": url,
            "tags": tags,
        }
        yield {**facts, "content": f"{hostile}\n{text(number)}"}


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that is built of nothing but hostile pages and rows."""
    folder = tmp_path_factory.mktemp("hostile")
    scrape = folder / "scrape"
    scrape.mkdir()
    for name, page in pages():
        (scrape / name).write_text(page, encoding="utf-8")
    rows_file = folder / "rows.jsonl"
    rows_file.write_text(
        "".join(json.dumps(row) + "\n" for row in rows()), encoding="utf-8"
    )
    shutil.copytree(ROOT / "demo" / "pages", folder / "content" / "pages")
    ingest = (
        sys.executable,
        "-m",
        "ingest",
        "--jobs",
        "1",
        "--out",
        folder / "content",
    )
    run(*ingest, "--source", "الضفة", scrape)
    run(*ingest, rows_file)
    build(folder / "content", folder / "output")
    return folder / "output"


def trees(site: Path) -> Iterator[tuple[Path, lxml.html.HtmlElement]]:
    """Yield each page of the site as a parser of HTML sees it."""
    for path in sorted(site.rglob("*.html")):
        yield path, lxml.html.fromstring(path.read_bytes())


def test_every_hostile_page_and_row_becomes_an_article(hostile_site):
    assert len(list((hostile_site / "a").rglob("*.html"))) == 2 * len(PAYLOADS) + len(
        TITLES
    )


def test_no_script_of_a_scraped_page_is_on_the_site(hostile_site):
    for path, tree in trees(hostile_site):
        if path.name == "404.html":
            continue  # its own script is allowed by digest
        for script in tree.iter("script"):
            inline = script.get("src") is None and "json" not in script.get("type", "")
            assert not inline, path
            assert not re.match(r"(?:https?:)?//", script.get("src", "")), path


def test_no_element_that_loads_or_submits_is_on_the_site(hostile_site):
    for path, tree in trees(hostile_site):
        elements = tree.xpath(FORBIDDEN)
        assert [
            element.tag
            for element in elements
            if element.get("http-equiv") != "Content-Security-Policy"
        ] == [], path


def test_no_event_handler_and_no_script_url_is_on_the_site(hostile_site):
    for path, tree in trees(hostile_site):
        for element in tree.iter(lxml.html.etree.Element):
            assert not [name for name in element.attrib if name.startswith("on")], path
            assert not [
                name for name in LINKS if DEAD_SCHEMES.match(element.get(name, ""))
            ], path


def test_structured_data_ends_where_its_script_ends(hostile_site):
    for path, tree in trees(hostile_site):
        for script in tree.xpath("//script[contains(@type, 'json')]"):
            assert json.loads(script.text_content()), path


def test_hostile_markup_is_shown_as_text(hostile_site):
    shown = [tree.text_content() for _, tree in trees(hostile_site / "a")]
    assert all(any(payload in text for text in shown) for payload in PAYLOADS)
