# SPDX-License-Identifier: AGPL-3.0-or-later
"""The recogniser that comes with the project: a linear-chain CRF over the gazetteer and hand-written lists."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import pycrfsuite

from plugins.entities.lists import gazetteer
from plugins.entities.lists.clitics import raw_length
from plugins.entities.lists.lexicon import part
from plugins.entities.match.finder import Finder
from plugins.entities.match.text import Text, cut
from plugins.entities.models.features import Sentence, Sight
from plugins.entities.models.spans import Span

WEIGHTS = Path(__file__).parent / "names.crf"
OUTSIDE = "O"


def gazetteer_finder() -> Finder:
    """Return the search whose opinion the model hears: without the editors, whose file differs in each archive."""
    return Finder(gazetteer.load(), gazetteer.not_names(), gazetteer.word_lists())


class Recogniser:
    """Finds names by the weights in a file, and what learn.py made beside it; they are read when it is first asked."""

    def __init__(self, path: Path, company_path: Path | None = None) -> None:
        self.path = path
        self.company_path = company_path

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of what the answers depend on besides code and lists: weights, what was learned of words."""
        files = [self.path, *filter(None, [self.company_path])]
        return hashlib.sha256(
            b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)
        ).hexdigest()

    @cached_property
    def finder(self) -> Finder:
        return gazetteer_finder()

    @cached_property
    def tagger(self) -> pycrfsuite.Tagger:
        tagger = pycrfsuite.Tagger()
        tagger.open(str(self.path))
        return tagger

    @cached_property
    def sight(self) -> Sight:
        company = (
            json.loads(self.company_path.read_text(encoding="utf-8"))
            if self.company_path
            else {}
        )
        return Sight(heeded=self.tagger.info().attributes, company=company)

    def __call__(self, text: str) -> list[Span]:
        words = cut(text)
        return [
            self._span(
                words, sentence.first + first, sentence.first + last, kind, confidence
            )
            for sentence in self.sight.sentences(words, self.finder.find_in(words))
            for first, last, kind, confidence in self._names(sentence)
        ]

    def _names(self, sentence: Sentence) -> Iterator[tuple[int, int, str, float]]:
        """Yield first and last word, type and confidence: the marginal of its least certain word."""
        tags = self.tagger.tag(sentence.items)
        for first, last in stretches(tags):
            sure = min(
                self.tagger.marginal(tags[at], at) for at in range(first, last + 1)
            )
            yield first, last, tags[first][2:], sure

    @staticmethod
    def _span(text: Text, first: int, last: int, kind: str, confidence: float) -> Span:
        letters, _ = part(text.keys[first])
        start = text.starts[first] + raw_length(text.words[first], letters)
        return Span(
            start=start, end=text.spans[last][1], type=kind, confidence=confidence
        )


def stretches(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last word of each name in B-I-O *tags*."""
    first = None
    for at, tag in enumerate([*tags, OUTSIDE]):
        if first is not None and not tag.startswith("I-"):
            yield first, at - 1
            first = None
        if tag.startswith("B-"):
            first = at


recogniser = Recogniser(WEIGHTS)
