# SPDX-License-Identifier: AGPL-3.0-or-later
"""How dates are written: names by Babel, never by the system's locale; digits and order of calendars by setting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from babel import Locale

from arabic.hijri import HIJRI_MONTHS, HijriDate, is_provisional

# Babel has no Islamic calendar. Source: CLDR 47, months of islamic-umalqura in English.
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
LATIN, ARAB = "0123456789", "٠١٢٣٤٥٦٧٨٩"
DIGITS = {"latin": str.maketrans(ARAB, LATIN), "arab": str.maketrans(LATIN, ARAB)}


class Words(NamedTuple):
    """What a language writes beside the figures of a date; *hijri_months* from the first to the twelfth."""

    hijri_months: tuple[str, ...]
    hijri_year: str
    common_era: str  # behind a Gregorian date that stands beside a Hijri one
    provisional: (
        str  # behind a Hijri date whose calendar is computed ahead, not yet published
    )


ARABIC = Words(HIJRI_MONTHS, "{}هـ", "{}م", "{} (تقديرًا)")
ENGLISH = Words(ENGLISH_HIJRI_MONTHS, "{} AH", "{}", "{} (provisional)")


class Names(NamedTuple):
    """Babel's names for a locale: months from 1, within a date and alone; weekdays from Monday, 0; the week's first."""

    months: Mapping[int, str]
    months_alone: Mapping[int, str]
    weekdays: Mapping[int, str]
    weekday_letters: Mapping[int, str]
    week_start: int


@cache
def names(locale: str) -> Names:
    """Return the names that *locale* uses: ar and its regions, or any other of Babel's."""
    known = Locale.parse(locale)
    return Names(
        dict(known.months["format"]["wide"]),
        dict(known.months["stand-alone"]["wide"]),
        dict(known.days["format"]["wide"]),
        dict(known.days["stand-alone"]["narrow"]),
        known.first_week_day,
    )


@cache
def words(locale: str) -> Words:
    """Return the words of Arabic for its regions, of English for all else."""
    return ARABIC if Locale.parse(locale).language == "ar" else ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Writes dates in a Babel *locale*; *order* and *digits* take the values of DATES_ORDER and DATES_DIGITS."""

    locale: str
    order: str
    digits: str

    def figures(self, value: object) -> str:
        """Return *value* with its digits as set."""
        return str(value).translate(DIGITS[self.digits])

    def gregorian(self, day: date) -> str:
        """Return «8 فبراير 2020»."""
        return self.figures(
            f"{day.day} {names(self.locale).months[day.month]} {day.year}"
        )

    def weekday(self, day: date) -> str:
        """Return «السبت»."""
        return names(self.locale).weekdays[day.weekday()]

    def week(self) -> list[tuple[str, str]]:
        """Return the letter and the name of each weekday, in the order of the region."""
        known = names(self.locale)
        days = [(known.week_start + place) % 7 for place in range(7)]
        return [(known.weekday_letters[day], known.weekdays[day]) for day in days]

    def full(self, day: date) -> str:
        """Return «السبت 8 فبراير 2020»."""
        return f"{self.weekday(day)} {self.gregorian(day)}"

    def month(self, month: int) -> str:
        """Return «فبراير»."""
        return names(self.locale).months_alone[month]

    def month_year(self, day: date) -> str:
        """Return «فبراير 2020»."""
        return f"{self.month(day.month)} {self.figures(day.year)}"

    def hijri_month(self, month: int) -> str:
        """Return the name of a Hijri month, 1 to 12."""
        return words(self.locale).hijri_months[month - 1]

    def hijri_year(self, year: int) -> str:
        """Return «1441هـ»; a year whose calendar is not yet published says so."""
        known = words(self.locale)
        written = self.figures(known.hijri_year.format(year))
        return known.provisional.format(written) if is_provisional(year) else written

    def hijri_month_year(self, year: int, month: int) -> str:
        """Return «جمادى الآخرة 1441هـ»."""
        return f"{self.hijri_month(month)} {self.hijri_year(year)}"

    def hijri(self, hijri: HijriDate) -> str:
        """Return «14 جمادى الآخرة 1441هـ»."""
        return f"{self.figures(hijri.day)} {self.hijri_month_year(hijri.year, hijri.month)}"

    def halves(self, day: date, hijri: HijriDate | None) -> list[tuple[str, str]]:
        """Return (calendar, date) for each of the two, in order; the mark م stands only beside a Hijri date."""
        if hijri is None:
            return [("gregorian", self.gregorian(day))]
        both = [
            ("hijri", self.hijri(hijri)),
            ("gregorian", words(self.locale).common_era.format(self.gregorian(day))),
        ]
        return both[::-1] if self.order == "gregorian-first" else both

    def both(self, day: date, hijri: HijriDate | None) -> str:
        """Return «السبت 14 جمادى الآخرة 1441هـ – 8 فبراير 2020م»."""
        return f"{self.weekday(day)} {' – '.join(text for _, text in self.halves(day, hijri))}"
