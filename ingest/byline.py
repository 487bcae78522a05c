# SPDX-License-Identifier: AGPL-3.0-or-later
"""The line under a headline, taken apart: people, agency, place, outlet; what is none of them stays unread."""

import re
from dataclasses import dataclass, replace

from arabic.spelling import name_key
from ingest.places import agencies, places

SPLIT = re.compile(r"\s*(?:[-–—:/|،,()\[\]*]+|(?<!\w)ـ+(?!\w)|\s{2,}| من (?=\S+$))\s*")
# «كتب:», «متابعة …»: what the person did, glued to the name or a part of its own.
ROLES = re.compile(
    r"(?:متابعة|متابعات|كتبت?|بقلم|إعداد|اعداد|تقرير|ترجمة|تحرير|تصوير|حوار|حاوره|حاورته|مراسلنا|مراسلتنا|مراسل|خاص|تحقيق)"
    r"(?:\s*:\s*|\s+|$)"
)
HONORIFICS = re.compile(r"^(?:(?:د|أ|م|أ\.د|الدكتور|الدكتورة|المهندس|المهندسة|الأستاذ|الأستاذة)\.?/?\s+|[دمأ]\.\s*)+")
AND = re.compile(r"\s+و\s*(?=[ء-ي]{3,} [ء-ي]{2,})")
PERSON = re.compile(r"(?:[ء-ي]\S*)(?: [ء-ي]\S*){1,4}")
# A village that no table knows, before the name of a person.
PLACE_HEADS = re.compile(r"(?:عين|دير|تل|بيت|خربة|وادي|كفر|جبل|رأس|حفر|خميس|شرم|مدينة|محافظة|قرية|مخيم|بلدة|منطقة) \S+")
NOT_IN_NAMES = re.compile(r"[\d@?؟!\"«»<>_%&=+]|https?|www|\.(?:com|net|org|png|jpg)")
# What else stands in the line under a headline: counters, buttons, sections.
INTERFACE = re.compile(
    r"(?:مشاهد|قراء[ةا]|شارك|تعليق|طباع|تحديث|نشر|دقائق|دقيقة|أخبار|اخبار|الرئيسية|منذ|حجم الخط|اشترك)"
)
DESKS = re.compile(
    r"(?:وكالات|الوكالات|أونلاين|اونلاين|مكتب|قسم|فريق|هيئة التحرير|التحرير|الرياضي|المحلي|غرفة الأخبار).*"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote, for whom, where; "" or empty where the line does not say."""

    authors: tuple[str, ...] = ()
    agency: str = ""
    place: str = ""
    outlet: str = ""


def read_byline(line: str, outlet: str = "", *, outlet_first: bool = False) -> Byline:
    """Return what *line* says, its dates already out; *outlet* is the paper's own name if known.

    With *outlet_first* (the seed's shape: «PAPER – NAME»), a first part of several that is nothing else is the paper.
    """
    found, rest = Byline(outlet=outlet), parts(line)
    for number, part in enumerate(rest):
        first = outlet_first and number == 0 and (len(rest) > 1 or " " not in part)
        if first and not found.outlet and may_be_outlet(part):
            found = replace(found, outlet=part)
        else:
            found = with_part(found, part)
    return found


def is_dateline(line: str, outlet: str) -> bool:
    """Say whether every part of *line*, its dates already out, is known as one of a byline."""
    kinds = [kind(part, outlet) for part in parts(line)]
    return len(kinds) > 1 and "" not in kinds and bool({"outlet", "agency", "place"}.intersection(kinds))


def parts(line: str) -> list[str]:
    """Return the parts of a byline between its separators."""
    return [part for found in SPLIT.split(line) if (part := found.strip(" .«»\"'؛;ـ"))]


def may_be_outlet(part: str) -> bool:
    """Say whether *part* may name a paper that no table knows."""
    known = name_key(part) in places() or name_key(part) in agencies()
    return not known and not ROLES.match(part) and not NOT_IN_NAMES.search(part)


def kind(part: str, outlet: str) -> str:
    """Return agency, outlet, place, desk or person, "" for what is none of them."""
    key = name_key(part)
    tests = {
        "agency": key in agencies(),
        "outlet": bool(outlet) and key.startswith(name_key(outlet)),
        "place": key in places() or bool(PLACE_HEADS.fullmatch(part)),
        "desk": bool(DESKS.fullmatch(part) or ROLES.fullmatch(part)),
        "person": bool(people(without_role(part))),
    }
    return next((name for name, holds in tests.items() if holds), "")


def without_role(part: str) -> str:
    """Return *part* without «كتب», «متابعة» … before the name."""
    role = ROLES.match(part)
    return part[role.end() :] if role else part


def with_part(byline: Byline, part: str) -> Byline:
    """Return *byline* with what one part of the line adds."""
    match kind(part, byline.outlet):
        case "agency":
            return replace(byline, agency=byline.agency or agencies()[name_key(part)])
        case "place":
            return replace(byline, place=byline.place or part)
        case "person":
            return replace(byline, authors=(*byline.authors, *people(without_role(part), byline.authors)))
        case _:
            return byline


def people(text: str, known: tuple[str, ...] = ()) -> list[str]:
    """Return the names of persons in *text* not *known* yet, honorifics off; none if it may be something else."""
    names = [HONORIFICS.sub("", name.strip()) for name in AND.split(text)]
    return [name for name in names if is_person(name) and name not in known]


def is_person(name: str) -> bool:
    """Say whether *name* can be a person: two to five Arabic words, no address, desk, agency or place."""
    if NOT_IN_NAMES.search(name) or INTERFACE.search(name) or DESKS.fullmatch(name) or not PERSON.fullmatch(name):
        return False
    return name_key(name) not in places() and not PLACE_HEADS.fullmatch(name) and name_key(name) not in agencies()
