# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two calendars: how each names its periods and says them in the other."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date

from arabic.hijri import HijriDate, month_length, printed_day, to_gregorian, to_hijri
from plugins.dates.periods import Calendar, Key, first_and_last
from plugins.dates.style import Style


def gregorian(style: Style) -> Calendar:
    """Return the Gregorian calendar, the canonical one: tables of the other may be revised."""

    def label(key: Key) -> str:
        day = date(*(*key, 1, 1)[:3])
        writers: tuple[Callable[[date], str], ...] = (
            lambda day: style.figures(day.year),
            style.month_year,
            style.full,
        )
        return writers[len(key) - 1](day)

    def counterpart(key: Key) -> str:
        first, last = (to_hijri(date(*day)) for day in first_and_last(key, monthrange))
        return hijri_span(style, first, last) if first and last else ""

    return Calendar(
        name="gregorian",
        kinds={1: "year", 2: "month", 3: "day"},
        folder="",
        key=lambda article: (
            article.day and (article.day.year, article.day.month, article.day.day)
        ),
        label=label,
        counterpart=counterpart,
        month_name=style.month,
        month_range=monthrange,
        anniversary=lambda month, day: f"{style.figures(day)} {style.month(month)}",
    )


def hijri(style: Style) -> Calendar:
    """Return the Hijri calendar of Umm al-Qura."""

    def label(key: Key) -> str:
        writers: tuple[Callable[..., str], ...] = (
            style.hijri_year,
            style.hijri_month_year,
            lambda *day: style.hijri(HijriDate(*day)),
        )
        return writers[len(key) - 1](*key)

    def counterpart(key: Key) -> str:
        first, last = (
            printed_day(HijriDate(*day)) for day in first_and_last(key, hijri_range)
        )
        return gregorian_span(style, first, last) if first and last else ""

    return Calendar(
        name="hijri",
        kinds={1: "hijri_year", 2: "hijri_month", 3: "hijri_day"},
        folder="hijri/",
        key=lambda article: article.hijri,
        label=label,
        counterpart=counterpart,
        month_name=style.hijri_month,
        month_range=hijri_range,
        anniversary=lambda month, day: (
            f"{style.figures(day)} {style.hijri_month(month)}"
        ),
    )


def hijri_range(year: int, month: int) -> tuple[int, int]:
    """Return the weekday of a Hijri month's first day (0 is Monday) and its days, as ``monthrange`` does."""
    return to_gregorian(HijriDate(year, month, 1)).weekday(), month_length(year, month)


def hijri_span(style: Style, first: HijriDate, last: HijriDate) -> str:
    """Return the days from *first* to *last*, one day as itself."""
    return (
        style.hijri(first)
        if first == last
        else f"{style.hijri(first)} – {style.hijri(last)}"
    )


def gregorian_span(style: Style, first: date, last: date) -> str:
    """Return the days from *first* to *last*, one day with its weekday."""
    if first == last:
        return style.full(first)
    return f"{style.gregorian(first)} – {style.gregorian(last)}"
