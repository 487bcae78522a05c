# SPDX-License-Identifier: AGPL-3.0-or-later
"""Describes articles for machines: JSON-LD for search engines, metas for Zotero.

Neither needs a file of its own. Without ``SITE_ADDRESS`` URLs of the archive are left
out, as they are not known.
"""

import html
from functools import partial

from markupsafe import Markup
from pelican import signals
from pelican.generators import Generator

from plugins.contract import ArchiveArticle
from plugins.metadata.citations import citations
from plugins.metadata.metas import Element, article_metas, meta_elements
from plugins.metadata.structured_data import (
    collection_page,
    joined_page_data,
    news_article,
)


def add_filters(generator: Generator) -> None:
    """Add the filters ``metas``, ``json_ld`` and ``citations`` of an article."""
    address = generator.settings["SITE_ADDRESS"]
    generator.env.filters["metas"] = partial(article_meta_elements, address=address)
    generator.env.filters["citations"] = partial(citations_as_html, address=address)
    generator.env.filters["json_ld"] = partial(
        news_article,
        address=address,
        licences=generator.settings["SOURCE_LICENCES"],
    )
    generator.env.globals["collection_page"] = partial(collection_page, address=address)
    generator.env.globals["joined_page_data"] = partial(
        joined_page_data, address=address
    )
    generator.env.globals["canonical_choices"] = generator.settings["SOURCE_CANONICAL"]
    generator.env.globals["licences"] = generator.settings["SOURCE_LICENCES"]


def article_meta_elements(article: ArchiveArticle, address: str) -> list[Element]:
    """Return the metas of *article*, as few elements as they need."""
    return meta_elements(article_metas(article, address))


def citations_as_html(article: ArchiveArticle, address: str) -> dict[str, Markup]:
    """Return the citations as HTML; quotation marks need no escape between tags."""
    return {
        name: Markup(html.escape(text, quote=False))  # it is escaped
        for name, text in citations(article, address).items()
    }


def register() -> None:
    """Connect before any template is compiled."""
    signals.generator_init.connect(add_filters)
