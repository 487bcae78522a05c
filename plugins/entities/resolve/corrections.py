# SPDX-License-Identifier: AGPL-3.0-or-later
"""Corrects the recogniser's names in one article by rules and by its other mentions."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace

from plugins.entities.lists.clitics import (
    all_segmentations,
    raw_length,
    segmentations,
)
from plugins.entities.lists.lexicon import lexicon, lexicon_words, name_parts
from plugins.entities.lists.word_keys import NameKey, word_keys
from plugins.entities.match.tokenised_text import TokenisedText
from plugins.entities.models.features import NISBA
from plugins.entities.resolve.recognised_name import (
    RecognisedName,
    split_name,
    with_tokens,
)
from plugins.entities.resolve.short_forms import CONNECTORS, SHORTEST_NAME

LONGEST_COPY = 4  # words of a name that is searched for elsewhere in the article
SHORTEST_LAST_NAME = 4  # letters of a last name that is searched for alone


def correct_names(
    text: TokenisedText,
    recognised: Iterable[RecognisedName],
    ignored: frozenset[NameKey],
) -> list[RecognisedName]:
    """Return the *recognised* names after every rule, and their copies, in order.

    Copies are the places of the same words that the recogniser missed.
    """
    names: list[RecognisedName] = []
    for joined in recognised:
        corrected = (apply_rules(text, name) for name in split_name(text, joined))
        names.extend(filter(None, corrected))
    names = unify_types([name for name in names if name.key not in ignored])
    copies = find_copies(text, names)
    return sorted([*names, *copies], key=lambda name: name.first)


def apply_rules(text: TokenisedText, name: RecognisedName) -> RecognisedName | None:
    """Return *name* after every rule, ``None`` if one rejects it."""
    corrected: RecognisedName | None = name
    for rule in RULES:
        if corrected is not None:
            corrected = rule(text, corrected)
    return corrected


def strip_glued_proclitic(text: TokenisedText, name: RecognisedName) -> RecognisedName:
    """Strip a proclitic off a name that the article also has without it."""
    key = text.keys[name.first]
    if name.proclitic or key in lexicon_words():
        return name
    for letters, stem in all_segmentations(key):
        if letters and stem in text.vocabulary and stem not in NOT_LAST_IN_PERSON:
            proclitic = raw_length(text.tokens[name.first], letters)
            return with_tokens(text, name.first, name.last, proclitic, name)
    return name


def end_before_verb(text: TokenisedText, name: RecognisedName) -> RecognisedName:
    """End an organisation's name before a verb: «حماس أبلغت القاهرة»."""
    if name.type != "org":
        return name
    for token in range(name.first + 1, name.last + 1):
        if text.keys[token] in VERBS:
            return with_tokens(text, name.first, token - 1, name.proclitic, name)
    return name


def complete_connector(
    text: TokenisedText, name: RecognisedName
) -> RecognisedName | None:
    """Add the word after a final «آل», «بن» or «عبد», or drop the connector."""
    if text.keys[name.last] not in CONNECTORS:
        return name
    last = name.last + 1 if text.key_after(name.last) else name.last - 1
    if last < name.first:
        return None
    return with_tokens(text, name.first, last, name.proclitic, name)


def trim_end(text: TokenisedText, name: RecognisedName) -> RecognisedName | None:
    """Drop final words in which no name ends: particles, a person's title, a verb."""
    dropped = NOT_LAST_IN_PERSON if name.type == "person" else NOT_LAST
    last = name.last
    while last >= name.first and text.keys[last] in dropped:
        last -= 1
    if last < name.first:
        return None
    return with_tokens(text, name.first, last, name.proclitic, name)


def trim_start(text: TokenisedText, name: RecognisedName) -> RecognisedName | None:
    """Drop first words in which no name begins: «وأين», the title of a person."""
    first = name.first
    while first <= name.last and not may_begin_name(text, first, name):
        first += 1
    if first > name.last:
        return None
    if first == name.first:
        return name
    return with_tokens(text, first, name.last, 0, name)


def may_begin_name(text: TokenisedText, token: int, name: RecognisedName) -> bool:
    """Return whether a name of the type of *name* may begin with *token*."""
    key = text.keys[token]
    stems = {key, *(stem for _, stem in all_segmentations(key))}
    if not stems.isdisjoint(NOT_FIRST):
        return False
    if name.type == "person" and key in VERBS:
        return False
    is_title = key.startswith("ال") and key in lexicon()["title"]
    words_after = name.last - token
    return name.type != "person" or not is_title or words_after < UNTITLED_WORDS


def drop_preposition(
    text: TokenisedText, name: RecognisedName
) -> RecognisedName | None:
    """Drop «للميادين» at the end of a person's name: no name ends in «for the»."""
    last = name.last
    if name.type == "person" and text.keys[last].startswith("لل"):
        if last == name.first:
            return name
        return with_tokens(text, name.first, last - 1, name.proclitic, name)
    return name


def drop_kind_of_place(text: TokenisedText, name: RecognisedName) -> RecognisedName:
    """Drop the kind of a place, «قرية» or «محافظة», before its name."""
    single_token = name.first == name.last
    if name.type != "place" or single_token or name.key[0] not in KINDS_OF_PLACE:
        return name
    return with_tokens(text, name.first + 1, name.last, 0, name)


def reject_nationality(
    _text: TokenisedText, name: RecognisedName
) -> RecognisedName | None:
    """Reject an adjective alone: «الأمريكية» is no place, «الروسي» no person.

    A known family name may look like an adjective.
    """
    word = name.key[0]
    if name.type not in ("person", "place") or len(name.key) > 1:
        return name
    if word in lexicon()["family"]:
        return name
    if word in lexicon()["nation"]:
        return None
    if name.type == "person" and word.startswith("ال") and NISBA.fullmatch(word):
        return None
    return name


KINDS_OF_PLACE = frozenset(
    word_keys(
        "محافظة مدينة قرية قرى بلدة ولاية إقليم قضاء ناحية ريف مقاطعة معتمدية منطقة"
    )
)
NOT_LAST = lexicon()["function"] - name_parts()
# Particles that begin no name, apart from those that are names too: علي is «on» folded.
NOT_FIRST = frozenset(
    key for key in lexicon()["function"] - name_parts() if len(key) > len("ال")
) - frozenset(word_keys("بعض كل جميع غير عبر بين حول مثل أول آخر"))
UNTITLED_WORDS = 2  # words with which a person's name is complete without its title
VERBS = lexicon()["verb"] - name_parts() - lexicon()["title"]
NOT_LAST_IN_PERSON = (
    lexicon()["function"] | lexicon()["title"] | lexicon()["verb"]
) - name_parts()
Rule = Callable[[TokenisedText, RecognisedName], RecognisedName | None]
RULES: Sequence[Rule] = (
    strip_glued_proclitic,
    end_before_verb,
    complete_connector,
    trim_end,
    drop_preposition,
    trim_start,
    drop_kind_of_place,
    reject_nationality,
)


def unify_types(names: Sequence[RecognisedName]) -> list[RecognisedName]:
    """Give equal names of an article one type, by a vote weighted by confidence."""
    votes: dict[NameKey, dict[str, float]] = {}
    for name in names:
        by_type = votes.setdefault(name.key, {})
        by_type[name.type] = by_type.get(name.type, 0) + name.confidence
    winners = {
        key: max(by_type, key=by_type.__getitem__) for key, by_type in votes.items()
    }
    return [replace(name, type=winners[name.key]) for name in names]


def find_copies(
    text: TokenisedText, names: Sequence[RecognisedName]
) -> Iterator[RecognisedName]:
    """Yield the places of recognised names that the recogniser missed.

    Last names of persons are searched for too.
    """
    by_first_word = names_to_search(names)
    free = set(range(len(text.tokens)))
    for name in names:
        free.difference_update(range(name.first, name.last + 1))
    # A fast first test; «للاتحاد» ends like «الاتحاد» without its article.
    endings = tuple(word.removeprefix("ال") for word in by_first_word)
    for token, key in enumerate(text.keys):
        if token not in free or not key.endswith(endings):
            continue
        if copy := copy_at(text, token, by_first_word, free):
            free.difference_update(range(copy.first, copy.last + 1))
            yield copy


def copy_at(
    text: TokenisedText,
    token: int,
    by_first_word: dict[str, list[RecognisedName]],
    free: Container[int],
) -> RecognisedName | None:
    """Return the longest name of *by_first_word* that begins at *token*."""
    for letters, stem in segmentations(text.keys[token], by_first_word):
        for name in by_first_word[stem]:
            if tail_follows(text, token, name.key, free):
                return replace(
                    name,
                    first=token,
                    last=token + len(name.key) - 1,
                    proclitic=raw_length(text.tokens[token], letters),
                )
    return None


def names_to_search(names: Iterable[RecognisedName]) -> dict[str, list[RecognisedName]]:
    """Return full names and last names by first word, the longest first.

    Of equal names the most certain one is returned.
    """
    best: dict[NameKey, RecognisedName] = {}
    for name in sorted(names, key=lambda name: -name.confidence):
        for key in keys_to_search(name):
            best.setdefault(key, replace(name, key=key))
    by_first_word: dict[str, list[RecognisedName]] = {}
    for name in sorted(best.values(), key=lambda name: -len(name.key)):
        by_first_word.setdefault(name.key[0], []).append(name)
    return by_first_word


def keys_to_search(name: RecognisedName) -> Iterator[NameKey]:
    """Yield the key of *name*, and of a person's full name its last word."""
    key = name.key
    if len(key) <= LONGEST_COPY and len(key[0]) >= SHORTEST_NAME:
        yield key
    is_full_name = name.type == "person" and len(key) > 1
    if is_full_name and len(key[-1]) >= SHORTEST_LAST_NAME:
        yield key[-1:]


def tail_follows(
    text: TokenisedText, first: int, key: NameKey, free: Container[int]
) -> bool:
    """Return whether the words of *key* after its first one follow token *first*."""
    for token, word in enumerate(key[1:], first + 1):
        if token >= len(text.keys) or token not in free:
            return False
        if text.keys[token] != word or not text.follows_directly(token):
            return False
    return True
