# SPDX-License-Identifier: AGPL-3.0-or-later
"""Short forms in an article: a last name, or the head of a long name, is whoever was named in full."""

from collections.abc import Iterable, Mapping, Sequence

from plugins.entities.lists.clitics import raw_length, readings
from plugins.entities.lists.known_entity import Record, words
from plugins.entities.match.finder import Mention
from plugins.entities.match.text import Text

CONNECTORS = frozenset(
    {"بن", "ابن", "ال", "ابو", "ابي", "عبد", "دي", "فان", "فون", "دا"}
)
SHORTEST_NAME = 3  # letters


def link(
    text: Text, mentions: Sequence[Mention], word_lists: Mapping[str, frozenset[str]]
) -> list[Mention]:
    """Return *mentions* with the unmarked last names of the persons among them, in order.

    Two persons of one last name: the nearer before it. A word that is also common is left alone.
    """
    owners = _last_names(mentions, word_lists["common"])
    if not owners:
        return list(mentions)
    taken = {at for mention in mentions for at in range(mention.start, mention.end)}
    ends = tuple(
        last.removeprefix("ال") for last in owners
    )  # even «للبرغوثي» ends like «البرغوثي»
    short = [
        mention
        for at, key in enumerate(text.keys)
        if key.endswith(ends)
        and text.spans[at][1] - 1 not in taken
        and (mention := _short(text, at, owners, word_lists))
    ]
    return sorted([*mentions, *short], key=lambda mention: mention.start)


def _last_names(
    mentions: Iterable[Mention], common: frozenset[str]
) -> dict[str, list[Mention]]:
    owners: dict[str, list[Mention]] = {}
    for mention in mentions:
        last = last_name(mention.record) if mention.record.type == "person" else ""
        if last and last not in common:
            owners.setdefault(last, []).append(mention)
    return owners


def last_name(record: Record) -> str:
    """Return the key of the last word of a person's label, or "" if it is too short or hangs on a connector."""
    name = words(record.label)
    if len(name) == 1 or len(name[-1]) < SHORTEST_NAME or name[-2] in CONNECTORS:
        return ""
    return name[-1]


def _short(
    text: Text,
    at: int,
    owners: Mapping[str, list[Mention]],
    word_lists: Mapping[str, frozenset[str]],
) -> Mention | None:
    for cut, rest in readings(text.keys[at], owners):
        if (
            not cut
            and text.before(at)
            in word_lists["link"] | word_lists["given"] | word_lists["facility"]
        ):
            return None
        if text.after(at) in word_lists["continues"] | word_lists["given"]:
            return None
        start, end = (
            text.spans[at][0] + raw_length(text.words[at], cut),
            text.spans[at][1],
        )
        return Mention(start, end, text.text[start:end], _nearest(owners[rest], start))
    return None


def _nearest(candidates: Sequence[Mention], at: int) -> Record:
    """Return the record last named before *at*, else the first named after it."""
    earlier = [mention for mention in candidates if mention.start < at]
    return (earlier[-1] if earlier else candidates[0]).record
