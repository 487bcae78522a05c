# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds a built site to its promises: every link resolves inside it, every page names its language and direction."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

LINKS = ("href", "src")
REFRESH, NOINDEX = (
    ".//meta[@http-equiv='refresh']",
    ".//meta[@name='robots'][@content='noindex']",
)
FORWARDING = re.compile(r"url=(.+)")
ADDRESS = re.compile(r"[A-Za-z0-9._/-]+")


def problems(site: Path) -> list[str]:
    """Return a line for each promise that a page of *site* breaks."""
    pages = sorted(site.rglob("*.html"))
    if not pages:
        return [f"{site}: no page here"]
    return [
        f"{path.relative_to(site)}: {reason}"
        for path in pages
        for reason in page_problems(site, path)
    ]


def page_problems(site: Path, path: Path) -> Iterator[str]:
    """Yield what is wrong with the page at *path*."""
    tree = html.document_fromstring(
        path.read_bytes(), parser=html.HTMLParser(encoding="utf-8")
    )
    if not ADDRESS.fullmatch(path.relative_to(site).as_posix()):
        yield "its address is not plain ASCII"
    yield from (
        f"<html> has no {name}" for name in ("lang", "dir") if not tree.get(name)
    )
    headings = len(tree.findall(".//h1"))
    if headings != 1:
        yield f"{headings} <h1>, not one"
    base = site if tree.find(".//base") is not None else path.parent
    links = [
        element.get(name)
        for name in LINKS
        for element in tree.iterfind(f".//*[@{name}]")
    ]
    onward = [
        address
        for element in tree.iterfind(REFRESH)
        for address in FORWARDING.findall(element.get("content", ""))
    ]
    yield from (
        reason
        for link in [*links, *onward]
        if (reason := link_problem(base, str(link)))
    )
    if onward and tree.find(NOINDEX) is None:
        yield "it leads elsewhere and is not kept out of indexes"


def link_problem(folder: Path, link: str) -> str | None:
    """Return why *link*, in a page of *folder*, does not open from ``file://``, or ``None``."""
    parts = urlsplit(link)
    if parts.scheme in ("http", "https", "mailto", "data") or not parts.path:
        return None
    if parts.netloc or parts.path.startswith("/"):
        return f"link {link!r} is not relative"
    return (
        None
        if (folder / unquote(parts.path)).is_file()
        else f"link {link!r} names no file"
    )
