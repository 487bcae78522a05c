# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles are filed in two calendars, without a system locale, on linked pages."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from article_builder import build_article

from arabic.hijri import HijriDate, to_hijri
from plugins.dates import set_article_dates
from plugins.dates.anniversaries import build_anniversaries, month_scripts
from plugins.dates.calendars import gregorian_calendar, hijri_calendar
from plugins.dates.grids import build_year_grid, shade_of
from plugins.dates.periods import article_list, build_periods
from plugins.dates.style import DateStyle, locale_names
from plugins.dates.timeline import build_timeline

STYLE = DateStyle(locale="ar", order="hijri-first", digits="latin")
GREGORIAN_CALENDAR = gregorian_calendar(STYLE, "")
HIJRI_CALENDAR = hijri_calendar(STYLE, "hijri/")
DAY, HIJRI = date(2020, 2, 8), HijriDate(1441, 6, 14)


def article_of(moment, **metadata):
    return build_article(date=moment, metadata=metadata)


def dated(*days):
    articles = [
        build_article(
            date=datetime.fromisoformat(day).replace(tzinfo=UTC),
            title=f"عنوان {number}",
            url=f"a/{number}.html",
        )
        for number, day in enumerate(sorted(days, reverse=True))
    ]
    set_article_dates(articles, STYLE)
    return articles


def by_url(calendar, articles):
    return {period.url: period for period in build_periods(calendar, articles)}


@pytest.mark.parametrize(
    ("settings", "written"),
    [
        ({}, "السبت 14 جمادى الآخرة 1441هـ – 8 فبراير 2020م"),
        ({"order": "gregorian-first"}, "السبت 8 فبراير 2020م – 14 جمادى الآخرة 1441هـ"),
        ({"digits": "arab"}, "السبت ١٤ جمادى الآخرة ١٤٤١هـ – ٨ فبراير ٢٠٢٠م"),
        ({"locale": "ar_SY"}, "السبت 14 جمادى الآخرة 1441هـ – 8 شباط 2020م"),
        ({"locale": "ar_TN"}, "السبت 14 جمادى الآخرة 1441هـ – 8 فيفري 2020م"),
        ({"locale": "en"}, "Saturday 14 Jumada II 1441 AH – 8 February 2020"),
    ],
)
def test_a_day_is_written_in_both_calendars_by_the_settings(settings, written):
    style = DateStyle(
        **{"locale": "ar", "order": "hijri-first", "digits": "latin"} | settings
    )
    assert style.both_calendars(DAY, HIJRI) == written


def test_a_day_outside_the_table_is_written_in_one_calendar():
    assert STYLE.both_calendars(date(1911, 12, 22), None) == "الجمعة 22 ديسمبر 1911"


def test_a_hijri_date_of_a_calendar_not_yet_published_is_marked_as_provisional():
    assert (
        STYLE.both_calendars(date(2030, 1, 1), to_hijri(date(2030, 1, 1)))
        == "الثلاثاء 26 شعبان 1451هـ (تقديرًا) – 1 يناير 2030م"
    )


@pytest.mark.parametrize(("digits", "shown"), [("latin", "12٪ 34"), ("arab", "١٢٪ ٣٤")])
def test_digits_are_turned_both_ways(digits, shown):
    assert (
        DateStyle(locale="ar", order="hijri-first", digits=digits).with_digits("١٢٪ 34")
        == shown
    )


def test_the_day_is_that_of_the_outlets_zone():
    late = article_of(datetime(2020, 2, 8, 0, 30, tzinfo=timezone(timedelta(hours=3))))
    set_article_dates([late], STYLE)
    assert (late.day, late.hijri) == (DAY, HIJRI)


def test_an_undated_article_has_no_day():
    undated = build_article(date=datetime(1900, 1, 1, tzinfo=UTC), undated=True)
    set_article_dates([undated], STYLE)
    assert (undated.day, undated.hijri, undated.locale_date) == (None, None, "")


@pytest.mark.parametrize(
    ("stated", "filed"),
    [
        ("1441-06-15", HijriDate(1441, 6, 15)),
        ("1441-06-24", HIJRI),
        ("1441-07-34", HIJRI),
        (None, HIJRI),
    ],
)
def test_a_stated_hijri_date_is_filed_under_if_within_a_day_of_the_computed_one(
    stated, filed
):
    printed = article_of(datetime(2020, 2, 8, tzinfo=UTC), hijri_stated=stated)
    set_article_dates([printed], STYLE)
    assert printed.hijri == filed


@pytest.mark.parametrize(
    "calendar",
    [GREGORIAN_CALENDAR, HIJRI_CALENDAR],
    ids=["gregorian", "hijri"],
)
@pytest.mark.parametrize("length", [1, 2, 3])
def test_counts_of_years_of_months_and_of_days_each_sum_to_the_articles(
    calendar, length
):
    articles = dated(
        "1924-08-01",
        "1932-02-29",
        "2019-12-31",
        "2020-01-01",
        "2020-01-01",
        "2077-11-16",
    )
    all_periods = build_periods(calendar, articles)
    assert sum(
        period.count for period in all_periods if len(period.key) == length
    ) == len(articles)


def test_urls_are_zero_padded_numbers():
    articles = dated("2020-02-08")
    assert list(by_url(GREGORIAN_CALENDAR, articles)) == [
        "2020.html",
        "2020/02.html",
        "2020/02/08.html",
    ]
    assert list(by_url(HIJRI_CALENDAR, articles)) == [
        "hijri/1441.html",
        "hijri/1441/06.html",
        "hijri/1441/06/14.html",
    ]


def test_neighbours_skip_periods_without_articles_and_cross_years():
    pages = by_url(GREGORIAN_CALENDAR, dated("2015-08-11", "2020-02-08"))
    month = pages["2015/08.html"]
    assert (month.previous, month.next) == (None, pages["2020/02.html"])
    assert pages["2020/02/08.html"].previous is pages["2015/08/11.html"]


def test_a_period_links_its_parents_and_children():
    pages = by_url(HIJRI_CALENDAR, dated("2020-02-08", "2020-02-07"))
    assert pages["hijri/1441/06/14.html"].parents == [
        pages["hijri/1441.html"],
        pages["hijri/1441/06.html"],
    ]
    assert pages["hijri/1441/06.html"].children == [
        pages["hijri/1441/06/13.html"],
        pages["hijri/1441/06/14.html"],
    ]


@pytest.mark.parametrize(
    ("url", "label", "counterpart"),
    [
        ("2020/02/08.html", "السبت 8 فبراير 2020", "14 جمادى الآخرة 1441هـ"),
        ("2020/02.html", "فبراير 2020", "7 جمادى الآخرة 1441هـ – 5 رجب 1441هـ"),
        ("2020.html", "2020", "6 جمادى الأولى 1441هـ – 16 جمادى الأولى 1442هـ"),
    ],
)
def test_a_gregorian_period_names_the_hijri_days_it_covers(url, label, counterpart):
    period = by_url(GREGORIAN_CALENDAR, dated("2020-02-08"))[url]
    assert (period.label, period.counterpart) == (label, counterpart)


@pytest.mark.parametrize(
    ("url", "label", "counterpart"),
    [
        ("hijri/1441/06/14.html", "14 جمادى الآخرة 1441هـ", "السبت 8 فبراير 2020"),
        ("hijri/1441/06.html", "جمادى الآخرة 1441هـ", "26 يناير 2020 – 24 فبراير 2020"),
        ("hijri/1441.html", "1441هـ", "31 أغسطس 2019 – 19 أغسطس 2020"),
    ],
)
def test_a_hijri_period_names_the_gregorian_days_it_covers(url, label, counterpart):
    period = by_url(HIJRI_CALENDAR, dated("2020-02-08"))[url]
    assert (period.label, period.counterpart) == (label, counterpart)


def test_a_page_of_a_period_names_its_template_and_its_articles():
    articles = dated("2020-02-08")
    calendar = HIJRI_CALENDAR
    page = article_list(calendar, build_periods(calendar, articles)[1], page_size=50)
    assert (page["kind"], page["save_as"], page["articles"]) == (
        "hijri_month",
        "hijri/1441/06.html",
        articles,
    )


def days_of(calendar, *days):
    return [
        period
        for period in build_periods(calendar, dated(*days))
        if len(period.key) == 3
    ]


def grid_of(calendar, week_start, *days):
    year = build_periods(calendar, dated(*days))[0]
    return build_year_grid(calendar, year, week_start)


@pytest.mark.parametrize(("week_start", "place"), [(0, 5), (5, 0), (6, 6)])
def test_a_day_of_a_grid_is_in_the_column_of_its_weekday(week_start, place):
    february = grid_of(GREGORIAN_CALENDAR, week_start, "2020-02-08")[1]
    assert (
        next(
            week.index(day)
            for week in february.weeks
            for day in week
            if day and day.number == 8
        )
        == place
    )


def test_a_hijri_grid_has_room_for_a_month_of_31_days():
    days = [
        day.number
        for week in grid_of(HIJRI_CALENDAR, 0, "1926-11-08")[4].weeks
        for day in week
        if day
    ]
    assert days == list(range(1, 32))


def test_a_grid_has_room_for_a_printed_30th_of_a_month_of_29_days():
    printed = article_of(datetime(2019, 10, 29, tzinfo=UTC), hijri_stated="1441-02-30")
    set_article_dates([printed], STYLE)
    calendar = HIJRI_CALENDAR
    safar = build_year_grid(calendar, build_periods(calendar, [printed])[0], 0)[1]
    assert [
        day.number for week in safar.weeks for day in week if day and day.period
    ] == [30]


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (7, 2), (50, 3), (100, 4)])
def test_shades_grow_with_the_square_root_of_the_count(count, expected):
    assert shade_of(count, 100) == expected


@pytest.mark.parametrize(
    ("locale", "first"), [("ar_SA", "الأحد"), ("ar_EG", "السبت"), ("ar_TN", "الاثنين")]
)
def test_the_week_begins_by_region(locale, first):
    assert (
        DateStyle(locale=locale, order="hijri-first", digits="latin").week()[0][1]
        == first
    )
    assert locale_names(locale).weekdays[locale_names(locale).week_start] == first


def test_a_time_line_shows_its_gaps():
    calendar = GREGORIAN_CALENDAR
    months = [
        period
        for period in build_periods(
            calendar, dated("2019-11-01", "2019-12-01", "2020-03-01")
        )
        if len(period.key) == 2
    ]
    line = build_timeline(calendar, months)
    assert (line.length, [place for place, _ in line.bars]) == (5, [0, 1, 4])
    assert [(gap.place, gap.months, gap.first, gap.last) for gap in line.gaps] == [
        (2, 2, "يناير 2020", "فبراير 2020")
    ]


def test_an_archive_without_dates_has_no_time_line():
    assert build_timeline(GREGORIAN_CALENDAR, []) is None


def test_an_anniversary_of_several_years_has_a_page_the_latest_year_first():
    calendar = GREGORIAN_CALENDAR
    days = build_anniversaries(
        calendar, days_of(calendar, "2015-02-08", "2020-02-08", "2020-02-29")
    )
    assert [(day.label, day.url, day.count) for day in days] == [
        ("8 فبراير", "on/02-08.html", 2),
        ("29 فبراير", "2020/02/29.html", 1),
    ]
    assert [day.has_page for day in days] == [True, False]
    assert [day.key[0] for day, _ in days[0].years] == [2020, 2015]
    assert days[0].next is days[1]


def test_a_long_month_lists_its_days_and_a_day_all_its_articles():
    articles = dated(*(["2020-02-08"] * 3), "2020-03-01")
    listed = {
        period.url: page
        for period in build_periods(GREGORIAN_CALENDAR, articles)
        for page in [article_list(GREGORIAN_CALENDAR, period, page_size=2)]
    }
    assert listed["2020/02.html"]["articles"] == []
    assert listed["2020/02.html"]["total"] == 3
    assert len(listed["2020/02/08.html"]["articles"]) == 3
    assert len(listed["2020/03.html"]["articles"]) == 1


def test_a_period_begins_and_ends_with_days_that_have_articles():
    year, *_ = build_periods(GREGORIAN_CALENDAR, dated("2020-02-08", "2020-11-30"))
    assert (year.first_day, year.last_day) == ("2020-02-08", "2020-11-30")


def test_the_home_page_finds_a_script_for_every_month_and_one_article_a_year_in_it():
    calendar = HIJRI_CALENDAR
    written = month_scripts(
        calendar,
        build_anniversaries(calendar, days_of(calendar, "2020-02-08", "2020-02-08")),
    )
    assert sorted(written) == [f"hijri/on/{month:02d}.js" for month in range(1, 13)]
    assert written["hijri/on/06.js"].count("عنوان") == 1
    assert written["hijri/on/07.js"] == 'Warraq.onThisDay("hijri", 7, {});\n'


@pytest.mark.parametrize(
    ("locale", "weekday"),
    [("ar", 5), ("ar_SY", 5), ("ar_SA", 6), ("ar_TN", 0), ("en", 6), ("en_GB", 0)],
)
def test_weeks_begin_as_for_the_readers_of_a_locale(locale, weekday):
    assert locale_names(locale).week_start == weekday
