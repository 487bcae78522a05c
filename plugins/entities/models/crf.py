# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shipped recogniser: a linear-chain CRF with gazetteer and word-list features."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import pycrfsuite

from plugins.entities.lists.clitics import raw_length
from plugins.entities.lists.gazetteer import (
    load_gazetteer,
    phrases_without_names,
    word_lists,
)
from plugins.entities.lists.lexicon import strip_proclitic
from plugins.entities.match.finder import Finder
from plugins.entities.match.tokenised_text import TokenisedText, tokenise
from plugins.entities.models.features import FeatureExtractor
from plugins.entities.models.recogniser import Span
from storage.code_digest import ROOT
from storage.computed_file import read_computed, write_computed

WEIGHTS = Path(__file__).parent / "names.crf"
FEATURES = ROOT / ".cache" / "features"
OUTSIDE, PERSON, INSIDE_PERSON = "O", "B-person", "I-person"
CONTINUES = 0.3  # probability with which one more word belongs to a person's name


def gazetteer_finder() -> Finder:
    """Return the finder whose mentions are features of the model.

    Without the editors' file, which differs from archive to archive.
    """
    return Finder(load_gazetteer(), phrases_without_names(), word_lists())


class CrfRecogniser:
    """Recognises names by the weights in *path*, which are loaded at the first call.

    *collocations_path* is the table that training/learn.py wrote beside the weights.
    """

    def __init__(self, path: Path, collocations_path: Path | None = None) -> None:
        self.path = path
        self.collocations_path = collocations_path

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the weights and the table of collocations."""
        digest = hashlib.sha256()
        for path in filter(None, [self.path, self.collocations_path]):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    @cached_property
    def finder(self) -> Finder:
        """The finder of gazetteer mentions."""
        return gazetteer_finder()

    @cached_property
    def tagger(self) -> pycrfsuite.Tagger:
        """The model of python-crfsuite."""
        tagger = pycrfsuite.Tagger()
        tagger.open(str(self.path))
        return tagger

    @cached_property
    def extractor(self) -> FeatureExtractor:
        """The extractor of the features that have a weight."""
        collocations = {}
        if self.collocations_path:
            collocations = json.loads(
                self.collocations_path.read_text(encoding="utf-8")
            )
        return FeatureExtractor(weighted=self.weighted, collocations=collocations)

    @cached_property
    def weighted(self) -> list[str]:
        """The features that have a weight.

        They are stored: python-crfsuite prints the whole model and parses that.
        """
        stored = read_computed(FEATURES, self.fingerprint)
        if stored is not None:
            return list(json.loads(stored))
        weighted = list(self.tagger.info().attributes)
        write_computed(FEATURES, self.fingerprint, json.dumps(weighted).encode())
        return weighted

    def __call__(self, text: str) -> list[Span]:
        """Return the names in *text*."""
        tokenised = tokenise(text)
        mentions = self.finder.find_mentions(tokenised)
        spans: list[Span] = []
        for sentence in self.extractor.extract(tokenised, mentions):
            tags = self.tagger.tag(sentence.features)
            for first, recognised_last in bio_spans(tags):
                last = self._end_of_person(tags, first, recognised_last)
                confidence = self._confidence(tags, first, recognised_last)
                start, end = name_offsets(
                    tokenised, sentence.first + first, sentence.first + last
                )
                entity_type = tags[first].removeprefix("B-")
                spans.append(
                    Span(start=start, end=end, type=entity_type, confidence=confidence)
                )
        return spans

    def _confidence(self, tags: Sequence[str], first: int, last: int) -> float:
        """Return the least probability of a token's tag, and of the end of the name.

        «نادي ساقية» may be certain as the first words of «نادي ساقية الزيت».
        """
        least: float = min(
            self.tagger.marginal(tags[token], token) for token in range(first, last + 1)
        )
        if last + 1 == len(tags):
            return least
        inside = tags[first].replace("B-", "I-")
        goes_on: float = self.tagger.marginal(inside, last + 1)
        return min(least, 1 - goes_on)

    def _end_of_person(self, tags: Sequence[str], first: int, last: int) -> int:
        """Return where a person's name ends: after an unknown word if it is likely one.

        The model often ends a foreign name before a last name that it never saw.
        """
        following = last + 1
        if tags[first] != PERSON or following >= len(tags):
            return last
        if tags[following] != OUTSIDE:
            return last
        likely = self.tagger.marginal(INSIDE_PERSON, following) >= CONTINUES
        return following if likely else last


def name_offsets(text: TokenisedText, first: int, last: int) -> tuple[int, int]:
    """Return the character offsets of tokens *first* to *last*, without a proclitic."""
    letters, _ = strip_proclitic(text.keys[first])
    start = text.starts[first] + raw_length(text.tokens[first], letters)
    return start, text.spans[last][1]


def bio_spans(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last token of each name in B-I-O *tags*."""
    first = None
    for token, tag in enumerate([*tags, OUTSIDE]):
        if first is not None and not tag.startswith("I-"):
            yield first, token - 1
            first = None
        if tag.startswith("B-"):
            first = token


recogniser = CrfRecogniser(WEIGHTS)
