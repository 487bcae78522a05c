# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parses an article's Markdown file: checks its front matter, renders its body."""

import html
import re
from datetime import datetime
from typing import Any

import nh3
import pyromark
import yaml

from storage.front_matter import split_front_matter

ARTICLE_KEYS = ("id", "title", "source", "lang", "sha256")
PAGE_KEYS = ("title", "slug")
ID = re.compile(r"[a-z2-7]{8,12}")
# The loader in C is eight times faster; PyYAML may be built without it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
# Images of the archive, named by digest, as seen from an article's Markdown file. No
# other image is loaded.
IMAGES = "../../images/"
IMAGE = re.compile(
    rf"{re.escape(IMAGES)}[0-9a-f]{{2}}/[0-9a-f]{{64}}\.(?:gif|jpg|png|webp)"
)
FIGURE = re.compile(
    r'<p><img src="(?P<src>[^"]*)" alt="(?P<alt>[^"]*)"'
    r'(?: title="(?P<width>\d+)×(?P<height>\d+)")?>'
    r"(?:<br>\n(?P<caption>.*?))?</p>",
    re.DOTALL,
)
ANGLE_BRACKETS = str.maketrans("", "", "<>")
# An image whose src the sanitiser has removed.
IMAGE_WITHOUT_SRC = re.compile(r'<img(?: (?:alt|title)="[^"]*")*>')
INLINE_TAGS = {"a", "br", "code", "em", "img", "strong", "sub", "sup"}
BLOCK_TAGS = {"blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre"}
LIST_TAGS = {"li", "ol", "ul"}
TABLE_TAGS = {"table", "tbody", "td", "th", "thead", "tr"}
# Elements that are removed with their content; of others only the tags are removed.
REMOVED_WITH_CONTENT = {
    *("iframe", "math", "noscript", "object"),
    *("script", "style", "svg", "template"),
}
BLOCK_END = re.compile(
    r"</(?:p|h[2-6]|li|blockquote|tr|pre|table|ul|ol|figure)>|<hr ?/?>"
)
TAG = re.compile(r"<[^>]*>")
GAPS = re.compile(r"\s*\n\s*\n\s*")


class BadFrontMatter(ValueError):
    """The front matter of a Markdown file is not as ingest writes it."""


def split_document(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter and the Markdown body of a file.

    Raises ``BadFrontMatter`` with the reason.
    """
    parts = split_front_matter(text)
    if parts is None:
        raise BadFrontMatter("no front matter between two lines of ---")
    yaml_text, body = parts
    try:
        head = yaml.load(yaml_text, LOADER)
    except yaml.YAMLError as error:
        raise BadFrontMatter(f"not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(head, dict):
        raise BadFrontMatter("the front matter is not a list of keys and values")
    return head, body


def check_article(head: dict[str, Any]) -> dict[str, Any]:
    """Return an article's front matter with its date as an aware ``datetime``.

    Without a date the article is undated. Raises ``BadFrontMatter`` for a key that is
    missing or wrong.
    """
    require_keys(head, ARTICLE_KEYS)
    if not ID.fullmatch(str(head["id"])):
        raise BadFrontMatter(
            f"id {head['id']!r} is not 8 to 12 letters a-z or digits 2-7"
        )
    if "date" not in head:
        return head
    return head | {"date": parse_date(head["date"])}


def require_keys(head: dict[str, Any], keys: tuple[str, ...]) -> None:
    """Raise ``BadFrontMatter`` naming those of *keys* that are missing or empty."""
    missing = [key for key in keys if not head.get(key)]
    if missing:
        raise BadFrontMatter(f"missing: {', '.join(missing)}")


def parse_date(date: object) -> datetime:
    """Return an ISO 8601 date with UTC offset; YAML may have parsed it already.

    Raises ``BadFrontMatter`` for any other form.
    """
    try:
        parsed = (
            date if isinstance(date, datetime) else datetime.fromisoformat(str(date))
        )
    except ValueError as error:
        raise BadFrontMatter(f"date {date!r} is not ISO 8601") from error
    if parsed.tzinfo is None:
        raise BadFrontMatter(f"date {date!r} has no offset from UTC")
    return parsed


def render_markdown(markdown: str) -> str:
    """Return the body as safe HTML, whatever the Markdown contains.

    No script, style or form remains, and no image but the archive's own.
    """
    clean = SANITISER.clean(MARKDOWN.html(markdown))
    return IMAGE_WITHOUT_SRC.sub("", FIGURE.sub(render_figure, clean)).strip()


def filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value without angle brackets.

    ``None`` removes the attribute: the address of an image that is not the archive's.
    """
    if (tag, name) == ("img", "src"):
        return value if IMAGE.fullmatch(value) else None
    return value if name == "href" else value.translate(ANGLE_BRACKETS)


def render_figure(paragraph: re.Match[str]) -> str:
    """Return a paragraph that begins with an image as a figure.

    The text after the image is the caption.
    """
    src, alt, width, height, caption = paragraph.groups()
    size = f' width="{width}" height="{height}"' if width else ""
    image = f'<img src="{src}" alt="{alt}"{size} loading="lazy">'
    figcaption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{image}{figcaption}</figure>"


def plain_text(body: str) -> str:
    """Return rendered HTML as text, with a blank line between blocks."""
    lines = body.replace("<br>", "\n")
    blocks = BLOCK_END.sub("\n\n", lines)
    text = html.unescape(TAG.sub("", blocks))
    return GAPS.sub("\n\n", text).strip()


SANITISER = nh3.Cleaner(
    tags=INLINE_TAGS | BLOCK_TAGS | LIST_TAGS | TABLE_TAGS,
    attributes={
        "a": {"href", "title"},
        "img": {"alt", "src", "title"},
        "ol": {"start"},
    },
    attribute_filter=filter_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="external noopener noreferrer",
    clean_content_tags=REMOVED_WITH_CONTENT,
)
