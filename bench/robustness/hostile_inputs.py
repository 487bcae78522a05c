# SPDX-License-Identifier: AGPL-3.0-or-later
"""Inputs that exhaust the time or the memory of a naive reader, generated on demand."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from itertools import pairwise

from upkeep import ROOT

SIZE = 9_500_000  # bytes of a page, just below the limit for a page
DEPTH = 100_000  # nested elements
PARAGRAPH = "افتتحت البلدية الجسر أمس، وقال المهندس إن العمل فيه دام عامين. "


def make_page(body: str) -> bytes:
    """Return a page of *body*."""
    return (
        "<!DOCTYPE html><html><head><title>عنوان</title></head>"
        f"<body><h1>عنوان</h1>{body}</body></html>"
    ).encode()


def repeat(unit: str, size: int = SIZE) -> bytes:
    """Return a page that repeats *unit* up to *size* bytes."""
    return make_page(unit * (size // len(unit.encode())))


def make_live_markup() -> bytes:
    """Return a page with every piece of live markup of the tests."""
    vectors = ROOT / "tests" / "vectors" / "hostile.json"
    payloads = json.loads(vectors.read_text(encoding="utf-8"))
    return make_page("".join(f"<p>{PARAGRAPH}</p>{payload}" for payload in payloads))


def make_zip(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of *members*."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def make_entity_bomb() -> bytes:
    """Return a feed with ten entities; each is ten times the entity before it."""
    names = [f"e{number}" for number in range(10)]
    entities = '<!ENTITY e0 "نص">'
    for before, name in pairwise(names):
        references = f"&{before};" * 10
        entities += f'<!ENTITY {name} "{references}">'
    item = f"<item><title>خبر</title><description>&{names[-1]};</description></item>"
    return (
        f'<!DOCTYPE rss [{entities}]><rss version="2.0"><channel>{item}</channel></rss>'
    ).encode()


def make_attributes(count: int) -> bytes:
    """Return a page with one element of *count* attributes."""
    attributes = " ".join(f'a{number}="x"' for number in range(count))
    return make_page(f"<p {attributes}>نص</p>")


def make_row(text: str) -> bytes:
    """Return a dataset row with *text* in each field."""
    fields = ("title", "content", "date", "author", "url", "source")
    return json.dumps(dict.fromkeys(fields, text)).encode()


# Name of the file → function that generates its bytes
INPUTS: Mapping[str, Callable[[], bytes]] = {
    "live-markup.html": make_live_markup,
    "signs-less-than.html": lambda: repeat("<"),
    "signs-less-than-alone.html": lambda: b"<" * SIZE,
    "references.html": lambda: repeat("&#1;&amp;"),
    "one-word.html": lambda: repeat("ن"),
    "spaces.html": lambda: repeat(" "),
    "one-paragraph.html": lambda: repeat(PARAGRAPH),
    "paragraphs.html": lambda: repeat(f"<p>{PARAGRAPH}</p>"),
    "breaks.html": lambda: repeat(f"{PARAGRAPH}<br>"),
    "comments.html": lambda: repeat("<!-- url: -->"),
    "spans.html": lambda: repeat("<span>ن</span> "),
    "links.html": lambda: repeat(f'<a href="/1">{PARAGRAPH}</a>'),
    "pictures.html": lambda: repeat('<img src="a.jpg" alt="صورة">'),
    "times.html": lambda: repeat("<time>2020-02-08</time>"),
    "numbers.html": lambda: repeat("1/1/"),
    "headline.html": lambda: make_page(
        f"<h1>{PARAGRAPH * (SIZE // 120)}</h1><p>{PARAGRAPH}</p>"
    ),
    "metas.html": lambda: repeat('<meta property="article:tag" content="ن">'),
    "attributes.html": lambda: make_attributes(500_000),
    "nested-div.html": lambda: make_page("<div>" * DEPTH + PARAGRAPH),
    "nested-b.html": lambda: make_page("<b>" * DEPTH + PARAGRAPH),
    "nested-table.html": lambda: make_page(
        "<table><tr><td>" * (DEPTH // 3) + PARAGRAPH
    ),
    "nested-script.html": lambda: make_page(
        f'<script type="application/ld+json">{"[" * SIZE}</script><p>{PARAGRAPH}</p>'
    ),
    "too-large.html": lambda: repeat(f"<p>{PARAGRAPH}</p>", 27_000_000),
    "zeros.html": lambda: make_page("\0" * SIZE),
    "mojibake.html": lambda: make_page(
        PARAGRAPH.encode().decode("latin-1") * (SIZE // 240)
    ),
    "legacy.html": lambda: (PARAGRAPH * (SIZE // 70)).encode("cp1256"),
    "no-encoding.html": lambda: b"<p>" + bytes(range(128, 256)) * (SIZE // 128),
    "dump.txt": lambda: (PARAGRAPH * (SIZE // 120)).encode(),
    "lines.txt": lambda: "عنوان\n".encode() * (SIZE // 11),
    "entities.xml": make_entity_bomb,
    "nested.json": lambda: b"[" * SIZE,
    "row.jsonl": lambda: make_row(PARAGRAPH * (SIZE // 800)),
    "row-of-signs.jsonl": lambda: make_row("<" * (SIZE // 6)),
    "row-of-numbers.jsonl": lambda: make_row("1/" * (SIZE // 12)),
    "unclosed-trec.txt": lambda: ("<DOC><TEXT>" + PARAGRAPH * (SIZE // 120)).encode(),
    "zeros.html.gz": lambda: gzip.compress(bytes(1_000_000_000), 1),
    "zeros.jsonl.gz": lambda: gzip.compress(b"{}\n" + bytes(1_000_000_000), 1),
    "cut-off.html.gz": lambda: gzip.compress(make_page(f"<p>{PARAGRAPH}</p>" * 999))[
        :200
    ],
    "bomb.zip": lambda: make_zip({"a.html": bytes(300_000_000)}),
    "escaping.zip": lambda: make_zip({"../../evil.html": make_page(PARAGRAPH)}),
}
