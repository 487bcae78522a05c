# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notes of the tools that saved a page: its URL, and when it was fetched.

Browsers, SingleFile, monolith and HTTrack write a comment, Save Page WE ``<meta>``
elements, WebScrapBook attributes of ``<html>``. Web archives rewrite every URL of a
page, its canonical one too, and add a toolbar to its text.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from ingest.model.identity import split_url
from ingest.model.record import Fact

ORIGIN = "saved from"
MAX_COMMENTS = 200
# In a comment: Chrome, Edge and Internet Explorer; SingleFile; HTTrack; monolith.
# Characters of a comment in which a note is looked for: the patterns are not linear.
LONGEST_COMMENT = 4_000
URL_NOTE = re.compile(
    r"saved from url=\(\d+\)(\S+)|^[^\S\n]*url:\s*(\S+)|Mirrored from (\S+) by HTTrack"
    r"|Saved from (https?://\S+) at \S+ using monolith",
    re.MULTILINE,
)
TIME_NOTE = re.compile(
    r"^[^\S\n]*saved date:\s*(.+)|by HTTrack Website Copier[^,]*,\s*(.+GMT)"
    r"|Saved from \S+ at (\S+) using monolith"
    r"|FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d\d, \d{4})",
    re.MULTILINE,
)
META_NOTES = {"savepage-url": "url", "savepage-date": "captured"}
SCRAPBOOK_NOTES = {"data-scrapbook-source": "url", "data-scrapbook-create": "captured"}
# Fri May 07 2021 10:11:12 GMT+0300 (Arabian Standard Time), as JavaScript prints it.
JAVASCRIPT_TIME = re.compile(r"\w{3} (\w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4})")
STAMP = re.compile(r"\d{14}")
# A URL in that of a web archive: the Wayback Machine, pywb, Arquivo.pt, archive.today.
ARCHIVED = re.compile(
    r"https?://[^/]+/(?:[^?#]*/)?(?P<stamp>\d{4}[\d.-]{4,13})(?:[a-z]{2}_)?/"
    r"(?P<url>(?:https?:/{1,2}|www\.).+)"
)
CACHED = re.compile(
    r"https?://webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]*:)?"
    r"(?P<url>[^+&]+)"
)
TOOLBAR_START = "<!-- BEGIN WAYBACK TOOLBAR INSERT -->"
TOOLBAR_END = "<!-- END WAYBACK TOOLBAR INSERT -->"
HTTP_HEADERS = re.compile(rb"HTTP/\d(?:\.\d)? \d{3}[^\n]*\n(?:[\w-]+:[^\n]*\n)*\r?\n")


def saved_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the URL and the time of capture that a tool has noted in the page."""
    for comment in islice(document_comments(tree), MAX_COMMENTS):
        yield from facts_of_comment(comment.text or "")
    for meta in tree.iter("meta"):
        if field := META_NOTES.get((meta.get("name") or "").lower()):
            yield from note(field, meta.get("content") or "")
    root = tree.getroottree().getroot()
    for attribute, field in SCRAPBOOK_NOTES.items():
        yield from note(field, root.get(attribute) or "")


def facts_of_comment(text: str) -> Iterator[Fact]:
    """Yield the URL and the time that a comment notes."""
    for field, pattern in (("url", URL_NOTE), ("captured", TIME_NOTE)):
        if match := pattern.search(text, 0, LONGEST_COMMENT):
            yield from note(field, next(filter(None, match.groups())))


def note(field: str, value: str) -> Iterator[Fact]:
    """Yield a noted *value* as a fact: a URL with its scheme, a time in ISO 8601."""
    value = value.strip()
    if field == "captured":
        value = iso_time(value)
    elif value and not split_url(value).scheme:
        value = f"http://{value}"
    if value:
        yield Fact(field, value, ORIGIN)


def document_comments(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the comments before ``<html>``, inside it and after it, in that order.

    Chrome and Edge write "saved from url" before ``<html>``; ``iter`` does not visit
    the siblings of the root element.
    """
    root = tree.getroottree().getroot()
    before = list(root.itersiblings(etree.Comment, preceding=True))
    yield from reversed(before)
    yield from root.iter(etree.Comment)
    yield from root.itersiblings(etree.Comment)


def iso_time(text: str) -> str:
    """Return a time in one of the forms of the tools in ISO 8601, "" if it is none."""
    if STAMP.match(text):
        return stamp_time(text)
    if javascript := JAVASCRIPT_TIME.search(text):
        return parse_time(javascript[1], "%b %d %Y %H:%M:%S GMT%z")
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        pass
    return parse_time(text, "%H:%M:%S %b %d, %Y") or mail_time(text)


def parse_time(text: str, form: str) -> str:
    """Return *text* in ISO 8601, "" if it has another *form*; without zone in UTC."""
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def mail_time(text: str) -> str:
    """Return a time as mails and HTTP have it in ISO 8601, "" if it is none."""
    try:
        return parsedate_to_datetime(text).isoformat()
    except ValueError:
        return ""


def stamp_time(stamp: str) -> str:
    """Return a stamp of a web archive, YYYYMMDDhhmmss or a part of it, in ISO 8601."""
    digits = re.sub(r"\D", "", stamp)[:14]
    form = "%Y%m%d%H%M%S"[: {14: 12, 12: 10, 8: 6}.get(len(digits), 0)]
    return parse_time(digits, form) if form else ""


def resolve_archive_urls(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return *facts* with the original URLs in place of those of a web archive.

    The time in such a URL is that of the capture: it is the first fact.
    """
    captured: list[Fact] = []
    resolved: list[Fact] = []
    for fact in facts:
        match = None
        if fact.field == "url":
            match = ARCHIVED.match(fact.value) or CACHED.match(fact.value)
        if not match:
            resolved.append(fact)
            continue
        resolved.append(fact._replace(value=original_url(match["url"])))
        stamp = match.groupdict().get("stamp", "")
        captured += note("captured", stamp_time(stamp) if stamp else "")
    return (*captured[:1], *resolved)


def original_url(url: str) -> str:
    """Return the *url* in that of an archive, in which a slash may be missing."""
    url = unquote(url) if url.startswith("http%3A") else url
    url = re.sub(r"^(https?):/+", r"\1://", url)
    return url if split_url(url).scheme else f"http://{url}"


def without_toolbar(text: str) -> str:
    """Return a page without the toolbar of the Wayback Machine."""
    before, _, rest = text.partition(TOOLBAR_START)
    _, end, after = rest.partition(TOOLBAR_END)
    return before + after if end else text


def without_http_headers(data: bytes) -> bytes:
    """Return a page without the headers that wget --save-headers writes before it."""
    headers = HTTP_HEADERS.match(data)
    return data[headers.end() :] if headers else data
