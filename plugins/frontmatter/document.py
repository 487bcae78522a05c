# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article's Markdown file, taken apart: front matter checked, body rendered and made safe."""

import html
import re
from datetime import datetime
from typing import Any

import nh3
import pyromark
import yaml

ARTICLE_KEYS = ("id", "title", "source", "lang", "sha256")
PAGE_KEYS = ("title", "slug")
ID = re.compile(r"[a-z2-7]{8,12}")
DOCUMENT = re.compile(r"---\n(?P<head>.*?\n)---\n(?P<body>.*)", re.DOTALL)
LOADER = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # eight times faster where libyaml is built in

MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
# The archive's own pictures, named by digest, and as far from an article's file as from its page; no other is loaded.
IMAGE = re.compile(r"\.\./\.\./images/[0-9a-f]{2}/[0-9a-f]{64}\.(?:gif|jpg|png|webp)")
FIGURE = re.compile(
    r'<p><img src="(?P<src>[^"]*)" alt="(?P<alt>[^"]*)"(?: title="(?P<width>\d+)×(?P<height>\d+)")?>'
    r"(?:<br>\n(?P<caption>.*?))?</p>",
    re.DOTALL,
)
WITHOUT_BRACKETS = str.maketrans("", "", "<>")
NO_IMAGE = re.compile(r'<img(?: (?:alt|title)="[^"]*")*>')  # one that lost its address
SANITISER = nh3.Cleaner(
    tags={
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
    }
    | {"strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"},
    attributes={
        "a": {"href", "title"},
        "img": {"alt", "src", "title"},
        "ol": {"start"},
    },
    attribute_filter=lambda tag, name, value: checked(tag, name, value),
    url_schemes={"http", "https", "mailto"},
    link_rel="external noopener noreferrer",
    clean_content_tags={
        "iframe",
        "math",
        "noscript",
        "object",
        "script",
        "style",
        "svg",
        "template",
    },
)
BLOCK_END = re.compile(
    r"</(?:p|h[2-6]|li|blockquote|tr|pre|table|ul|ol|figure)>|<hr ?/?>"
)
TAG = re.compile(r"<[^>]*>")
GAPS = re.compile(r"\s*\n\s*\n\s*")


class BadFrontMatter(ValueError):
    """The head of a Markdown file breaks the contract between ingest and the build."""


def split(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter and the Markdown body of a file.

    Raises ``BadFrontMatter`` with the reason.
    """
    match = DOCUMENT.fullmatch(text)
    if not match:
        raise BadFrontMatter("no front matter between two lines of ---")
    try:
        head = yaml.load(match["head"], LOADER)
    except yaml.YAMLError as error:
        raise BadFrontMatter(f"not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(head, dict):
        raise BadFrontMatter("the front matter is not a list of keys and values")
    return head, match["body"]


def check_article(head: dict[str, Any]) -> dict[str, Any]:
    """Return an article's *head* with its date read to an aware ``datetime``; without one it is undated.

    Raises ``BadFrontMatter`` for a key that is missing or wrong.
    """
    require(head, ARTICLE_KEYS)
    if not ID.fullmatch(str(head["id"])):
        raise BadFrontMatter(
            f"id {head['id']!r} is not 8 to 12 letters a-z or digits 2-7"
        )
    return head | {"date": read_date(head["date"])} if "date" in head else head


def require(head: dict[str, Any], keys: tuple[str, ...]) -> None:
    """Raise ``BadFrontMatter`` naming those of *keys* that are missing or empty."""
    missing = [key for key in keys if not head.get(key)]
    if missing:
        raise BadFrontMatter(f"missing: {', '.join(missing)}")


def read_date(value: object) -> datetime:
    """Return an ISO 8601 date with offset as an aware ``datetime``; any other form raises ``BadFrontMatter``."""
    try:
        date = (
            value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        )
    except ValueError as error:
        raise BadFrontMatter(f"date {value!r} is not ISO 8601") from error
    if date.tzinfo is None:
        raise BadFrontMatter(f"date {value!r} has no offset from UTC")
    return date


def render(markdown: str) -> str:
    """Return the body as HTML that holds no script, style, form or image from elsewhere, whatever was written in it."""
    return NO_IMAGE.sub(
        "", FIGURE.sub(figure, SANITISER.clean(MARKDOWN.html(markdown)))
    ).strip()


def checked(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value without angle brackets, ``None`` for a picture that is not the archive's own."""
    if (tag, name) == ("img", "src"):
        return value if IMAGE.fullmatch(value) else None
    return value if name == "href" else value.translate(WITHOUT_BRACKETS)


def figure(match: re.Match[str]) -> str:
    """Return a paragraph that opens with a picture as a figure; the rest of it is the caption."""
    size = (
        ' width="{width}" height="{height}"'.format(**match.groupdict())
        if match["width"]
        else ""
    )
    caption = f"<figcaption>{match['caption']}</figcaption>" if match["caption"] else ""
    return f'<figure><img src="{match["src"]}" alt="{match["alt"]}"{size} loading="lazy">{caption}</figure>'


def plain_text(body: str) -> str:
    """Return rendered HTML as text, its blocks separated by a blank line."""
    text = html.unescape(TAG.sub("", BLOCK_END.sub("\n\n", body.replace("<br>", "\n"))))
    return GAPS.sub("\n\n", text).strip()
