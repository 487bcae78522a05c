# SPDX-License-Identifier: AGPL-3.0-or-later
"""Coreference of short forms: a last name refers to the person named in full."""

from collections.abc import Iterable, Mapping, Sequence

from plugins.entities.lists.clitics import raw_length, segmentations
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.lists.word_keys import word_keys
from plugins.entities.match.finder import Mention
from plugins.entities.match.tokenised_text import TokenisedText

CONNECTORS = frozenset(
    {"بن", "ابن", "ال", "ابو", "ابي", "عبد", "دي", "فان", "فون", "دا"}
)
SHORTEST_NAME = 3  # letters
LINKS_BEFORE = ("link", "given", "facility")  # lists whose words continue into a name
LINKS_AFTER = ("continues", "given")
WordLists = Mapping[str, frozenset[str]]


def add_last_names(
    text: TokenisedText, mentions: Sequence[Mention], word_lists: WordLists
) -> list[Mention]:
    """Return *mentions* in order, with the last names of the persons among them.

    If two persons share a last name, it refers to the nearer one before it. A last
    name that is also a common word is ignored.
    """
    by_last_name = group_by_last_name(mentions, word_lists["common"])
    if not by_last_name:
        return list(mentions)
    taken: set[int] = set()  # characters
    for mention in mentions:
        taken.update(range(mention.start, mention.end))
    # A fast first test; «للبرغوثي» ends like «البرغوثي» without its article.
    endings = tuple(last.removeprefix("ال") for last in by_last_name)
    short_forms: list[Mention] = []
    for token, key in enumerate(text.keys):
        if not key.endswith(endings) or text.spans[token][1] - 1 in taken:
            continue
        short_form = mention_by_last_name(text, token, by_last_name, word_lists)
        if short_form:
            short_forms.append(short_form)
    return sorted([*mentions, *short_forms], key=lambda mention: mention.start)


def group_by_last_name(
    mentions: Iterable[Mention], common: frozenset[str]
) -> dict[str, list[Mention]]:
    """Return the mentions of persons by the key of their last name."""
    grouped: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.entity.type != "person":
            continue
        last = last_name(mention.entity)
        if last and last not in common:
            grouped.setdefault(last, []).append(mention)
    return grouped


def last_name(person: KnownEntity) -> str:
    """Return the key of the last word of a person's label.

    "" if it is too short, or part of a compound such as «بن سلمان».
    """
    name = word_keys(person.label)
    if len(name) == 1 or len(name[-1]) < SHORTEST_NAME or name[-2] in CONNECTORS:
        return ""
    return name[-1]


def mention_by_last_name(
    text: TokenisedText,
    token: int,
    by_last_name: Mapping[str, list[Mention]],
    word_lists: WordLists,
) -> Mention | None:
    """Return the mention that a token is, if it is a last name of *by_last_name*."""
    for letters, stem in segmentations(text.keys[token], by_last_name):
        before, after = text.key_before(token), text.key_after(token)
        if not letters and any(before in word_lists[kind] for kind in LINKS_BEFORE):
            return None
        if any(after in word_lists[kind] for kind in LINKS_AFTER):
            return None
        start = text.starts[token] + raw_length(text.tokens[token], letters)
        end = text.spans[token][1]
        person = nearest_person(by_last_name[stem], start)
        return Mention(start, end, text.text[start:end], person)
    return None


def nearest_person(mentions: Sequence[Mention], offset: int) -> KnownEntity:
    """Return the person mentioned last before *offset*, else the first after it."""
    earlier = [mention for mention in mentions if mention.start < offset]
    return (earlier[-1] if earlier else mentions[0]).entity
