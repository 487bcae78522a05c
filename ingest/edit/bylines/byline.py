# SPDX-License-Identifier: AGPL-3.0-or-later
"""Byline parser: the authors, agency, place and outlet that the parts of a line name.

Each part is classified by tables and patterns alone, then parts that no table has are
resolved by their neighbours. A part that is still unknown is ignored. In the newspaper
«الضفة»:

    الغدير - الضفة - سالم عباد
    «» outlet person    → by tables («الغدير» is in none)
    place outlet person → by neighbours: a single word beside a newspaper and a person
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from arabic.spelling import name_key
from ingest.edit.bylines.parsed_line import (
    PART_EDGES,
    ParsedLine,
    has_date_word,
    remove_role,
)
from ingest.edit.bylines.places import agency_name, is_place
from ingest.edit.bylines.words import (
    AND,
    DESKS,
    HELPERS,
    HONORIFICS,
    INTERFACE,
    LATIN_PERSON,
    NO_LATIN_NAME,
    NOT_IN_NAMES,
    OF_A_PAPER,
    PARTICLES,
    PERSON,
    PLACE_HEADS,
    PROFESSION,
    ROLES,
    SECTION_WORD,
)

QUOTATION_MARK = re.compile('["“”]')
# Words of a byline that no heading begins with.
REPORT_WORDS = frozenset(("متابعة", "متابعات", "خاص", "كتب", "كتبت", "بقلم"))
WORD_END = re.compile(r"[\s-]+")
NAME_LENGTHS = range(2, 6)  # words of a person's name
# A single Arabic word; «والغدير» goes on with a sentence.
UNKNOWN_PLACE = re.compile(r"(?!وال)[ء-ي]{3,}")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an article, for whom and where; "" or empty if the line has none."""

    authors: tuple[str, ...] = ()
    agency: str = ""
    place: str = ""
    outlet: str = ""


class Part(NamedTuple):
    """A part of a byline and its kind.

    The kind is agency, outlet, place, role, helper, desk or person, "" if unknown.
    """

    text: str
    kind: str


@lru_cache(1 << 12)  # a newspaper has few writers: their bylines repeat
def read_byline(parts: tuple[str, ...], outlet: str = "") -> Byline:
    """Return what *parts* name; *outlet* is the newspaper's own name, "" if unknown."""
    classified = resolve_by_neighbours(classify_parts(parts, outlet))
    return Byline(
        authors=authors_of(classified),
        agency=agency_name(first_of_kind("agency", classified)),
        place=first_of_kind("place", classified),
        outlet=outlet,
    )


def classify_parts(parts: tuple[str, ...], outlet: str) -> list[Part]:
    """Return *parts*, each with the kind that it has by itself."""
    return [Part(text, classify_part(text, outlet)) for text in parts]


def first_of_kind(kind: str, parts: list[Part]) -> str:
    """Return the text of the first part of *kind*, "" if there is none."""
    return next((part.text for part in parts if part.kind == kind), "")


def is_dateline(line: ParsedLine, outlet: str) -> bool:
    """Return whether every part of *line* has a kind, and one shows it is no caption.

    Only beside the newspaper, an agency or a signed report does an unknown word count
    as a place: «جانب من الحفل» is a caption.
    """
    parts = classify_parts(line.parts, outlet)
    signed = any(part.kind in {"outlet", "agency"} for part in parts)
    if signed or is_signed_report(parts):
        parts = resolve_by_neighbours(parts)
    kinds = [part.kind for part in parts]
    if "" in kinds or QUOTATION_MARK.search(line.undated):
        return False
    if not kinds[1:]:
        # «الاثنين 5 مارس واس», «الضفة – الجمعة»
        return signed and has_date_word(line.undated)
    return signed or "place" in kinds or is_signed_report(parts)


def is_signed_report(parts: list[Part]) -> bool:
    """Return whether *parts* have a person and a word like «متابعات»."""
    kinds = {part.kind for part in parts}
    texts = {part.text for part in parts}
    return "person" in kinds and not REPORT_WORDS.isdisjoint(texts)


def outlet_in_first_part(parts: tuple[str, ...]) -> str:
    """Return the first part if it may name a newspaper that no table has, else "".

    That is the shape «PAPER – NAME» of a text dump.
    """
    if not parts:
        return ""
    first = parts[0]
    if len(parts) == 1 and " " in first:
        return ""
    if classify_part(first, "") not in {"", "person"}:
        return ""
    if NOT_IN_NAMES.search(first):
        return ""
    return first


@lru_cache(maxsize=10_000)
def classify_part(part: str, outlet: str) -> str:
    """Return the kind of *part* by itself, "" if no test applies."""
    return next((kind for kind, applies in KIND_TESTS if applies(part, outlet)), "")


def is_outlet(part: str, outlet: str) -> bool:
    """Return whether *part* is the newspaper's name, or that name and further words."""
    if not outlet:
        return False
    name = name_key(outlet).split()
    words = [word for word in name_key(part).split() if word not in OF_A_PAPER]
    if words[: len(name)] != name:
        return False
    return words == name or not is_place(part)


# A kind and its test, given the part and the newspaper's name. The first match counts.
KIND_TESTS: tuple[tuple[str, Callable[[str, str], object]], ...] = (
    ("agency", lambda part, _: agency_name(part)),
    ("outlet", is_outlet),
    ("place", lambda part, _: is_place(part) or PLACE_HEADS.fullmatch(part)),
    ("role", lambda part, _: ROLES.fullmatch(part)),
    ("helper", lambda part, _: HELPERS.match(part)),
    ("desk", lambda part, _: DESKS.fullmatch(part)),
    ("person", lambda part, _: person_names(part)),
)


def resolve_by_neighbours(parts: list[Part]) -> list[Part]:
    """Return *parts*, at most one of them changed to the place its neighbours imply.

    A line that names a place already remains as it is.
    """
    kinds = [part.kind for part in parts]
    if "place" in kinds:
        return parts
    if is_city_of_outlet(parts):
        return [Part(parts[0].text, "place"), *parts[1:]]
    if {"person", "agency", "outlet"}.isdisjoint(kinds):
        return parts
    return with_unknown_place(parts)


def is_city_of_outlet(parts: list[Part]) -> bool:
    """Return whether the name of a newspaper means the city it is named after.

    It does where only people, agencies and the like follow: «الرياض - NAME».
    """
    if not parts[1:] or parts[0].kind != "outlet" or not is_place(parts[0].text):
        return False
    return all(part.kind not in {"place", ""} for part in parts[1:])


def with_unknown_place(parts: list[Part]) -> list[Part]:
    """Return *parts*, the first unknown single word being a place that no table has."""
    for number, part in enumerate(parts):
        if not part.kind and may_be_place(part.text):
            place = Part(part.text, "place")
            return [*parts[:number], place, *parts[number + 1 :]]
    return parts


def may_be_place(text: str) -> bool:
    """Return whether *text* may be a place: an Arabic word of three letters or more.

    The name of a section is none.
    """
    if INTERFACE.search(text) or SECTION_WORD.fullmatch(text):
        return False
    return UNKNOWN_PLACE.fullmatch(text) is not None


def authors_of(parts: list[Part]) -> tuple[str, ...]:
    """Return the people before «تصوير» or «ترجمة»: those behind took part otherwise."""
    authors: dict[str, None] = {}
    for part in parts:
        if part.kind == "helper":
            break
        if part.kind == "person":
            authors.update(dict.fromkeys(person_names(part.text)))
    return tuple(authors)


def person_names(text: str) -> list[str]:
    """Return the names of persons in *text* without honorifics."""
    return [name for name in split_names(text) if is_person(name)]


def all_persons(text: str) -> list[str]:
    """Return the names in *text* if each of them is a person's, else none."""
    if HELPERS.match(text):
        return []
    names = split_names(text)
    return names if all(map(is_person, names)) else []


def split_names(text: str) -> list[str]:
    """Return what *text* joins by «و», without role, honorifics and professions."""
    return [
        without_profession(HONORIFICS.sub("", name.strip(PART_EDGES)))
        for name in AND.split(remove_role(text))
    ]


def without_profession(name: str) -> str:
    """Return *name* without the profession after its two words or more."""
    profession = PROFESSION.search(name)
    if profession is None:
        return name
    before = name[: profession.start()].rstrip(PART_EDGES)
    return before if " " in before else name


def is_person(name: str) -> bool:
    """Return whether *name* has two to five words and is nothing else known."""
    if is_not_a_name(name):
        return False
    if LATIN_PERSON.fullmatch(name):
        return not NO_LATIN_NAME.search(name) and not is_place_or_agency(name)
    if not PERSON.fullmatch(name):
        return False
    words = [word for word in WORD_END.split(name) if word not in PARTICLES]
    if len(words) not in NAME_LENGTHS:
        return False
    return not is_place_or_agency(name)


def is_not_a_name(text: str) -> bool:
    """Return whether *text* is an address, a button, a desk or a sentence."""
    return bool(
        NOT_IN_NAMES.search(text) or INTERFACE.search(text) or DESKS.fullmatch(text)
    )


def is_place_or_agency(text: str) -> bool:
    """Return whether *text* is a place or a news agency."""
    return bool(is_place(text) or PLACE_HEADS.fullmatch(text) or agency_name(text))
