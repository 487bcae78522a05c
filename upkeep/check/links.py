# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links that fail from ``file://``, requests to other sites, and unlinked pages."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from upkeep.check.site_pages import Page

LOST_PAGE = "404.html"
# Pages that a reader reaches without a link: the start, the page for lost addresses.
ENTRANCES = frozenset(("index.html", LOST_PAGE))
LINK_ATTRIBUTES = ("href", "src")
REFRESH = ".//meta[@http-equiv='refresh']"
REFRESH_URL = re.compile(r"url=(.+)")
ASCII_PATH = re.compile(r"[A-Za-z0-9._/-]+")
EXTERNAL_SCHEMES = ("http", "https", "mailto", "data")
# What a browser loads by itself; links are followed by readers only.
LOADED = (
    "//script/@src | //img/@src | //source/@src | //iframe/@src | //video/@src"
    " | //audio/@src | //link[contains(@rel,'stylesheet') or contains(@rel,'icon')"
    " or contains(@rel,'preload')]/@href"
)


def link_problems(page: Page) -> Iterator[str]:
    """Yield what is wrong with the path, the links and the redirect of *page*."""
    if not ASCII_PATH.fullmatch(page.path):
        yield "its path is not plain ASCII"
    if page.path == LOST_PAGE:
        make_links_relative(page.tree)
    for link in (*links(page.tree), *redirect_urls(page.tree)):
        problem = link_problem(page.file.parent, link)
        if problem:
            yield problem
    if page.is_redirect and page.is_indexed:
        yield "it redirects and has no noindex"


def request_problems(page: Page) -> Iterator[str]:
    """Yield what *page* would load from another site, and what its policy lacks.

    Tools that judge a page request robots.txt from it, which needs ``connect-src``.
    """
    policies = page.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    policy = " ".join(policies)
    for directive in ("default-src 'none'", "connect-src"):
        if directive not in policy:
            yield f"its content security policy has no {directive}"
    for url in page.tree.xpath(LOADED):
        if urlsplit(url).netloc:
            yield f"it loads {url} from another site"


def unlinked_pages(pages: Sequence[Page]) -> Iterator[tuple[Page, str]]:
    """Yield each of *pages*, all pages of a site, that no other page links to.

    Redirects and pages with noindex (notes at the URL of a removed article) keep old
    URLs alive: nothing links to them on purpose.
    """
    linked = set(ENTRANCES)
    for page in pages:
        linked.update(linked_paths(page.unparsed()))
    for page in pages:
        if page.path not in linked and page.is_indexed:
            yield page, "no page links to it"


def linked_paths(page: Page) -> Iterator[str]:
    """Yield the paths in the site of the other pages that *page* links to."""
    for element in page.tree.iterfind(".//a[@href]"):
        parts = urlsplit(urljoin(f"/{page.path}", element.get("href", "")))
        path = unquote(parts.path).removeprefix("/")
        if not parts.netloc and path != page.path:
            yield path


def make_links_relative(tree: html.HtmlElement) -> None:
    """Make the links of the page for lost addresses start from the site's folder.

    They start from the root of the host: the page is served for URLs at any depth.
    """
    style = tree.find(".//link[@rel='stylesheet']")
    folder = "/" if style is None else style.get("href", "/").partition("theme/")[0]
    tree.rewrite_links(lambda link: link.removeprefix(folder))


def links(tree: html.HtmlElement) -> Iterator[str]:
    """Yield the URLs of links, images, scripts and stylesheets."""
    for attribute in LINK_ATTRIBUTES:
        for element in tree.iterfind(f".//*[@{attribute}]"):
            yield str(element.get(attribute))


def redirect_urls(tree: html.HtmlElement) -> Iterator[str]:
    """Yield the URLs to which ``<meta http-equiv="refresh">`` redirects."""
    for element in tree.iterfind(REFRESH):
        yield from REFRESH_URL.findall(element.get("content", ""))


def link_problem(folder: Path, link: str) -> str | None:
    """Return why *link*, in a page of *folder*, fails from ``file://``, or ``None``."""
    parts = urlsplit(link)
    if parts.scheme in EXTERNAL_SCHEMES or not parts.path:
        return None
    if parts.netloc or parts.path.startswith("/"):
        return f"link {link!r} is not relative"
    if not (folder / unquote(parts.path)).is_file():
        return f"link {link!r} names no file"
    return None
