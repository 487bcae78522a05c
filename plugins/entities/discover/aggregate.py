# SPDX-License-Identifier: AGPL-3.0-or-later
"""An archive read for its names: those of known records article by article, then those that it alone bears out."""

from collections.abc import Callable, Iterable

from plugins.entities.discover.candidates import Candidate, candidates
from plugins.entities.discover.publish_threshold import GATE, Gate
from plugins.entities.lists.known_entity import Record
from plugins.entities.match.finder import Finder, Mention
from plugins.entities.match.text import cut
from plugins.entities.models.spans import Span
from plugins.entities.resolve.reconcile import Read, Unlinked, weigh

Mentions = dict[str, list[Mention]]  # by article id, in the order of the text


def recognise(
    texts: Iterable[tuple[str, str]],
    finder: Finder,
    backend: Callable[[str], list[Span]],
    gate: Gate = GATE,
) -> tuple[Mentions, list[Candidate]]:
    """Return the mentions of known records in *texts*, pairs of article id and text, and what may become one."""
    return gather(
        (
            (identity, weigh(cut(text), finder, backend(text)))
            for identity, text in texts
        ),
        gate,
    )


def gather(
    readings: Iterable[tuple[str, Read]], gate: Gate = GATE
) -> tuple[Mentions, list[Candidate]]:
    """Return the mentions of known records and the candidates in *readings*, pairs of article id and what it names."""
    known: Mentions = {}
    unlinked: dict[str, list[Unlinked]] = {}
    for identity, reading in readings:
        known[identity], unlinked[identity] = reading
    return known, candidates(unlinked, gate)


def with_minted(
    known: Mentions, minted: Iterable[tuple[Candidate, Record]]
) -> Mentions:
    """Return the mentions of *known* and those of published candidates, each beside its record."""
    added: Mentions = {}
    for candidate, record in minted:
        for place in candidate.places:
            added.setdefault(place.article, []).append(
                Mention(place.start, place.end, place.surface, record)
            )
    return {
        article: sorted(
            [*mentions, *added.get(article, ())], key=lambda mention: mention.start
        )
        for article, mentions in known.items()
    }
