# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folders of HTTrack and wget: pages get the URLs they had, other files are ignored."""

import json
from pathlib import Path

import lxml.html
import pytest
from test_ingest import ingest

from ingest.extract.page_facts.metadata import page_facts, url_of_folder

TEXT = "قررت مكتبة القرية أن تبقي أبوابها مفتوحة حتى المساء في أيام الصيف كلها، وقالت أمينتها إن القراء كثيرون"
PLACES = [
    ("scrape/aldiffa.example/news/1.html", "http://aldiffa.example/news/1.html"),
    ("scrape.zip#www.aldiffa.com/news/1/index.html", "http://www.aldiffa.com/news/1/"),
    ("aldiffa.com/index.html", "http://aldiffa.com/"),
    ("data.old/page.html", ""),
    ("scrape/page.html", ""),
]


def page(number: int, comment: str = "") -> str:
    return f"""<html><!-- {comment} --><head><title>خبر {number}</title></head>
<body><h1>خبر {number}</h1><article><p>{TEXT} {number}.</p><p>{TEXT}.</p></article></body></html>"""


@pytest.mark.parametrize(("name", "address"), PLACES)
def test_a_url_is_read_from_the_folder_of_a_host(name, address):
    assert [fact.value for fact in url_of_folder(name)] == (
        [address] if address else []
    )


def test_of_a_mirrored_site_its_pages_alone_become_articles_under_their_addresses(
    tmp_path: Path,
):
    files = {
        "index.html": page(0, "HTTrack index"),
        "hts-log.txt": "HTTrack3.49 launched",
        "hts-cache/new.txt": "date\tsize",
        "aldiffa.example/index.html": page(1),
        "aldiffa.example/news/2.html": page(
            2, "Mirrored from aldiffa.example/news.php?id=2 by HTTrack Website Copier"
        ),
        "aldiffa.example/news/3.html": page(3),
        "aldiffa.example/style.css": "p { color: red }",
        "aldiffa.example/robots.txt": "User-agent: *\nDisallow:",
        "aldiffa.example/js/site.js": "void 0",
        "aldiffa.example/logo.png": "\x89PNG",
    }
    for name, text in files.items():
        path = tmp_path / "mirror" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = ingest(tmp_path / "mirror", "--out", tmp_path / "out")
    heads = [
        path.read_text("utf-8").split("---\n")[1]
        for path in (tmp_path / "out" / "articles").rglob("*.md")
    ]
    urls = [
        json.loads(line[5:])
        for head in heads
        for line in head.splitlines()
        if line.startswith("url: ")
    ]
    assert (
        "unreadable, 1:" in done.stdout
    )  # HTTrack's own list of its mirrors, which names no newspaper
    assert sorted(urls) == [
        "http://aldiffa.example/news.php?id=2",
        "http://aldiffa.example/news/3.html",
    ], done.stdout


@pytest.mark.parametrize("position", ["before", "inside", "after"])
def test_the_address_noted_by_a_saving_browser_counts_wherever_it_is(position):
    note = "<!-- saved from url=(0039)https://aldiffa.example/news.php?id=7 -->"
    html = "<html><head><title>خبر</title></head><body><p>نص</p></body></html>"
    pages = {
        "before": f"<!DOCTYPE html>{note}{html}",
        "inside": html.replace("<body>", f"<body>{note}"),
        "after": f"{html}{note}",
    }
    tree = lxml.html.document_fromstring(pages[position])
    addresses = [fact.value for fact in page_facts(tree) if fact.field == "url"]
    assert addresses == ["https://aldiffa.example/news.php?id=7"]
