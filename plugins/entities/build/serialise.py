# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was found in a text, as JSON."""

import json
from collections.abc import Iterable

from plugins.entities.match.finder import Finder, Mention
from plugins.entities.models.spans import Span
from plugins.entities.resolve.reconcile import Read, Unlinked


def packed(spans: list[Span]) -> str:
    """Return *spans* as JSON; a confidence keeps every bit."""
    return json.dumps(
        [[span.start, span.end, span.type, span.confidence] for span in spans],
        separators=(",", ":"),
    )


def unpacked(text: str) -> list[Span]:
    """Return the spans that ``packed`` wrote."""
    return [
        Span(start=start, end=end, type=kind, confidence=confidence)
        for start, end, kind, confidence in json.loads(text)
    ]


def reading_packed(mentions: Iterable[Mention], unlinked: Iterable[Unlinked]) -> str:
    """Return what was read in a text as JSON."""
    known = [[mention.start, mention.end, mention.record.id] for mention in mentions]
    others = [
        [name.start, name.end, name.own, name.key, name.type, name.confidence]
        for name in unlinked
    ]
    return json.dumps([known, others], separators=(",", ":"), ensure_ascii=False)


def reading_unpacked(packed: str, text: str, finder: Finder) -> Read:
    """Return the reading of *text* that ``reading_packed`` wrote, by the records of *finder*."""
    known, others = json.loads(packed)
    return (
        [
            Mention(start, end, text[start:end], finder.records[identity])
            for start, end, identity in known
        ],
        [
            Unlinked(
                start=start,
                end=end,
                surface=text[start:end],
                own=tuple(own),
                key=tuple(key),
                type=kind,
                confidence=confidence,
            )
            for start, end, own, key, kind, confidence in others
        ],
    )
