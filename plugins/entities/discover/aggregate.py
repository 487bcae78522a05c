# SPDX-License-Identifier: AGPL-3.0-or-later
"""Aggregates the names of all articles: mentions by article, and candidates."""

from collections.abc import Iterable, Mapping, Sequence

from plugins.entities.discover.candidates import Candidate, gather_candidates
from plugins.entities.discover.publish_threshold import THRESHOLDS, Thresholds
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.match.finder import Finder, Mention
from plugins.entities.match.tokenised_text import tokenise
from plugins.entities.models.recogniser import Recogniser
from plugins.entities.resolve.reconcile import (
    ArticleNames,
    UnlinkedName,
    reconcile,
)

MentionsByArticle = dict[str, list[Mention]]  # in the order of the text


def recognise_texts(
    texts: Iterable[tuple[str, str]],
    finder: Finder,
    recogniser: Recogniser,
    thresholds: Thresholds = THRESHOLDS,
) -> tuple[MentionsByArticle, list[Candidate]]:
    """Return mentions and candidates of *texts*, pairs of article id and text."""
    names = (
        (article, reconcile(tokenise(text), finder, recogniser(text)))
        for article, text in texts
    )
    return aggregate_names(names, thresholds)


def aggregate_names(
    names_by_article: Iterable[tuple[str, ArticleNames]],
    thresholds: Thresholds = THRESHOLDS,
) -> tuple[MentionsByArticle, list[Candidate]]:
    """Return mentions and candidates from pairs of article id and its names."""
    mentions: MentionsByArticle = {}
    unlinked: dict[str, list[UnlinkedName]] = {}
    for article, names in names_by_article:
        mentions[article], unlinked[article] = names
    return mentions, gather_candidates(unlinked, thresholds)


def add_discovered(
    mentions: Mapping[str, Sequence[Mention]],
    published: Iterable[tuple[Candidate, KnownEntity]],
) -> MentionsByArticle:
    """Return *mentions* with those of published candidates, in order.

    Each candidate comes with the entity that its mentions refer to.
    """
    discovered: MentionsByArticle = {}
    for candidate, entity in published:
        for mention in candidate.mentions:
            discovered.setdefault(mention.article, []).append(
                Mention(mention.start, mention.end, mention.surface, entity)
            )
    return {
        article: sorted(
            [*of_known, *discovered.get(article, ())],
            key=lambda mention: mention.start,
        )
        for article, of_known in mentions.items()
    }
