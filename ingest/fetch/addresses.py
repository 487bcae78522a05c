# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list, a sitemap, an index of sitemaps or a feed → the addresses in it, known by content."""

import gzip
import io
import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import zip_longest
from typing import IO, NamedTuple, cast
from urllib.parse import urlsplit

from lxml import etree

from ingest.fetch.http_exchange import NotFetched, normalise_url
from ingest.inputs import feed
from ingest.inputs.compression import read_limited
from ingest.inputs.xml import iterate_elements
from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_text

LARGEST_LIST = 60_000_000  # bytes unpacked; the protocol of sitemaps allows 50 MiB
MOST_SITEMAPS = 50_000  # as many as an index may name
SITEMAP = ("{*}url", "{*}sitemap")


class Listing(NamedTuple):
    """The addresses of pages, and of further sitemaps, in the order of the list."""

    pages: list[str]
    sitemaps: list[str]


def listing(data: bytes) -> Listing:
    """Return the addresses in a list. Raises ``NotFetched`` if there are none."""
    try:
        text = read_at_most(data)
        start = text.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        found = (
            of_xml(text)
            if start == b"<"
            else Listing(of_json(text) if start in {b"{", b"["} else of_text(text), [])
        )
    except (UnreadableInput, ValueError, RecursionError) as error:
        raise NotFetched(f"no list, sitemap or feed: {error}") from error
    if not any(found):
        raise NotFetched("no list, sitemap or feed: no page is named")
    return found


def read_at_most(data: bytes) -> bytes:
    """Return *data* out of its gzip, if it is in one."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    with gzip.open(io.BytesIO(data)) as stream:
        return read_limited(cast("IO[bytes]", stream), LARGEST_LIST)


def of_xml(text: bytes) -> Listing:
    """Return the addresses of a sitemap, or else of a feed."""
    found = Listing([], [])
    for element in iterate_elements(io.BytesIO(text), SITEMAP, ()):
        place = (
            found.sitemaps
            if etree.QName(element).localname == "sitemap"
            else found.pages
        )
        place.extend(locations(element))
    rows = feed.read_rows(io.BytesIO(text)) if not any(found) else ()
    return Listing(
        found.pages + [str(row["url"]) for row in rows if row["url"]], found.sitemaps
    )


def locations(element: etree._Element) -> Iterator[str]:
    """Yield the address of a sitemap's entry; pictures and films have others, in a namespace of their own."""
    own = etree.QName(element).namespace
    name = etree.QName(own, "loc").text
    yield from (loc.text.strip() for loc in element.iterchildren(name) if loc.text)


def of_json(text: bytes) -> list[str]:
    """Return the addresses of a JSON feed."""
    value = json.loads(text)
    items = value.get("items") if isinstance(value, Mapping) else value
    rows = (
        [item for item in items if isinstance(item, Mapping)]
        if isinstance(items, list)
        else []
    )
    return [str(row["url"]) for row in rows if row.get("url")]


def of_text(text: bytes) -> list[str]:
    """Return the lines of a list; what stands behind # is a remark."""
    rows = (row.strip() for row in decode_text(text).text.splitlines())
    return [row for row in rows if row and not row.startswith("#")]


def collect(
    data: bytes, text: Callable[[str], bytes]
) -> tuple[list[str], dict[str, str]]:
    """Return the pages of the list *data* and of the sitemaps it names, which *text* gets, and why others are missing.

    Raises ``NotFetched`` if *data* is no list.
    """
    waiting, pages, missing = (
        deque([listing(data)]),
        dict[str, None](),
        dict[str, str](),
    )
    seen = set[str]()
    while waiting:
        found = waiting.popleft()
        for url in found.pages:
            with noted(url, missing):
                pages[normalise_url(url)] = None
        for url in found.sitemaps:
            if url not in seen and len(seen) < MOST_SITEMAPS:
                seen.add(url)
                with noted(url, missing):
                    waiting.append(listing(text(url)))
    return list(pages), missing


@contextmanager
def noted(url: str, missing: dict[str, str]) -> Iterator[None]:
    """Note under *url* why it could not be had."""
    try:
        yield
    except NotFetched as error:
        missing[url] = str(error)


def interleaved(pages: list[str]) -> Iterator[str]:
    """Yield a page of each host in turn, so that the pause of one is the time of another."""
    hosts: dict[str, list[str]] = {}
    for url in pages:
        hosts.setdefault(urlsplit(url).netloc, []).append(url)
    yield from (url for turn in zip_longest(*hosts.values()) for url in turn if url)
