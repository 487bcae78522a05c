# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export --wacz`: the originals of published articles, and of no other."""

import gzip
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from importlib.util import find_spec

import pytest
from fastwarc.warc import ArchiveIterator

from export import CannotExport
from export.originals import read_records
from export.wacz import WARC_NAME, export_wacz, sort_key


def response(url, body, kind="text/html; charset=utf-8"):
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{body}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2020-02-08T10:00:00Z\r\nContent-Type: application/http; msgtype=response"
        f"\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def article(identity, original, url, published=""):
    return {
        **{"id": identity, "original": original, "original_url": url},
        **{"published": published, "title": "خبر"},
    }


@pytest.fixture
def crawl(tmp_path):
    raw = tmp_path / "content" / "raw" / "aa"
    raw.mkdir(parents=True)
    records = (
        response("https://a.example/1", "<p>published</p>"),
        response("https://a.example/2", "<p>hidden</p>"),
        response("https://a.example/s.css", "p { color: red }", "text/css"),
        response("https://a.example/2.json", '["hidden"]', "application/json"),
        response("https://a.example/2.txt", "hidden", "text/plain"),
    )
    (raw / "x.warc.gz").write_bytes(b"".join(records))
    (raw / "page.html").write_bytes("<p>محفوظة</p>".encode("cp1256"))
    (raw / "rows.jsonl").write_bytes(b"{}")
    return tmp_path / "content"


ARTICLES = [
    article("a", "aa/x.warc.gz#1", "https://a.example/1"),
    article("b", "aa/page.html", "https://b.example/p", "2020-02-08T01:00:00+03:00"),
    article("c", "aa/rows.jsonl#4", "https://c.example/r"),
    article("d", "aa/gone.html", "https://d.example/"),
    article("e", "", ""),
]


def test_only_pages_of_published_articles_are_included(crawl):
    records = list(read_records(ARTICLES, crawl))
    assert [(record.url, record.kind) for record in records] == [
        ("https://b.example/p", "resource"),
        ("https://a.example/1", "response"),
        ("https://a.example/s.css", "response"),
    ]
    assert b"published" in records[1].block
    assert (records[1].status, records[1].media_type) == ("200", "text/html")


def test_a_page_that_has_a_removed_article_too_is_left_out(crawl):
    path = crawl / "articles" / "h" / "h.md"
    path.parent.mkdir(parents=True)
    path.write_text('---\nid: "h"\noriginal: "aa/page.html#2"\n---\n')
    (crawl / "removals.jsonl").write_text('{"id": "h"}\n')
    assert list(read_records(ARTICLES[1:2], crawl)) == []
    shown_again = [*ARTICLES[1:2], article("h", "", "")]
    assert len(list(read_records(shown_again, crawl))) == 1


def test_a_saved_page_has_its_own_bytes_and_the_day_it_was_captured(crawl):
    (record, *_) = read_records(ARTICLES[1:2], crawl)
    assert record.block == "<p>محفوظة</p>".encode("cp1256")
    assert record.date == "2020-02-07T22:00:00Z"  # published: no capture is known
    path = crawl / "articles" / "b" / "b.md"
    path.parent.mkdir(parents=True)
    path.write_text('---\nid: "b"\ncaptured: "2021-03-04T05:06:07Z"\n---\n')
    (record, *_) = read_records(ARTICLES[1:2], crawl)
    assert record.date == "2021-03-04T05:06:07Z"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.A.example/B?c=D", "example,a)/b?c=d"),
        ("http://a.b.example:81", "example,b,a:81)/"),
    ],
)
def test_the_index_is_sorted_by_host_and_path(url, key):
    assert sort_key(url) == key


@pytest.fixture(scope="module")
def wacz(site, content, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wacz")
    export_wacz(site, content, folder / "a.wacz", folder / "cache")
    return folder / "a.wacz"


def test_every_page_of_the_package_is_in_its_index_and_can_be_read(wacz):
    with zipfile.ZipFile(wacz) as package:
        pages = [
            json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()
        ]
        lines = package.read("indexes/index.cdxj").decode().splitlines()
        warc = package.read(WARC_NAME)
    assert lines == sorted(lines)
    rows = {}
    for line in lines:
        row = json.loads(line.split(" ", 2)[2])
        rows[row["url"]] = row
    assert len(pages) > 10
    for page in pages[1:]:
        row = rows[page["url"]]
        start = int(row["offset"])
        member = warc[start : start + int(row["length"])]
        record = next(ArchiveIterator(io.BytesIO(member), parse_http=False))
        assert record.headers["WARC-Target-URI"] == page["url"]
        digest = hashlib.sha256(record.reader.read()).hexdigest()
        assert row["digest"] == f"sha256:{digest}"


def test_the_package_describes_its_files(wacz):
    with zipfile.ZipFile(wacz) as package:
        description = package.read("datapackage.json")
        for item in json.loads(description)["resources"]:
            data = package.read(item["path"])
            assert item["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        stated = json.loads(package.read("datapackage-digest.json"))["hash"]
        assert stated == f"sha256:{hashlib.sha256(description).hexdigest()}"
        assert {entry.compress_type for entry in package.infolist()} == {0}


def test_the_same_archive_gives_the_same_package(wacz, site, content, tmp_path):
    export_wacz(site, content, tmp_path / "b.wacz", tmp_path / "cache")
    assert (tmp_path / "b.wacz").read_bytes() == wacz.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"b.wacz", "cache"}


def test_an_archive_without_pages_is_refused(site, tmp_path):
    with pytest.raises(CannotExport, match="No article"):
        export_wacz(site, tmp_path, tmp_path / "a.wacz", tmp_path / "cache")
    assert not (tmp_path / "a.wacz").exists()


@pytest.mark.skipif(find_spec("wacz") is None, reason="wacz is not installed")
def test_the_validator_of_the_format_accepts_the_package(wacz):
    done = subprocess.run(
        [sys.executable, "-m", "wacz.main", "validate", "-f", wacz],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
