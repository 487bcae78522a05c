# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every part of a crawl is read or counted: WARC records of all kinds, WACZ, folders."""

import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from ingest.extract.readers import read_article
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import Failure, PassedOver, RawArticle
from tests.test_datasets import BODY, ROWS

PAGE = f"<!DOCTYPE html><html><h1>ألف شجرة تين</h1><p>{BODY}</p><p>{BODY}</p></html>".encode()
LONG_ROW = {**ROWS[0], "content": BODY * 4, "link": "https://alwadi.example/7"}


def record(
    kind: str,
    block: bytes,
    content_type: str = "application/http",
    url: str = "https://alwadi.example/7",
) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-05-06T03:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def response(
    body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK"
) -> bytes:
    header = f"Content-Type: {content_type}\r\n" if content_type else ""
    return record("response", f"HTTP/1.1 {status}\r\n{header}\r\n".encode() + body)


def split_file(path: Path) -> tuple[list[RawArticle], Counter]:
    items = list(split_input(identify_file(path, path.name)))
    assert not [item for item in items if isinstance(item, Failure)]
    counts = Counter()
    for item in items:
        if isinstance(item, PassedOver):
            counts[item.reason.partition(": ")[2] or item.reason] += item.parts
    return [item for item in items if isinstance(item, RawArticle)], counts


def split_warc(folder: Path, *records: bytes) -> tuple[list[RawArticle], Counter]:
    path = folder / "crawl.warc"
    path.write_bytes(b"".join(records))
    return split_file(path)


def test_each_record_of_a_warc_is_an_article_or_counted(tmp_path):
    articles, counts = split_warc(
        tmp_path,
        record("warcinfo", b"software: x", "application/warc-fields"),
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        response(PAGE),
        response(b"\x89PNG", "image/png"),
        response(b"gone", status="404 Not Found"),
        response(b"plain text", ""),
        response(b'{"weather": "sunny"}', "application/json"),
        record("revisit", b"HTTP/1.1 200 OK\r\n\r\n"),
    )
    assert [raw.data for raw in articles] == [PAGE]
    assert counts == {
        "warcinfo": 1,
        "request": 1,
        "image/png": 1,
        "HTTP status 404": 1,
        "without a content type": 1,
        "JSON without an article": 1,
        "revisit": 1,
    }


def test_a_resource_record_is_a_page_with_its_url(tmp_path):
    ((page,), _) = split_warc(tmp_path, record("resource", PAGE, "text/html"))
    assert (page.data, page.facts[0].value) == (PAGE, "https://alwadi.example/7")


def test_a_page_without_a_content_type_is_recognised(tmp_path):
    ((page,), _) = split_warc(tmp_path, response(PAGE, ""))
    assert page.data == PAGE


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/vnd.api+json; charset=utf-8"]
)
def test_an_article_in_the_answer_of_an_api_is_read(tmp_path, content_type):
    body = json.dumps({"data": {"posts": [LONG_ROW]}}, ensure_ascii=False).encode()
    ((raw,), _) = split_warc(tmp_path, response(body, content_type))
    article = read_article(raw, ReadOptions())
    assert article.first_value("url") == "https://alwadi.example/7"
    assert article.first_value("captured") == "2021-05-06T03:00:00Z"


def test_the_layout_of_browsertrix_yields_only_the_pages_of_its_warc(tmp_path):
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.warc", response(PAGE))
        archive.writestr(
            "pages/pages.jsonl", json.dumps({"title": "ألف شجرة", "text": BODY})
        )
        archive.writestr("indexes/index.cdx.gz", b"\x1f\x8b")
        archive.writestr("logs/crawl.log", "{}")
        archive.writestr("datapackage.json", "{}")
    articles, counts = split_file(path)
    assert [raw.data for raw in articles] == [PAGE]
    assert sum(counts.values()) == 4


def test_a_zip_of_pages_passes_over_what_is_beside_them(tmp_path):
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("محليات/1.html", PAGE)
        for name in (
            "__MACOSX/محليات/._1.html",
            ".DS_Store",
            "LICENSE",
            "محليات/robots.txt",
            "a.css",
        ):
            archive.writestr(name, b"x")
    articles, counts = split_file(path)
    assert len(articles) == 1
    assert sum(counts.values()) == 5
