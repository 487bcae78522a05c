# SPDX-License-Identifier: AGPL-3.0-or-later
"""Patterns for dates in normalised text, and the numbers of months and weekdays."""

import re
from collections.abc import Iterable, Mapping

from arabic import months
from arabic.spelling import fold

_PLAIN_SIGNS = (*((dash, "-") for dash in "–—−‐‑"), ("\u00a0", " "), ("٫", "."))


def normalise_for_dates(text: str) -> str:
    """Return *text* folded, with one kind of dash, space and decimal point.

    All patterns here expect it.
    """
    text = fold(text)
    # As in `fold`, much faster than str.translate, which looks up every character.
    for sign, plain in _PLAIN_SIGNS:
        text = text.replace(sign, plain)
    return text


def remove_spaces(name: str) -> str:
    """Return a name without spaces: «ذو القعدة» is also printed «ذوالقعدة»."""
    return "".join(name.split())


def number_names(groups: Iterable[Iterable[str]], first: int = 1) -> dict[str, int]:
    """Return name key → number for groups of names, numbered from *first*."""
    return {
        name_without_spaces(name): number
        for number, group in enumerate(groups, first)
        for name in group
    }


def number_days(names_of_days: Mapping[int, Iterable[str]]) -> dict[str, int]:
    """Return name key → day of the month."""
    return {
        name_without_spaces(name): day
        for day, names in names_of_days.items()
        for name in names
    }


def name_without_spaces(name: str) -> str:
    """Return the key of a name in the tables of numbers."""
    return remove_spaces(normalise_for_dates(name))


def alternation(names: Iterable[str]) -> str:
    """Return a pattern that matches any of *names*; spaces in a name are optional.

    Longer names come first, for the first alternative that fits wins.
    """
    normalised = {normalise_for_dates(name) for name in names}
    longest_first = sorted(normalised, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s*") for name in longest_first)


def _flatten(groups: Iterable[Iterable[str]]) -> list[str]:
    return [name for group in groups for name in group]


_REGIONS = (months.GULF, months.MAGHREB, months.MOROCCO, months.LEVANT)
_GREGORIAN_NAMES = [
    (*names, *months.SPELLINGS[number])
    for number, names in enumerate(zip(*_REGIONS, strict=True), 1)
]
GREGORIAN = number_names(_GREGORIAN_NAMES)
LIBYAN = number_names((name,) for name in months.LIBYA)
HIJRI = number_names(months.HIJRI)
AMBIGUOUS = frozenset(number_names([months.AMBIGUOUS]))
WEEKDAY = number_names(months.WEEKDAYS, 0)
ORDINAL = number_days(months.ORDINALS)
# These are read only with a month that nobody doubts: «أول رمضان» is also anybody's
# first Ramadan, «ثلاثة رمضان» may be three of them.
COUNTS = number_days({**months.CARDINAL_DAYS, 1: months.FIRST_DAYS})
DAY_IN_WORDS = {**ORDINAL, **COUNTS}

_HIJRI_NAMES = _flatten(months.HIJRI)
_GREGORIAN_MONTH = alternation(_flatten(_GREGORIAN_NAMES))
_MONTH = alternation([*_flatten(_GREGORIAN_NAMES), *months.LIBYA, *_HIJRI_NAMES])
_DAY_IN_WORDS = alternation(
    [
        *_flatten(months.ORDINALS.values()),
        *_flatten(months.CARDINAL_DAYS.values()),
        *months.FIRST_DAYS,
    ]
)
_WEEKDAY = alternation(_flatten(months.WEEKDAYS))
_SEPARATOR = r"\s*+(?:[-/,،.\\_]\s*+)?"
_ERA = r"(?P<era>\s*(?:هجر[يىه]+|ه|ميلاد[يىه]+|م)(?!\w))?"
_WORD_START = r"(?<!\w)"
# A space before a day in figures may be missing: «الجمعة7مايو», «بتاريخ7/5/2021».
_DAY_START = r"(?:(?<!\w)|(?<=[ء-ي]{3}))"
_NO_LETTER = r"(?![^\W\d])"  # a digit may follow the month: «6 ماي2017»

# «8 فبراير 2020», «8 شباط (فبراير) 2020», «السابع من شهر رمضان لعام 1441هـ»
DAY_MONTH_YEAR = re.compile(
    rf"(?P<day>{_DAY_START}\d{{1,2}}|{_WORD_START}(?:{_DAY_IN_WORDS})){_SEPARATOR}"
    r"(?:من\s+)?(?:شهر\s+)?"
    rf"(?P<month>{_MONTH}){_NO_LETTER}"
    rf"(?:\s*+(?:[/(-]\s*+)?(?:{_GREGORIAN_MONTH}){_NO_LETTER}(?:\s*+\))?)?"
    rf"(?:{_SEPARATOR}(?:من\s+)?(?:(?:ل?عام|للعام|ل?سنه)\s+)?(?P<year>\d{{4}}))?"
    rf"(?!\d|\s*/\s*\d){_ERA}"
)
# «7 أيار», «في 7 مايو», «الجمعة 7 أيار/مايو» at an end of a text: no year is printed.
_DAY_AND_MONTH = (
    rf"(?:(?:في|يوم|بتاريخ)\s+)?(?:(?:{_WEEKDAY})\s+)?\d{{1,2}}\s*+(?:{_MONTH}){_NO_LETTER}"
    rf"(?:\s*+[/(-]\s*+(?:{_GREGORIAN_MONTH}){_NO_LETTER})?"
)
DAY_AND_MONTH = re.compile(rf"^{_DAY_AND_MONTH}|{_WORD_START}{_DAY_AND_MONTH}$")
# «فبراير 8، 2020»
MONTH_DAY_YEAR = re.compile(
    rf"{_WORD_START}(?P<month>{_GREGORIAN_MONTH})\s+(?P<day>\d{{1,2}})"
    r"\s*[,،]\s*(?P<year>\d{4})(?!\d)(?P<era>\s*م(?!\w))?"
)
# «8/2/2020», «2020-02-08», «14/6/1441هـ»
NUMERIC = re.compile(
    rf"{_DAY_START}(?<!\d[-/.])(?P<first>\d{{1,4}})\s*(?P<mark>[-/.\\])\s*"
    r"(?P<second>\d{1,2})\s*[-/.\\]\s*(?P<third>\d{1,4})"
    rf"(?!\d|[-/.\\]\d){_ERA}"
)
# The first half of a range («3-5 مايو») before its second: it names two days, and
# neither is the date. A clock or a year may be before a dash.
RANGE_START = re.compile(
    rf"(?:^|[^:\d])(?:\d{{1,2}}|(?<!\w)(?:{_DAY_IN_WORDS}))"
    rf"(?:\s*(?:-|الي|و?حتي|و|,|،)\s*(?:(?:يوم\s+)?(?:{_WEEKDAY})\s+)?)$"
)
LATIN_MONTH = number_names(months.LATIN)
_LATIN_MONTH = alternation(name for names in months.LATIN for name in names)
_LATIN_ORDINAL = r"(?:st|nd|rd|th|er)?"
# «7 May 2021», «07-May-2021», «1er mai 2021»
LATIN_DAY_FIRST = re.compile(
    rf"(?<!\w)(?P<day>\d{{1,2}}){_LATIN_ORDINAL}[\s.-]{{1,3}}(?P<month>{_LATIN_MONTH})"
    r"(?![a-z])[\s.,-]{1,3}(?P<year>\d{4})(?!\d)"
)
# «May 7, 2021»
LATIN_MONTH_FIRST = re.compile(
    rf"(?<!\w)(?P<month>{_LATIN_MONTH})(?![a-z])[\s.]{{1,3}}(?P<day>\d{{1,2}})"
    rf"{_LATIN_ORDINAL}[\s,]{{1,3}}(?P<year>\d{{4}})(?!\d)"
)
HAS_LATIN_MONTH = re.compile(rf"(?<![^\W\d])(?:{_LATIN_MONTH})(?![a-z])")
HIJRI_MONTH = re.compile(rf"{_WORD_START}(?:{alternation(_HIJRI_NAMES)})(?!\w)")
WEEKDAY_NAME = re.compile(
    rf"{_WORD_START}[وبل]?(?P<name>{alternation(_flatten(months.WEEKDAYS))}){_NO_LETTER}"
)
NEXT = re.compile(r"(?<!\w)(?:المقبل|القادم)(?!\w)")
LAST = re.compile(r"(?<!\w)(?:الماضي|الفايت|الفائت|المنصرم)(?!\w)")
