# SPDX-License-Identifier: AGPL-3.0-or-later
"""How dates are written: names by Babel, never by the system's locale; digits and order of calendars by setting."""

from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date

from arabic.hijri import HIJRI_MONTHS, HijriDate

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Writes dates in a Babel *locale*; *order* and *digits* take the values of DATES_ORDER and DATES_DIGITS."""

    locale: str
    order: str
    digits: str

    @property
    def is_arabic(self) -> bool:
        """Whether the locale writes Arabic."""
        return Locale.parse(self.locale).language == "ar"

    def figures(self, value: object) -> str:
        """Return *value* with its digits as set."""
        return str(value).translate(DIGITS[self.digits])

    def pattern(self, day: date, pattern: str) -> str:
        """Return *day* by a CLDR *pattern*."""
        return self.figures(format_date(day, pattern, locale=self.locale))

    def gregorian(self, day: date) -> str:
        """Return «8 فبراير 2020»."""
        return self.pattern(day, "d MMMM y")

    def weekday(self, day: date) -> str:
        """Return «السبت»."""
        return self.pattern(day, "EEEE")

    def month(self, day: date) -> str:
        """Return «فبراير»."""
        return self.pattern(day, "LLLL")

    def hijri_month(self, month: int) -> str:
        """Return the name of a Hijri month, 1 to 12."""
        return (HIJRI_MONTHS if self.is_arabic else ENGLISH_HIJRI_MONTHS)[month - 1]

    def hijri_year(self, year: int) -> str:
        """Return «1441هـ»."""
        return self.figures(f"{year}هـ" if self.is_arabic else f"{year} AH")

    def hijri_month_year(self, year: int, month: int) -> str:
        """Return «جمادى الآخرة 1441هـ»."""
        return f"{self.hijri_month(month)} {self.hijri_year(year)}"

    def hijri(self, hijri: HijriDate) -> str:
        """Return «14 جمادى الآخرة 1441هـ»."""
        return f"{self.figures(hijri.day)} {self.hijri_month_year(hijri.year, hijri.month)}"

    def both(self, day: date, hijri: HijriDate | None) -> str:
        """Return «السبت 14 جمادى الآخرة 1441هـ – 8 فبراير 2020م»; the mark م stands only beside a Hijri date."""
        gregorian = self.gregorian(day)
        if hijri is None:
            return f"{self.weekday(day)} {gregorian}"
        halves = [self.hijri(hijri), f"{gregorian}م" if self.is_arabic else gregorian]
        if self.order == "gregorian-first":
            halves.reverse()
        return f"{self.weekday(day)} {' – '.join(halves)}"
