# SPDX-License-Identifier: AGPL-3.0-or-later
"""Corrects the finder's mentions in one article by the names of the recogniser."""

from collections.abc import Iterable, Iterator, Sequence

from plugins.entities.lists.lexicon import lexicon
from plugins.entities.match.finder import Finder, Mention
from plugins.entities.match.tokenised_text import TokenisedText
from plugins.entities.resolve.recognised_name import RecognisedName

UNTITLED_WORDS = 2  # words with which a person's name is complete without its title
CONFIDENT = 0.5  # confidence from which the recogniser corrects the finder


def corrected_mentions(
    text: TokenisedText,
    finder: Finder,
    mentions: Iterable[Mention],
    names: Sequence[RecognisedName],
) -> Iterator[Mention]:
    """Yield the finder's *mentions* as the recogniser corrects them."""
    confident = [name for name in names if name.confidence >= CONFIDENT]
    for mention in mentions:
        if mention.entity.origin == "editor":
            yield mention
        elif not is_within_longer_name(text, mention, confident):
            retyped = correct_type(text, mention, confident, finder)
            yield strip_title(text, retyped)


def is_within_longer_name(
    text: TokenisedText, mention: Mention, names: Iterable[RecognisedName]
) -> bool:
    """Return whether one of *names* contains the mention and more tokens."""
    tokens = text.tokens_within(mention.start, mention.end)
    return any(
        name.first <= tokens[0]
        and name.last >= tokens[-1]
        and name.last - name.first >= len(tokens)
        for name in names
    )


def correct_type(
    text: TokenisedText,
    mention: Mention,
    names: Iterable[RecognisedName],
    finder: Finder,
) -> Mention:
    """Return the mention, of another entity if the recogniser sees another type.

    Barcelona, the club, has the same name as the city.
    """
    tokens = text.tokens_within(mention.start, mention.end)
    for name in names:
        if (name.first, name.last) != (tokens[0], tokens[-1]):
            continue
        if name.type == mention.entity.type:
            continue
        if entity := finder.unambiguous_entity(name.key, name.type):
            return mention._replace(entity=entity)
    return mention


def strip_title(text: TokenisedText, mention: Mention) -> Mention:
    """Return the mention without the title of a person's name of two words or more.

    الملك سلمان بن عبدالعزيز
    """
    first, *others = text.tokens_within(mention.start, mention.end)
    if mention.entity.type != "person" or len(others) < UNTITLED_WORDS:
        return mention
    if text.keys[first] not in lexicon()["title"]:
        return mention
    start = text.starts[others[0]]
    return mention._replace(start=start, surface=text.text[start : mention.end])


def drop_doubtful(
    text: TokenisedText, mentions: Sequence[Mention], names: Sequence[RecognisedName]
) -> list[Mention]:
    """Return *mentions* without entities that the recogniser sees nowhere in *text*.

    Names are common words too: «الخبر» is a city and the news. *names* are those of the
    recogniser before any rule: a rule rejects «جيبوتي», which is an adjective too.
    Without names, or where editors listed the entity, nothing is dropped.
    """
    if not names:
        return list(mentions)
    seen: dict[int, str] = {}
    for name in names:
        if name.confidence >= CONFIDENT:
            seen.update(dict.fromkeys(range(name.first, name.last + 1), name.type))
    supported = {
        mention.entity.id
        for mention in mentions
        if any(
            seen.get(token) == mention.entity.type
            for token in text.tokens_within(mention.start, mention.end)
        )
    }
    return [
        mention
        for mention in mentions
        if mention.entity.origin == "editor" or mention.entity.id in supported
    ]
