# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reconciles two sources of names in one article: the finder and the recogniser.

The finder matches aliases of known entities; the recogniser predicts names from their
context. They disagree in three ways, and each is decided here:

1. A more certain recogniser corrects the finder. In
   «افتتحت شركة دمشق للزجاج مصنعا» the finder matches the place دمشق; the recogniser's
   organisation «شركة دمشق للزجاج» contains it and more words, so the place is dropped.
   For equal words the recogniser's type decides, if an entity of that type has the
   name: «برشلونة» is the city or the club. An entity that the recogniser sees nowhere
   in the article is dropped. One of the editors is never corrected or dropped.
2. A recognised name that the finder did not match is looked up again, more leniently:
   without cues, with or without the head of an organisation («سبق», «صحيفة سبق»), as
   the last name of a person mentioned («الحوراني»), as the short form of a longer name.
3. A name that is still unlinked may become a new entity: see discover/. It counts for
   the fullest name of its entity in the article, so that «الحوراني» after
   «رامي الحوراني» supports the full name.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple

from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.lists.lexicon import lexicon
from plugins.entities.lists.word_keys import NameKey, join_compounds, word_keys
from plugins.entities.match.finder import Finder, Mention
from plugins.entities.match.tokenised_text import TokenisedText
from plugins.entities.models.recogniser import Span
from plugins.entities.resolve.corrected_mentions import (
    corrected_mentions,
    drop_doubtful,
)
from plugins.entities.resolve.corrections import correct_names
from plugins.entities.resolve.quoted_names import add_quoted_names
from plugins.entities.resolve.recognised_name import (
    RecognisedName,
    names_from_spans,
)
from plugins.entities.resolve.short_forms import add_last_names, last_name

SHORTENED = ("org", "event")  # types whose long names have short forms; persons too
ORGANISATION_HEADS = (
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
WORDS_OF_SPORT = 3  # that make a text a report on sport


class UnlinkedName(NamedTuple):
    """A recognised name of no known entity: character offsets, and the text there.

    *written_key* are the words as written, *full_key* those of the fullest name of the
    same entity in the article.
    """

    start: int
    end: int
    surface: str
    written_key: NameKey
    full_key: NameKey
    type: str
    confidence: float
    quoted: bool = False  # in quotation marks after a head noun
    label: str = ""  # *surface* with that head noun; "" without one


class ArticleNames(NamedTuple):
    """The names in one article, in order; no two of them overlap."""

    mentions: list[Mention]
    unlinked: list[UnlinkedName]


def reconcile(
    text: TokenisedText, finder: Finder, spans: Iterable[Span], home: str = ""
) -> ArticleNames:
    """Return the mentions of known entities in *text*, and the unlinked names.

    *home* is the country of the newspaper, "" if it is unknown.
    """
    recognised = list(names_from_spans(text, spans))
    names = correct_names(text, recognised, frozenset(finder.ignored))
    names = add_quoted_names(text, names, finder.word_lists)
    candidates = finder.find_mentions(text, home)
    mentions = list(corrected_mentions(text, finder, candidates, names))
    mentions = drop_doubtful(text, mentions, recognised)
    mentions, unlinked = link_names(
        text, mentions, names, lambda name: look_up(text, name, finder)
    )
    mentions = drop_last_names(mentions, [*names, *unlinked])
    mentions = add_last_names(text, mentions, finder.word_lists)
    mentions = specify_events(mentions)
    antecedents = mentions
    mentions, unlinked = link_names(
        text, mentions, unlinked, lambda name: resolve_short_form(name, antecedents)
    )
    unlinked = [name for name in unlinked if not may_be_known_body(name, finder)]
    return ArticleNames(
        mentions,
        [unlinked_name(text, name, fullest_key(name, unlinked)) for name in unlinked],
    )


def drop_last_names(
    mentions: Iterable[Mention], names: Iterable[RecognisedName]
) -> list[Mention]:
    """Return *mentions* without single words that are a last name in the article.

    After «وفاء الزعتري», «الزعتري» is she and not the camp.
    """
    last_names = {
        name.key[-1] for name in names if name.type == "person" and len(name.key) > 1
    }
    return [
        mention
        for mention in mentions
        if mention.entity.type == "person"
        or mention.entity.origin == "editor"
        or not is_last_name(word_keys(mention.surface), last_names)
    ]


def is_last_name(key: NameKey, last_names: Container[str]) -> bool:
    """Return whether a name is one word, and one of *last_names*."""
    return len(key) == 1 and key[0] in last_names


def specify_events(mentions: Sequence[Mention]) -> list[Mention]:
    """Return *mentions*; a general event is the one that the article dates.

    In an article about «كأس العالم 2002», «المونديال» is that one.
    """
    labels = {
        word_keys(mention.entity.label): mention.entity
        for mention in mentions
        if mention.entity.type == "event"
    }
    dated = {key[:-1]: entity for key, entity in labels.items() if key[-1].isdigit()}
    return [
        mention._replace(
            entity=dated.get(word_keys(mention.entity.label), mention.entity)
        )
        if mention.entity.type == "event"
        else mention
        for mention in mentions
    ]


def link_names(
    text: TokenisedText,
    mentions: Sequence[Mention],
    names: Iterable[RecognisedName],
    entity_of: Callable[[RecognisedName], KnownEntity | None],
) -> tuple[list[Mention], list[RecognisedName]]:
    """Return *mentions* with those of *names* that *entity_of* links, and the others.

    Names that overlap a mention are dropped.
    """
    taken: set[int] = set()
    for mention in mentions:
        taken.update(text.tokens_within(mention.start, mention.end))
    linked: list[Mention] = list(mentions)
    unlinked: list[RecognisedName] = []
    for name in names:
        if not taken.isdisjoint(range(name.first, name.last + 1)):
            continue
        if entity := entity_of(name):
            start, end = character_offsets(text, name)
            linked.append(Mention(start, end, text.text[start:end], entity))
        else:
            unlinked.append(name)
    return sorted(linked, key=lambda mention: mention.start), unlinked


def look_up(
    text: TokenisedText, name: RecognisedName, finder: Finder
) -> KnownEntity | None:
    """Return the only known entity with this name.

    An organisation may have a head in addition or lack it: «سبق», «صحيفة سبق». A club
    without its head must be in a report on sport: «التعاون» is also cooperation.
    """
    entity = finder.unambiguous_entity(name.key, name.type)
    if entity or name.type != "org":
        return entity
    if name.key[0] in ORGANISATION_HEADS and len(name.key) > 1:
        return finder.unambiguous_entity(name.key[1:], "org")
    if name.key[0] in lexicon()["club"] and not is_on_sport(text, finder):
        return None
    with_head: dict[str, KnownEntity] = {}
    for head in ORGANISATION_HEADS:
        if entity := finder.unambiguous_entity((head, *name.key), "org"):
            with_head[entity.id] = entity
    return next(iter(with_head.values())) if len(with_head) == 1 else None


def may_be_known_body(name: RecognisedName, finder: Finder) -> bool:
    """Return whether a known body has the name of one that could not be linked.

    It is that body or another of the same name: «النصر» outside of a report on sport is
    no new entity.
    """
    if name.key in finder.national:
        return True
    if name.type != "org":
        return False
    headed = ((head, *name.key) for head in ORGANISATION_HEADS)
    return any(map(finder.is_name, (name.key, *headed)))


def is_on_sport(text: TokenisedText, finder: Finder) -> bool:
    """Return whether *text* has enough words of reports on sport."""
    return len(text.vocabulary & finder.word_lists["sport"]) >= WORDS_OF_SPORT


def resolve_short_form(
    name: RecognisedName, mentions: Iterable[Mention]
) -> KnownEntity | None:
    """Return the entity of *mentions* of whose name this is a short form.

    A single word is the last name of a person. The first or last words of an
    organisation or event are its short form.
    """
    if name.type == "person" and len(name.key) == 1:
        for mention in mentions:
            if last_name(mention.entity) == name.key[0]:
                return mention.entity
    if name.type not in SHORTENED:
        return None
    length = len(name.key)
    for mention in mentions:
        if mention.entity.type != name.type:
            continue
        full = word_keys(mention.surface)
        if name.key in (full[:length], full[-length:]):
            return mention.entity
    return None


def character_offsets(text: TokenisedText, name: RecognisedName) -> tuple[int, int]:
    """Return start and end of a name in characters, without its proclitic."""
    return text.starts[name.first] + name.proclitic, text.spans[name.last][1]


def unlinked_name(
    text: TokenisedText, name: RecognisedName, full_key: NameKey
) -> UnlinkedName:
    """Return *name* with the key of the fullest name of its entity."""
    start, end = character_offsets(text, name)
    surface = text.text[start:end]
    if name.head and full_key == name.key:
        full_key = (*word_keys(name.head), *name.key)
    return UnlinkedName(
        start=start,
        end=end,
        surface=surface,
        written_key=join_compounds(name.key),
        full_key=join_compounds(full_key),
        type=name.type,
        confidence=name.confidence,
        quoted=name.quoted,
        label=f"{name.head} {surface}" if name.head else "",
    )


def fullest_key(name: RecognisedName, names: Sequence[RecognisedName]) -> NameKey:
    """Return the key of the fullest name of the same entity among *names*.

    If two longer names match, the nearer before *name* is its antecedent. The longest
    name with all words of the antecedent is the fullest. Example: «رامي الحوراني»,
    «رامي سالم الحوراني», then «الحوراني». The antecedent of the last is the second,
    whose key it gets.
    """
    longer = longer_names(name, names)
    if not longer:
        return name.key
    earlier = [other for other in longer if other.first < name.first]
    antecedent = earlier[-1] if earlier else longer[0]
    words = set(antecedent.key)
    return max((other.key for other in longer if words <= set(other.key)), key=len)


def longer_names(
    name: RecognisedName, names: Iterable[RecognisedName]
) -> list[RecognisedName]:
    """Return those of *names* of which *name* may be a short form.

    A single word must be the last word of a person's name, or else the first.
    """
    if name.type != "person" and name.type not in SHORTENED:
        return []
    words = set(join_compounds(name.key))
    longer = [
        other
        for other in names
        if other.type == name.type and words < set(join_compounds(other.key))
    ]
    if name.type == "person" and len(name.key) == 1:
        return names_with_word(name.key[0], longer)
    return longer


def names_with_word(word: str, names: Sequence[RecognisedName]) -> list[RecognisedName]:
    """Return those of *names* that end with *word*, else those that begin with it."""
    by_last = [name for name in names if name.key[-1] == word]
    return by_last or [name for name in names if name.key[0] == word]
