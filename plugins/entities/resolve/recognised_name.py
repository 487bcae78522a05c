# SPDX-License-Identifier: AGPL-3.0-or-later
"""A recognised name as tokens of its text, and how it is trimmed or split."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from arabic.spelling import name_key
from plugins.entities.lists.clitics import SHORTEST_STEM
from plugins.entities.lists.lexicon import name_parts
from plugins.entities.lists.word_keys import NameKey
from plugins.entities.match.tokenised_text import TokenisedText
from plugins.entities.models.recogniser import Span

# Separates two names: «الهلال، الأهلي», «عين اليوم – جدة».
SEPARATOR = re.compile(r"[،,؛;:–—]|\s-\s")
AND = "و"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedName:
    """A recognised name: tokens *first* to *last* of its text.

    *proclitic* is the length in characters of the proclitic of the first token. *key*
    is without it.
    """

    first: int
    last: int
    proclitic: int
    type: str
    confidence: float
    key: NameKey
    quoted: bool = False  # in quotation marks after a head noun: see quoted_names.py
    head: str = ""  # that head noun, if it is a part of the full name


def names_from_spans(
    text: TokenisedText, spans: Iterable[Span]
) -> list[RecognisedName]:
    """Return *spans* as tokens of *text*."""
    names: list[RecognisedName] = []
    for span in spans:
        tokens = text.tokens_within(span.start, span.end)
        proclitic = span.start - text.starts[tokens[0]]
        names.append(with_tokens(text, tokens[0], tokens[-1], proclitic, span))
    return names


def with_tokens(
    text: TokenisedText,
    first: int,
    last: int,
    proclitic: int,
    template: Span | RecognisedName,
) -> RecognisedName:
    """Return tokens *first* to *last* as a name, typed like another."""
    return RecognisedName(
        first=first,
        last=last,
        proclitic=proclitic,
        type=template.type,
        confidence=template.confidence,
        key=(first_word(text, first, proclitic), *text.keys[first + 1 : last + 1]),
    )


def first_word(text: TokenisedText, token: int, proclitic: int) -> str:
    """Return the key of a token without its proclitic, a swallowed article restored."""
    key = text.keys[token]
    if proclitic:
        key = name_key(text.tokens[token][proclitic:])
    if key.startswith("لل") and len(key) > SHORTEST_STEM + 1:
        return f"ال{key[2:]}"
    return key


def split_name(text: TokenisedText, name: RecognisedName) -> Iterator[RecognisedName]:
    """Yield the names that *name* joins, over a separator or with «و» between persons.

    «رامي الحوراني وسمير بن عمر» is two persons.
    """
    later_starts = (
        token
        for token in range(name.first + 1, name.last + 1)
        if begins_another_name(text, token, name.type)
    )
    starts = [name.first, *later_starts]
    for first, following in zip(starts, [*starts[1:], name.last + 1], strict=True):
        proclitic = name.proclitic
        if first != name.first:
            proclitic = len(AND) if begins_with_and(text, first) else 0
        yield with_tokens(text, first, following - 1, proclitic, name)


def begins_another_name(text: TokenisedText, token: int, entity_type: str) -> bool:
    """Return whether a token inside a recognised name begins another name."""
    if SEPARATOR.search(text.gaps[token]):
        return True
    return entity_type == "person" and begins_with_and(text, token)


def begins_with_and(text: TokenisedText, token: int) -> bool:
    """Return whether a token begins with the conjunction «و».

    The و of a given or family name such as «وليد» is no conjunction.
    """
    key = text.keys[token]
    return key.startswith(AND) and len(key) > SHORTEST_STEM and key not in name_parts()
