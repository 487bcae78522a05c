# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of months, weekdays and hours as patterns over folded text."""

import re
from collections.abc import Iterable

from arabic import months
from arabic.spelling import fold

_DASHES = str.maketrans("–—−‐‑\u00a0٫", "-----" + " .")


def plain(text: str) -> str:
    """Return *text* folded, with one kind of dash, space and decimal point, as all patterns here expect it."""
    return fold(text).translate(_DASHES)


def squeeze(name: str) -> str:
    """Return a name of folded text without spaces: print has «ذو القعدة» and «ذوالقعدة» alike."""
    return "".join(name.split())


def numbers(groups: Iterable[Iterable[str]], first: int = 1) -> dict[str, int]:
    """Return squeezed name → number, the groups counted from *first*."""
    return {
        squeeze(plain(name)): number
        for number, group in enumerate(groups, first)
        for name in group
    }


def any_of(names: Iterable[str]) -> str:
    """Return the alternatives of a pattern, the longest first; the spaces inside a name may be missing."""
    plain_names = sorted(
        {plain(name) for name in names}, key=lambda name: (-len(name), name)
    )
    return "|".join(re.escape(name).replace(r"\ ", r"\s*") for name in plain_names)


def _flat(groups: Iterable[Iterable[str]]) -> list[str]:
    return [name for group in groups for name in group]


REGIONS = (months.GULF, months.MAGHREB, months.MOROCCO, months.LEVANT)
SPOKEN_MONTHS = [
    (*names, *months.SPELLINGS[number])
    for number, names in enumerate(zip(*REGIONS, strict=True), 1)
]
GREGORIAN = numbers(SPOKEN_MONTHS)
LIBYAN = numbers((name,) for name in months.LIBYA)
HIJRI = numbers(months.HIJRI)
DOUBTFUL = frozenset(numbers([months.DOUBTFUL]))
WEEKDAY = numbers(months.WEEKDAYS, 0)
ORDINAL = {
    squeeze(plain(name)): number
    for number, names in months.ORDINALS.items()
    for name in names
}

_MONTHS = any_of([*_flat(SPOKEN_MONTHS), *months.LIBYA, *_flat(months.HIJRI)])
_SPOKEN = any_of(_flat(SPOKEN_MONTHS))
_BREAK = r"\s*[-/,،.\\_]?\s*"
_ERA = r"(?P<era>\s*(?:هجر[يىه]+|ه|ميلاد[يىه]+|م)(?!\w))?"
# A range («3-5 مايو») names two days: neither is the date. A clock or a year may stand before a dash.
_NO_RANGE = r"(?<!\w)"
_NO_LETTER = r"(?![^\W\d])"  # a year may stick to its month: «6 ماي2017»

WORDS = re.compile(
    rf"{_NO_RANGE}(?P<day>\d{{1,2}}|{any_of(_flat(months.ORDINALS.values()))}){_BREAK}(?:من\s+)?(?:شهر\s+)?"
    rf"(?P<month>{_MONTHS}){_NO_LETTER}"
    rf"(?:\s*[/(-]?\s*(?:{_SPOKEN}){_NO_LETTER}\s*\)?)?"
    rf"(?:{_BREAK}(?:من\s+)?(?:(?:ل?عام|للعام|ل?سنه)\s+)?(?P<year>\d{{4}}))?(?!\d|\s*/\s*\d){_ERA}"
)
MONTH_FIRST = re.compile(
    rf"(?<!\w)(?P<month>{_SPOKEN})\s+(?P<day>\d{{1,2}})\s*[,،]\s*(?P<year>\d{{4}})(?!\d)(?P<era>\s*م(?!\w))?"
)
FIGURES = re.compile(
    r"(?<!\w)(?<!\d[-/.])(?P<a>\d{1,4})\s*(?P<mark>[-/.\\])\s*(?P<b>\d{1,2})\s*[-/.\\]\s*(?P<c>\d{1,4})"
    rf"(?!\d|[-/.\\]\d){_ERA}"
)
RANGE_BEFORE = re.compile(r"(?:^|[^:\d])\d{1,2}\s*(?:-|الي|حتي)\s*$")
HIJRI_MONTH = re.compile(rf"(?<!\w)(?:{any_of(_flat(months.HIJRI))})(?!\w)")
WEEKDAY_NAME = re.compile(
    rf"(?<!\w)[وبل]?(?P<name>{any_of(_flat(months.WEEKDAYS))})(?!\w)"
)
NEXT = re.compile(r"(?<!\w)(?:المقبل|القادم)(?!\w)")
LAST = re.compile(r"(?<!\w)(?:الماضي|الفايت|الفائت|المنصرم)(?!\w)")
