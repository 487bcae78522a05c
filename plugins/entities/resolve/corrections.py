# SPDX-License-Identifier: AGPL-3.0-or-later
"""Corrections to what a recogniser found in one article: what no name does, and what the article says elsewhere."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace

from plugins.entities.lists.clitics import raw_length, readings, splits
from plugins.entities.lists.known_entity import Key, words
from plugins.entities.lists.lexicon import known_words, lexicon
from plugins.entities.match.text import Text
from plugins.entities.models.features import NISBA
from plugins.entities.models.spans import Span
from plugins.entities.resolve.recognised_name import PARTS, Name, apart, names, recut
from plugins.entities.resolve.short_forms import CONNECTORS, SHORTEST_NAME

LONGEST_COPY = 4  # words of a name that is looked for elsewhere in the article
SHORTEST_LAST_NAME = 4  # letters of a last name that is looked for alone


def repair(text: Text, spans: Iterable[Span], ignored: frozenset[Key]) -> list[Name]:
    """Return the names among *spans* by every rule, with their unmarked copies in the article, in order."""
    found = [part for name in names(text, spans) for part in apart(text, name)]
    for rule in RULES:
        found = [better for name in found if (better := rule(text, name))]
    found = _one_type([name for name in found if name.key not in ignored])
    return sorted([*found, *copies(text, found)], key=lambda name: name.first)


def unglued(text: Text, name: Name) -> Name:
    """Cut a conjunction or preposition off a name that the article also writes without it."""
    key = text.keys[name.first]
    if name.cut or key in known_words():
        return name
    cut = next(
        (
            cut
            for cut, rest in splits(key)
            if cut and rest in text.vocabulary and rest not in ENDS_NO_PERSON
        ),
        0,
    )
    return (
        recut(
            text, name.first, name.last, raw_length(text.words[name.first], cut), name
        )
        if cut
        else name
    )


def no_open_end(text: Text, name: Name) -> Name | None:
    """Take the word after «آل», «بن» or «عبد» into the name, or leave the connector out."""
    if text.keys[name.last] not in CONNECTORS:
        return name
    last = name.last + 1 if text.after(name.last) else name.last - 1
    return recut(text, name.first, last, name.cut, name) if last >= name.first else None


def no_loose_end(text: Text, name: Name) -> Name | None:
    """Leave out the words that a name seems to end in and no name does: particles, a person's title, a verb."""
    last = name.last
    while last >= name.first and text.keys[last] in (
        ENDS_NO_PERSON if name.type == "person" else ENDS_NO_NAME
    ):
        last -= 1
    return recut(text, name.first, last, name.cut, name) if last >= name.first else None


def no_sentence(text: Text, name: Name) -> Name:
    """End a body's name before a verb: «حماس أبلغت القاهرة»."""
    inner = range(name.first + 1, name.last + 1) if name.type == "org" else ()
    verb = next((at for at in inner if text.keys[at] in SAYS), None)
    return recut(text, name.first, verb - 1, name.cut, name) if verb else name


def bare_place(text: Text, name: Name) -> Name:
    """Leave out what kind of place it is: «قرية», «محافظة»; the words after name it alone."""
    if (
        name.type != "place"
        or name.first == name.last
        or name.key[0] not in KINDS_OF_PLACE
    ):
        return name
    return recut(text, name.first + 1, name.last, 0, name)


def no_bare_nationality(text: Text, name: Name) -> Name | None:
    """«الروسي» alone is no person unless it is a known family's name, and «الأمريكية» no place."""
    word = name.key[0]
    if name.type not in BARE or len(name.key) > 1 or word in lexicon()["family"]:
        return name
    adjective = (
        name.type == "person" and word.startswith("ال") and NISBA.fullmatch(word)
    )
    return None if adjective or word in lexicon()["nation"] else name


KINDS_OF_PLACE = frozenset(
    words("محافظة مدينة قرية قرى بلدة ولاية إقليم قضاء ناحية ريف مقاطعة معتمدية منطقة")
)
BARE = ("person", "place")
ENDS_NO_NAME = lexicon()["function"] - PARTS
SAYS = lexicon()["verb"] - PARTS - lexicon()["title"]
ENDS_NO_PERSON = (
    lexicon()["function"] | lexicon()["title"] | lexicon()["verb"]
) - PARTS
Rule = Callable[[Text, Name], Name | None]
RULES: Sequence[Rule] = (
    unglued,
    no_sentence,
    no_open_end,
    no_loose_end,
    bare_place,
    no_bare_nationality,
)


def _one_type(found: Sequence[Name]) -> list[Name]:
    """Give each name the type that the same words mostly have in the article, weighed by confidence."""
    votes: dict[Key, dict[str, float]] = {}
    for name in found:
        kinds = votes.setdefault(name.key, {})
        kinds[name.type] = kinds.get(name.type, 0) + name.confidence
    return [
        replace(name, type=max(votes[name.key], key=votes[name.key].__getitem__))
        for name in found
    ]


def copies(text: Text, found: Sequence[Name]) -> Iterator[Name]:
    """Yield the places where the words of a found name stand unmarked; persons' last names too."""
    sought = _sought(found)
    free = set(range(len(text.words))) - {
        at for name in found for at in range(name.first, name.last + 1)
    }
    ends = tuple(
        opening.removeprefix("ال") for opening in sought
    )  # even «للاتحاد» ends like «الاتحاد»
    for at, word in enumerate(text.keys):
        for letters, opening in (
            readings(word, sought) if at in free and word.endswith(ends) else ()
        ):
            copy = next(
                (name for name in sought[opening] if _stands(text, at, name.key, free)),
                None,
            )
            if copy:
                free.difference_update(range(at, at + len(copy.key)))
                cut = raw_length(text.words[at], letters)
                yield replace(copy, first=at, last=at + len(copy.key) - 1, cut=cut)
                break


def _sought(found: Iterable[Name]) -> dict[str, list[Name]]:
    """Return what to look for by first word, the longest first: whole names and last names, each at its surest."""
    best: dict[Key, Name] = {}
    for name in sorted(found, key=lambda name: -name.confidence):
        if len(name.key) <= LONGEST_COPY and len(name.key[0]) >= SHORTEST_NAME:
            best.setdefault(name.key, name)
        if (
            name.type == "person"
            and len(name.key) > 1
            and len(name.key[-1]) >= SHORTEST_LAST_NAME
        ):
            best.setdefault(name.key[-1:], replace(name, key=name.key[-1:]))
    by_first: dict[str, list[Name]] = {}
    for key, name in sorted(best.items(), key=lambda item: -len(item[0])):
        by_first.setdefault(key[0], []).append(name)
    return by_first


def _stands(text: Text, at: int, key: Key, free: Container[int]) -> bool:
    """Return whether *key*, its first word aside, stands at *at* in words that are free."""
    rest = range(at + 1, at + len(key))
    return all(
        last < len(text.keys)
        and last in free
        and text.keys[last] == word
        and text.joined(last - 1, last)
        for last, word in zip(rest, key[1:], strict=True)
    )
