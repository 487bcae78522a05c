# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the model sees of a word: its letters, the lists it stands in, the gazetteer's opinion, and its neighbours.

Nothing here is counted in a corpus, and no feature joins two words: such weights would quote the texts they are of.
"""

import hashlib
import re
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import pairwise
from types import MappingProxyType

from plugins.entities.lists.known_entity import Remembered
from plugins.entities.lists.lexicon import lexicon, part
from plugins.entities.match.finder import Mention
from plugins.entities.match.text import Text

BORDER = re.compile(r"\n|[.؟?!](?=\s|$)")
SIGN = re.compile(r"[^\s\u200e\u200f]")
SHAPES = (
    ("digit", re.compile(r"\d+")),
    ("latin", re.compile(r"[a-z]+")),
    ("mixed", re.compile(r".*[a-z\d].*")),
)
NISBA = re.compile(r"(?:ال)?\w{3,}(?:ي|يه|يين|يون|يات)")
LONGEST_SHOWN = 8  # letters

# Which neighbours' properties a word is told: offsets in words.
REACH = 3
OFFSETS = range(-REACH, REACH + 1)
SHOWN: Mapping[str, Sequence[int]] = {
    "word": range(-2, 3),
    "stem": range(-1, 2),
    "head2": (0,),
    "head3": (0,),
    "tail1": (0,),
    "tail2": range(-1, 2),
    "tail3": (0,),
    "length": (0,),
    "shape": range(-1, 2),
    "clitic": range(-1, 2),
    "article": range(-1, 2),
    "nisba": range(-2, 3),
    "title": range(-3, 2),
    "verb": range(-2, 3),
    "org-head": range(-3, 1),
    "place-head": range(-2, 1),
    "event-head": range(-3, 1),
    "function": range(-2, 3),
    "link": range(-1, 2),
    "given": range(-1, 3),
    "family": range(-1, 3),
    "nation": range(-2, 3),
    "often": range(-1, 2),
    "follows": range(-1, 2),
    "precedes": range(-1, 2),
}
# How the features of a property open, "" where it is not told.
OPENINGS = {
    name: tuple(f"{name}{offset:+}=" if offset in shown else "" for offset in OFFSETS)
    for name, shown in SHOWN.items()
}
# The first list that holds a word is its kind, which is joined with its neighbours' kinds.
KINDS = (
    "function",
    "link",
    "given",
    "family",
    "title",
    "org-head",
    "event-head",
    "place-head",
    "nation",
    "verb",
)


@cache
def kinds() -> Mapping[str, tuple[str, ...]]:
    """Return for each word of these lists the lists that hold it, in this order."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in KINDS:
        found |= {word: (*found.get(word, ()), kind) for word in lexicon()[kind]}
    return found


Company = Mapping[
    str, Mapping[str, str]
]  # what an archive tells of a word without glued letters: see learn.py
CACHED_VALUES = 50_000
Features = tuple[
    bytes, ...
]  # as codes, which python-crfsuite takes without encoding them anew
NOTHING: Features = ()
Told = tuple[Features, ...]  # by the places of OFFSETS
Three = tuple[str, str, str]  # of the word before, the word itself, the word after


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a text from *first* to before *last*, and for each the features that the model reads."""

    first: int
    last: int
    items: list[Features]


@dataclass(frozen=True, slots=True)
class Seen:
    """One word: its kind, and what it says to whom it stands at each of OFFSETS from."""

    said: Told
    kind: str


class Sight:
    """How a model sees words: by the *heeded* features alone, for most have no weight in it; in training by all."""

    def __init__(
        self,
        heeded: Iterable[str] | None = None,
        company: Company = MappingProxyType({}),
    ) -> None:
        # One object for each feature, or a hundred thousand words would each hold copies of their own.
        self.heeded = (
            None
            if heeded is None
            else {one: (one,) for one in (feature.encode() for feature in heeded)}
        )
        self.company = company
        self.see: Callable[[str], Seen] = Remembered(self._see).__getitem__
        self.tell: Callable[[str, str], Told] = lru_cache(maxsize=CACHED_VALUES)(
            self._tell
        )
        self.marks: Callable[[Three], Features] = lru_cache(maxsize=CACHED_VALUES)(
            partial(self._between, "gazetteer")
        )
        self.kinds: Callable[[Three], Features] = lru_cache(maxsize=CACHED_VALUES)(
            partial(self._between, "kind")
        )
        self.signs: Callable[[tuple[str, str]], Features] = lru_cache(
            maxsize=CACHED_VALUES
        )(self._beside)
        self.edge = Seen(
            tuple(self._heed(f"word{offset:+}=") for offset in OFFSETS), ""
        )

    def sentences(self, text: Text, mentions: Iterable[Mention]) -> Iterator[Sentence]:
        """Yield the sentences of *text* in the model's terms; *mentions* are the gazetteer's."""
        seen = list(map(self.see, text.keys))
        marks = _marks(text, mentions)
        signs = list(map(self.signs, pairwise(map(_sign, text.gaps))))
        ends = list(map(_ends_sentence, text.gaps))
        borders = [
            0,
            *(at for at in range(1, len(text.words)) if ends[at]),
            len(text.words),
        ]
        for first, last in pairwise(borders):
            yield Sentence(
                first,
                last,
                self._items(seen[first:last], marks[first:last], signs[first:last]),
            )

    def _items(
        self, seen: Sequence[Seen], marks: Sequence[str], signs: Sequence[Features]
    ) -> list[Features]:
        edges = [self.edge] * REACH
        line = [*edges, *seen, *edges]
        places = zip(*(one.said for one in line), strict=True)
        words = [told[place : place + len(seen)] for place, told in enumerate(places)]
        opinions = map(self.marks, _threes(["", *marks, ""]))
        kinds = map(
            self.kinds,
            _threes([one.kind for one in line[REACH - 1 : len(line) - REACH + 1]]),
        )
        return [
            sum(told, start=NOTHING)
            for told in zip(*words, opinions, kinds, signs, strict=True)
        ]

    def _see(self, key: str) -> Seen:
        properties = dict(_properties(key))
        properties |= self.company.get(properties["stem"], {})
        kind = next((kind for kind in KINDS if kind in properties), properties["shape"])
        told = [self.tell(name, value) for name, value in properties.items()]
        return Seen(
            tuple(sum(features, start=NOTHING) for features in zip(*told, strict=True)),
            kind,
        )

    def _tell(self, name: str, value: str) -> Told:
        """Return the features of one property, by the offset from which it is seen."""
        return tuple(
            self._heed(f"{opening}{value}") if opening else ()
            for opening in OPENINGS[name]
        )

    def _between(self, name: str, three: Three) -> Features:
        before, here, after = three
        joined = {
            "": here,
            "-": f"{before}|{here}",
            "+": f"{here}|{after}",
            "±": f"{before}|{here}|{after}",
        }
        return sum(
            (self._heed(f"{name}{sign}={values}") for sign, values in joined.items()),
            start=NOTHING,
        )

    def _beside(self, signs: tuple[str, str]) -> Features:
        before, after = signs
        return self._heed(f"sign-1={before}") + self._heed(f"sign+1={after}")

    def _heed(self, feature: str) -> Features:
        """Return the code of *feature*, nothing if the model has no weight for it."""
        coded = code(feature)
        return (coded,) if self.heeded is None else self.heeded.get(coded, ())


def code(feature: str) -> bytes:
    """Return eight letters for a feature: no word of a text stands in the weights, and short names are read faster."""
    return b2a_base64(hashlib.sha256(feature.encode()).digest()[:6], newline=False)


def _threes(values: Sequence[str]) -> Iterator[Three]:
    return zip(values, values[1:], values[2:], strict=False)


def _marks(text: Text, mentions: Iterable[Mention]) -> list[str]:
    """Return the gazetteer's opinion of each word: B-place, I-place … or O."""
    marks = ["O"] * len(text.words)
    for mention in mentions:
        first, *rest = text.covered(mention.start, mention.end)
        marks[first] = f"B-{mention.record.type}"
        for at in rest:
            marks[at] = f"I-{mention.record.type}"
    return marks


@lru_cache(maxsize=CACHED_VALUES)
def _ends_sentence(gap: str) -> bool:
    return BORDER.search(gap) is not None


@lru_cache(maxsize=CACHED_VALUES)
def _sign(gap: str) -> str:
    """Return the sign nearest to the word after the gap, "" for bare space."""
    return "".join(SIGN.findall(gap))[-1:]


def _properties(key: str) -> Iterator[tuple[str, str]]:
    _, stem = part(key)
    yield from (("word", key), ("stem", stem))
    yield from (("head2", stem[:2]), ("head3", stem[:3]))
    yield from (("tail1", key[-1:]), ("tail2", key[-2:]), ("tail3", key[-3:]))
    yield "length", str(min(len(key), LONGEST_SHOWN))
    yield (
        "shape",
        next((shape for shape, pattern in SHAPES if pattern.fullmatch(key)), "letters"),
    )
    if stem != key:
        yield "clitic", key[: len(key) - len(stem)]
    if stem.startswith("ال"):
        yield "article", "y"
    if NISBA.fullmatch(stem):
        yield "nisba", "y"
    yield from ((kind, "y") for kind in kinds().get(stem, ()))
