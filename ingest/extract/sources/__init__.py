# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parsers and formulas of particular newspapers, where the general extractor fails.

A newspaper's module has ``HOSTS`` (host names) and ``DESIGNS``: one function for each
design of its pages, newest first. Such a function returns the blocks of a page, none
for a page of another design. A redesign gets a new function in front. The old ones
remain, because old pages do. List the module in ``MODULES``.

`saudinewsnet` has no parsers, but the boilerplate formulas of the newspapers in that
dataset.
"""

from collections.abc import Callable, Sequence
from types import ModuleType

from bs4 import BeautifulSoup

from ingest.extract.page_text.body import Body
from ingest.extract.sources import minbar
from ingest.model.identity import split_url
from ingest.model.record import Block

Design = Callable[[BeautifulSoup], list[Block]]

MODULES: tuple[ModuleType, ...] = (minbar,)
PARSERS: dict[str, tuple[str, Sequence[Design]]] = {
    host: (module.__name__.rpartition(".")[2], module.DESIGNS)
    for module in MODULES
    for host in module.HOSTS
}


def parse_body(page: str, urls: list[str]) -> Body | None:
    """Return the body by the parser of the newspaper, ``None`` if none applies."""
    for url in urls:
        host = split_url(url).hostname
        if host in PARSERS:
            return parse_by_design(page, *PARSERS[host])
    return None


def parse_by_design(
    page: str, newspaper: str, designs: Sequence[Design]
) -> Body | None:
    """Return the body by the first of *designs* that finds blocks in *page*."""
    soup = BeautifulSoup(page, "lxml")
    for parse in designs:
        if blocks := parse(soup):
            return Body(blocks, f"{newspaper}: {parse.__name__}", 1.0, 1.0)
    return None
