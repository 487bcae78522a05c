# SPDX-License-Identifier: AGPL-3.0-or-later
"""The country that a text is about, near a name.

«وزارة الصحة» is a body of many states. Names of countries, their adjectives and cities
vote: all of the text, those near the name with more weight, and the country of the
newspaper. Without a clear winner the name stays untagged.

A worked example: in «أعلنت وزارة الصحة في الرياض … وزار الوزير القاهرة» the word
الرياض is near and votes 1 + 3 for السعودية, القاهرة votes 1 for مصر. 4 ≥ 2 × 1.
"""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from plugins.entities.lists.clitics import CONJUNCTIONS, segmentations
from plugins.entities.lists.word_keys import WordCache
from plugins.entities.match.tokenised_text import TokenisedText

NEAR = 8  # tokens on either side of a name
NEAR_VOTES = 3  # additional votes of a word that is near
HOME_VOTES = 2  # of the newspaper's country
MARGIN = 2  # times the votes of the second country


class CountryVotes:
    """Finds the country of a text by *words*: the country of each word key."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        self.by_key = WordCache(self._country_of_key)
        # Names of one text are looked up one after the other.
        self.positions = lru_cache(maxsize=1)(self._positions)

    def country_at(self, text: TokenisedText, token: int, home: str) -> str:
        """Return the country that *text* is about at *token*, "" if none wins.

        *home* is the country of the newspaper, "" if it is unknown.
        """
        votes: Counter[str] = Counter()
        if home:
            votes[home] = HOME_VOTES
        for position, country in self.positions(text):
            near = abs(position - token) <= NEAR
            votes[country] += 1 + NEAR_VOTES * near
        return clear_winner(votes)

    def country_of(self, text: TokenisedText) -> str:
        """Return the country that *text* is about on the whole, "" if none wins."""
        return clear_winner(Counter(country for _, country in self.positions(text)))

    def _positions(self, text: TokenisedText) -> list[tuple[int, str]]:
        countries = enumerate(map(self.by_key.__getitem__, text.keys))
        return [(position, country) for position, country in countries if country]

    def _country_of_key(self, key: str) -> str:
        if key.startswith(CONJUNCTIONS) and key in self.words and key[1:] in self.words:
            return ""  # «وجدة» is a town, or «and Jeddah»
        for _, stem in segmentations(key, self.words):
            return self.words[stem]
        return ""


def clear_winner(votes: Counter[str]) -> str:
    """Return the key with ``MARGIN`` times as many votes as any other, else ""."""
    ranked = votes.most_common(2)
    if not ranked:
        return ""
    if len(ranked) > 1 and ranked[0][1] < MARGIN * ranked[1][1]:
        return ""
    return ranked[0][0]
