# SPDX-License-Identifier: AGPL-3.0-or-later
"""WordPress exports (WXR): each published post or page is a row, a draft set aside."""

import html
import re
from collections.abc import Iterator
from datetime import datetime
from typing import IO, NamedTuple

from lxml import etree

from ingest.inputs.tabular import ASIDE
from ingest.inputs.xml import child_text, iterate_elements

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
NAMESPACE = re.compile(r"http://wordpress.org/export/[\d.]+/")
ARTICLE_TYPES = {"post", "page"}
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
BLANK_LINE = re.compile(r"\n\s*\n")
COMMAS = re.compile(r"\s*[،,؛]\s*")

Row = dict[str, object]


class Site(NamedTuple):
    """The site of an export: its title, and the display name of each login."""

    title: str
    names: dict[str, str]


class Terms(NamedTuple):
    """The category and the tags of a post."""

    category: str
    tags: list[str]


def read_rows(stream: IO[bytes]) -> Iterator[Row]:
    """Yield the posts and pages of an export, with field names of `tabular.ALIASES`."""
    site = Site("", {})
    for element in iterate_elements(stream, ("item",), ("title", "{*}author")):
        if element.tag == "item":
            wp = wordpress_namespace(element)
            if child_text(element, f"{wp}post_type") in ARTICLE_TYPES:
                yield read_post(element, wp, site)
        elif element.tag.endswith("}author"):
            site.names.update(read_author(element))
        elif is_site_title(element):
            site = site._replace(title=(element.text or "").strip())


def read_author(author: etree._Element) -> dict[str, str]:
    """Return the display name of an author by the login."""
    wp = author.tag.removesuffix("author")
    login = child_text(author, f"{wp}author_login")
    return {login: child_text(author, f"{wp}author_display_name")}


def is_site_title(title: etree._Element) -> bool:
    """Return whether a ``<title>`` is that of the site."""
    parent = title.getparent()
    return parent is not None and parent.tag == "channel"


def wordpress_namespace(item: etree._Element) -> str:
    """Return WordPress' own namespace in braces, "" without one.

    The version of the format is part of it.
    """
    for uri in item.nsmap.values():
        if NAMESPACE.fullmatch(uri):
            return f"{{{uri}}}"
    return ""


def read_post(item: etree._Element, wp: str, site: Site) -> Row:
    """Return one post; *wp* is WordPress' namespace."""
    login = child_text(item, CREATOR)
    status = child_text(item, f"{wp}status")
    local = child_text(item, f"{wp}post_date")
    utc = child_text(item, f"{wp}post_date_gmt")
    terms = read_terms(item)
    return {
        "title": child_text(item, "title"),
        "url": child_text(item, "link"),
        "date": local_date(local, utc),
        "author": site.names.get(login) or login,
        "category": terms.category,
        "tags": terms.tags,
        "content": post_html(item.findtext(CONTENT) or ""),
        "source": site.title,
        ASIDE: "" if status == "publish" else f"not published: {status}",
    }


def read_terms(item: etree._Element) -> Terms:
    """Return the first category of a post and all its tags, which may list several."""
    categories: list[str] = []
    tags: list[str] = []
    for element in item.findall("category"):
        name = element.text or ""
        domain = element.get("domain")
        if domain == "category":
            categories.append(name)
        elif domain == "post_tag":
            tags += filter(None, COMMAS.split(name))
    return Terms(categories[0] if categories else "", tags)


def local_date(local: str, utc: str) -> str:
    """Return WordPress' local time with its offset from UTC.

    Without the offset where UTC is missing, as in drafts. What is no time is returned
    unchanged, for the date parser.
    """
    if not local or local == NO_DATE:
        return ""
    try:
        moment = datetime.fromisoformat(local)
        if not utc or utc == NO_DATE:
            return moment.isoformat()
        return with_offset(moment, datetime.fromisoformat(utc))
    except (ValueError, TypeError):
        return local


def with_offset(local: datetime, utc: datetime) -> str:
    """Return *local* in ISO 8601 with its offset from *utc*, the same moment."""
    seconds = (local - utc).total_seconds()
    minutes = round(seconds / 60)
    sign = "-" if minutes < 0 else "+"
    hours, minutes = divmod(abs(minutes), 60)
    return f"{local.isoformat()}{sign}{hours:02d}:{minutes:02d}"


def post_html(content: str) -> str:
    """Return a post's HTML: shortcodes resolved, loose text as paragraphs."""
    content = COMMENT.sub("", content)
    content = GALLERY.sub("", CAPTION.sub(caption_text, content))
    content = EMBED.sub(embed_text, content)
    chunks = filter(None, map(str.strip, BLANK_LINE.split(content)))
    return "\n".join(map(as_block, chunks))


def caption_text(caption: re.Match[str]) -> str:
    """Return the text of a caption shortcode, without the image, as a chunk."""
    return f"\n\n{IMAGE.sub('', caption['inside']).strip()}\n\n"


def embed_text(embed: re.Match[str]) -> str:
    """Return the URL of an embed shortcode as a chunk."""
    return f"\n\n{html.escape(embed[1])}\n\n"


def as_block(chunk: str) -> str:
    """Return a chunk as HTML: a block unchanged, loose text as a paragraph.

    Line ends become breaks; a block after the text follows the paragraph.
    """
    if BLOCK.match(chunk):
        return chunk
    block = BLOCK.search(chunk)
    end = block.start() if block else len(chunk)
    text = chunk[:end].strip().replace("\n", "<br>")
    return f"<p>{text}</p>{chunk[end:]}"
