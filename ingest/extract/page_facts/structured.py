# SPDX-License-Identifier: AGPL-3.0-or-later
"""Machine-readable metadata of a page: JSON-LD, microdata, meta elements."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from lxml.html import HtmlElement

from ingest.extract.page_facts.json_ld import json_ld_facts
from ingest.extract.page_facts.meta_elements import meta_facts
from ingest.extract.page_facts.microdata import microdata_facts
from ingest.model.record import Fact


def structured_facts(
    tree: HtmlElement, titles: AbstractSet[str] = frozenset()
) -> Iterator[Fact]:
    """Yield the facts of the page at *tree*, whose article has one of *titles*, keys.

    JSON-LD is first, because only its times have their offset.
    """
    yield from json_ld_facts(tree, titles)
    yield from microdata_facts(tree, titles)
    yield from meta_facts(tree)
