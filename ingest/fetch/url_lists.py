# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list, sitemap, sitemap index or feed → its URLs; the format is detected."""

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
from ingest.inputs.compression import read_limited
from ingest.inputs.datasets import feed
from ingest.inputs.datasets.xml import iterate_elements
from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_text

LARGEST_LIST = 60_000_000  # bytes decompressed; the sitemap protocol allows 50 MiB
MOST_SITEMAPS = 50_000  # the limit of a sitemap index
SITEMAP_TAGS = ("{*}url", "{*}sitemap")
GZIP_MAGIC = b"\x1f\x8b"


class UrlList(NamedTuple):
    """The URLs of pages and of further sitemaps, in the order of the list."""

    pages: list[str]
    sitemaps: list[str]


def parse_list(data: bytes) -> UrlList:
    """Return the URLs in a list. Raises ``NotFetched`` if there are none."""
    try:
        urls = parse_text(decompress(data))
    except (UnreadableInput, ValueError, RecursionError) as error:
        raise NotFetched(f"no list, sitemap or feed: {error}") from error
    if not any(urls):
        raise NotFetched("no list, sitemap or feed: no page is named")
    return urls


def decompress(data: bytes) -> bytes:
    """Return *data* decompressed, if it is gzip."""
    if not data.startswith(GZIP_MAGIC):
        return data
    with gzip.open(io.BytesIO(data)) as stream:
        return read_limited(cast("IO[bytes]", stream), LARGEST_LIST)


def parse_text(text: bytes) -> UrlList:
    """Return the URLs in a list, by the format that its first character indicates."""
    start = text.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return parse_xml(text)
    pages = parse_json_feed(text) if start in {b"{", b"["} else parse_lines(text)
    return UrlList(pages, [])


def parse_xml(text: bytes) -> UrlList:
    """Return the URLs of a sitemap, or else of a feed."""
    urls = UrlList([], [])
    for element in iterate_elements(io.BytesIO(text), SITEMAP_TAGS, ()):
        if etree.QName(element).localname == "sitemap":
            urls.sitemaps.extend(read_locations(element))
        else:
            urls.pages.extend(read_locations(element))
    if not any(urls):
        urls.pages.extend(parse_feed(text))
    return urls


def parse_feed(text: bytes) -> Iterator[str]:
    """Yield the URLs of an RSS or Atom feed."""
    for row in feed.read_rows(io.BytesIO(text)):
        if isinstance(row, dict) and row["url"]:
            yield str(row["url"])


def read_locations(element: etree._Element) -> Iterator[str]:
    """Yield the URL of a sitemap's entry.

    Images and videos have ``loc`` elements too, in namespaces of their own.
    """
    namespace = etree.QName(element).namespace
    tag = etree.QName(namespace, "loc").text
    for location in element.iterchildren(tag):
        if location.text:
            yield location.text.strip()


def parse_json_feed(text: bytes) -> list[str]:
    """Return the URLs of a JSON feed."""
    value = json.loads(text)
    entries = value.get("items") if isinstance(value, Mapping) else value
    if not isinstance(entries, list):
        return []
    rows = [entry for entry in entries if isinstance(entry, Mapping)]
    return [str(row["url"]) for row in rows if row.get("url")]


def parse_lines(text: bytes) -> list[str]:
    """Return the lines of a list; lines that begin with # are comments."""
    lines = map(str.strip, decode_text(text).text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def collect_urls(
    data: bytes, fetch_list: Callable[[str], bytes]
) -> tuple[list[str], dict[str, str]]:
    """Return the pages of the list *data* and of its sitemaps, and failed URLs.

    *fetch_list* fetches a sitemap. A failed URL is mapped to the reason. Raises
    ``NotFetched`` if *data* is no list.
    """
    queue, queued = deque([parse_list(data)]), set[str]()
    pages, failures = dict[str, None](), dict[str, str]()
    while queue:
        urls = queue.popleft()
        for url in urls.pages:
            with recording_failure(url, failures):
                pages[normalise_url(url)] = None
        for url in urls.sitemaps:
            if url not in queued and len(queued) < MOST_SITEMAPS:
                queued.add(url)
                with recording_failure(url, failures):
                    queue.append(parse_list(fetch_list(url)))
    return list(pages), failures


@contextmanager
def recording_failure(url: str, failures: dict[str, str]) -> Iterator[None]:
    """Record why *url* failed, instead of raising ``NotFetched``."""
    try:
        yield
    except NotFetched as error:
        failures[url] = str(error)


def interleave_hosts(urls: list[str]) -> Iterator[str]:
    """Yield a URL of each host in turn, so that pauses of hosts overlap."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(urlsplit(url).netloc, []).append(url)
    for turn in zip_longest(*by_host.values()):
        yield from filter(None, turn)
