# SPDX-License-Identifier: AGPL-3.0-or-later
"""How dates are written: names by Babel, digits and order of calendars by setting.

The system's locale is never used: a minimal machine has none for Arabic.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from babel import Locale
from babel.core import get_global

from arabic.hijri import HIJRI_MONTHS, HijriDate, is_provisional

# Babel has no Islamic calendar. Source: CLDR 47, islamic-umalqura in English.
ENGLISH_HIJRI_MONTHS = (
    "Muharram",
    "Safar",
    "Rabiʻ I",
    "Rabiʻ II",
    "Jumada I",
    "Jumada II",
    "Rajab",
    "Shaʻban",
    "Ramadan",
    "Shawwal",
    "Dhuʻl-Qiʻdah",
    "Dhuʻl-Hijjah",
)
WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday"),
    *("friday", "saturday", "sunday"),
)
BY_REGION = "region"  # weeks begin on the day that CLDR has for the locale's region
LATIN, ARAB = "0123456789", "٠١٢٣٤٥٦٧٨٩"
DIGITS = {"latin": str.maketrans(ARAB, LATIN), "arab": str.maketrans(LATIN, ARAB)}


class DateWords(NamedTuple):
    """The words of a language in a date; ``{}`` is replaced by the figures."""

    hijri_months: tuple[str, ...]  # from the first to the twelfth
    hijri_year: str
    common_era: str  # a Gregorian date beside a Hijri one
    provisional: str  # a Hijri year whose calendar is not yet published


ARABIC = DateWords(HIJRI_MONTHS, "{}هـ", "{}م", "{} (تقديرًا)")
ENGLISH = DateWords(ENGLISH_HIJRI_MONTHS, "{} AH", "{}", "{} (provisional)")


class LocaleNames(NamedTuple):
    """Babel's names of a locale: months from 1, weekdays from 0 (Monday)."""

    months: Mapping[int, str]  # as written in a date
    months_alone: Mapping[int, str]
    weekdays: Mapping[int, str]
    weekday_letters: Mapping[int, str]
    week_start: int  # a weekday


@cache
def locale_names(locale: str) -> LocaleNames:
    """Return the names of a Babel locale: ar and its regions, or any other."""
    babel = Locale.parse(locale)
    return LocaleNames(
        months=dict(babel.months["format"]["wide"]),
        months_alone=dict(babel.months["stand-alone"]["wide"]),
        weekdays=dict(babel.days["format"]["wide"]),
        weekday_letters=dict(babel.days["stand-alone"]["narrow"]),
        week_start=first_week_day(babel),
    )


def first_week_day(locale: Locale) -> int:
    """Return the weekday on which weeks begin, 0 for Monday.

    Without a region CLDR gives Monday, the week of ISO 8601. The likely region of the
    language is nearer to its readers: Egypt and Saturday for ``ar``.
    """
    if locale.territory:
        return locale.first_week_day
    likely = get_global("likely_subtags").get(str(locale))
    return (Locale.parse(likely) if likely else locale).first_week_day


@cache
def date_words(locale: str) -> DateWords:
    """Return Arabic words for Arabic and its regions, else English words."""
    return ARABIC if Locale.parse(locale).language == "ar" else ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class DateStyle:
    """Formats dates.

    The attributes are the settings DATES_LOCALE, _ORDER, _DIGITS and _WEEK_START.
    """

    locale: str
    order: str
    digits: str
    week_start: str = BY_REGION

    def with_digits(self, number: object) -> str:
        """Return *number*, or any text, with its digits as set."""
        return str(number).translate(DIGITS[self.digits])

    def gregorian(self, day: date) -> str:
        """Return «8 فبراير 2020»."""
        month = locale_names(self.locale).months[day.month]
        return self.with_digits(f"{day.day} {month} {day.year}")

    def weekday(self, day: date) -> str:
        """Return «السبت»."""
        return locale_names(self.locale).weekdays[day.weekday()]

    @property
    def first_weekday(self) -> int:
        """Return the weekday on which weeks begin, 0 for Monday."""
        if self.week_start == BY_REGION:
            return locale_names(self.locale).week_start
        return WEEKDAYS.index(self.week_start)

    def week(self) -> list[tuple[str, str]]:
        """Return letter and name of each weekday, from the region's first day on."""
        names = locale_names(self.locale)
        days = [(self.first_weekday + offset) % 7 for offset in range(7)]
        return [(names.weekday_letters[day], names.weekdays[day]) for day in days]

    def gregorian_with_weekday(self, day: date) -> str:
        """Return «السبت 8 فبراير 2020»."""
        return f"{self.weekday(day)} {self.gregorian(day)}"

    def month(self, month: int) -> str:
        """Return «فبراير»."""
        return locale_names(self.locale).months_alone[month]

    def month_year(self, day: date) -> str:
        """Return «فبراير 2020»."""
        return f"{self.month(day.month)} {self.with_digits(day.year)}"

    def hijri_month(self, month: int) -> str:
        """Return the name of a Hijri month, 1 to 12."""
        return date_words(self.locale).hijri_months[month - 1]

    def hijri_year(self, year: int) -> str:
        """Return «1441هـ», or «1451هـ (تقديرًا)» if its calendar is not published."""
        words = date_words(self.locale)
        year_text = self.with_digits(words.hijri_year.format(year))
        if is_provisional(year):
            return words.provisional.format(year_text)
        return year_text

    def hijri_month_year(self, year: int, month: int) -> str:
        """Return «جمادى الآخرة 1441هـ»."""
        return f"{self.hijri_month(month)} {self.hijri_year(year)}"

    def hijri(self, hijri: HijriDate) -> str:
        """Return «14 جمادى الآخرة 1441هـ»."""
        month_year = self.hijri_month_year(hijri.year, hijri.month)
        return f"{self.with_digits(hijri.day)} {month_year}"

    def both_calendars(self, day: date, hijri: HijriDate | None) -> str:
        """Return «السبت 14 جمادى الآخرة 1441هـ – 8 فبراير 2020م».

        Without a Hijri date the Gregorian one has no «م»: «الجمعة 22 ديسمبر 1911».
        """
        if hijri is None:
            return self.gregorian_with_weekday(day)
        common_era = date_words(self.locale).common_era.format(self.gregorian(day))
        parts = [self.hijri(hijri), common_era]
        if self.order == "gregorian-first":
            parts.reverse()
        return f"{self.weekday(day)} {' – '.join(parts)}"
