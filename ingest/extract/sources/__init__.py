# SPDX-License-Identifier: AGPL-3.0-or-later
"""A newspaper's own reading of its pages, where the general one fails.

A module is named after the paper and has ``HOSTS`` (host names) and ``DESIGNS``: a function for each design the paper
has had, newest first, which returns the blocks of a page and nothing for a page of another design. A redesign is a new
function in front; the old ones stay, for the old pages do. List the module in ``MODULES``.
"""

from collections.abc import Callable, Sequence
from types import ModuleType
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from ingest.extract.body import Body
from ingest.extract.sources import minbar
from ingest.model.record import Block

Design = Callable[[BeautifulSoup], list[Block]]

MODULES: tuple[ModuleType, ...] = (minbar,)
PAPERS: dict[str, tuple[str, Sequence[Design]]] = {
    host: (module.__name__.rpartition(".")[2], module.DESIGNS)
    for module in MODULES
    for host in module.HOSTS
}


def parse(page: str, urls: list[str]) -> Body | None:
    """Return the body as the paper's own module reads it, ``None`` without one that knows the page's design."""
    known = [PAPERS[host] for url in urls if (host := urlsplit(url).hostname) in PAPERS]
    return by_design(page, *known[0]) if known else None


def by_design(page: str, paper: str, designs: Sequence[Design]) -> Body | None:
    """Return the body by the first of *designs* that knows the page; the method names the paper and the design."""
    soup = BeautifulSoup(page, "lxml")
    for design in designs:
        if blocks := design(soup):
            return Body(blocks, f"{paper}: {design.__name__}", 1.0, 1.0)
    return None
