# SPDX-License-Identifier: AGPL-3.0-or-later
"""WordPress exports (WXR): each published post or page is a record; drafts are set aside."""

import html
import re
from collections.abc import Iterator
from datetime import datetime
from typing import IO

from lxml import etree

from ingest.inputs.tabular import ASIDE
from ingest.inputs.xml import elements, text

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ARTICLES = {"post", "page"}
NO_DATE = "0000-00-00 00:00:00"

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CAPTION = re.compile(r"\[caption[^\]]*\](?P<inside>.*?)\[/caption\]", re.DOTALL)
IMAGE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?")
GALLERY = re.compile(r"\[/?(?:gallery|playlist)[^\]]*\]")
EMBED = re.compile(r"\[embed[^\]]*\](.*?)\[/embed\]")
BLOCK = re.compile(
    r"\s*</?(?:p|div|ul|ol|li|h[1-6]|blockquote|table|figure|pre|hr|section)\b",
    re.IGNORECASE,
)
COMMAS = re.compile(r"\s*[،,؛]\s*")

Row = dict[str, object]


def rows(stream: IO[bytes]) -> Iterator[Row]:
    """Yield the posts and pages of an export with the names of fields that the reader of records knows."""
    site, names = "", dict[str, str]()
    for element in elements(stream, ("item",), ("title", "{*}author")):
        if element.tag == "item":
            wp = namespace(element)
            if text(element, f"{wp}post_type") in ARTICLES:
                yield post(element, wp, site, names)
        elif element.tag.endswith("}author"):
            wp = element.tag[: -len("author")]
            names[text(element, f"{wp}author_login")] = text(
                element, f"{wp}author_display_name"
            )
        elif (parent := element.getparent()) is not None and parent.tag == "channel":
            site = (element.text or "").strip()


def namespace(item: etree._Element) -> str:
    """Return WordPress' own namespace in braces; its version is part of it."""
    return next(
        (
            f"{{{uri}}}"
            for uri in item.nsmap.values()
            if re.fullmatch(r"http://wordpress.org/export/[\d.]+/", uri)
        ),
        "",
    )


def post(item: etree._Element, wp: str, site: str, names: dict[str, str]) -> Row:
    """Return one post."""
    kinds = [
        (category.get("domain"), category.text or "")
        for category in item.findall("category")
    ]
    login = text(item, CREATOR)
    return {
        "title": text(item, "title"),
        "url": text(item, "link"),
        "date": local_date(
            text(item, f"{wp}post_date"), text(item, f"{wp}post_date_gmt")
        ),
        "author": names.get(login) or login,
        "category": next((name for domain, name in kinds if domain == "category"), ""),
        "tags": [
            tag
            for domain, name in kinds
            if domain == "post_tag"
            for tag in COMMAS.split(name)
            if tag
        ],
        "content": body(item.findtext(CONTENT) or ""),
        "source": site,
        ASIDE: ""
        if text(item, f"{wp}status") == "publish"
        else f"not published: {text(item, f'{wp}status')}",
    }


def local_date(local: str, utc: str) -> str:
    """Return WordPress' local time with its offset from UTC; without one where UTC is missing, as in drafts.

    What is no time is returned as it stands, for the grammar of dates to judge.
    """
    if not local or local == NO_DATE:
        return ""
    try:
        moment = datetime.fromisoformat(local)
        universal = datetime.fromisoformat(utc) if utc and utc != NO_DATE else None
        return with_offset(moment, universal) if universal else moment.isoformat()
    except (ValueError, TypeError):
        return local


def with_offset(moment: datetime, universal: datetime) -> str:
    """Return *moment* with how far it lies from the same moment in UTC."""
    minutes = round((moment - universal).total_seconds() / 60)
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{moment.isoformat()}{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def body(content: str) -> str:
    """Return a post's HTML: block comments and galleries out, captions and paragraphs as elements."""
    content = CAPTION.sub(
        lambda found: f"\n\n{IMAGE.sub('', found['inside']).strip()}\n\n",
        COMMENT.sub("", content),
    )
    content = EMBED.sub(
        lambda found: f"\n\n{html.escape(found[1])}\n\n", GALLERY.sub("", content)
    )
    chunks = [chunk.strip() for chunk in re.split(r"\n\s*\n", content) if chunk.strip()]
    return "\n".join(
        chunk if BLOCK.match(chunk) else paragraph(chunk) for chunk in chunks
    )


def paragraph(chunk: str) -> str:
    """Return loose text as a paragraph, its line ends as breaks; a block behind it stands on its own."""
    block = BLOCK.search(chunk)
    loose, rest = (
        (chunk[: block.start()], chunk[block.start() :]) if block else (chunk, "")
    )
    return f"<p>{loose.strip().replace(chr(10), '<br>')}</p>{rest}"
