# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small valid inputs of every format, those of the sample archive among them."""

import base64
import bz2
import gzip
import io
import json
import lzma
import quopri
import zipfile
from collections.abc import Mapping
from pathlib import Path

import zstandard

from upkeep import ROOT

GZIP_MAGIC = b"\x1f\x8b"
PAGE_SUFFIXES = {".html", ".txt", ".gz"}
SENTENCES = "افتتحت البلدية الجسر أمس، وقال المهندس إن العمل فيه دام عامين. " * 8
PAGE = f"<html><body><h1>خبر</h1><p>{SENTENCES}</p></body></html>"
RECORD = {
    "title": "خبر",
    "content": SENTENCES,
    "date": "2020-02-08",
    "url": "http://a.example/1",
}
ITEM = (
    f"<title>{RECORD['title']}</title><link>{RECORD['url']}</link>"
    f"<description>{RECORD['content']}</description><pubDate>{RECORD['date']}</pubDate>"
)
WORDPRESS = (
    "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
    "<wp:post_date>2020-02-08 10:00:00</wp:post_date>"
    "<wp:post_date_gmt>2020-02-08 10:00:00</wp:post_date_gmt>"
    f"<content:encoded><![CDATA[{SENTENCES}]]></content:encoded>"
)
BLOGGER = (
    '<category scheme="http://schemas.google.com/g/2005#kind"'
    ' term="http://schemas.google.com/blogger/2008/kind#post"/>'
)
TWEET = {"tweet": {"id_str": "1", "created_at": "", "full_text": SENTENCES}}
TELEGRAM = {
    "name": "قناة",
    "type": "public_channel",
    "messages": [
        {"type": "message", "date": "2020-02-08T10:00:00", "text": "نص"},
        {"type": "message", "text": [{"type": "bold", "text": "خبر"}, "\nنص"]},
        {"type": "service"},
    ],
}
GHOST = {
    "db": [
        {
            "data": {
                "posts": [{"id": "1", "title": "خبر", "html": "<p>نص</p>"}],
                "users": [{"id": "1", "name": "منذر"}],
                "posts_authors": [{"post_id": "1", "author_id": "1"}],
            }
        }
    ]
}
POST = (
    f"<article><h1>خبر</h1><time>2020-02-08</time><p>{SENTENCES}</p><p>نص</p></article>"
)
TELEGRAM_PAGE = (
    '<html><body><div class="page_body chat_page"><div class="page_header">قناة</div>'
    '<div class="message default clearfix" id="message1">'
    '<div class="pull_right date details" title="08.02.2020 10:00:00 UTC+03:00"></div>'
    f'<div class="text">{SENTENCES}</div></div>'
    '<div class="message service" id="message2">-</div></div></body></html>'
)
MULTIPART = (
    "Content-Type: multipart/related; boundary=b\r\n"
    "Date: Sat, 08 Feb 2020 10:00:00 +0300\r\n\r\n--b\r\n"
    "Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\n"
    f"{base64.encodebytes(PAGE.encode()).decode()}\r\n--c--\r\n"
    "--b\r\nContent-Type: image/gif\r\nContent-Location: http://a.example/a.gif\r\n\r\n"
    "GIF89a\r\n--b--\r\n"
)
MAIL = (
    "From a@b.example Sat Feb  8 10:00:00 2020\nFrom: a@b.example\nSubject: خبر\n"
    "Content-Type: text/html; charset=utf-8\n\n<p>نص من كلمات</p>\n\n"
)
# Name of the format → a text of it
TEXTS = {
    "json list": json.dumps([RECORD, RECORD]),
    "json feed": json.dumps({"title": "الضفة", "items": [RECORD]}),
    "json in a script": f"var data = {json.dumps([RECORD])};",
    "json lines": f"{json.dumps(RECORD)}\n{json.dumps(RECORD, ensure_ascii=False)}\n",
    "elasticsearch": f'{{"index":{{}}}}\n{json.dumps({"_source": RECORD})}\n',
    "telegram": json.dumps(TELEGRAM),
    "ghost": json.dumps(GHOST),
    "columns of pandas": json.dumps(
        {name: {"0": text, "1": text} for name, text in RECORD.items()}
    ),
    "facebook": json.dumps([{"timestamp": 1620259200, "data": [{"post": SENTENCES}]}]),
    "twitter": f"window.YTD.tweets.part0 = {json.dumps([TWEET])}",
    "forum": json.dumps({"title": "خبر", "post_stream": {"posts": [{"cooked": "نص"}]}}),
    "json api": json.dumps({"data": [{"attributes": RECORD}], "included": []}),
    "csv": "title,content,date\nخبر,نص,2020-02-08\n",
    "csv of Excel": 'sep=;\ntitle;content;date\n"خ;ب""ر";"نص\nآخر";2020-02-08\n',
    "tsv": "title\tcontent\tdate\nخبر\tنص\t2020-02-08\n",
    "rss": f'<rss version="2.0"><channel><title>ق</title><item>{ITEM}</item>'
    "</channel></rss>",
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    f' xmlns="http://purl.org/rss/1.0/"><item>{ITEM}</item></rdf:RDF>',
    "rss without name spaces": f"<rss><channel><item>{ITEM}<content:encoded>"
    "<![CDATA[<p>نص</p>]]></content:encoded></item></channel></rss>",
    "wxr": '<rss xmlns:wp="http://wordpress.org/export/1.2/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    f"<item>{ITEM}{WORDPRESS}</item></channel></rss>",
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom">'
    f"<entry>{ITEM}<content>نص</content></entry></feed>",
    "blogger": '<feed xmlns="http://www.w3.org/2005/Atom">'
    f"<entry>{BLOGGER}{ITEM}<content type='html'>&lt;p&gt;نص</content></entry></feed>",
    "xml": f"<rows><row>{ITEM}<content>نص</content></row></rows>",
    "solr": '<response><result name="response"><doc><str name="title">خبر</str>'
    f'<str name="content">{SENTENCES}</str></doc></result></response>',
    "nitf": "<nitf><docdata><date.issue norm='20210506T101500Z'/></docdata><body>"
    "<hl1>خبر</hl1><body.content><p>نص</p></body.content></body></nitf>",
    "nexis": f"1 of 2 DOCUMENTS\n\nالضفة\n\n6 مايو 2021\n\nخبر\n\nLENGTH: 20 words\n\n"
    f"{SENTENCES}\n\nLOAD-DATE: May 9, 2021\n",
    "factiva": f"HD\nخبر\n\nPD  6 May 2021\n\nLP\n{SENTENCES}\n\n"
    "Document RIM00000202105\n",
    "sitemap": "<urlset><url><loc>http://a.example/1</loc></url></urlset>",
    "trec": "<DOC><TITLE>خبر</TITLE><DATE>08/02/2020</DATE><TEXT>نص</TEXT></DOC>",
    "mhtml": MULTIPART,
    "mhtml of one part": MULTIPART.partition("--b\r\n")[0]
    + "--b\r\nContent-Type: text/html\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    f"{quopri.encodestring(PAGE.encode()).decode()}\r\n--b--\r\n",
    "mail": MAIL,
    "mbox": MAIL * 3,
    "markdown": "---\ntitle: خبر\ndate: 2020-02-08\n---\n\nنص من كلمات.\n",
    "markdown with toml": '+++\ntitle = "خبر"\ndate = 2020-02-08\n+++\n\nنص.\n',
    "several texts": f"خبر\n{SENTENCES}\n==========\nخبر آخر\n{SENTENCES}\n",
    "several articles": f"<html><body>{POST}{POST}{POST}</body></html>",
    "telegram page": TELEGRAM_PAGE,
}
HTTP = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(PAGE.encode()), PAGE.encode())
)
ENCODED_HTTP = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Encoding: gzip\r\n\r\n%x\r\n%b\r\n0\r\n\r\n"
)
IMAGE_HTTP = (
    b"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n\r\nGIF89a\x00\x01\x00\x01\x00\x00;"
)
JSON_HTTP = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    + json.dumps([RECORD]).encode()
)


def make_record(block: bytes, url: bytes = b"http://a.example/1") -> bytes:
    """Return the response record of a WARC whose block is *block*."""
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %b\r\n"
        b"Content-Length: %d\r\nContent-Type: application/http; msgtype=response\r\n"
        b"\r\n%b\r\n\r\n" % (url, len(block), block)
    )


WARC = make_record(HTTP)


def make_crawl() -> bytes:
    """Return a WARC of plain and encoded answers, a gzip member for each."""
    body = gzip.compress(PAGE.encode())
    encoded = make_record(ENCODED_HTTP % (len(body), body))
    image = make_record(IMAGE_HTTP, b"http://a.example/a.gif")
    records = (WARC, encoded, make_record(JSON_HTTP), image, WARC)
    return b"".join(map(gzip.compress, records))


def make_zip(members: Mapping[str, bytes | str]) -> bytes:
    """Return a zip of *members*."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def make_zips() -> list[bytes]:
    """Return a zip of pages, a WACZ, and the exports of Substack and Medium."""
    substack = "post_id,title,post_date,is_published\n1.a,خبر,2020-02-08,true\n"
    return [
        make_zip({"a.html": PAGE, "b.json": json.dumps([RECORD])}),
        make_zip({"archive/a.warc.gz": make_crawl(), "datapackage.json": "{}"}),
        make_zip({"posts.csv": substack, "posts/1.a.html": PAGE}),
        make_zip(
            {"README.html": PAGE, "posts/draft_a.html": PAGE, "posts/b.html": PAGE}
        ),
    ]


def valid_inputs() -> list[bytes]:
    """Return valid inputs of every format, encoding and compression."""
    pages = list(map(read_decompressed, sample_files()))
    texts = [text.encode() for text in TEXTS.values()]
    wide = [
        TEXTS["csv"].encode("utf-16"),
        TEXTS["rss"].encode("utf-16-le"),
        TEXTS["csv"].encode("cp1256"),
    ]
    compressed = [gzip.compress(page) for page in pages[:3]]
    for compress in (bz2.compress, lzma.compress, zstandard.compress):
        compressed += [compress(texts[0]), compress(WARC * 3)]
    return [*pages, *texts, *wide, WARC * 3, make_crawl(), *make_zips(), *compressed]


def sample_files() -> list[Path]:
    """Return the pages of the sample archive and of the tests."""
    samples = sorted((ROOT / "samples").rglob("*.*"))
    pages = [path for path in samples if path.suffix in PAGE_SUFFIXES]
    return pages + sorted((ROOT / "tests" / "articles" / "pages").iterdir())


def read_decompressed(path: Path) -> bytes:
    """Return the content of a file, decompressed if gzip has compressed it."""
    content = path.read_bytes()
    return gzip.decompress(content) if content.startswith(GZIP_MAGIC) else content
