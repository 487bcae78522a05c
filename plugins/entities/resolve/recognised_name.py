# SPDX-License-Identifier: AGPL-3.0-or-later
"""A recognised name by the words of its text, and how it is cut to other words or taken apart into several."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from arabic.spelling import name_key
from plugins.entities.lists.clitics import SHORTEST_REST
from plugins.entities.lists.known_entity import Key
from plugins.entities.lists.lexicon import lexicon
from plugins.entities.match.text import Text
from plugins.entities.models.spans import Span

# Between two words of one name stands none of these: «الهلال، الأهلي», «عين اليوم – جدة».
BREAK = re.compile(r"[،,؛;:–—]|\s-\s")
AND = "و"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A recognised name by its words in the text, *first* to *last*; *cut* characters of the first are glued on."""

    first: int
    last: int
    cut: int
    type: str
    confidence: float
    key: Key  # of its words, the glued letters off


def names(text: Text, spans: Iterable[Span]) -> list[Name]:
    """Return *spans* as words of *text*."""
    return [
        recut(text, covered[0], covered[-1], span.start - text.starts[covered[0]], span)
        for span in spans
        for covered in [text.covered(span.start, span.end)]
    ]


def recut(text: Text, first: int, last: int, cut: int, like: Span | Name) -> Name:
    """Return the words *first* to *last*, without *cut* characters of the first, as a name like another."""
    opening = _opening(text.words[first], text.keys[first], cut)
    return Name(
        first=first,
        last=last,
        cut=cut,
        type=like.type,
        confidence=like.confidence,
        key=(opening, *text.keys[first + 1 : last + 1]),
    )


def _opening(word: str, key: str, cut: int) -> str:
    rest = name_key(word[cut:]) if cut else key
    return (
        f"ال{rest[2:]}"
        if rest.startswith("لل") and len(rest) > SHORTEST_REST + 1
        else rest
    )


def apart(text: Text, name: Name) -> Iterator[Name]:
    """Yield the names that *name* joins: over a comma or dash, or two persons with «و» between them."""
    starts = [
        name.first,
        *(
            at
            for at in range(name.first + 1, name.last + 1)
            if _opens(text, at, name.type)
        ),
    ]
    for first, after in zip(starts, [*starts[1:], name.last + 1], strict=True):
        glued = name.cut if first == name.first else int(_joined_on(text, first))
        yield recut(text, first, after - 1, glued, name)


def _opens(text: Text, at: int, kind: str) -> bool:
    return BREAK.search(text.gaps[at]) is not None or (
        kind == "person" and _joined_on(text, at)
    )


def _joined_on(text: Text, at: int) -> bool:
    """Whether a word opens with a glued «و»: it is no name itself, as «وليد» is."""
    key = text.keys[at]
    return key.startswith(AND) and len(key) > SHORTEST_REST and key not in PARTS


PARTS = lexicon()["given"] | lexicon()["family"]
