# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two calendars: how each labels its periods, and names them in the other."""

from calendar import monthrange
from datetime import date

from arabic.hijri import (
    HijriDate,
    month_length,
    to_gregorian,
    to_gregorian_lenient,
    to_hijri,
)
from plugins.contract import ArchiveArticle
from plugins.dates.periods import DAY, MONTH, YEAR, Calendar, Key, first_and_last_day
from plugins.dates.style import DateStyle


def gregorian_calendar(style: DateStyle, folder: str) -> Calendar:
    """Return the Gregorian calendar, whose pages are in *folder* ("" or "name/").

    It is the canonical one: the table of the Hijri calendar may be revised.
    """
    return Calendar(
        name="gregorian",
        folder=folder,
        templates={YEAR: "year", MONTH: "month", DAY: "day"},
        article_key=gregorian_key,
        label=lambda key: gregorian_label(style, key),
        counterpart=lambda key: hijri_counterpart(style, key),
        month_name=style.month,
        month_range=monthrange,
        anniversary_label=lambda month, day: (
            f"{style.with_digits(day)} {style.month(month)}"
        ),
    )


def hijri_calendar(style: DateStyle, folder: str) -> Calendar:
    """Return the Hijri calendar of Umm al-Qura, whose pages are in *folder*."""
    return Calendar(
        name="hijri",
        folder=folder,
        templates={YEAR: "hijri_year", MONTH: "hijri_month", DAY: "hijri_day"},
        article_key=lambda article: article.hijri,
        label=lambda key: hijri_label(style, key),
        counterpart=lambda key: gregorian_counterpart(style, key),
        month_name=style.hijri_month,
        month_range=hijri_month_range,
        anniversary_label=lambda month, day: (
            f"{style.with_digits(day)} {style.hijri_month(month)}"
        ),
    )


def gregorian_key(article: ArchiveArticle) -> Key | None:
    """Return year, month and day of a dated article."""
    day = article.day
    return (day.year, day.month, day.day) if day else None


def gregorian_label(style: DateStyle, key: Key) -> str:
    """Return «2020», «فبراير 2020» or «السبت 8 فبراير 2020»."""
    year, month, day = (*key, 1, 1)[:3]
    first_day = date(year, month, day)
    if len(key) == YEAR:
        return style.with_digits(year)
    if len(key) == MONTH:
        return style.month_year(first_day)
    return style.gregorian_with_weekday(first_day)


def hijri_label(style: DateStyle, key: Key) -> str:
    """Return «1441هـ», «جمادى الآخرة 1441هـ» or «14 جمادى الآخرة 1441هـ»."""
    if len(key) == YEAR:
        return style.hijri_year(*key)
    if len(key) == MONTH:
        return style.hijri_month_year(*key)
    return style.hijri(HijriDate(*key))


def hijri_counterpart(style: DateStyle, key: Key) -> str:
    """Return the Hijri days that a Gregorian period covers; "" outside the table."""
    first, last = first_and_last_day(key, monthrange)
    start, end = to_hijri(date(*first)), to_hijri(date(*last))
    if start is None or end is None:
        return ""
    if start == end:
        return style.hijri(start)
    return f"{style.hijri(start)} – {style.hijri(end)}"


def gregorian_counterpart(style: DateStyle, key: Key) -> str:
    """Return the Gregorian days of a Hijri period; one day has its weekday."""
    first, last = first_and_last_day(key, hijri_month_range)
    start = to_gregorian_lenient(HijriDate(*first))
    end = to_gregorian_lenient(HijriDate(*last))
    if start is None or end is None:
        return ""
    if start == end:
        return style.gregorian_with_weekday(start)
    return f"{style.gregorian(start)} – {style.gregorian(end)}"


def hijri_month_range(year: int, month: int) -> tuple[int, int]:
    """Return what ``calendar.monthrange`` returns, for a Hijri month."""
    first_day = to_gregorian(HijriDate(year, month, 1))
    return first_day.weekday(), month_length(year, month)
