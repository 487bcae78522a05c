# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sitemap lists every page once, by the protocol; browsers find the search."""

from lxml import etree

from plugins.feeds import discovery
from plugins.feeds.discovery import (
    SitemapUrl,
    opensearch,
    robots,
    sitemap_files,
    sitemap_urls,
)

ADDRESS = "https://archive.example"
NAMESPACE = {"s": discovery.SITEMAPS}


def locations(text):
    tree = etree.fromstring(text.encode())
    return [node.text for node in tree.iterfind(".//s:loc", NAMESPACE)]


def test_a_sitemap_has_absolute_urls_and_known_changes_only():
    urls = list(
        sitemap_urls(ADDRESS, ["index.html"], [("a/1.html", ""), ("b", "2020-02-08")])
    )
    files = sitemap_files(ADDRESS, urls)
    assert list(files) == ["sitemap.xml"]
    assert locations(files["sitemap.xml"]) == [
        f"{ADDRESS}/{url}" for url in ("index.html", "a/1.html", "b")
    ]
    assert files["sitemap.xml"].count("<lastmod>") == 1


def test_a_long_sitemap_is_split_with_an_index(monkeypatch):
    monkeypatch.setattr(discovery, "MOST_URLS", 2)
    urls = [SitemapUrl(f"{ADDRESS}/{number}") for number in range(5)]
    files = sitemap_files(ADDRESS, urls)
    parts = [f"sitemap-{number}.xml" for number in (1, 2, 3)]
    assert list(files) == ["sitemap.xml", *parts]
    assert locations(files["sitemap.xml"]) == [f"{ADDRESS}/{part}" for part in parts]
    listed = [url for part in parts for url in locations(files[part])]
    assert listed == [url.url for url in urls]


def test_robots_may_read_everything_and_find_the_sitemap():
    assert robots(ADDRESS) == (
        f"User-agent: *\nDisallow:\n\nSitemap: {ADDRESS}/sitemap.xml\n"
    )


def test_browsers_find_how_to_search():
    tree = etree.fromstring(
        opensearch(ADDRESS, "أرشيف <عين> & السنديان وما حولها").encode()
    )
    names = {etree.QName(node).localname: node for node in tree}
    assert len(names["ShortName"].text) <= 16
    assert names["Description"].text == "أرشيف <عين> & السنديان وما حولها"
    assert names["Url"].get("template") == f"{ADDRESS}/search.html?q={{searchTerms}}"
