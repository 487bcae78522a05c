# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts every dated article into two calendars and gives each of their years, months and days a page."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator

from arabic.hijri import HijriDate, printed_day, to_hijri
from plugins.dates import calendars
from plugins.dates.periods import listing, periods
from plugins.dates.style import Style


def style_of(settings: Mapping[str, Any]) -> Style:
    """Return the style of dates that the settings ask for."""
    return Style(
        locale=settings["DATES_LOCALE"],
        order=settings["DATES_ORDER"],
        digits=settings["DATES_DIGITS"],
    )


def add_filters(generator: Generator) -> None:
    """Give the templates ``gdate``, ``hdate``, ``month_name`` and ``digits``."""
    style = style_of(generator.settings)
    generator.env.filters |= {
        "gdate": style.gregorian,
        "hdate": style.hijri,
        "month_name": style.month,
        "digits": style.figures,
    }


def add_dates(generator: ArticlesGenerator) -> None:
    """Set each article's day in both calendars, and the years, the undated and the pages of periods in the context."""
    style, context = style_of(generator.settings), generator.context
    add_days(generator.articles, style)
    context["undated"] = [article for article in generator.articles if article.undated]
    for name, calendar in (("years", calendars.gregorian(style)), ("hijri_years", calendars.hijri(style))):
        found = periods(calendar, generator.articles)
        context[name] = [period for period in found if not period.parents]
        context.setdefault("lists", []).extend(listing(calendar, period) for period in found)


def add_days(articles: list[Any], style: Style) -> None:
    """Set ``day`` (in the outlet's own zone), ``hijri`` and ``locale_date`` on each article."""
    computed, written = cache(to_hijri), cache(style.both)
    for article in articles:
        article.day = None if article.undated else article.date.date()
        article.hijri = article.day and filed_under(
            article.metadata.get("hijri_stated"), article.day, computed(article.day)
        )
        article.locale_date = written(article.day, article.hijri) if article.day else ""


def filed_under(stated: object, day: date, computed: HijriDate | None) -> HijriDate | None:
    """Return the Hijri date as the page states it, if within a day of the *computed* one, else the latter.

    Months begin by sighting in some countries, a day from the table; a larger distance is a misprint.
    """
    if stated is None or computed is None:
        return computed
    printed = HijriDate(*map(int, str(stated).split("-")))
    civil = printed_day(printed)
    return printed if civil and abs((civil - day).days) <= 1 else computed


def register() -> None:
    """Before any template is rendered; before the lists are written."""
    signals.generator_init.connect(add_filters)
    signals.article_generator_pretaxonomy.connect(add_dates)
