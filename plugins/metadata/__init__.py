# SPDX-License-Identifier: AGPL-3.0-or-later
"""Describes articles for machines: JSON-LD for search engines, metas for Zotero.

Neither needs a file of its own. Without ``SITE_ADDRESS`` URLs of the archive are left
out, as they are not known.
"""

from functools import partial

from pelican import signals
from pelican.generators import Generator

from plugins.metadata.citations import citations
from plugins.metadata.metas import article_metas
from plugins.metadata.structured_data import collection_page, news_article


def add_filters(generator: Generator) -> None:
    """Add the filters ``metas``, ``json_ld`` and ``citations`` of an article."""
    address = generator.settings["SITE_ADDRESS"]
    generator.env.filters["metas"] = partial(article_metas, address=address)
    generator.env.filters["citations"] = partial(citations, address=address)
    generator.env.filters["json_ld"] = partial(
        news_article,
        address=address,
        licences=generator.settings["SOURCE_LICENCES"],
    )
    generator.env.globals["collection_page"] = partial(collection_page, address=address)
    generator.env.globals["canonical_choices"] = generator.settings["SOURCE_CANONICAL"]
    generator.env.globals["licences"] = generator.settings["SOURCE_LICENCES"]


def register() -> None:
    """Connect before any template is compiled."""
    signals.generator_init.connect(add_filters)
