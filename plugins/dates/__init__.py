# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files dated articles in two calendars, with a page for each year, month and day."""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.writers import Writer

from arabic.hijri import HijriDate, to_gregorian_lenient, to_hijri
from plugins.contract import ArchiveArticle, ArchiveContext, Settings
from plugins.dates import anniversaries, periods
from plugins.dates.anniversaries import build_anniversaries
from plugins.dates.calendars import gregorian_calendar, hijri_calendar
from plugins.dates.grids import build_month_grid, build_year_grid
from plugins.dates.hijri_table import build_hijri_table
from plugins.dates.periods import DAY, MONTH, YEAR, Calendar, Period, build_periods
from plugins.dates.style import DateStyle
from plugins.dates.timeline import build_timeline

MIDNIGHT = time(0)


def date_style(settings: Settings) -> DateStyle:
    """Return the style of dates by the settings."""
    return DateStyle(
        locale=settings["DATES_LOCALE"],
        order=settings["DATES_ORDER"],
        digits=settings["DATES_DIGITS"],
        week_start=settings["DATES_WEEK_START"],
    )


def both_calendars(settings: Settings) -> tuple[Calendar, Calendar]:
    """Return the Gregorian and the Hijri calendar by the settings."""
    style = date_style(settings)
    return (
        gregorian_calendar(style, settings["DATES_GREGORIAN_FOLDER"]),
        hijri_calendar(style, settings["DATES_HIJRI_FOLDER"]),
    )


def add_filters(generator: Generator) -> None:
    """Add filters and globals for dates to the templates."""
    env = generator.env
    style = date_style(generator.settings)
    gregorian, hijri = both_calendars(generator.settings)
    env.filters |= {
        "gdate": style.gregorian,
        "hdate": style.hijri,
        "both_dates": lambda day: style.both_calendars(day, to_hijri(day)),
        "month_name": lambda day: style.month(day.month),
        "gregorian_month": style.month,
        "hijri_month": style.hijri_month,
        "digits": style.with_digits,
        "day_url": lambda day: gregorian.url((day.year, day.month, day.day)),
        "hijri_day_url": hijri.url,
    }
    env.globals["week"] = style.week()
    env.globals["date_folders"] = {"gregorian": gregorian.folder, "hijri": hijri.folder}


def add_dates(generator: ArticlesGenerator) -> None:
    """Set the dates of each article, and what the calendars' pages show."""
    articles: list[ArchiveArticle] = generator.articles
    context: ArchiveContext = generator.context
    settings: Settings = generator.settings
    set_article_dates(articles, date_style(settings))
    days = [article.day for article in articles if article.day]
    context["hijri_table"] = build_hijri_table(days)
    context["undated"] = [article for article in articles if article.undated]
    context["timelines"] = {}
    context["on_this_day"] = {}
    context["date_scripts"] = {}
    gregorian, hijri = both_calendars(settings)
    week_start = date_style(settings).first_weekday
    page_size = settings["DEFAULT_PAGINATION"]
    context["years"] = add_calendar(context, gregorian, articles, week_start, page_size)
    context["hijri_years"] = add_calendar(
        context, hijri, articles, week_start, page_size
    )


def add_calendar(
    context: ArchiveContext,
    calendar: Calendar,
    articles: Iterable[ArchiveArticle],
    week_start: int,
    page_size: int,
) -> list[Period]:
    """Add pages, time line and anniversaries of *calendar*; return its years."""
    all_periods = build_periods(calendar, articles)
    years, months, days = (
        [period for period in all_periods if len(period.key) == length]
        for length in (YEAR, MONTH, DAY)
    )
    anniversary_days = build_anniversaries(calendar, days)
    context["timelines"][calendar.name] = build_timeline(calendar, months)
    context["on_this_day"][calendar.name] = anniversaries.group_by_month(
        calendar, anniversary_days
    )
    context["date_scripts"] |= anniversaries.month_scripts(calendar, anniversary_days)
    lists = context.setdefault("lists", [])
    for period in all_periods:
        page = periods.article_list(calendar, period, page_size)
        if len(period.key) == YEAR:
            page["grid"] = build_year_grid(calendar, period, week_start)
        elif len(period.key) == MONTH:
            page["grid"] = build_month_grid(calendar, period, week_start)
        lists.append(page)
    for anniversary in anniversary_days:
        if anniversary.has_page:
            lists.append(anniversaries.article_list(calendar, anniversary))
    return years


def set_article_dates(articles: Iterable[ArchiveArticle], style: DateStyle) -> None:
    """Set ``day`` (in the newspaper's own zone), ``hijri`` and ``locale_date``."""
    # Many articles share a day.
    format_day = cache(style.both_calendars)
    for article in articles:
        if article.undated:
            article.day, article.hijri = None, None
            article.locale_date = article.iso_date = ""
            continue
        day = article.date.date()
        stated = article.metadata.get("hijri_stated")
        hijri = choose_hijri_date(stated, day, to_hijri(day))
        article.day, article.hijri = day, hijri
        article.locale_date = format_day(day, hijri)
        article.iso_date = precise_iso_date(article.date)


def precise_iso_date(moment: datetime) -> str:
    """Return an ISO date, with hour and offset only if the hour is known.

    Ingest writes a day without a time of day as midnight.
    """
    if moment.time() == MIDNIGHT:
        return moment.date().isoformat()
    return moment.isoformat()


def choose_hijri_date(
    stated: object, day: date, computed: HijriDate | None
) -> HijriDate | None:
    """Return the Hijri date that the page states, if it is plausible, else *computed*.

    Months begin by sighting in some countries, one day before or after the table:
    for 8 February 2020 the table has 1441-06-14, and 1441-06-13 and 1441-06-15 are
    accepted. A larger distance is a misprint.
    """
    if stated is None or computed is None:
        return computed
    stated_date = HijriDate(*map(int, str(stated).split("-")))
    stated_day = to_gregorian_lenient(stated_date)
    if stated_day and abs((stated_day - day).days) <= 1:
        return stated_date
    return computed


class DateScriptsGenerator(Generator):
    """Writes the scripts that the home page loads for "on this day"."""

    def generate_output(self, _writer: Writer) -> None:
        """Write the scripts of ``context["date_scripts"]``."""
        for path, text in self.context["date_scripts"].items():
            target = Path(self.output_path, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")


def date_scripts_generator(_pelican: object) -> type[DateScriptsGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return DateScriptsGenerator


def register() -> None:
    """Connect before any template is rendered and before the lists are written."""
    signals.generator_init.connect(add_filters)
    signals.article_generator_pretaxonomy.connect(add_dates)
    signals.get_generators.connect(date_scripts_generator)
