# SPDX-License-Identifier: AGPL-3.0-or-later
"""The line under a headline, taken apart: people, agency, place, outlet; what is none of them stays unread."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from arabic.spelling import name_key
from ingest.edit.byline_words import (
    AND,
    DESKS,
    HELPERS,
    HONORIFICS,
    INTERFACE,
    NOT_IN_NAMES,
    OF_A_PAPER,
    PARTICLES,
    PERSON,
    PLACE_HEADS,
    ROLES,
)
from ingest.edit.places import agency, is_place

SPLIT = re.compile(
    r"\s*(?:[-–—:/|،,()\[\]*\"“”_]+|(?<!\w)ـ+(?!\w)|\s{2,}| من (?=\S+(?: \S+){0,2}$))\s*"
)
# «صنعاء: NAME عدن: NAME»: the second place is glued to the first name.
NEXT_PLACE = re.compile(r"(?<=\w) (?=(\w+) ?: ?\w)")
EDGES = " .«»\"'؛;ـ\u200e\u200f\u061c"
QUOTED = re.compile('["“”]')
SIGNS_OF_REPORT = frozenset(
    ("متابعة", "متابعات", "خاص", "كتب", "كتبت", "بقلم")
)  # that no heading begins with
NAME_WORDS = range(2, 6)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote, for whom, where; "" or empty where the line does not say."""

    authors: tuple[str, ...] = ()
    agency: str = ""
    place: str = ""
    outlet: str = ""


class Part(NamedTuple):
    """A part of a byline and what it is: agency, outlet, place, role, helper, desk, person, "" for none of them."""

    text: str
    kind: str


@lru_cache(1 << 12)  # a paper has few writers
def read_byline(line: str, outlet: str = "", *, outlet_first: bool = False) -> Byline:
    """Return what *line* says, its dates already out; *outlet* is the paper's own name if known.

    With *outlet_first* (the seed's shape: «PAPER – NAME»), a first part of several that is nothing else is the paper.
    """
    texts = parts(line)
    if outlet_first and not outlet and may_be_outlet(texts):
        outlet = texts[0]
    found = settled([Part(text, kind(text, outlet)) for text in texts])
    named = {
        kind: [text for text, its in found if its == kind]
        for kind in ("agency", "place")
    }
    return Byline(
        authors(found),
        agency(next(iter(named["agency"]), "")),
        next(iter(named["place"]), ""),
        outlet,
    )


def is_dateline(line: str, outlet: str) -> bool:
    """Say whether every part of *line*, its dates already out, is known as one of a byline.

    Only beside the paper or an agency does a word that no table knows pass for a place: «جانب من الحفل» is a caption.
    """
    found = [Part(text, kind(text, outlet)) for text in parts(line)]
    signed = {"outlet", "agency"}.intersection(part.kind for part in found)
    kinds = [part.kind for part in (settled(found) if signed else found)]
    reported = "person" in kinds and any(part.text in SIGNS_OF_REPORT for part in found)
    known = len(kinds) > 1 and "" not in kinds and not QUOTED.search(line)
    return known and (bool(signed) or "place" in kinds or reported)


def parts(line: str) -> list[str]:
    """Return the parts of a byline between its separators, what a person did off the name."""
    line = NEXT_PLACE.sub(lambda found: " - " if is_place(found[1]) else " ", line)
    return [
        part
        for found in SPLIT.split(line)
        if (part := without_role(found.strip(EDGES)).strip(EDGES))
    ]


def without_role(part: str) -> str:
    """Return *part* without «كتب», «متابعة» … before the name; a role alone stays."""
    role = ROLES.match(part)
    return part[role.end() :] or part if role else part


def may_be_outlet(texts: list[str]) -> bool:
    """Say whether the first part may name a paper that no table knows."""
    if not texts or (len(texts) == 1 and " " in texts[0]):
        return False
    return kind(texts[0], "") in {"", "person"} and not NOT_IN_NAMES.search(texts[0])


@lru_cache(maxsize=10_000)
def kind(part: str, outlet: str) -> str:
    """Return what *part* is taken for by itself."""
    return next((name for name, holds in KINDS if holds(part, outlet)), "")


def is_outlet(part: str, outlet: str) -> bool:
    """Say whether *part* is the paper's name, or begins with it, whatever a paper calls itself besides."""
    words = [word for word in name_key(part).split() if word not in OF_A_PAPER]
    name = name_key(outlet).split()
    return words == name or (words[: len(name)] == name and not is_place(part))


# kind of a part and its test, the first that holds; each is given the part and the paper's name
KINDS: tuple[tuple[str, Callable[[str, str], object]], ...] = (
    ("agency", lambda part, _: agency(part)),
    ("outlet", lambda part, outlet: outlet and is_outlet(part, outlet)),
    ("place", lambda part, _: is_place(part) or PLACE_HEADS.fullmatch(part)),
    ("role", lambda part, _: ROLES.fullmatch(part)),
    ("helper", lambda part, _: HELPERS.match(part)),
    ("desk", lambda part, _: DESKS.fullmatch(part)),
    ("person", lambda part, _: people(part)),
)


def settled(found: list[Part]) -> list[Part]:
    """Return the parts with those settled that only their neighbours explain.

    A paper that is called like its city is the city where people or an agency follow («الرياض - NAME»); a single word
    beside people, an agency or the paper is a place that no table knows.
    """
    kinds = [part.kind for part in found]
    if "place" in kinds:
        return found
    if (
        kinds[:1] == ["outlet"]
        and is_place(found[0].text)
        and not {"place", ""}.intersection(kinds[1:])
        and kinds[1:]
    ):
        return [Part(found[0].text, "place"), *found[1:]]
    unknown = [
        number
        for number, part in enumerate(found)
        if not part.kind and may_be_place(part.text)
    ]
    if unknown and {"person", "agency", "outlet"}.intersection(kinds):
        found[unknown[0]] = Part(found[unknown[0]].text, "place")
    return found


def may_be_place(text: str) -> bool:
    """Say whether *text* may be a place: a single Arabic word of three letters or more."""
    return bool(re.fullmatch(r"[ء-ي]{3,}", text)) and not INTERFACE.search(text)


def authors(found: list[Part]) -> tuple[str, ...]:
    """Return the people of a byline, those not counted that stand behind «تصوير» or «ترجمة»."""
    helping = next(
        (number for number, part in enumerate(found) if part.kind == "helper"),
        len(found),
    )
    return tuple(
        dict.fromkeys(
            name
            for part in found[:helping]
            if part.kind == "person"
            for name in people(part.text)
        )
    )


def people(text: str) -> list[str]:
    """Return the names of persons in *text*, honorifics off; none of what may be something else."""
    names = [
        HONORIFICS.sub("", name.strip(EDGES)) for name in AND.split(without_role(text))
    ]
    return [name for name in names if is_person(name)]


def is_person(name: str) -> bool:
    """Say whether *name* can be a person: two to five Arabic words, no address, desk, agency or place."""
    if (
        NOT_IN_NAMES.search(name)
        or INTERFACE.search(name)
        or DESKS.fullmatch(name)
        or not PERSON.fullmatch(name)
    ):
        return False
    words = [word for word in re.split(r"[\s-]+", name) if word not in PARTICLES]
    return (
        len(words) in NAME_WORDS
        and not is_place(name)
        and not PLACE_HEADS.fullmatch(name)
        and not agency(name)
    )
