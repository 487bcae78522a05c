# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks a built site: links, language and direction, headings, redirects."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

LOST_PAGE = "404.html"
LINK_ATTRIBUTES = ("href", "src")
REFRESH = ".//meta[@http-equiv='refresh']"
NOINDEX = ".//meta[@name='robots'][@content='noindex']"
REFRESH_URL = re.compile(r"url=(.+)")
ASCII_PATH = re.compile(r"[A-Za-z0-9._/-]+")
PARSER = html.HTMLParser(encoding="utf-8")
EXTERNAL_SCHEMES = ("http", "https", "mailto", "data")


def find_problems(site: Path) -> list[str]:
    """Return a line ``page: reason`` for each problem of a page of *site*."""
    pages = sorted(site.rglob("*.html"))
    if not pages:
        return [f"{site}: no HTML pages"]
    return [
        f"{path.relative_to(site)}: {reason}"
        for path in pages
        for reason in page_problems(site, path)
    ]


def page_problems(site: Path, path: Path) -> Iterator[str]:
    """Yield what is wrong with the page at *path*."""
    relative_path = path.relative_to(site).as_posix()
    if not ASCII_PATH.fullmatch(relative_path):
        yield "its path is not plain ASCII"
    page = html.document_fromstring(path.read_bytes(), parser=PARSER)
    yield from root_problems(page)
    if relative_path == LOST_PAGE:
        make_links_relative(page)
    yield from link_problems(page, path.parent)
    if is_redirect(page) and page.find(NOINDEX) is None:
        yield "it redirects and has no noindex"


def make_links_relative(page: html.HtmlElement) -> None:
    """Make the links of the page for lost addresses start from the site's folder.

    They start from the root of the host: the page is served for URLs at any depth.
    """
    style = page.find(".//link[@rel='stylesheet']")
    folder = "/" if style is None else style.get("href", "/").partition("theme/")[0]
    page.rewrite_links(lambda link: link.removeprefix(folder))


def root_problems(page: html.HtmlElement) -> Iterator[str]:
    """Yield what is wrong with the language, direction and heading of *page*."""
    for attribute in ("lang", "dir"):
        if not page.get(attribute):
            yield f"<html> has no {attribute}"
    headings = len(page.findall(".//h1"))
    if headings != 1:
        yield f"{headings} <h1>, not one"


def link_problems(page: html.HtmlElement, folder: Path) -> Iterator[str]:
    """Yield what is wrong with the links and redirects of *page*, in *folder*."""
    for link in (*links(page), *redirect_urls(page)):
        problem = link_problem(folder, link)
        if problem:
            yield problem


def is_redirect(page: html.HtmlElement) -> bool:
    """Return whether *page* redirects to a URL."""
    return any(True for _ in redirect_urls(page))


def links(page: html.HtmlElement) -> Iterator[str]:
    """Yield the URLs of links, images, scripts and stylesheets."""
    for attribute in LINK_ATTRIBUTES:
        for element in page.iterfind(f".//*[@{attribute}]"):
            yield str(element.get(attribute))


def redirect_urls(page: html.HtmlElement) -> Iterator[str]:
    """Yield the URLs to which ``<meta http-equiv="refresh">`` redirects."""
    for element in page.iterfind(REFRESH):
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
