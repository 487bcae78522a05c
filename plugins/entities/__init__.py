# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags articles with the persons, places, organisations and events that they name.

Every entity keeps its id and its page from build to build. The folders are stages, and
each imports only those before it: ``lists`` → ``match`` → ``models`` → ``resolve`` →
``discover`` → ``editors`` → ``build`` → ``review``.
"""

from pelican import signals

from plugins.entities.build.tag_articles import (
    add_entities,
    add_to_templates,
    entities_generator,
    forget_candidates,
)


def register() -> None:
    """Connect to signals: before Pelican groups articles by tag, after ``dates``."""
    signals.generator_init.connect(add_to_templates)
    signals.article_generator_pretaxonomy.connect(add_entities)
    signals.get_generators.connect(entities_generator)
    signals.all_generators_finalized.connect(forget_candidates)
