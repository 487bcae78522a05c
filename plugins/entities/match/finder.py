# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds mentions of known entities in a text: longest match over whole tokens."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from plugins.entities.lists.clitics import CONJUNCTIONS, raw_length, segmentations
from plugins.entities.lists.countries import country_words
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.lists.word_keys import NameKey, WordCache, word_keys
from plugins.entities.match.alias import Alias, aliases_of
from plugins.entities.match.country import CountryVotes
from plugins.entities.match.guards import (
    CONTRADICTION,
    count_shared_marks,
    is_false_split,
    is_part_of_longer_name,
    is_plausible_spelling,
    same_letters,
)
from plugins.entities.match.tokenised_text import OPENING_SIGNS, TokenisedText


class Mention(NamedTuple):
    """A mention of a known entity: character offsets, and the text between them."""

    start: int
    end: int
    surface: str
    entity: KnownEntity


WordLists = Mapping[str, frozenset[str]]  # by kind: see data/words.tsv
AliasesByTail = Mapping[NameKey, tuple[Alias, ...]]  # by the words after the first
Ranking = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A token as proclitic and first word of aliases."""

    proclitic: int  # letters
    aliases: AliasesByTail


@dataclass(frozen=True, slots=True)
class FirstToken:
    """What a token may begin: aliases, and how long they are.

    *longest* is the length in tokens of the longest alias with a given second word;
    *alone* is 1 if the token is an alias by itself, else 0.
    """

    segmentations: tuple[Segmentation, ...]
    longest: Mapping[str, int]
    alone: int


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens *first* to *last* that have the keys of *alias*, after a proclitic."""

    first: int
    last: int
    proclitic: int  # letters
    alias: Alias


class Finder:
    """Finds the aliases of *entities*; a surface form in *ignored* is no name.

    *word_lists* are the lists of data/words.tsv by kind.
    """

    def __init__(
        self,
        entities: Iterable[KnownEntity],
        ignored: Iterable[str],
        word_lists: Mapping[str, frozenset[str]],
    ) -> None:
        self.entities = {entity.id: entity for entity in entities}
        self.word_lists = word_lists
        self.ignored = {word_keys(phrase) for phrase in ignored}
        aliases = [
            alias for entity in self.entities.values() for alias in aliases_of(entity)
        ]
        aliases += ignored_aliases(self.ignored)
        self.ambiguous = ambiguous_names(aliases)
        self.national = frozenset(alias.words for alias in aliases if alias.national)
        self.countries = CountryVotes(country_words())
        self.by_first_word = group_by_first_word(aliases)
        self.first_tokens = WordCache(self._first_token)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of everything that decides which mentions are found."""
        digest = hashlib.sha256()
        for entity in self.entities.values():
            digest.update(repr(deciding_fields(entity)).encode())
        digest.update(repr(sorted(self.ignored)).encode())
        for kind, keys in sorted(self.word_lists.items()):
            digest.update(repr((kind, sorted(keys))).encode())
        return digest.hexdigest()

    def unambiguous_entity(self, name: NameKey, entity_type: str) -> KnownEntity | None:
        """Return the only entity of that type with this name; cues are not checked."""
        aliases = self.by_first_word.get(name[0], {}).get(name[1:], ())
        owners = {
            alias.entity.id: alias.entity
            for alias in aliases
            if alias.entity.type == entity_type
            and not alias.quoted
            and not alias.national
        }
        return next(iter(owners.values())) if len(owners) == 1 else None

    def is_name(self, name: NameKey) -> bool:
        """Return whether any entity has this name; cues are not checked."""
        return name[1:] in self.by_first_word.get(name[0], {})

    def find_mentions(self, text: TokenisedText, home: str = "") -> list[Mention]:
        """Return the mentions in *text*, in order and without overlaps.

        *home* is the country of the newspaper, "" if it is unknown.
        """
        mentions: list[Mention] = []
        free = 0  # the first token that no mention has taken
        first_tokens = map(self.first_tokens.__getitem__, text.keys)
        for token, first_token in enumerate(first_tokens):
            if first_token is None or token < free:
                continue
            following = text.key_after_quotation_mark(token)
            longest = first_token.longest.get(following, first_token.alone)
            if not longest:
                continue
            candidates = self._matches(text, token, first_token.segmentations, longest)
            mention, free = self._first_mention(text, candidates, home, token)
            if mention:
                mentions.append(mention)
        return mentions

    def _first_token(self, key: str) -> FirstToken | None:
        segmented = (
            *(
                Segmentation(proclitic, self.by_first_word[stem])
                for proclitic, stem in segmentations(key, self.by_first_word)
            ),
            *self._conjunction_and_place(key),
        )
        if not segmented:
            return None
        longest: dict[str, int] = {}
        alone = 0
        for segmentation in segmented:
            for tail in segmentation.aliases:
                length = 1 + len(tail)
                if tail:
                    longest[tail[0]] = max(length, longest.get(tail[0], 0))
                else:
                    alone = length
        return FirstToken(segmented, longest, alone)

    def _conjunction_and_place(self, key: str) -> Iterator[Segmentation]:
        """Yield the segmentation of the name of a place that is «and» with another.

        «وجدة» is a town in Morocco, and in a Saudi newspaper «and Jeddah».
        """
        if not key.startswith(CONJUNCTIONS):
            return
        names = self.by_first_word.get(key, {}).get((), ())
        others = self.by_first_word.get(key[1:], {}).get((), ())
        if are_places(names) and are_places(others):
            yield Segmentation(1, {(): others})

    def _matches(
        self,
        text: TokenisedText,
        first: int,
        segmented: Sequence[Segmentation],
        longest: int,
    ) -> Iterator[list[Match]]:
        """Yield the matches that begin at *first* by length, the longest first."""
        following = text.keys_following(first, longest)
        for length in range(len(following) + 1, 0, -1):
            tail = tuple(following[: length - 1])
            last = first + length - 1
            matches = [
                Match(first, last, segmentation.proclitic, alias)
                for segmentation in segmented
                for alias in segmentation.aliases.get(tail, ())
            ]
            if matches and text.quotes_are_paired(first, last):
                yield matches

    def _first_mention(
        self,
        text: TokenisedText,
        candidates: Iterable[list[Match]],
        home: str,
        first: int,
    ) -> tuple[Mention | None, int]:
        """Return the mention of the first of *candidates*, and the next free token."""
        for matches in candidates:
            free = matches[0].last + 1
            if any(match.alias.words in self.ignored for match in matches):
                return None, free
            if mention := self._disambiguate(text, matches, home):
                return mention, free
        return None, first

    def _disambiguate(
        self, text: TokenisedText, matches: Sequence[Match], home: str
    ) -> Mention | None:
        """Return the mention if one entity alone ranks highest, else ``None``."""
        highest: Ranking = ()
        winners: dict[str, Match] = {}
        country = self._country_of(text, matches, home)
        for match in matches:
            ranking = self._rank(text, match, country)
            if ranking is None or ranking < highest:
                continue
            if ranking > highest:
                highest, winners = ranking, {}
            winners[match.alias.entity.id] = match
        if len(winners) != 1:
            return None
        [winner] = winners.values()
        start, end = character_offsets(text, self._quoted_part(text, winner))
        return Mention(start, end, text.text[start:end], winner.alias.entity)

    def _quoted_part(self, text: TokenisedText, match: Match) -> Match:
        """Return the part of *match* in quotation marks if it is a name by itself.

        Of «وكالة "تاس"» that is تاس.
        """
        for token in range(match.first, match.last):
            if text.sign_after(token) in OPENING_SIGNS:
                length = match.last - token
                quoted = match.alias.words[-length:]
                if self._has_name(match.alias.entity, quoted):
                    return replace(match, first=token + 1, proclitic=0)
        return match

    def _has_name(self, entity: KnownEntity, words: NameKey) -> bool:
        """Return whether *words* are an alias of *entity*."""
        aliases = self.by_first_word.get(words[0], {}).get(words[1:], ())
        return any(alias.entity.id == entity.id for alias in aliases)

    def _country_of(
        self, text: TokenisedText, matches: Sequence[Match], home: str
    ) -> str:
        """Return the country of the text at *matches*, "" if none of them needs it."""
        is_split = len({match.proclitic for match in matches}) > 1
        if not is_split and not any(self._is_shared(match.alias) for match in matches):
            return ""
        return self.countries.country_at(text, matches[0].first, home)

    def _is_shared(self, alias: Alias) -> bool:
        """Return whether bodies of several countries have the name."""
        if not alias.entity.country:
            return False
        return alias.national or alias.words in self.ambiguous

    def _rank(self, text: TokenisedText, match: Match, country: str) -> Ranking | None:
        """Return how likely a match is, ``None`` if it is a false one.

        A match in quotes ranks first, then shared diacritics, the country of the text,
        cues, the editors.
        """
        alias = match.alias
        at_home = is_at_home(alias, country)
        start, end = character_offsets(text, match)
        shared_marks = count_shared_marks(text.text[start:end], alias.text)
        if shared_marks == CONTRADICTION or (alias.national and not at_home):
            return None
        if not is_spelling_of(alias, text, start, end) or self._is_false(text, match):
            return None
        cues = text.count_cues(alias.entity.cues)
        if not any((cues, shared_marks, at_home)) and self._needs_cue(alias):
            return None
        edited = alias.entity.origin == "editor"
        return (alias.quoted, shared_marks, at_home, cues, edited)

    def _is_false(self, text: TokenisedText, match: Match) -> bool:
        """Return whether a guard finds *match* false."""
        alias, key = match.alias, text.keys[match.first]
        whole = self.word_lists["whole"]
        if is_false_split(alias, key, match.proclitic, text.vocabulary, whole):
            return True
        before = "" if match.proclitic else self._key_before(text, match)
        after = text.key_after(match.last)
        return is_part_of_longer_name(alias, before, after, self.word_lists)

    def _key_before(self, text: TokenisedText, match: Match) -> str:
        """Return the key before a match; before a person the one before «الأمير»."""
        before = text.key_before(match.first)
        is_person = match.alias.entity.type == "person"
        if is_person and before in self.word_lists["royal"]:
            facility = text.key_before(match.first - 1)
            return facility if facility in self.word_lists["facility"] else before
        return before

    def _needs_cue(self, alias: Alias) -> bool:
        """An entity with cues needs one for a single word or an ambiguous name."""
        if not alias.entity.cues:
            return False
        return len(alias.words) == 1 or alias.words in self.ambiguous


def are_places(aliases: Sequence[Alias]) -> bool:
    """Return whether there are *aliases*, and all of them are names of places."""
    return bool(aliases) and all(alias.entity.type == "place" for alias in aliases)


def is_at_home(alias: Alias, country: str) -> bool:
    """Return whether the text is about the country of the alias's entity."""
    return bool(country) and alias.entity.country == country


def deciding_fields(entity: KnownEntity) -> tuple[object, ...]:
    """Return the fields of an entity that decide where it is found."""
    names = (entity.names, entity.cues, entity.country)
    return (entity.id, entity.type, *names, entity.origin)


def character_offsets(text: TokenisedText, match: Match) -> tuple[int, int]:
    """Return the character offsets of *match*, without its proclitic.

    A quotation mark that closes one inside the name is a part of it.
    """
    proclitic = raw_length(text.tokens[match.first], match.proclitic)
    end = text.spans[match.last][1]
    signs = text.signs_within(match.first, match.last)
    if len(signs) == 1 and signs[0] in OPENING_SIGNS:
        end += 1
    return text.starts[match.first] + proclitic, end


def is_spelling_of(alias: Alias, text: TokenisedText, start: int, end: int) -> bool:
    """Return whether the letters and quotation marks of the text fit *alias*."""
    if alias.quoted and not text.is_quoted(start, end):
        return False
    surface = text.text[start:end]
    if alias.exact:
        return same_letters(surface, alias.text)
    return len(alias.words) > 1 or is_plausible_spelling(surface, alias.text)


def ignored_aliases(ignored: Iterable[NameKey]) -> Iterator[Alias]:
    """Yield aliases of no entity: matches of ignored phrases block other matches."""
    nothing = KnownEntity(id="", label="", type="")
    for name in sorted(ignored):
        yield Alias(text=" ".join(name), words=name, entity=nothing)


def ambiguous_names(aliases: Iterable[Alias]) -> frozenset[NameKey]:
    """Return the names that several entities share."""
    owners: dict[NameKey, set[str]] = {}
    for alias in aliases:
        owners.setdefault(alias.words, set()).add(alias.entity.id)
    return frozenset(name for name, ids in owners.items() if len(ids) > 1)


def group_by_first_word(aliases: Iterable[Alias]) -> Mapping[str, AliasesByTail]:
    """Return the aliases by their first word, then by the tuple of the other words."""
    grouped: dict[str, dict[NameKey, tuple[Alias, ...]]] = {}
    for alias in aliases:
        if alias.words:
            by_tail = grouped.setdefault(alias.words[0], {})
            tail = alias.words[1:]
            by_tail[tail] = (*by_tail.get(tail, ()), alias)
    return grouped
