# SPDX-License-Identifier: AGPL-3.0-or-later
"""Valid inputs of every format, and random corruptions of them."""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

from upkeep import ROOT

MAX_SIZE = 300_000  # bytes of one input
MAX_CORRUPTIONS = 8
MEAN_DAMAGE = 60  # bytes
GZIP_MAGIC = b"\x1f\x8b"
PAGE_SUFFIXES = {".html", ".txt", ".gz"}
# Inserted: signatures of every format, invisible and combining letters, numbers at
# their limits, half a character.
INSERTIONS = (
    *b"\x00|\x1a|\xff\xfe|\xef\xbb\xbf|\xd8|\xe2\x80\xae|\xef\xbf\xbd".split(b"|"),
    *b"\xf0\x9f\x98|\xd9\x80\xd9\x80|\n|\t|\r\n\r\n".split(b"|"),
    *b"< > </ <!-- --> <![CDATA[ ]]> & &#x110000; &#0; <p> </p> <div>".split(),
    *b"<table> <DOC> </DOC> <item> </channel>".split(),
    *b"\" ' { } [ ] : , | ; \\ \\u \\ud800 null true 1e999 -1 //".split(),
    *b"http://[ http://a:99999/ WARC/1.0 PK\x03\x04".split(),
    b"0000-00-00 00:00:00",
    b"9999-12-31T23:59:59+99:99",
    b"2020-02-30",
    "ﷺ".encode(),
    "٣١/٢/١٤٤١".encode(),
    "الخميس 35 شوال 1436 هـ الموافق 0 مايو 0000 م".encode(),
)
RECORD = {
    "title": "خبر",
    "content": "نص من كلمات.",
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
)
TEXTS = (
    json.dumps([RECORD, RECORD]),
    json.dumps({"title": "الضفة", "items": [RECORD]}),
    "title,content,date\nخبر,نص,2020-02-08\n",
    f'<rss version="2.0"><channel><title>ق</title><item>{ITEM}</item></channel></rss>',
    '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    f"<item>{ITEM}{WORDPRESS}</item></channel></rss>",
    '<feed xmlns="http://www.w3.org/2005/Atom">'
    f"<entry>{ITEM}<content>نص</content></entry></feed>",
    "<DOC><TITLE>خبر</TITLE><DATE>08/02/2020</DATE><TEXT>نص</TEXT></DOC>",
    "Content-Type: multipart/related; boundary=b\r\n"
    "Date: Sat, 08 Feb 2020 10:00:00 +0300\r\n\r\n--b\r\n"
    "Content-Type: text/html; charset=utf-8\r\n\r\n"
    "<h1>خبر</h1><p>نص من كلمات</p>\r\n--b--\r\n",
    "From a@b.example Sat Feb  8 10:00:00 2020\nFrom: a@b.example\nSubject: خبر\n"
    "Content-Type: text/html; charset=utf-8\n\n<p>نص من كلمات</p>\n",
    "---\ntitle: خبر\ndate: 2020-02-08\n---\n\nنص من كلمات.\n",
)
HTTP = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 30\r\n\r\n"
    b"<h1>a</h1><p>text of a page</p>"
)
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\n"
    b"Content-Length: %d\r\nContent-Type: application/http; msgtype=response\r\n\r\n"
    b"%b\r\n\r\n" % (len(HTTP), HTTP)
)


ENCODED_HTTP = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Encoding: gzip\r\n\r\n%x\r\n%b\r\n0\r\n\r\n"
)


def make_zip() -> bytes:
    """Return a zip of a page and a dataset."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", "<h1>خبر</h1><p>نص من كلمات</p>")
        archive.writestr("b.json", json.dumps([RECORD]))
    return buffer.getvalue()


def make_crawl() -> bytes:
    """Return a WARC of plain and encoded answers, a gzip member for each."""
    body = gzip.compress(HTTP)
    encoded = ENCODED_HTTP % (len(body), body)
    record = WARC.replace(HTTP, encoded).replace(
        b"%d" % len(HTTP), b"%d" % len(encoded)
    )
    return b"".join(map(gzip.compress, (WARC, record, WARC)))


def valid_inputs() -> list[bytes]:
    """Return valid inputs of every format, those of the sample archive among them."""
    pages = list(map(read_decompressed, sample_files()))
    texts = [text.encode() for text in TEXTS]
    compressed = [gzip.compress(page) for page in pages[:3]]
    crawls = [WARC * 3, make_crawl()]
    return [*pages, *texts, *crawls, make_zip(), *compressed]


def sample_files() -> list[Path]:
    """Return the pages of the sample archive and of the tests."""
    samples = sorted((ROOT / "samples").rglob("*.*"))
    pages = [path for path in samples if path.suffix in PAGE_SUFFIXES]
    return pages + sorted((ROOT / "tests" / "articles" / "pages").iterdir())


def read_decompressed(path: Path) -> bytes:
    """Return the content of a file, decompressed if gzip has compressed it."""
    content = path.read_bytes()
    return gzip.decompress(content) if content.startswith(GZIP_MAGIC) else content


def corrupt(generator: random.Random, inputs: Sequence[bytes]) -> bytes:
    """Return one of *inputs* after one to eight random corruptions."""
    content = generator.choice(inputs)
    for _ in range(generator.randint(1, MAX_CORRUPTIONS)):
        content = corrupt_once(generator, content, inputs)[:MAX_SIZE]
    return content


def corrupt_once(
    generator: random.Random, content: bytes, inputs: Sequence[bytes]
) -> bytes:
    """Return *content* with one random corruption.

    A part is removed, repeated, replaced by an insertion or by the end of another
    input; a byte is changed; or, seldom, the end is missing.
    """
    start = generator.randrange(len(content) + 1)
    end = min(len(content), start + int(generator.expovariate(1 / MEAN_DAMAGE)))
    before, damaged, after = content[:start], content[start:end], content[end:]
    other = generator.choice(inputs)
    corruptions = (
        before + after,
        before + generator.choice(INSERTIONS) + after,
        before + damaged * generator.randint(2, 200) + after,
        before + other[generator.randrange(len(other) + 1) :],
        before + bytes([generator.randrange(256)]) + content[start + 1 :],
        before if generator.random() < 0.2 else content,
    )
    return generator.choice(corruptions)
