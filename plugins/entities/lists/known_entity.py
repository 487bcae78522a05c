# SPDX-License-Identifier: AGPL-3.0-or-later
"""A name that the archive knows, and how its aliases are written down."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeVar

from arabic.spelling import MARKS, name_key
from storage.ids import short_id

TYPES = ("person", "place", "org", "event")
ID_LENGTH = 8
CACHED_WORDS = 100_000
CACHED_NAMES = 50_000
# \w knows neither marks nor tatweel's neighbours: a word is letters, then marks and letters in turn.
WORD = re.compile(rf"[^\W_]+(?:(?:{MARKS.pattern})+[^\W_]*)*")

Key = tuple[str, ...]  # the comparison keys of a name's words
Origin = Literal["editor", "gazetteer", "minted"]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One person, place, body or event with every spelling that stands for it.

    *cues* are words of which an article must hold one before a homograph is believed.
    An alias in guillemets («الرياض») counts only where the text quotes it; one after an equals sign (=جدة)
    only in exactly these letters.
    """

    id: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    origin: Origin = "gazetteer"
    wikidata: str = ""
    line: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The label and the aliases, each once, in their order."""
        return tuple(dict.fromkeys((self.label, *self.aliases)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One spelling of a record, taken apart for the search."""

    text: str
    words: tuple[str, ...]
    record: Record = field(repr=False)
    exact: bool = False
    quoted: bool = False


def entity_id(kind: str, label: str) -> str:
    """Return the permanent id of a gazetteer entry: opaque, and the same on every machine.

    The label counts as it is written: its marks part عُمان from عمّان."""
    return short_id("entity", f"{kind}\n{label}", ID_LENGTH)


class Remembered(dict[str, Made]):
    """What was made of each word, for most words of an archive have been seen before; emptied when full."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, word: str) -> Made:
        if len(self) >= CACHED_WORDS:
            self.clear()
        made = self[word] = self.make(word)
        return made


word_key = Remembered(name_key).__getitem__


@lru_cache(maxsize=CACHED_NAMES)
def words(text: str) -> Key:
    """Return the comparison keys of the words of *text*."""
    return tuple(word_key(word) for word in WORD.findall(text))


def aliases(record: Record) -> list[Alias]:
    """Return the spellings of *record*, with those that only join or part words added."""
    return [
        Alias(
            text=text,
            words=spaced,
            record=record,
            exact=name.startswith("="),
            quoted=name.startswith("«"),
        )
        for name in record.names
        for text in [name.strip("=«»")]
        for spaced in spacings(words(text))
    ]


JOINED_BEFORE = ("عبد", "ابو", "ابي")  # written «عبد الله» and «عبدالله»
JOINED_AFTER = ("الله", "الدين")
SHORTEST_HEAD = 3  # letters: «عبد الله», but not «من الله»


def spacings(name: Key) -> list[Key]:
    """Return *name* and the same with the words joined that newspapers write both ways."""
    if not any(word.startswith(JOINED_BEFORE) or word in JOINED_AFTER for word in name):
        return [name]
    parted = tuple(part for word in name for part in _part(word))
    return list(dict.fromkeys((name, parted, joined(parted))))


def _part(word: str) -> tuple[str, ...]:
    for head in JOINED_BEFORE[:2]:
        if (
            word.startswith(head)
            and word[len(head) :].startswith("ال")
            and len(word) > len(head) + 3
        ):
            return (head, word[len(head) :])
    return (word,)


def joined(parted: Key) -> Key:
    """Return a name with «عبد الله» and its like as one word."""
    whole: list[str] = []
    for word in parted:
        if whole and (
            whole[-1] in JOINED_BEFORE
            or (word in JOINED_AFTER and len(whole[-1]) >= SHORTEST_HEAD)
        ):
            whole[-1] += word
        else:
            whole.append(word)
    return tuple(whole)
