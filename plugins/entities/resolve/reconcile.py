# SPDX-License-Identifier: AGPL-3.0-or-later
"""One reading of an article out of two: the names that records know, and those that only the recogniser sees."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from plugins.entities.lists.known_entity import Key, Record, joined, words
from plugins.entities.lists.lexicon import lexicon
from plugins.entities.match.finder import Finder, Mention
from plugins.entities.match.text import Text
from plugins.entities.models.spans import Span
from plugins.entities.resolve.corrections import repair
from plugins.entities.resolve.recognised_name import Name
from plugins.entities.resolve.short_forms import last_name, link

SHORTENED = (
    "person",
    "org",
    "event",
)  # types whose long names are also written with fewer words
BODIES = (
    "نادي",
    "فريق",
    "صحيفه",
    "جريده",
    "مجله",
    "قناه",
    "وكاله",
    "شركه",
    "حزب",
    "حركه",
    "تنظيم",
    "جماعه",
)
NAMED = 2  # words that name a person without a title
SURE = 0.5  # a longer name of at least this confidence takes the place of a record's name inside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """A name for which there is no record: its characters *start* to *end*, as written, and as what it counts.

    *own* is the key of its words, *key* that of the fullest name of the same bearer in the article.
    """

    start: int
    end: int
    surface: str
    own: Key
    key: Key
    type: str
    confidence: float


# mentions of known entities in a text, and names without one
Read = tuple[list[Mention], list[Unlinked]]


def weigh(
    text: Text, finder: Finder, spans: Iterable[Span]
) -> tuple[list[Mention], list[Unlinked]]:
    """Return the mentions of records in *text*, and the names among *spans* without one; none overlaps another."""
    names = repair(text, spans, frozenset(finder.ignored))
    mentions = list(_undoubted(text, finder, names))
    mentions, new = _adopt(text, mentions, names, lambda name: _known(name, finder))
    linked = link(text, mentions, finder.word_lists)
    linked, new = _adopt(text, linked, new, lambda name: _in_short(name, linked))
    return linked, [_unlinked(text, name, fullest(name, new)) for name in new]


def _undoubted(text: Text, finder: Finder, names: Sequence[Name]) -> Iterator[Mention]:
    """Yield the finder's mentions as far as the recogniser does not know better; an editor always does."""
    for mention in finder.find_in(text):
        if mention.record.origin == "editor":
            yield mention
        elif not _within(text, mention, names):
            yield _untitled(text, _retyped(text, mention, names, finder))


def _adopt(
    text: Text,
    mentions: Sequence[Mention],
    names: Iterable[Name],
    owner: Callable[[Name], Record | None],
) -> tuple[list[Mention], list[Name]]:
    """Return *mentions* with those *names* beside them that have an owner, in order, and the other names."""
    owned = [(name, owner(name)) for name in _free(text, names, mentions)]
    added = [_mention(text, name, record) for name, record in owned if record]
    return sorted([*mentions, *added], key=lambda mention: mention.start), [
        name for name, record in owned if not record
    ]


def _known(name: Name, finder: Finder) -> Record | None:
    """Return the one record of these words; a body's also with a head or without: «سبق», «صحيفة سبق»."""
    record = finder.known(name.key, name.type)
    if record or name.type != "org":
        return record
    if name.key[0] in BODIES and len(name.key) > 1:
        return finder.known(name.key[1:], "org")
    others = {
        other.id: other
        for head in BODIES
        if (other := finder.known((head, *name.key), "org"))
    }
    return next(iter(others.values())) if len(others) == 1 else None


def _in_short(name: Name, mentions: Sequence[Mention]) -> Record | None:
    """Return the person mentioned whose last name a single word is, or what else is named by these words and more."""
    if name.type == "person" and len(name.key) == 1:
        return next(
            (
                mention.record
                for mention in mentions
                if last_name(mention.record) == name.key[0]
            ),
            None,
        )
    if name.type not in SHORTENED[1:]:
        return None
    full = (
        (words(mention.surface), mention.record)
        for mention in mentions
        if mention.record.type == name.type
    )
    length = len(name.key)
    return next(
        (record for key, record in full if name.key in (key[:length], key[-length:])),
        None,
    )


def _retyped(
    text: Text, mention: Mention, names: Iterable[Name], finder: Finder
) -> Mention:
    """Return the mention of another record where the same words are surely a name of its type: Barcelona, the club."""
    covered = text.covered(mention.start, mention.end)
    same = (
        name
        for name in names
        if (name.first, name.last) == (covered[0], covered[-1])
        and name.confidence >= SURE
    )
    others = (
        finder.known(name.key, name.type)
        for name in same
        if name.type != mention.record.type
    )
    record = next(filter(None, others), mention.record)
    return replace(mention, record=record)


def _untitled(text: Text, mention: Mention) -> Mention:
    """Return the mention without the title before a name of two words or more: الملك سلمان بن عبدالعزيز."""
    first, *rest = text.covered(mention.start, mention.end)
    if (
        mention.record.type != "person"
        or len(rest) < NAMED
        or text.keys[first] not in lexicon()["title"]
    ):
        return mention
    start = text.starts[rest[0]]
    return replace(mention, start=start, surface=text.text[start : mention.end])


def _within(text: Text, mention: Mention, names: Iterable[Name]) -> bool:
    """Whether a sure name has all words of the mention and more."""
    covered = text.covered(mention.start, mention.end)
    return any(
        name.first <= covered[0]
        and name.last >= covered[-1]
        and name.last - name.first >= len(covered)
        for name in names
        if name.confidence >= SURE
    )


def _free(text: Text, names: Iterable[Name], mentions: Iterable[Mention]) -> list[Name]:
    taken = {
        at for mention in mentions for at in text.covered(mention.start, mention.end)
    }
    return [
        name for name in names if taken.isdisjoint(range(name.first, name.last + 1))
    ]


def _mention(text: Text, name: Name, record: Record) -> Mention:
    start, end = text.starts[name.first] + name.cut, text.spans[name.last][1]
    return Mention(start, end, text.text[start:end], record)


def _unlinked(text: Text, name: Name, key: Key) -> Unlinked:
    start, end = text.starts[name.first] + name.cut, text.spans[name.last][1]
    return Unlinked(
        start=start,
        end=end,
        surface=text.text[start:end],
        own=joined(name.key),
        key=joined(key),
        type=name.type,
        confidence=name.confidence,
    )


def fullest(name: Name, names: Sequence[Name]) -> Key:
    """Return the longest key among *names* that the words of *name* are part of, its own if there is none.

    A person's single word must be the last of a full name, or else its first; where two have it, the nearer before.
    """
    words_of = set(joined(name.key))
    longer = [
        other
        for other in names
        if other.type == name.type and words_of < set(joined(other.key))
    ]
    if name.type == "person" and len(name.key) == 1:
        longer = [other for other in longer if other.key[-1] == name.key[0]] or [
            other for other in longer if other.key[0] == name.key[0]
        ]
    elif name.type not in SHORTENED:
        longer = []
    if not longer:
        return name.key
    owner = ([other for other in longer if other.first < name.first] or longer[:1])[-1]
    return max(
        (other.key for other in longer if set(owner.key) <= set(other.key)), key=len
    )
