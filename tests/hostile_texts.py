# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts on which a pattern may take quadratic or exponential time.

Such texts repeat what the pattern consumes without ever completing a match: its own
literals, and beginnings of a match. They are derived from the pattern itself, with
Python's parser of patterns.
"""

import re
import re._constants as sre
import re._parser as sre_parser
from collections.abc import Iterator

PLAIN = (" ", "\n", "a", "ا", "1", "٣", "<", "[", "-", "«", '"', ",", "،", ".", ":", "/", "(", "=", "a ", "ا ", "ا، ", "\n ", "1/")
CATEGORIES = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "ا",
    sre.CATEGORY_NOT_DIGIT: "ا",
    sre.CATEGORY_NOT_SPACE: "ا",
    sre.CATEGORY_NOT_WORD: " ",
}
SIMPLE = frozenset((sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN, sre.CATEGORY))
REPEATS = frozenset((sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT))
MOST_BRANCHES = 6


def hostile_units(pattern: re.Pattern) -> list[str]:
    """Return strings to repeat: beginnings of matches, and their parts."""
    text = pattern.pattern
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    tree = sre_parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    units = list(PLAIN)
    for pieces in sample_matches(tree):
        joined = "".join(pieces)
        units += [joined[:end] for end in {len(joined), len(joined) - 1, len(joined) // 2, 1}]
        units += pieces
        units += ["".join(pieces[start:]) for start in range(1, min(len(pieces), 4))]
    return sorted({unit for unit in units if unit})


def sample_matches(tree) -> Iterator[list[str]]:
    """Yield a few matches, each as the pieces of its elements."""
    for choice in range(MOST_BRANCHES):
        yield [piece for element in tree for piece in sample_element(element, choice)]


def sample_element(element, choice: int) -> list[str]:
    """Return a match of one element; *choice* selects among branches."""
    operator, argument = element
    if operator in SIMPLE:
        return [sample_character(operator, argument, choice)]
    if operator in REPEATS:
        low, high, inner = argument
        count = min(max(low, 1 + choice % 2), 3 if high is sre.MAXREPEAT else high)
        return [piece for _ in range(count) for piece in sample_all(inner, choice)]
    if operator is sre.BRANCH:
        branches = argument[1]
        return sample_all(branches[choice % len(branches)], choice)
    if operator is sre.SUBPATTERN:
        return sample_all(argument[3], choice)
    if operator is sre.ATOMIC_GROUP:
        return sample_all(argument, choice)
    return []


def sample_all(tree, choice: int) -> list[str]:
    """Return a match of a sequence of elements."""
    return [piece for element in tree for piece in sample_element(element, choice)]


def sample_character(operator, argument, choice: int) -> str:
    """Return a character that an element matches."""
    if operator is sre.LITERAL:
        return chr(argument)
    if operator is sre.CATEGORY:
        return CATEGORIES[argument]
    if operator is not sre.IN:
        return "ا" if operator is sre.ANY or argument != ord("ا") else "ب"
    if argument[0][0] is sre.NEGATE:
        return "ا"
    kind, value = argument[choice % len(argument)]
    if kind is sre.RANGE:
        return chr(value[0])
    return chr(value) if kind is sre.LITERAL else CATEGORIES.get(value, " ")
