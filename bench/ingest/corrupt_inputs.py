# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whole inputs of every kind, and the accidents that befall them."""

import gzip
import json
import random
from pathlib import Path

from upkeep import ROOT

LARGEST = 300_000  # bytes of one input
# Signs of every format, letters that vanish or combine, numbers at their limits, half a character.
TRAPS = (
    b"\x00|\x1a|\xff\xfe|\xef\xbb\xbf|\xd8|\xe2\x80\xae|\xef\xbf\xbd|\xf0\x9f\x98|\xd9\x80\xd9\x80|\n|\t|\r\n\r\n".split(
        b"|"
    )
    + b"< > </ <!-- --> <![CDATA[ ]]> & &#x110000; &#0; <p> </p> <div> <table> <DOC> </DOC> <item> </channel>".split()
    + b"\" ' { } [ ] : , | ; \\ \\u \\ud800 null true 1e999 -1 // http://[ http://a:99999/ WARC/1.0 PK\x03\x04".split()
    + [
        b"0000-00-00 00:00:00",
        b"9999-12-31T23:59:59+99:99",
        b"2020-02-30",
        "ﷺ".encode(),
        "٣١/٢/١٤٤١".encode(),
    ]
    + ["الخميس 35 شوال 1436 هـ الموافق 0 مايو 0000 م".encode()]
)
ITEM = {"title": "title", "link": "url", "description": "content", "pubDate": "date"}
WORDPRESS = {
    **{"post_type": "post", "status": "publish"},
    **dict.fromkeys(("post_date", "post_date_gmt"), "2020-02-08 10:00:00"),
}


def corpus() -> list[bytes]:
    """Return whole inputs of every kind."""
    files = [
        path
        for path in sorted((ROOT / "samples").rglob("*.*"))
        if path.suffix in {".html", ".txt", ".gz"}
    ]
    files += sorted((ROOT / "tests" / "articles" / "pages").iterdir())
    inputs = [
        gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        for data in map(Path.read_bytes, files)
    ]
    row = {
        "title": "خبر",
        "content": "نص من كلمات.",
        "date": "2020-02-08",
        "url": "http://a.example/1",
    }
    item = "".join(f"<{tag}>{row[key]}</{tag}>" for tag, key in ITEM.items())
    wordpress = "".join(
        f"<wp:{tag}>{value}</wp:{tag}>" for tag, value in WORDPRESS.items()
    )
    texts = [
        json.dumps([row, row]),
        json.dumps({"title": "الضفة", "items": [row]}),
        "title,content,date\nخبر,نص,2020-02-08\n",
        f'<rss version="2.0"><channel><title>ق</title><item>{item}</item></channel></rss>',
        f'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>{item}{wordpress}</item></channel></rss>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{item}<content>نص</content></entry></feed>',
        "<DOC><TITLE>خبر</TITLE><DATE>08/02/2020</DATE><TEXT>نص</TEXT></DOC>",
        "Content-Type: multipart/related; boundary=b\r\nDate: Sat, 08 Feb 2020 10:00:00 +0300\r\n\r\n--b\r\n"
        "Content-Type: text/html; charset=utf-8\r\n\r\n<h1>خبر</h1><p>نص من كلمات</p>\r\n--b--\r\n",
    ]
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 30\r\n\r\n<h1>a</h1><p>text of a page</p>"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\nContent-Length: {len(http)}\r\n"
    warc = (
        f"{head}Content-Type: application/http; msgtype=response\r\n\r\n".encode()
        + http
        + b"\r\n\r\n"
    )
    return [
        *inputs,
        *map(str.encode, texts),
        warc,
        gzip.compress(warc),
        *map(gzip.compress, inputs[:3]),
    ]


def spoilt(chance: random.Random, inputs: list[bytes]) -> bytes:
    """Return one of *inputs* after one to eight accidents."""
    data = chance.choice(inputs)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + int(chance.expovariate(1 / 60)))
        other = chance.choice(inputs)
        data = chance.choice(
            (
                data[:start] + data[end:],
                data[:start] + chance.choice(TRAPS) + data[end:],
                data[:start] + data[start:end] * chance.randint(2, 200) + data[end:],
                data[:start] + other[chance.randrange(len(other) + 1) :],
                data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :],
                data[:start] if chance.random() < 0.2 else data,
            )
        )[:LARGEST]
    return data
