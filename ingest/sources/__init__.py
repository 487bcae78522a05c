# SPDX-License-Identifier: AGPL-3.0-or-later
"""A newspaper's own reading of its pages, where the general one fails.

A module is named after the paper and has ``HOSTS`` (host names) and ``parse(soup, url) -> list[Block]``, which returns
nothing for a page of a design it does not know; list it in ``MODULES``.
"""

from collections.abc import Callable
from types import ModuleType
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from ingest.body import Body
from ingest.record import Block
from ingest.sources import minbar

MODULES: tuple[ModuleType, ...] = (minbar,)
PARSERS: dict[str, tuple[str, Callable[[BeautifulSoup, str], list[Block]]]] = {
    host: (module.__name__.rpartition(".")[2], module.parse) for module in MODULES for host in module.HOSTS
}


def parse(page: str, urls: list[str]) -> Body | None:
    """Return the body as the module of the page's host reads it, ``None`` without such a module."""
    for url in urls:
        name, reader = PARSERS.get(urlsplit(url).hostname or "", ("", None))
        if reader and (blocks := reader(BeautifulSoup(page, "lxml"), url)):
            return Body(blocks, name, 1.0, 1.0)
    return None
