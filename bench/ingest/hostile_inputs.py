# SPDX-License-Identifier: AGPL-3.0-or-later
"""Inputs that want to exhaust who reads them, each made when it is asked for."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from itertools import pairwise

from upkeep import ROOT

SIZE = 9_500_000  # bytes of a page, just below what is refused for its size alone
NESTED = 100_000
PARAGRAPH = "افتتحت البلدية الجسر أمس، وقال المهندس إن العمل فيه دام عامين. "


def page(body: str) -> bytes:
    """Return a page of *body*."""
    return f"<!DOCTYPE html><html><head><title>عنوان</title></head><body><h1>عنوان</h1>{body}</body></html>".encode()


def full(unit: str, size: int = SIZE) -> bytes:
    """Return a page that *unit* fills up to *size* bytes."""
    return page(unit * (size // len(unit.encode())))


def payloads() -> bytes:
    """Return a page with every piece of live markup of the tests."""
    vectors = json.loads(
        (ROOT / "tests" / "vectors" / "hostile.json").read_text(encoding="utf-8")
    )
    return page("".join(f"<p>{PARAGRAPH}</p>{payload}" for payload in vectors))


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip of *members*."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def entities() -> bytes:
    """Return a feed whose entities are ten of the entity before each, ten times over."""
    names = [f"e{number}" for number in range(10)]
    told = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    text = f"<item><title>خبر</title><description>&{names[-1]};</description></item>"
    return f'<!DOCTYPE rss [<!ENTITY e0 "نص">{told}]><rss version="2.0"><channel>{text}</channel></rss>'.encode()


def attributes(count: int) -> bytes:
    """Return a page with one element of *count* attributes."""
    return page(
        "<p " + " ".join(f'a{number}="x"' for number in range(count)) + ">نص</p>"
    )


def fields(value: str) -> bytes:
    """Return a row of a data set, each field of it *value*."""
    return json.dumps(
        dict.fromkeys(("title", "content", "date", "author", "url", "source"), value)
    ).encode()


# name of the file → its bytes
INPUTS: dict[str, Callable[[], bytes]] = {
    "live-markup.html": payloads,
    "signs-less-than.html": lambda: full("<"),
    "signs-less-than-alone.html": lambda: b"<" * SIZE,
    "references.html": lambda: full("&#1;&amp;"),
    "one-word.html": lambda: full("ن"),
    "spaces.html": lambda: full(" "),
    "one-paragraph.html": lambda: full(PARAGRAPH),
    "paragraphs.html": lambda: full(f"<p>{PARAGRAPH}</p>"),
    "breaks.html": lambda: full(f"{PARAGRAPH}<br>"),
    "comments.html": lambda: full("<!-- url: -->"),
    "spans.html": lambda: full("<span>ن</span> "),
    "links.html": lambda: full(f'<a href="/1">{PARAGRAPH}</a>'),
    "pictures.html": lambda: full('<img src="a.jpg" alt="صورة">'),
    "times.html": lambda: full("<time>2020-02-08</time>"),
    "numbers.html": lambda: full("1/1/"),
    "headline.html": lambda: page(
        f"<h1>{PARAGRAPH * (SIZE // 120)}</h1><p>{PARAGRAPH}</p>"
    ),
    "metas.html": lambda: full('<meta property="article:tag" content="ن">'),
    "attributes.html": lambda: attributes(500_000),
    "nested-div.html": lambda: page("<div>" * NESTED + PARAGRAPH),
    "nested-b.html": lambda: page("<b>" * NESTED + PARAGRAPH),
    "nested-table.html": lambda: page("<table><tr><td>" * (NESTED // 3) + PARAGRAPH),
    "nested-script.html": lambda: page(
        f'<script type="application/ld+json">{"[" * SIZE}</script><p>{PARAGRAPH}</p>'
    ),
    "too-large.html": lambda: full(f"<p>{PARAGRAPH}</p>", 27_000_000),
    "zeros.html": lambda: page("\0" * SIZE),
    "mojibake.html": lambda: page(PARAGRAPH.encode().decode("latin-1") * (SIZE // 240)),
    "legacy.html": lambda: (PARAGRAPH * (SIZE // 70)).encode("cp1256"),
    "no-encoding.html": lambda: b"<p>" + bytes(range(128, 256)) * (SIZE // 128),
    "dump.txt": lambda: (PARAGRAPH * (SIZE // 120)).encode(),
    "lines.txt": lambda: "عنوان\n".encode() * (SIZE // 11),
    "entities.xml": entities,
    "nested.json": lambda: b"[" * SIZE,
    "row.jsonl": lambda: fields(PARAGRAPH * (SIZE // 800)),
    "row-of-signs.jsonl": lambda: fields("<" * (SIZE // 6)),
    "row-of-numbers.jsonl": lambda: fields("1/" * (SIZE // 12)),
    "unclosed-trec.txt": lambda: ("<DOC><TEXT>" + PARAGRAPH * (SIZE // 120)).encode(),
    "zeros.html.gz": lambda: gzip.compress(bytes(1_000_000_000), 1),
    "zeros.jsonl.gz": lambda: gzip.compress(b"{}\n" + bytes(1_000_000_000), 1),
    "cut-off.html.gz": lambda: gzip.compress(page(f"<p>{PARAGRAPH}</p>" * 999))[:200],
    "bomb.zip": lambda: zipped({"a.html": bytes(300_000_000)}),
    "escaping.zip": lambda: zipped({"../../evil.html": page(PARAGRAPH)}),
}
