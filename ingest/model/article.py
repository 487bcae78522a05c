# SPDX-License-Identifier: AGPL-3.0-or-later
"""The article as the archive keeps it, and its one spelling: Markdown with front matter."""

import html
import json
import re
from dataclasses import dataclass, fields
from datetime import datetime
from json.encoder import encode_basestring
from typing import NamedTuple

from ingest import VERSION
from ingest.model.record import Block, Figure
from storage.ids import short_id

# Values that YAML reads as a string however they stand: no colon, no sign at the start, no Latin «no» or «null».
PLAIN = re.compile(r"[\u0621-\u063a\u0641-\u064a](?:[\w «»؟؛،.()/–-]*[\w»؟.)])?")
ENCODE = json.JSONEncoder(ensure_ascii=False).encode
NUMBERS = (int, float)  # and not bool, which is an int too
UNPRINTABLE = re.compile(
    "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)  # YAML 1.1 refuses or splits there

SIGNS = re.compile(r"[\\`*_{}\[\]#~|]")
NO_SIGNS = bytes(
    sign for sign in range(0x80) if not (SIGNS.match(chr(sign)) or chr(sign) in "&<>")
)
LINE_START = re.compile(r"^([-+=:]|\d{1,9}(?=[.)]))")
PREFIXES = {"paragraph": "", "heading": "## ", "quote": "> ", "item": "- "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article; an absent fact is "" or empty, or ``None`` for the date, which bears an offset."""

    id: str
    title: str
    date: datetime | None = None
    date_source: str = ""
    date_text: str = ""
    date_flags: tuple[str, ...] = ()
    hijri_stated: str = ""
    source: str
    url: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    place: str = ""
    credit: str = ""
    byline: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    lang: str
    updated: str = ""
    captured: str = ""
    sha256: str
    original: str
    ingested_with: str = VERSION
    extraction: dict[str, str | float]
    blocks: tuple[Block | Figure, ...]

    def __post_init__(self) -> None:
        if self.date and self.date.tzinfo is None:
            raise ValueError(f"{self.id}: date {self.date} has no offset")

    def to_markdown(self) -> str:
        """Return the article's file: facts that are known, in a fixed order, and the escaped body."""
        known = {name: value for name in FIELDS if (value := getattr(self, name))}
        blocks = known.pop("blocks", ())
        head = "".join(f"{name}: {yaml(value)}\n" for name, value in known.items())
        return f"---\n{head}---\n\n{body(blocks)}\n"


FIELDS = tuple(field.name for field in fields(Article))


class Links(NamedTuple):
    """What an article has to do with others: addresses of copies merged into it, ids of its text in other papers."""

    other_urls: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()


def with_links(markdown: str, links: Links) -> str:
    """Return an article's file with *links* as the last of its front matter, in place of any it had."""
    head, end, body = markdown.partition("\n---\n")
    rows = [row for row in head.split("\n") if not row.startswith(LINK_KEYS)]
    rows += [
        f"{name}: {yaml(value)}" for name, value in links._asdict().items() if value
    ]
    return "\n".join(rows) + end + body


LINK_KEYS = tuple(f"{name}: " for name in Links._fields)


def article_id(identity: str) -> str:
    """Return the permanent id of an article, 10 letters a-z or digits 2-7."""
    return short_id("article", identity)


def yaml(value: object) -> str:
    """Return *value* as YAML that every YAML 1.1 and 1.2 reader takes for the same: JSON, or a bare Arabic string."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) else quoted(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(quoted, value))}]"
    return quoted(value)


def quoted(value: object) -> str:
    """Return *value* as JSON in which no character is one that YAML does not print."""
    spelt = as_json(value)
    return (
        spelt
        if spelt.isprintable()
        else UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", spelt)
    )


def as_json(value: object) -> str:
    """Return *value* as JSON on one line, as json does, but sooner: for all but a string that makes an encoder anew."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        return f"{{{', '.join([f'{encode_basestring(name)}: {as_json(member)}' for name, member in value.items()])}}}"
    return repr(value) if type(value) in NUMBERS else ENCODE(value)


def body(blocks: tuple[Block | Figure, ...]) -> str:
    """Return *blocks* as Markdown in which every sign of the text is itself."""
    return "\n\n".join(
        pictured(block) if isinstance(block, Figure) else marked(block)
        for block in blocks
    )


def pictured(figure: Figure) -> str:
    """Return a picture with its caption in the line under it; of a picture that is not kept, the caption."""
    caption = escape(figure.caption)
    if not figure.file:
        return f"*{caption}*"
    return f"![{escape(figure.alt)}]({figure.file})" + (
        f"\\\n{caption}" if caption else ""
    )


def marked(block: Block) -> str:
    """Return a block with the sign of its kind; its further lines are hard breaks, in a heading spaces."""
    if block.kind == "rule":
        return "---"
    rows = [escape(row) for row in block.text.split("\n")]
    indent = {"quote": "> ", "item": "  "}.get(block.kind, "")
    return PREFIXES[block.kind] + (
        " ".join(rows) if block.kind == "heading" else f"\\\n{indent}".join(rows)
    )


def escape(text: str) -> str:
    """Return one line of text as Markdown that renders to exactly these words."""
    text = text.strip()
    if text.encode("ascii", "ignore").translate(None, NO_SIGNS):
        text = SIGNS.sub(r"\\\g<0>", html.escape(text, quote=False))
    return LINE_START.sub(escape_start, text)


def escape_start(match: re.Match[str]) -> str:
    """Escape a sign that makes a list or a heading of its line: before it, or after a number."""
    return f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}"
