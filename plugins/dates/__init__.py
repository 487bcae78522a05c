# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts every dated article into two calendars and gives each of their years, months and days a page."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.writers import Writer

from arabic.hijri import HijriDate, printed_day, to_hijri
from plugins.dates import calendars
from plugins.dates.anniversaries import anniversaries, by_month, page, scripts
from plugins.dates.grids import year_grid
from plugins.dates.periods import Calendar, listing, periods
from plugins.dates.style import Style, names
from plugins.dates.table import hijri_table
from plugins.dates.timeline import timeline


def style_of(settings: Mapping[str, Any]) -> Style:
    """Return the style of dates that the settings ask for."""
    return Style(
        locale=settings["DATES_LOCALE"],
        order=settings["DATES_ORDER"],
        digits=settings["DATES_DIGITS"],
    )


def add_filters(generator: Generator) -> None:
    """Give the templates filters that write dates and figures, and the ``week`` of the region."""
    style = style_of(generator.settings)
    generator.env.filters |= {
        "gdate": style.gregorian,
        "hdate": style.hijri,
        "month_name": lambda day: style.month(day.month),
        "hijri_month": style.hijri_month,
        "digits": style.figures,
    }
    generator.env.globals["week"] = style.week()


def add_dates(generator: ArticlesGenerator) -> None:
    """Set each article's day in both calendars, and what the calendars' pages show in the context."""
    style, context = style_of(generator.settings), generator.context
    add_days(generator.articles, style)
    context["hijri_table"] = hijri_table(
        article.day for article in generator.articles if article.day
    )
    context["undated"] = [article for article in generator.articles if article.undated]
    add_calendar(
        context, "years", calendars.gregorian(style), generator.articles, style
    )
    add_calendar(
        context, "hijri_years", calendars.hijri(style), generator.articles, style
    )


def add_calendar(
    context: dict[str, Any],
    name: str,
    calendar: Calendar,
    articles: list[Any],
    style: Style,
) -> None:
    """Leave the years of a calendar under *name*, its time line and anniversaries, and its pages among the lists."""
    found = periods(calendar, articles)
    by_length = {
        length: [period for period in found if len(period.key) == length]
        for length in calendar.kinds
    }
    week_start = names(style.locale).week_start
    grids = {
        year: {"grid": year_grid(calendar, year, week_start)} for year in by_length[1]
    }
    days = anniversaries(calendar, by_length[3])
    context[name] = by_length[1]
    context.setdefault("timelines", {})[calendar.name] = timeline(
        calendar, by_length[2]
    )
    context.setdefault("on_this_day", {})[calendar.name] = by_month(calendar, days)
    context.setdefault("date_scripts", {}).update(scripts(calendar, days))
    context.setdefault("lists", []).extend(
        [
            *(listing(calendar, period) | grids.get(period, {}) for period in found),
            *map(page, days),
        ]
    )


def add_days(articles: list[Any], style: Style) -> None:
    """Set ``day`` (in the outlet's own zone), ``hijri`` and ``locale_date`` on each article."""
    written = cache(style.both)
    for article in articles:
        article.day = None if article.undated else article.date.date()
        article.hijri = article.day and filed_under(
            article.metadata.get("hijri_stated"), article.day, to_hijri(article.day)
        )
        article.locale_date = written(article.day, article.hijri) if article.day else ""


def filed_under(
    stated: object, day: date, computed: HijriDate | None
) -> HijriDate | None:
    """Return the Hijri date as the page states it, if within a day of the *computed* one, else the latter.

    Months begin by sighting in some countries, a day from the table; a larger distance is a misprint.
    """
    if stated is None or computed is None:
        return computed
    printed = HijriDate(*map(int, str(stated).split("-")))
    civil = printed_day(printed)
    return printed if civil and abs((civil - day).days) <= 1 else computed


class DateScripts(Generator):
    """Writes what the home page loads to tell of this day in other years."""

    def generate_output(self, _writer: Writer) -> None:
        """Write the scripts of ``context["date_scripts"]``."""
        for path, text in self.context["date_scripts"].items():
            target = Path(self.output_path, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")


def date_scripts(_pelican: object) -> type[DateScripts]:
    """Return the generator class for Pelican's ``get_generators``."""
    return DateScripts


def register() -> None:
    """Before any template is rendered; before the lists are written."""
    signals.generator_init.connect(add_filters)
    signals.article_generator_pretaxonomy.connect(add_dates)
    signals.get_generators.connect(date_scripts)
