# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serialises cached names as JSON."""

import json
from typing import Any

from plugins.entities.match.finder import Finder, Mention
from plugins.entities.models.recogniser import Span
from plugins.entities.resolve.reconcile import ArticleNames, UnlinkedName


def serialise_spans(spans: list[Span]) -> str:
    """Return *spans* as JSON; confidences keep every bit."""
    return json.dumps(
        [[span.start, span.end, span.type, span.confidence] for span in spans],
        separators=(",", ":"),
    )


def parse_spans(serialised: str) -> list[Span]:
    """Return the spans that ``serialise_spans`` wrote."""
    return [
        Span(start=start, end=end, type=entity_type, confidence=confidence)
        for start, end, entity_type, confidence in json.loads(serialised)
    ]


def serialise_names(names: ArticleNames) -> str:
    """Return the names in an article as JSON; the entities are stored by id."""
    mentions = [
        [mention.start, mention.end, mention.entity.id] for mention in names.mentions
    ]
    unlinked = [
        [
            name.start,
            name.end,
            name.written_key,
            name.full_key,
            name.type,
            name.confidence,
            name.quoted,
            name.label,
        ]
        for name in names.unlinked
    ]
    return json.dumps([mentions, unlinked], separators=(",", ":"), ensure_ascii=False)


def parse_names(serialised: str, text: str, finder: Finder) -> ArticleNames:
    """Return the names in *text* that ``serialise_names`` wrote.

    The entities are those of *finder*, which must have the fingerprint of the writer's.
    """
    mentions, unlinked = json.loads(serialised)
    return ArticleNames(
        [
            Mention(start, end, text[start:end], finder.entities[identity])
            for start, end, identity in mentions
        ],
        [parse_unlinked(fields, text) for fields in unlinked],
    )


def parse_unlinked(fields: list[Any], text: str) -> UnlinkedName:
    """Return the name in *text* that *fields* describe."""
    start, end, written_key, full_key, *others = fields
    surface = text[start:end]
    keys = tuple(written_key), tuple(full_key)
    return UnlinkedName(start, end, surface, *keys, *others)
