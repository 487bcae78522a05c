# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the model sees of a word: its letters, the lists it stands in, the gazetteer's opinion, and its neighbours.

Nothing here is counted in a corpus, and no feature joins two words: such weights would quote the texts they are of.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from types import MappingProxyType

from .find import Mention, Text
from .lexicon import lexicon, part
from .record import CACHED_WORDS, word_key

BORDER = re.compile(r"\n|[.؟?!](?=\s|$)")
SIGN = re.compile(r"[^\s\u200e\u200f]")
SHAPES = (("digit", re.compile(r"\d+")), ("latin", re.compile(r"[a-z]+")), ("mixed", re.compile(r".*[a-z\d].*")))
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
# The first list that holds a word is its kind, which is joined with its neighbours' kinds.
KINDS = ("function", "link", "given", "family", "title", "org-head", "event-head", "place-head", "nation", "verb")

Company = Mapping[str, Mapping[str, str]]  # what an archive tells of a word without glued letters: see learn.py
Item = list[str]
Three = tuple[str, str, str]  # of the word before, the word itself, the word after


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a text from *first* to before *last*, and for each the features that the model reads."""

    first: int
    last: int
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Seen:
    """One word: its kind, and what it says to whom it stands at each of OFFSETS from."""

    said: tuple[tuple[str, ...], ...]
    kind: str


class Sight:
    """How a model sees words: by the *heeded* features alone, for most have no weight in it; in training by all."""

    def __init__(self, heeded: Container[str] | None = None, company: Company = MappingProxyType({})) -> None:
        self.heeded = heeded
        self.company = company
        self.see: Callable[[str], Seen] = lru_cache(maxsize=CACHED_WORDS)(self._see)
        self.between: Callable[[str, Three], tuple[str, ...]] = lru_cache(maxsize=CACHED_WORDS)(self._between)
        self.beside: Callable[[str, str], tuple[str, ...]] = lru_cache(maxsize=CACHED_WORDS)(self._beside)
        self.edge = Seen(tuple(self._heed([f"word{offset:+}="]) for offset in OFFSETS), "")

    def sentences(self, text: Text, mentions: Iterable[Mention]) -> Iterator[Sentence]:
        """Yield the sentences of *text* in the model's terms; *mentions* are the gazetteer's."""
        gaps = list(_gaps(text))
        marks = _marks(text, mentions)
        borders = [0, *(at for at in range(1, len(text.words)) if BORDER.search(gaps[at])), len(text.words)]
        for first, last in pairwise(borders):
            yield Sentence(first, last, self._items(text.words[first:last], gaps[first : last + 1], marks[first:last]))

    def _items(self, words: Sequence[str], gaps: Sequence[str], marks: Sequence[str]) -> list[Item]:
        edges = [self.edge] * REACH
        line = [*edges, *map(self.see, words), *edges]
        kinds = _threes([seen.kind for seen in line[REACH - 1 : len(line) - REACH + 1]])
        opinions = _threes(["", *marks, ""])
        signs = pairwise(map(_sign, gaps))
        return [
            [
                *chain.from_iterable(seen.said[place] for place, seen in enumerate(line[at : at + len(OFFSETS)])),
                *self.between("gazetteer", opinion),
                *self.between("kind", kind),
                *self.beside(before, after),
            ]
            for at, (opinion, kind, (before, after)) in enumerate(zip(opinions, kinds, signs, strict=True))
        ]

    def _see(self, word: str) -> Seen:
        properties = dict(_properties(word_key(word)))
        properties |= self.company.get(properties["stem"], {})
        kind = next((kind for kind in KINDS if kind in properties), properties["shape"])
        return Seen(tuple(self._heed(_said(properties, offset)) for offset in OFFSETS), kind)

    def _between(self, name: str, three: Three) -> tuple[str, ...]:
        before, here, after = three
        joined = {"": here, "-": f"{before}|{here}", "+": f"{here}|{after}", "±": f"{before}|{here}|{after}"}
        return self._heed(f"{name}{sign}={values}" for sign, values in joined.items())

    def _beside(self, before: str, after: str) -> tuple[str, ...]:
        return self._heed((f"sign-1={before}", f"sign+1={after}"))

    def _heed(self, features: Iterable[str]) -> tuple[str, ...]:
        codes = map(code, features)
        return tuple(codes) if self.heeded is None else tuple(code for code in codes if code in self.heeded)


def code(feature: str) -> str:
    """Return eight letters for a feature: no word of a text stands in the weights, and short names are read faster."""
    return base64.b64encode(hashlib.sha256(feature.encode()).digest()[:6]).decode("ascii")


def _threes(values: Sequence[str]) -> Iterator[Three]:
    return zip(values, values[1:], values[2:], strict=False)


def _gaps(text: Text) -> Iterator[str]:
    ends = (0, *(end for _, end in text.spans))
    starts = (*text.starts, len(text.text))
    return (text.text[end:start] for end, start in zip(ends, starts, strict=True))


def _marks(text: Text, mentions: Iterable[Mention]) -> list[str]:
    """Return the gazetteer's opinion of each word: B-place, I-place … or O."""
    marks = ["O"] * len(text.words)
    for mention in mentions:
        first, *rest = text.covered(mention.start, mention.end)
        marks[first] = f"B-{mention.record.type}"
        for at in rest:
            marks[at] = f"I-{mention.record.type}"
    return marks


@lru_cache(maxsize=1000)
def _sign(gap: str) -> str:
    """Return the sign nearest to the word after the gap, "" for bare space."""
    return "".join(SIGN.findall(gap))[-1:]


def _said(properties: Mapping[str, str], offset: int) -> Iterator[str]:
    return (f"{name}{offset:+}={value}" for name, value in properties.items() if offset in SHOWN[name])


def _properties(key: str) -> Iterator[tuple[str, str]]:
    _, stem = part(key)
    yield from (("word", key), ("stem", stem))
    yield from (("head2", stem[:2]), ("head3", stem[:3]))
    yield from (("tail1", key[-1:]), ("tail2", key[-2:]), ("tail3", key[-3:]))
    yield "length", str(min(len(key), LONGEST_SHOWN))
    yield "shape", next((shape for shape, pattern in SHAPES if pattern.fullmatch(key)), "letters")
    if stem != key:
        yield "clitic", key[: len(key) - len(stem)]
    if stem.startswith("ال"):
        yield "article", "y"
    if NISBA.fullmatch(stem):
        yield "nisba", "y"
    yield from ((kind, "y") for kind in KINDS if stem in lexicon()[kind])
