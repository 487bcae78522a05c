# SPDX-License-Identifier: AGPL-3.0-or-later
"""Formats with several articles: detection by content, and safe extraction."""

import gzip
import io
import stat
import zipfile
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
import zstandard

from ingest.extract.readers import read_article
from ingest.inputs.detect_format import detect_format
from ingest.inputs.input_files import identify_file, list_files
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import (
    ExtractedArticle,
    Failure,
    PassedOver,
    RawArticle,
    UnreadableInput,
)

PAGES = Path(__file__).resolve().parent / "articles" / "pages"
PAGE = (PAGES / "page.html").read_bytes()
WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>صحيفة الضفة</title><wp:author><wp:author_login>editor7</wp:author_login>
<wp:author_display_name><![CDATA[سلمى الحارثي]]></wp:author_display_name></wp:author>
<item><title>ماء\x1a البلدة</title><link>http://aldiffa.example/2016/12/27/%d9%85%d8%a7%d8/</link>
<dc:creator>editor7</dc:creator>
<content:encoded><![CDATA[<!-- wp:paragraph -->[caption id="a1" width="9"]<img src="x.jpg" /> تعليق الصورة[/caption]

فقرة أولى
سطرها الثاني

فقرة ثانية [gallery ids="1,2"][مجهول]<!--more-->]]></content:encoded>
<wp:post_date>2016-12-27 11:33:00</wp:post_date>
<wp:post_date_gmt>2016-12-27 08:33:00</wp:post_date_gmt>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category"><![CDATA[محليات]]></category>
<category domain="post_tag"><![CDATA[ماء، نهر]]></category></item>
<item><title>مسودة</title><content:encoded>نص</content:encoded><wp:post_date>0000-00-00 00:00:00</wp:post_date>
<wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>صورة</title><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type></item>
</channel></rss>"""
RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>صحيفة الضفة</title>
<item><title>خبر</title><link>http://aldiffa.example/1</link>
<pubDate>Sat, 10 Oct 2015 07:00:00 +0000</pubDate>
<category>ماء</category><description>&lt;p&gt;موجز&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>نص كامل</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>صحيفة الضفة</title><entry><title>خبر</title>
<link rel="alternate" href="http://aldiffa.example/1"/><published>2015-10-10T07:00:00+02:00</published>
<author><name>سلمى الحارثي</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>نص كامل</p></div></content></entry></feed>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "صحيفة الضفة", "items": [{"title": "خبر",
"url": "http://aldiffa.example/1", "date_published": "2015-10-10T07:00:00+02:00", "content_html": "<p>نص كامل</p>"}]}"""
BOMB = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ماء"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>ق</title>
<item><title>خبر</title><description>نص يصف افتتاح الحديقة في القرية. &b;</description></item></channel></rss>"""


def split_file(path: Path) -> list[RawArticle | Failure]:
    return list(split_input(identify_file(path, path.name)))


def kinds_of(path: Path) -> list[str]:
    return [item.kind for item in split_file(path) if isinstance(item, RawArticle)]


def read_articles(path: Path) -> list[ExtractedArticle]:
    return [
        read_article(piece, ReadOptions())
        for piece in split_file(path)
        if isinstance(piece, RawArticle)
    ]


def write_file(folder: Path, data: bytes | str, name: str = "input.bin") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def warc_response(
    body: bytes, *headers: str, url: str = "https://aldiffa.example/a/1"
) -> bytes:
    http = "\r\n".join(
        ("HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *headers)
    ).encode()
    block = http + b"\r\n\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2018-11-07T03:00:00Z\r\n"
    kind = "Content-Type: application/http; msgtype=response\r\n"
    return (
        f"{head}{kind}Content-Length: {len(block)}\r\n\r\n".encode()
        + block
        + b"\r\n\r\n"
    )


def write_zip(folder: Path, members: dict[str, bytes], name: str = "input.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, data in members.items():
            packed.writestr(member, data)
    return folder / name


PROSE = "افتتاح جسر النهر\nافتتحت بلدية الضفة صباح اليوم جسر النهر القديم بعد ترميم دام عامين كاملين.\n"
KINDS = [
    (PAGE, "html"),
    (b"\xef\xbb\xbf  <html>", "html"),
    ("<p>نص</p><div>".encode("utf-16"), "html"),
    (PROSE.encode(), "dump"),
    (WXR.encode(), "wxr"),
    (RSS.encode(), "feed"),
    (ATOM.encode(), "feed"),
    (b'{"title": "a"}\n{"title": "b"}\n', "jsonl"),
    (b'[\n {"title": 1}]', "json"),
    (b'{\n "items": []}', "json"),
    ("title,content\nخبر,نص".encode(), "csv"),
    ("العنوان\tالنص\nخبر\tنص".encode(), "csv"),
    (warc_response(b"x"), "warc"),
    (b"PK\x03\x04....", "zip"),
    (
        b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=b\r\n\r\n",
        "mhtml",
    ),
]


@pytest.mark.parametrize(
    ("head", "kind"),
    KINDS,
    ids=[f"{kind}-{number}" for number, (_, kind) in enumerate(KINDS)],
)
def test_the_format_is_detected_by_content(head, kind):
    assert detect_format(head) == kind


def test_files_about_the_scrape_are_ignored(tmp_path):
    for name in ("README.md", ".DS_Store", "LICENSE", "a.html"):
        write_file(tmp_path, b"<html>", name)
    *passed_over, entry = list_files([tmp_path])
    assert entry.name == f"{tmp_path.name}/a.html"
    assert sum(item.parts for item in passed_over) == 3


def test_a_wordpress_post_has_its_authors_name_local_time_and_tags(tmp_path):
    record = read_article(split_file(write_file(tmp_path, WXR))[0], ReadOptions())
    facts = {
        field: record.values_of(field)
        for field in ("title", "author", "date", "section", "tags", "source")
    }
    assert facts == {
        "title": ["ماء البلدة"],
        "author": ["سلمى الحارثي"],
        "date": ["2016-12-27T11:33:00+03:00"],
        "section": ["محليات"],
        "tags": ["ماء", "نهر"],
        "source": ["صحيفة الضفة"],
    }


def test_a_classic_wordpress_body_gets_its_paragraphs_from_blank_lines(tmp_path):
    piece = split_file(write_file(tmp_path, WXR))[0]
    texts = [block.text for block in read_article(piece, ReadOptions()).blocks]
    assert texts == ["تعليق الصورة", "فقرة أولى\nسطرها الثاني", "فقرة ثانية [مجهول]"]


def test_a_draft_is_set_aside_with_the_reason(tmp_path):
    with pytest.raises(UnreadableInput, match="not published: draft"):
        read_article(split_file(write_file(tmp_path, WXR))[1], ReadOptions())


def test_attachments_of_wordpress_are_passed_over_and_counted(tmp_path):
    *posts, attachment = split_file(write_file(tmp_path, WXR))
    assert len(posts) == 2
    reason = "WordPress posts of the type attachment"
    assert attachment == PassedOver(reason, source="صحيفة الضفة")


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON_FEED], ids=["rss", "atom", "json"])
def test_an_entry_of_a_feed_has_its_full_text(tmp_path, feed):
    (record,) = read_articles(write_file(tmp_path, feed))
    assert ([block.text for block in record.blocks], record.values_of("url")) == (
        ["نص كامل"],
        ["http://aldiffa.example/1"],
    )


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON_FEED], ids=["rss", "atom", "json"])
def test_the_title_of_a_feed_is_the_source(tmp_path, feed):
    assert read_articles(write_file(tmp_path, feed))[0].values_of("source") == [
        "صحيفة الضفة"
    ]


def test_xml_entities_are_not_expanded(tmp_path):
    assert "ماء" not in read_articles(write_file(tmp_path, BOMB))[0].blocks[0].text


def test_malformed_xml_yields_a_failure_after_the_complete_entries(tmp_path):
    outcomes = split_file(
        write_file(tmp_path, RSS.replace("</channel></rss>", "<item><title>ب"))
    )
    assert [type(item) for item in outcomes] == [RawArticle, Failure]


def test_an_mhtml_page_has_its_url(tmp_path):
    mail = EmailMessage(policy=default)
    mail["Snapshot-Content-Location"] = "https://aldiffa.example/a/1"
    mail.make_related()
    part = EmailMessage(policy=default)
    part.set_content(
        PAGE.decode(), subtype="html", charset="utf-8", cte="quoted-printable"
    )
    mail.attach(part)
    (record,) = read_articles(write_file(tmp_path, mail.as_bytes()))
    assert record.values_of("url")[0] == "https://aldiffa.example/a/1"
    assert record.values_of("title")[0] == "جسر خشبي يعيد التلاميذ إلى مدرستهم"


@pytest.mark.parametrize("packing", [bytes, gzip.compress], ids=["plain", "gz"])
def test_the_pages_of_a_warc_have_url_and_capture_date(tmp_path, packing):
    crawl = packing(warc_response(PAGE)) + packing(
        warc_response(b"{}", url="https://aldiffa.example/b").replace(b"html", b"json")
    )
    (record,) = read_articles(write_file(tmp_path, crawl))
    assert record.values_of("url")[0] == "https://aldiffa.example/a/1"
    assert record.values_of("captured") == ["2018-11-07T03:00:00Z"]


def test_a_compressed_and_chunked_response_is_decoded(tmp_path):
    body = gzip.compress(PAGE)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    (piece,) = split_file(
        write_file(
            tmp_path,
            warc_response(
                chunked, "Content-Encoding: gzip", "Transfer-Encoding: chunked"
            ),
        )
    )
    assert piece.data == PAGE


def test_a_warc_that_is_cut_off_yields_a_failure_after_the_complete_pages(tmp_path):
    crawl = (
        gzip.compress(warc_response(PAGE))
        + gzip.compress(warc_response(PAGE, url="https://aldiffa.example/a/2"))[:-40]
    )
    outcomes = split_file(write_file(tmp_path, crawl))
    assert isinstance(outcomes[0], RawArticle)
    assert "cut off" in outcomes[-1].reason


def test_a_payload_shorter_than_its_content_length_is_a_failure(tmp_path):
    (failure,) = split_file(
        write_file(tmp_path, warc_response(PAGE, f"Content-Length: {len(PAGE) + 500}"))
    )
    assert "cut off" in failure.reason


def test_the_format_of_each_zip_member_is_detected(tmp_path):
    path = write_zip(
        tmp_path, {"a/page.html": PAGE, "b.xml": RSS.encode(), "style.css": b"p {}"}
    )
    assert sorted(kinds_of(path)) == ["html", "record"]


def test_a_wacz_is_a_zip_with_a_warc(tmp_path):
    path = write_zip(
        tmp_path,
        {
            "archive/data.warc.gz": gzip.compress(warc_response(PAGE)),
            "indexes/index.cdx": b"x",
        },
    )
    assert kinds_of(path) == ["html"]


def test_zips_in_a_zip_are_read_to_the_second_level(tmp_path):
    data = PAGE
    for name in ("c.html", "b.zip", "a.zip"):
        path = write_zip(tmp_path, {name: data, "datapackage.json": b"{}"})
        data = path.read_bytes()
    assert kinds_of(path) == ["html"]
    items = split_file(write_zip(tmp_path, {"more.zip": data}))
    assert any("nested deeper" in item.reason for item in items)


def test_a_page_of_a_crawl_with_several_articles_is_split(tmp_path):
    articles = "".join(
        f"<article data-url='https://aldiffa.example/a/{n}'><h1>عنوان {n}</h1>"
        + f"<p>{'كلمات كثيرة عن السوق والمدينة. ' * 6}</p><p>{'نص. ' * 40}</p></article>"
        for n in (1, 2)
    )
    page = f"<html><body>{articles}</body></html>".encode()

    first, second = split_file(write_file(tmp_path, warc_response(page)))

    assert [fact.value for fact in second.facts if fact.field == "url"] == [
        "https://aldiffa.example/a/2"
    ]
    assert any(fact.field == "captured" for fact in first.facts)


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "a\\..\\..\\evil.txt", "C:/evil.txt"]
)
def test_a_zip_with_a_path_outside_of_it_is_refused(tmp_path, name):
    (failure,) = split_file(write_zip(tmp_path, {name: b"x"}))
    assert "would be outside of it" in failure.reason


def test_a_zip_bomb_is_refused_before_extraction(tmp_path):
    (failure,) = split_file(write_zip(tmp_path, {"big.txt": bytes(30_000_000)}))
    assert "zip bomb" in failure.reason


def test_a_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "links.zip", "w") as packed:
        packed.writestr(info, "/etc/passwd")
    (failure,) = split_file(tmp_path / "links.zip")
    assert "a link" in failure.reason


def test_a_zip_that_is_cut_off_is_a_failure(tmp_path):
    archive = io.BytesIO(write_zip(tmp_path, {"page.html": PAGE}).read_bytes())
    (failure,) = split_file(write_file(tmp_path, archive.getvalue()[:-30]))
    assert "broken zip" in failure.reason


def test_a_line_beyond_the_limit_is_refused_and_the_next_one_read(tmp_path):
    rows = (
        b'{"title": "a", "content": "b"}\n',
        b'{"title": "' + b"a" * 10_000_000 + b'"}\n',
        b'{"title": "c"}\n',
    )
    outcomes = split_file(write_file(tmp_path, b"".join(rows)))
    assert [
        outcome.reason if isinstance(outcome, Failure) else outcome.name
        for outcome in outcomes
    ] == [
        "input.bin#1",
        "a line of more than 10,000,000 bytes",
        "input.bin#3",
    ]


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gz", "zst"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_table_is_read_row_by_row_in_its_encoding(tmp_path, pack, encoding):
    rows = "".join(
        f'خبر {number},"سطر من النص\r\nفي البلدة على النهر"\r\n' for number in range(99)
    )
    articles = read_articles(
        write_file(tmp_path, pack(("title,content\r\n" + rows).encode(encoding)))
    )
    assert [article.values_of("title") for article in articles] == [
        [f"خبر {number}"] for number in range(99)
    ]
    assert [block.text for block in articles[98].blocks] == [
        "سطر من النص",
        "في البلدة على النهر",
    ]


def test_files_are_sorted_by_name_within_each_folder(tmp_path):
    for name in ("b/2.html", "b/10.html", "a.html", "b.html", "b/a/1.html", "ب/1.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(tmp_path, b"<html>", name)
    expected = ["a.html", "b/10.html", "b/2.html", "b/a/1.html", "b.html", "ب/1.html"]
    assert [name.partition("/")[2] for _, name in list_files([tmp_path])] == expected


def test_a_malformed_wordpress_date_is_left_to_the_date_parser(tmp_path):
    broken = WXR.replace("2016-12-27 11:33:00", "2016-12-27 11:h3:00")
    assert read_article(
        split_file(write_file(tmp_path, broken))[0], ReadOptions()
    ).values_of("date") == ["2016-12-27 11:h3:00"]


def test_a_compressed_file_with_a_damaged_middle_is_a_failure(tmp_path):
    packed = bytearray(gzip.compress(PAGE * 9))
    packed[40:80] = b"\xff" * 40
    with pytest.raises(UnreadableInput, match="damaged"):
        split_file(write_file(tmp_path, bytes(packed)))
