# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the model sees of a word: its letters, the lists it stands in, the gazetteer's opinion, and its neighbours.

Nothing here is counted in a corpus, and no feature joins two words: such weights would quote the texts they are of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .find import CACHED_WORDS, Mention, Text, word_key
from .lexicon import lexicon, part

BORDER = re.compile(r"\n|[.؟?!](?=\s|$)")
SIGN = re.compile(r"[^\s\u200e\u200f]")
SHAPES = (("digit", re.compile(r"\d+")), ("latin", re.compile(r"[a-z]+")), ("mixed", re.compile(r".*[a-z\d].*")))
NISBA = re.compile(r"(?:ال)?\w{3,}(?:ي|يه|يين|يون|يات)")
LONGEST_SHOWN = 8  # letters

# Which neighbours' properties a word is told: offsets in words.
REACH = 3
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
    "link": range(-1, 2),
    "given": range(-1, 3),
    "family": range(-1, 3),
    "nation": range(-2, 3),
}
# The first list that holds a word is its kind, which is joined with its neighbours' kinds.
KINDS = ("link", "given", "family", "title", "org-head", "event-head", "place-head", "nation", "verb")

Item = list[str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a text from *first* to before *last*, and for each the features that the model reads."""

    first: int
    last: int
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Seen:
    """One word as the model sees it: what it says to a word so many places before it, and its kind."""

    said: Mapping[int, tuple[str, ...]]
    kind: str


def sentences(text: Text, mentions: Iterable[Mention]) -> Iterator[Sentence]:
    """Yield the sentences of *text* in the model's terms; *mentions* are the gazetteer's."""
    gaps = list(_gaps(text))
    marks = _marks(text, mentions)
    borders = [0, *(at for at in range(1, len(text.words)) if BORDER.search(gaps[at])), len(text.words)]
    for first, last in pairwise(borders):
        yield Sentence(first, last, _items(text.words[first:last], gaps[first : last + 1], marks[first:last]))


def _gaps(text: Text) -> Iterator[str]:
    ends = (0, *(end for _, end in text.spans))
    starts = (*(start for start, _ in text.spans), len(text.text))
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


def _items(words: Sequence[str], gaps: Sequence[str], marks: Sequence[str]) -> list[Item]:
    line = [EDGE] * REACH + [see(word) for word in words] + [EDGE] * REACH
    opinions = ["", *marks, ""]
    signs = [_sign(gap) for gap in gaps]
    return [
        [
            *(said for offset in range(-REACH, REACH + 1) for said in line[at + REACH + offset].said[offset]),
            *_between(opinions[at : at + 3], "gazetteer"),
            *_between([line[at + REACH + offset].kind for offset in (-1, 0, 1)], "kind"),
            f"sign-1={signs[at]}",
            f"sign+1={signs[at + 1]}",
        ]
        for at in range(len(words))
    ]


def _between(three: Sequence[str], name: str) -> Item:
    before, here, after = three
    return [f"{name}={here}", f"{name}-={before}|{here}", f"{name}+={here}|{after}", f"{name}±={before}|{here}|{after}"]


@lru_cache(maxsize=1000)
def _sign(gap: str) -> str:
    """Return the sign nearest to the word after the gap, "" for bare space."""
    return "".join(SIGN.findall(gap))[-1:]


@lru_cache(maxsize=CACHED_WORDS)
def see(word: str) -> Seen:
    """Return what *word* tells the words around it."""
    properties = dict(_properties(word_key(word)))
    kind = next((kind for kind in KINDS if kind in properties), properties["shape"])
    return Seen({offset: _said(properties, offset) for offset in range(-REACH, REACH + 1)}, kind)


def _said(properties: Mapping[str, str], offset: int) -> tuple[str, ...]:
    return tuple(f"{name}{offset:+}={value}" for name, value in properties.items() if offset in SHOWN[name])


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


EDGE = Seen(
    {offset: (f"word{offset:+}=",) if offset in SHOWN["word"] else () for offset in range(-REACH, REACH + 1)}, ""
)
