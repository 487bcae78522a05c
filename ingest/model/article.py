# SPDX-License-Identifier: AGPL-3.0-or-later
"""The article as the archive stores it: Markdown with YAML front matter."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from json.encoder import encode_basestring
from typing import NamedTuple

from ingest import VERSION
from ingest.model.record import Block, Figure
from storage.ids import short_id

# Values that YAML reads as strings without quotes: no colon, no sign at the start, no
# Latin letters («no», «null»).
PLAIN_SCALAR = re.compile(r"[\u0621-\u063a\u0641-\u064a](?:[\w «»؟؛،.()/–-]*[\w»؟.)])?")
ENCODE = json.JSONEncoder(ensure_ascii=False).encode
DAY = "day"  # precision of a date without a time of day
NUMBERS = (int, float)  # and not bool, a subclass of int
# YAML 1.1 refuses these characters, or ends a line there.
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")

MARKDOWN_SIGN = re.compile(r"[\\`*_{}\[\]#~|]")
HARMLESS_ASCII = bytes(
    code
    for code in range(0x80)
    if not MARKDOWN_SIGN.match(chr(code)) and chr(code) not in "&<>"
)
LINE_START = re.compile(r"^([-+=:]|\d{1,9}(?=[.)]))")
BACKTICKS = re.compile("`+")
PREFIXES = {"paragraph": "", "heading": "## ", "quote": "> ", "item": "- "}
INDENTS = {"quote": "> ", "item": "  "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article; a missing value is "" or empty, for the date ``None``.

    The date has a UTC offset.
    """

    id: str
    title: str
    title_source: str = ""  # lead: the first sentence of a text without a title
    body_source: str = ""  # description: that of a record without a body
    date: datetime | None = None
    date_precision: str = ""  # day: the time of day is not known, *date* is midnight
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
        """Return the article's file: front matter, then the body."""
        return f"{self.front_matter()}\n{render_body(self.blocks)}\n"

    def front_matter(self) -> str:
        """Return the non-empty fields as YAML between its two fences."""
        values = {name: getattr(self, name) for name in FRONT_MATTER}
        if self.date and self.date_precision == DAY:
            values["date"] = self.date.date()
        return f"---\n{serialise_members(values)}---\n"


FRONT_MATTER = tuple(field.name for field in fields(Article) if field.name != "blocks")


class Links(NamedTuple):
    """Links to other articles.

    *other_urls* are the URLs of exact duplicates that were merged into the article,
    *also_in* the ids of near-duplicates in other newspapers.
    """

    other_urls: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()


LINK_KEYS = tuple(f"{name}: " for name in Links._fields)


def with_links(markdown: str, links: Links) -> str:
    """Return an article's file with *links* at the end of its front matter.

    They replace the links that it had.
    """
    head, end, body = markdown.partition("\n---\n")
    rows = [f"{row}\n" for row in head.split("\n") if not row.startswith(LINK_KEYS)]
    head = "".join(rows) + serialise_members(links._asdict())
    return head.removesuffix("\n") + end + body


def article_id(identity: str) -> str:
    """Return the permanent id of an article, 10 letters a-z or digits 2-7."""
    return short_id("article", identity)


def serialise_members(values: Mapping[str, object]) -> str:
    """Return the non-empty *values* as lines of YAML."""
    return "".join(
        [
            f"{name}: {serialise_yaml(value)}\n"
            for name, value in values.items()
            if value
        ]
    )


def serialise_yaml(value: object) -> str:
    """Return *value* as YAML that YAML 1.1 and 1.2 parsers read alike.

    It is JSON, or an Arabic string without quotes.
    """
    if isinstance(value, date):  # or a datetime, its subclass
        return value.isoformat()
    if isinstance(value, str):
        return value if PLAIN_SCALAR.fullmatch(value) else quote_yaml(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(quote_yaml, value))}]"
    return quote_yaml(value)


def quote_yaml(value: object) -> str:
    """Return *value* as JSON, with the characters escaped that YAML does not allow."""
    serialised = serialise_json(value)
    if serialised.isprintable():
        return serialised
    return UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", serialised)


def serialise_json(value: object) -> str:
    """Return *value* as JSON on one line.

    The same text as that of the json module, which for anything but a string creates an
    encoder at every call.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        members = [
            f"{encode_basestring(name)}: {serialise_json(member)}"
            for name, member in value.items()
        ]
        return f"{{{', '.join(members)}}}"
    return repr(value) if type(value) in NUMBERS else ENCODE(value)


def render_body(blocks: tuple[Block | Figure, ...]) -> str:
    """Return *blocks* as Markdown in which every character of the text is literal."""
    return "\n\n".join(map(render, blocks))


def render(block: Block | Figure) -> str:
    """Return one block as Markdown."""
    return render_figure(block) if isinstance(block, Figure) else render_block(block)


def render_figure(figure: Figure) -> str:
    """Return an image with its caption in the next line.

    If the image is not stored, return the caption alone.
    """
    caption = escape_markdown(figure.caption)
    if not figure.file:
        return f"*{caption}*"
    image = f"![{escape_markdown(figure.alt)}]({figure.file})"
    return f"{image}\\\n{caption}" if caption else image


def render_block(block: Block) -> str:
    """Return a block with the Markdown prefix of its kind.

    Its further lines follow hard breaks; in a heading, spaces.
    """
    if block.kind in RENDERERS:
        return RENDERERS[block.kind](block.text)
    rows = [escape_markdown(row) for row in block.text.split("\n")]
    if block.kind == "heading":
        return PREFIXES["heading"] + " ".join(rows)
    line_break = f"\\\n{INDENTS.get(block.kind, '')}"
    return PREFIXES[block.kind] + line_break.join(rows)


def render_table(text: str) -> str:
    """Return the rows of a table, whose first is the header, as Markdown."""
    rows = [row.split("\t") for row in text.split("\n")]
    lines = [f"| {' | '.join(map(escape_markdown, cells))} |" for cells in rows]
    lines.insert(1, f"|{' --- |' * len(rows[0])}")
    return "\n".join(lines)


def render_code(text: str) -> str:
    """Return code between two fences, longer than any row of backticks in it."""
    longest = max(map(len, BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def render_rule(_text: str) -> str:
    """Return a thematic break."""
    return "---"


RENDERERS = {"table": render_table, "code": render_code, "rule": render_rule}


def escape_markdown(text: str) -> str:
    """Return one line of text as Markdown that renders to exactly these words."""
    text = text.strip()
    if text.encode("ascii", "ignore").translate(None, HARMLESS_ASCII):
        text = MARKDOWN_SIGN.sub(r"\\\g<0>", html.escape(text, quote=False))
    return LINE_START.sub(escape_line_start, text)


def escape_line_start(match: re.Match[str]) -> str:
    """Escape a sign that would start a list or a heading; for a number, behind it."""
    return f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}"
