# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts on which a backtracking pattern may be slow, made from the pattern itself.

A pattern is slow on a text that repeats what one of its repetitions matches, if what
follows does not match. For ``a\\s*b`` that is «a» and many spaces.
"""

import random
import re
from collections.abc import Callable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

SEED = 1436
SAMPLES = 12  # of a pattern
LONG = 100  # a repetition of at most that many is short
# Hostile to many patterns: blanks, openings without an end, signs, digits, letters.
UNITS = (
    *(
        " ",
        "\n",
        "\t",
        " \n",
        "\r\n",
        "<",
        ">",
        "<!--",
        "<a ",
        "</",
        "<p>",
        "&",
        "&#1;",
    ),
    *('"', "'", "«", "»", '"a" ', "(", "()", "[", "{", "- ", "– ", "|", "=", "_", "@"),
    *(
        "1",
        "1 ",
        "1/",
        "1/1/",
        "12:",
        "٣ ",
        "a",
        "a ",
        "aA",
        "ن",
        "ن ",
        ": ",
        "، ",
        ". ",
    ),
    *("http://a/", "www.", "a.a", "a-", "\u064b", "\u200f", "\u00a0", "# ", "* ", "\\"),
)
OTHER_CHARACTERS = "aن1 ."  # candidates for a character that a set excludes
OF_CATEGORY = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_NOT_WORD: "-",
    sre.CATEGORY_NOT_DIGIT: "a",
}


class HostileText(NamedTuple):
    """A start, and a unit that is repeated behind it."""

    start: str
    unit: str

    def of_size(self, size: int) -> str:
        """Return the text with *size* characters, and an end that matches nothing."""
        return (self.start + self.unit * (size // len(self.unit)))[:size] + "\x00"


def parse(pattern: re.Pattern[Any]) -> Any:
    """Return the syntax tree of a pattern."""
    return parser.parse(pattern.pattern, pattern.flags)


def has_long_repetition(pattern: re.Pattern[Any]) -> bool:
    """Return whether a pattern has a repetition that may be long."""
    generator = random.Random(SEED)
    return next(long_repetitions(parse(pattern), "", generator), None) is not None


def hostile_texts(pattern: re.Pattern[Any]) -> list[HostileText]:
    """Return the texts for a pattern, the same ones in each run."""
    generator = random.Random(SEED)
    tree = parse(pattern)
    texts = {HostileText("", unit) for unit in UNITS}
    for _ in range(SAMPLES):
        texts.add(HostileText("", sample_of(tree, generator) or " "))
        for start, body in long_repetitions(tree, "", generator):
            unit = sample_of(body, generator) or " "
            texts |= {HostileText(start, unit), HostileText("", unit)}
            texts |= {HostileText(start, f"{unit} "), HostileText("", start + unit)}
    return sorted(texts)


def long_repetitions(
    tree: Any, start: str, generator: random.Random
) -> Iterator[tuple[str, Any]]:
    """Yield what is repeated in a syntax tree, and a text that leads to it."""
    for kind, value in tree:
        if kind in REPETITIONS and value[1] > LONG:
            yield start, value[2]
        for part in parts_of(kind, value):
            yield from long_repetitions(part, start, generator)
        start += sample_of([(kind, value)], generator)


REPETITIONS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def parts_of(kind: Any, value: Any) -> list[Any]:
    """Return the syntax trees inside a node."""
    if kind in REPETITIONS:
        return [value[2]]
    if kind is sre.SUBPATTERN:
        return [value[3]]
    if kind is sre.BRANCH:
        return list(value[1])
    if kind in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    return [value] if kind is sre.ATOMIC_GROUP else []


def sample_of(tree: Any, generator: random.Random) -> str:
    """Return a text that a syntax tree matches, mostly; assertions are not obeyed."""
    return "".join(
        SAMPLERS[kind](value, generator) for kind, value in tree if kind in SAMPLERS
    )


def sample_of_repetition(value: Any, generator: random.Random) -> str:
    """Return a few repetitions."""
    least, most, body = value
    count = min(most, max(least, generator.randint(0, 2)))
    return "".join(sample_of(body, generator) for _ in range(count))


def sample_of_set(members: Any, generator: random.Random) -> str:
    """Return a character of a set."""
    kind, value = generator.choice(members)
    if members[0][0] is sre.NEGATE:
        return generator.choice(OTHER_CHARACTERS)
    if kind is sre.LITERAL:
        return chr(value)
    if kind is sre.RANGE:
        return chr(generator.randint(*value))
    return OF_CATEGORY.get(value, "a")


SAMPLERS: dict[Any, Callable[[Any, random.Random], str]] = {
    sre.LITERAL: lambda value, _: chr(value),
    sre.NOT_LITERAL: lambda _, generator: generator.choice(OTHER_CHARACTERS),
    sre.ANY: lambda _, generator: generator.choice(OTHER_CHARACTERS),
    sre.IN: sample_of_set,
    sre.SUBPATTERN: lambda value, generator: sample_of(value[3], generator),
    sre.ATOMIC_GROUP: sample_of,
    sre.BRANCH: lambda value, generator: sample_of(
        generator.choice(value[1]), generator
    ),
    **dict.fromkeys(REPETITIONS, sample_of_repetition),
}
