# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is not an article is refused by name, and never published."""

import io
import zipfile

import pytest

from ingest.inputs.detect_format import detect_format
from ingest.inputs.ignored_files import check_document, reason_to_ignore_member
from ingest.model.record import SetAside, UnreadableInput
from tests.test_datasets import BODY

DUMP = f"ألف شجرة تين\nصحيفة الوادي - ليلى الصافي - 6 مايو 2021\n{BODY}\n{BODY}\n"
DOCUMENTS = {
    "a list of references": b"TY  - NEWS\r\nTI  - Title\r\nER  - \r\n",
    "a recording of a browser": b'{ "log": { "version": "1.2", "entries": [] } }',
    "PDF": b"%PDF-1.7\n" + BODY.encode(),
    "Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "RTF": b"{\\rtf1\\ansi " + BODY.encode(),
    "SQL": b"-- MySQL dump 10.13\nDROP TABLE IF EXISTS `news`;\n",
    "SQL dump": b"/*!40101 SET NAMES utf8 */;\nINSERT INTO `news` VALUES (1,'a');\n",
    "SQLite": b"SQLite format 3\x00" + bytes(100),
    "Parquet": b"PAR1" + bytes(100),
    "RAR": b"Rar!\x1a\x07\x01\x00",
    "tar": bytes(257) + b"ustar\x0000" + bytes(240),
    "ARC": b"filedesc://a.arc 0.0.0.0 20050101000000 text/plain 76\n1 0 InternetArchive\n",
    "Python dictionaries": "{'title': 'خبر', 'content': 'نص'}\n".encode(),
    "Jupyter": b'{\n "cells": [\n  {}]}',
    "XML of an unknown kind, <bibliothek>": "<?xml version='1.0'?><bibliothek><buch>نص</buch></bibliothek>".encode(),
    "Word": b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"></w:wordDocument>',
    "a table without a header": (f'"خبر أول","{BODY}"\n' * 3).encode(),
    "YAML": (f"- title: خبر\n  content: {BODY}\n" * 3).encode(),
    "zero bytes": bytes(5000),
    "neither text": bytes(range(256)) * 8,
    "few letters": b"1 2 3 4 5 6 7 8 9\n" * 40,
    "no sentence": ("تين\nزيتون\nرمان\nعنب\n" * 20).encode(),
    "only a few words": "خبر".encode(),
}
OTHERS = {
    "subtitles": f"[ti:x]\n[00:01.00]{BODY}\n[00:09.00]{BODY}\n".encode(),
    " subtitles": f"[Script Info]\nTitle: x\n[Events]\nDialogue: 0,{BODY}\n".encode(),
    "subtitles ": f"{{10}}{{90}}{BODY}\n{{100}}{{190}}{BODY}\n".encode(),
    "subtitles \\(TTML\\)": f'<?xml version="1.0"?><tt><body><p>{BODY}</p></body></tt>'.encode(),
    "diff": f"diff --git a/x b/x\n--- a/x\n+++ b/x\n-{BODY}\n+{BODY}\n".encode(),
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "JPEG": b"\xff\xd8\xff\xe0" + bytes(40),
    "SVG": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><title>a</title></svg>',
    "MP4": b"\x00\x00\x00\x18ftypmp42" + bytes(40),
    "MP3": b"ID3\x04" + bytes(40),
    "font": b"wOF2" + bytes(40),
    "sitemap": b'<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://alwadi.example/</loc></url></urlset>',
    "list of feeds": b'<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head></opml>',
    "list of URLs": b"https://alwadi.example/news/1\nhttps://alwadi.example/news/2\n",
    "shortcut": b"[InternetShortcut]\r\nURL=https://alwadi.example/\r\n",
    "configuration": b"[.ShellClassInfo]\r\nIconResource=a.dll,3\r\n",
    "settings file of macOS": b'<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x"><plist version="1.0"><dict/></plist>',
    "source code": b"<?php\nget_header(); ?>\n<div><?php the_content(); ?></div>\n",
    "source  code": b"import scrapy\n\n\nclass NewsSpider(scrapy.Spider):\n    name = 'news'\n\n    def parse(self, response):\n        yield {'title': response.css('h1::text').get()}\n",
    "source   code": b"#!/usr/bin/env python3\nprint('x')\n",
    "source code ": b"function load(page) {\n  const list = fetch(page);\n  return list.then(show);\n}\n",
    "log": b"2021-05-06 10:11:12 [scrapy.core.engine] INFO: Spider opened\n2021-05-06 10:11:13 [scrapy] DEBUG: Crawled (200)\n"
    * 9,
    " log": b'10.0.0.1 - - [06/May/2021:10:11:12 +0300] "GET / HTTP/1.1" 200 512\n' * 9,
    "robots.txt": b"User-agent: *\nDisallow: /admin/\n",
    "calendar": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
    "shortcut ": b"[{000214A0-0000-0000-C000-000000000046}]\r\nProp3=19,11\r\n[InternetShortcut]\r\nURL=https://alwadi.example/\r\n",
    "index of a crawl": b"example,alwadi)/ 20210506100000 https://alwadi.example/ text/html 200 A 1 0 a.warc.gz\n"
    * 3,
    "list of short lines": "\n".join(
        f"{n}. خبر قصير عن الوادي والبلدة القديمة" for n in range(9)
    ).encode(),
    "source code  ": b"body { margin: 0; }\n.a { color: red; }\n.b, .c { color: blue; }\n.d { top: 0; }\n",
    "log  ": b"2021-05-06 10:00:00,123 INFO start\n2021-05-06 10:00:01,456 ERROR page, not, found\n"
    * 3,
    "translations of a program": 'msgid ""\nmsgstr ""\n\nmsgid "Share"\nmsgstr "شارك"\n'.encode(),
    "  subtitles": "1\n00:00:01,000 --> 00:00:04,000\nنص مسموع\n".encode(),
}
FRAGMENTS = {
    "a fragment": f"<p>{BODY}</p><p>{BODY}</p>",
    "a fragment behind blanks": f"\n\n  <h2>عنوان</h2><p>{BODY}</p>",
    "a page behind a comment": f"<!-- {'x' * 300} --><!DOCTYPE html><html><body>{BODY}</body></html>",
    "XHTML": f'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html><body>{BODY}</body></html>',
    "text before the page": f"Content saved\n<html><body><p>{BODY}</p></body></html>",
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_file_that_may_contain_articles_is_unreadable_by_name(kind):
    with pytest.raises(UnreadableInput, match=kind.split(" dump")[0]) as error:
        detect_format(DOCUMENTS[kind])
    assert not isinstance(error.value, SetAside)


@pytest.mark.parametrize("kind", OTHERS)
def test_a_file_that_never_contains_articles_is_set_aside_by_name(kind):
    with pytest.raises(SetAside, match=" ".join(kind.split())):
        detect_format(OTHERS[kind])


@pytest.mark.parametrize("text", FRAGMENTS.values(), ids=FRAGMENTS)
def test_a_part_of_a_page_is_html(text):
    assert detect_format(text.encode()) == "html"
    assert detect_format(text.encode("utf-16")) == "html"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16", "iso8859-6"]
)
def test_prose_is_a_text_dump_in_any_encoding(encoding):
    assert detect_format(DUMP.encode(encoding, "ignore")) == "dump"


def test_a_dump_that_mentions_code_and_urls_is_a_dump():
    text = (
        f"{DUMP}https://alwadi.example/7\nfor (i = 0; i < 3; i++) {{\n{BODY}\n{BODY}\n"
    )
    assert detect_format(text.encode()) == "dump"


def test_a_feed_in_utf_16_is_a_feed():
    assert (
        detect_format(
            '<?xml version="1.0" encoding="utf-16"?><rss version="2.0">'.encode(
                "utf-16"
            )
        )
        == "feed"
    )


def test_many_comments_before_the_root_take_no_time():
    assert detect_format(b"<!---->" * 1100 + b"<rss>") == "feed"


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        ("word/document.xml", "Word"),
        ("xl/workbook.xml", "Excel"),
        ("META-INF/container.xml", "EPUB"),
        ("content.xml", "OpenDocument"),
    ],
)
def test_a_document_that_is_a_zip_is_refused_by_name(member, kind):
    with pytest.raises(UnreadableInput, match=kind):
        check_document({"mimetype", member})


@pytest.mark.parametrize(
    "name",
    [
        "__MACOSX/a/._b.html",
        "a/.DS_Store",
        "README.txt",
        "a/robots.txt",
        "a/Thumbs.db",
        "a/style.css?ver=3",
    ],
)
def test_files_beside_articles_are_passed_over_in_a_zip(name):
    assert reason_to_ignore_member(name, in_wacz=False)


def test_a_folder_of_a_page_in_a_zip_is_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("alwadi/index.html", "<html>")
    assert detect_format(packed.getvalue()) == "zip"
    assert reason_to_ignore_member("alwadi/index.html", in_wacz=False) == ""


def test_a_page_that_begins_with_many_comments_is_html():
    assert detect_format(b"<!---->" * 3_000) == "html"
