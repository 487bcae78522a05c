# SPDX-License-Identifier: AGPL-3.0-or-later
"""What crawlers and browsers look for: sitemap, robots.txt, OpenSearch description.

Sources: sitemaps.org protocol 0.9, RFC 9309, OpenSearch 1.1.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from plugins.feeds.atom import DECLARATION, add_text, render_document

SITEMAP, ROBOTS, OPENSEARCH = "sitemap.xml", "robots.txt", "opensearch.xml"
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_URLS = 50_000  # in one file of a sitemap
# Longer names are not allowed in an OpenSearch description.
SHORT_NAME, LONG_NAME = 16, 48


class SitemapUrl(NamedTuple):
    """A page: its absolute URL, and the ISO date of its last change if it is known."""

    url: str
    changed: str = ""


def sitemap_files(address: str, urls: Sequence[SitemapUrl]) -> Mapping[str, str]:
    """Return output path → text of the sitemap of *urls*.

    With more than fifty thousand ``sitemap.xml`` is the index of sitemap-1.xml …
    """
    if len(urls) <= MOST_URLS:
        return {SITEMAP: render_urls("urlset", "url", urls)}
    shares = [
        urls[start : start + MOST_URLS] for start in range(0, len(urls), MOST_URLS)
    ]
    files = {
        f"sitemap-{number}.xml": render_urls("urlset", "url", share)
        for number, share in enumerate(shares, start=1)
    }
    index = [SitemapUrl(f"{address}/{path}") for path in files]
    return {SITEMAP: render_urls("sitemapindex", "sitemap", index), **files}


def render_urls(root: str, child: str, urls: Iterable[SitemapUrl]) -> str:
    """Return an XML document with an element *child* for each of *urls*."""
    document = ET.Element(root, {"xmlns": SITEMAPS})
    for url in urls:
        element = ET.SubElement(document, child)
        add_text(element, "loc", url.url)
        if url.changed:
            add_text(element, "lastmod", url.changed)
    return DECLARATION + ET.tostring(document, encoding="unicode") + "\n"


def robots(address: str) -> str:
    """Return a robots.txt that allows everything and names the sitemap."""
    return f"User-agent: *\nDisallow:\n\nSitemap: {address}/{SITEMAP}\n"


def opensearch(address: str, title: str) -> str:
    """Return the description by which a browser offers to search the archive."""
    root = ET.Element(
        "OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"}
    )
    add_text(root, "ShortName", title[:SHORT_NAME])
    add_text(root, "LongName", title[:LONG_NAME])
    add_text(root, "Description", title)
    add_text(root, "InputEncoding", "UTF-8")
    template = f"{address}/search.html?q={{searchTerms}}"
    ET.SubElement(root, "Url", {"type": "text/html", "template": template})
    return render_document(root)


def sitemap_urls(
    address: str, pages: Iterable[str], articles: Iterable[tuple[str, str]]
) -> Iterator[SitemapUrl]:
    """Yield the URLs of a sitemap: *pages*, then *articles* with their last change."""
    for page in pages:
        yield SitemapUrl(f"{address}/{page}")
    for url, changed in articles:
        yield SitemapUrl(f"{address}/{url}", changed)
