# SPDX-License-Identifier: AGPL-3.0-or-later
"""The features from which the CRF predicts the tag of each token.

Features of a token: its letters, the word lists that contain it, the tag that the
gazetteer gives it, and some features of its neighbours. No feature counts a corpus and
none joins two words: weights of such features would quote the texts trained on.

The names of features are hashed into the shipped weights. Renaming one, even by a
letter, requires training again.

A worked example: in «قال رامي الحوراني» the first token has the properties word=قال,
stem=قال, head2=قا, tail1=ل, length=3, shape=letters, verb=y and others. ``VISIBLE_AT``
lists from where each is visible: "verb" from two tokens before to two tokens after. So
«رامي» gets the feature "verb-1=y", «الحوراني» gets "verb-2=y" and «قال» itself
"verb+0=y". Because the properties of a word do not depend on the text, ``WordFeatures``
caches its contributions at every offset; extraction for a sentence only concatenates
tuples.
"""

import hashlib
import re
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from plugins.entities.lists.lexicon import lexicon, strip_proclitic
from plugins.entities.lists.word_keys import WordCache
from plugins.entities.match.finder import Mention
from plugins.entities.match.tokenised_text import TokenisedText

SENTENCE_END = re.compile(r"\n|[.؟?!](?=\s|$)")
PUNCTUATION = re.compile(r"[^\s\u200e\u200f]")
SHAPES = (
    ("digit", re.compile(r"\d+")),
    ("latin", re.compile(r"[a-z]+")),
    ("mixed", re.compile(r".*[a-z\d].*")),
)
NISBA = re.compile(r"(?:ال)?\w{3,}(?:ي|يه|يين|يون|يات)")  # adjective of a place
LONGEST_SHOWN = 8  # letters

WINDOW = 3  # tokens on either side whose properties a token gets as features
OFFSETS = range(-WINDOW, WINDOW + 1)
VISIBLE_AT: Mapping[str, Sequence[int]] = {  # offsets at which a token gets a property
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
    "club": range(-2, 3),
    "often": range(-1, 2),
    "follows": range(-1, 2),
    "precedes": range(-1, 2),
}
# The prefixes of a property's features by offset: "word-1=", or "" where not visible.
PREFIXES = {
    name: tuple(f"{name}{offset:+}=" if offset in visible else "" for offset in OFFSETS)
    for name, visible in VISIBLE_AT.items()
}
# A word in several lists has the class that comes first here.
WORD_CLASSES = (
    "function",
    "link",
    "given",
    "family",
    "title",
    "org-head",
    "event-head",
    "place-head",
    "nation",
    "club",
    "verb",
)


@cache
def classes_by_word() -> Mapping[str, tuple[str, ...]]:
    """Return the classes of each word of the lexicon, in the order of WORD_CLASSES."""
    classes: dict[str, tuple[str, ...]] = {}
    for word_class in WORD_CLASSES:
        for word in lexicon()[word_class]:
            classes[word] = (*classes.get(word, ()), word_class)
    return classes


# Properties of stems that were counted in one archive: see training/learn.py.
Collocations = Mapping[str, Mapping[str, str]]
NO_COLLOCATIONS: Collocations = MappingProxyType({})
CACHED_VALUES = 50_000
Features = tuple[bytes, ...]  # hashed: python-crfsuite would encode strings again
NO_FEATURES: Features = ()
FeaturesByOffset = tuple[Features, ...]  # one for each of OFFSETS
Trigram = tuple[str, str, str]  # labels of the token before, the token, the token after
# Of the gaps before and after the token, and of those before and after these.
FourMarks = tuple[str, str, str, str]
FiveClasses = tuple[str, str, str, str, str]  # of the token and two on either side


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens *first* to before *last* of a text, with the features of each."""

    first: int
    last: int
    features: list[Features]


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """What a word contributes to the token at each offset from it, and its class."""

    by_offset: FeaturesByOffset
    word_class: str


class FeatureExtractor:
    """Extracts the features of each token, sentence by sentence.

    *weighted* are the features that have a weight in the model: others are dropped,
    which are most. In training, with ``None``, all are kept.
    """

    def __init__(
        self,
        weighted: Iterable[str] | None = None,
        collocations: Collocations = NO_COLLOCATIONS,
    ) -> None:
        self.collocations = collocations
        # One tuple for each feature, shared by all cached words that contribute it.
        self.weighted: Mapping[bytes, Features] | None = None
        if weighted is not None:
            encoded = (feature.encode() for feature in weighted)
            self.weighted = {feature: (feature,) for feature in encoded}
        cached = lru_cache(maxsize=CACHED_VALUES)
        self.word_features: Callable[[str], WordFeatures] = WordCache(
            self._word_features
        ).__getitem__
        self.property_features: Callable[[str, str], FeaturesByOffset] = cached(
            self._property_features
        )
        self.gazetteer_features: Callable[[Trigram], Features] = cached(
            partial(self._trigram_features, "gazetteer")
        )
        self.class_features: Callable[[FiveClasses], Features] = cached(
            self._class_features
        )
        self.punctuation_features: Callable[[FourMarks], Features] = cached(
            self._punctuation_features
        )
        self.padding = WordFeatures(
            tuple(self._encode(f"word{offset:+}=") for offset in OFFSETS), ""
        )

    def extract(
        self, text: TokenisedText, mentions: Iterable[Mention]
    ) -> Iterator[Sentence]:
        """Yield the sentences of *text*; *mentions* are those of the gazetteer."""
        words = list(map(self.word_features, text.keys))
        tags = gazetteer_tags(text, mentions)
        marks = ["", *map(nearest_punctuation, text.gaps), ""]
        punctuation = list(map(self.punctuation_features, windows(marks, 4)))
        for first, last in pairwise(sentence_borders(text)):
            tokens = slice(first, last)
            features = self._combine(words[tokens], tags[tokens], punctuation[tokens])
            yield Sentence(first, last, features)

    def _combine(
        self,
        words: Sequence[WordFeatures],
        tags: Sequence[str],
        punctuation: Sequence[Features],
    ) -> list[Features]:
        """Return the features of each token of one sentence."""
        padded = [*[self.padding] * WINDOW, *words, *[self.padding] * WINDOW]
        by_offset = zip(*(word.by_offset for word in padded), strict=True)
        # A word contributes its features for offset -3 to the third token after it.
        contributed = [
            column[place : place + len(words)] for place, column in enumerate(by_offset)
        ]
        gazetteer = map(self.gazetteer_features, windows(["", *tags, ""], 3))
        classes = ["", "", *(word.word_class for word in words), "", ""]
        kinds = map(self.class_features, windows(classes, 5))
        return [
            sum(groups, start=NO_FEATURES)
            for groups in zip(*contributed, gazetteer, kinds, punctuation, strict=True)
        ]

    def _word_features(self, key: str) -> WordFeatures:
        properties = word_properties(key)
        properties |= self.collocations.get(properties["stem"], {})
        listed = (name for name in WORD_CLASSES if name in properties)
        word_class = next(listed, properties["shape"])
        by_property = [
            self.property_features(name, label) for name, label in properties.items()
        ]
        by_offset = zip(*by_property, strict=True)
        return WordFeatures(
            tuple(sum(features, start=NO_FEATURES) for features in by_offset),
            word_class,
        )

    def _property_features(self, name: str, label: str) -> FeaturesByOffset:
        """Return the features of a property by offset, none where it is not visible."""
        return tuple(
            self._encode(f"{prefix}{label}") if prefix else NO_FEATURES
            for prefix in PREFIXES[name]
        )

    def _trigram_features(self, name: str, trigram: Trigram) -> Features:
        before, here, after = trigram
        return (
            *self._encode(f"{name}={here}"),
            *self._encode(f"{name}-={before}|{here}"),
            *self._encode(f"{name}+={here}|{after}"),
            *self._encode(f"{name}±={before}|{here}|{after}"),
        )

    def _class_features(self, classes: FiveClasses) -> Features:
        second_before, before, here, after, second_after = classes
        return (
            *self._trigram_features("kind", (before, here, after)),
            *self._encode(f"kind-2={second_before}|{before}"),
            *self._encode(f"kind+2={after}|{second_after}"),
        )

    def _punctuation_features(self, marks: FourMarks) -> Features:
        second_before, before, after, second_after = marks
        return (
            *self._encode(f"sign-1={before}"),
            *self._encode(f"sign+1={after}"),
            *self._encode(f"sign-2={second_before}"),
            *self._encode(f"sign+2={second_after}"),
        )

    def _encode(self, feature: str) -> Features:
        """Return the hash of *feature*, nothing if the model has no weight for it."""
        hashed = hash_feature(feature)
        if self.weighted is None:
            return (hashed,)
        return self.weighted.get(hashed, NO_FEATURES)


def hash_feature(feature: str) -> bytes:
    """Return eight characters for a feature.

    The weights therefore contain no word of a text, and short names load faster.
    """
    return b2a_base64(hashlib.sha256(feature.encode()).digest()[:6], newline=False)


def windows(labels: Sequence[str], width: int) -> Iterator[tuple[Any, ...]]:
    """Yield every *width* consecutive labels."""
    return zip(*(labels[start:] for start in range(width)), strict=False)


def gazetteer_tags(text: TokenisedText, mentions: Iterable[Mention]) -> list[str]:
    """Return the tag of each token by the gazetteer: B-place, I-place … or O."""
    tags = ["O"] * len(text.tokens)
    for mention in mentions:
        first, *others = text.tokens_within(mention.start, mention.end)
        tags[first] = f"B-{mention.entity.type}"
        for token in others:
            tags[token] = f"I-{mention.entity.type}"
    return tags


def sentence_borders(text: TokenisedText) -> list[int]:
    """Return the numbers of the first tokens of sentences, and the token count."""
    starts = [
        token for token in range(1, len(text.tokens)) if ends_sentence(text.gaps[token])
    ]
    return [0, *starts, len(text.tokens)]


@lru_cache(maxsize=CACHED_VALUES)
def ends_sentence(gap: str) -> bool:
    """Return whether a sentence ends in *gap*."""
    return SENTENCE_END.search(gap) is not None


@lru_cache(maxsize=CACHED_VALUES)
def nearest_punctuation(gap: str) -> str:
    """Return the punctuation mark nearest to the token after the gap, "" if none."""
    return "".join(PUNCTUATION.findall(gap))[-1:]


def word_properties(key: str) -> dict[str, str]:
    """Return names and values of the properties of a word key.

    Their order is that of the features in the model.
    """
    _, stem = strip_proclitic(key)
    properties = {
        "word": key,
        "stem": stem,
        "head2": stem[:2],
        "head3": stem[:3],
        "tail1": key[-1:],
        "tail2": key[-2:],
        "tail3": key[-3:],
        "length": str(min(len(key), LONGEST_SHOWN)),
        "shape": word_shape(key),
    }
    if stem != key:
        proclitic = len(key) - len(stem)
        properties["clitic"] = key[:proclitic]
    if stem.startswith("ال"):
        properties["article"] = "y"
    if NISBA.fullmatch(stem):
        properties["nisba"] = "y"
    for word_class in classes_by_word().get(stem, ()):
        properties[word_class] = "y"
    return properties


def word_shape(key: str) -> str:
    """Return which characters a word key has: digits, Latin letters, both, others."""
    for shape, pattern in SHAPES:
        if pattern.fullmatch(key):
            return shape
    return "letters"
