# SPDX-License-Identifier: AGPL-3.0-or-later
"""The calendars' pages of the built sample; the build has no system locale."""

import re

import pytest
from lxml import html

GREGORIAN, HIJRI = "[12][0-9][0-9][0-9]", "hijri/1[0-9][0-9][0-9]"


def tree(path):
    return html.document_fromstring(
        path.read_bytes(), parser=html.HTMLParser(encoding="utf-8")
    )


def articles_on(path):
    """The addresses of the articles that a page and its older pages list."""
    pages = [path, *path.with_suffix("").glob("p[0-9]*.html")]
    return {
        re.search(r"a/../\w+", link)[0]
        for page in pages
        for link in tree(page).xpath(
            '//ol[@class="entries" or @class="rows"]/li//a/@href'
        )
    }


def articles_of_pages(site, pattern):
    """The articles of each page that matches, one list after the other."""
    return [
        article
        for path in sorted(site.glob(f"{pattern}.html"))
        for article in articles_on(path)
    ]


def dated_articles(site):
    """The articles whose own page gives a date."""
    paths = sorted((site / "a").rglob("*.html"))
    return {
        f"a/{path.parent.name}/{path.stem}"
        for path in paths
        if tree(path).xpath('//p[@class="article-line"]/time')
    }


@pytest.mark.parametrize("calendar", [GREGORIAN, HIJRI])
@pytest.mark.parametrize("depth", ["", "/[0-9][0-9]", "/[0-9][0-9]/[0-9][0-9]"])
def test_every_dated_article_is_on_exactly_one_page_of_years_of_months_and_of_days(
    site, calendar, depth
):
    listed = articles_of_pages(site, calendar + depth)
    assert (len(listed), set(listed)) == (
        len(dated_articles(site)),
        dated_articles(site),
    )


def days_through_the_years(site, page):
    """The pages of days to which "on this day" leads, directly or by its own pages."""
    for link in tree(site / page).xpath('//dl[@class="anniversaries"]//a/@href'):
        if "/on/" not in f"/{link}":
            yield site / link
            continue
        own = site / link
        for day in tree(own).xpath('//section[@class="of-year"]/h2/a/@href'):
            yield (own.parent / day).resolve()


@pytest.mark.parametrize("page", ["calendar.html", "hijri.html"])
def test_every_dated_article_is_on_one_of_the_days_through_the_years(site, page):
    days = list(days_through_the_years(site, page))
    listed = [article for day in days for article in articles_on(day)]
    assert (len(listed), set(listed)) == (
        len(dated_articles(site)),
        dated_articles(site),
    )


def test_only_a_day_of_several_years_has_a_page_of_its_own(site):
    for path in (*site.glob("on/*.html"), *site.glob("hijri/on/*.html")):
        assert len(tree(path).xpath('//section[@class="of-year"]')) > 1


@pytest.mark.parametrize("calendar", [GREGORIAN, HIJRI])
def test_the_counts_in_a_years_grid_sum_to_its_articles(site, calendar):
    for path in site.glob(f"{calendar}.html"):
        counts = [
            int(text)
            for text in tree(path).xpath('//div[@class="month-grids"]//small/text()')
        ]
        assert sum(counts) == len(articles_on(path))


def test_a_hijri_grid_has_each_day_in_the_column_of_its_weekday(site):
    grid = tree(next(site.glob(f"{HIJRI}.html"))).xpath('//div[@class="month-grids"]')[
        0
    ]
    names = grid.xpath(".//table[1]//th/abbr/@title")
    for cell in grid.xpath(".//td[a]"):
        day = tree(site / "hijri" / cell.xpath("string(a/@href)").split("hijri/")[-1])
        printed = day.xpath('string(//span[@class="counterpart"])').split()[0]
        assert names[len(cell.xpath("preceding-sibling::td"))] == printed


def test_no_month_is_named_in_english(site):
    shown = " ".join(
        " ".join(tree(path).xpath("//time/text()")) for path in site.rglob("*.html")
    )
    assert re.findall("[A-Za-z]+", shown) == []


def test_machine_readable_dates_are_gregorian(site):
    stamps = {
        stamp
        for path in site.rglob("*.html")
        for stamp in tree(path).xpath("//time/@datetime")
    }
    assert [
        stamp for stamp in stamps if not re.match(r"(?:19|20)\d\d-\d\d-\d\d", stamp)
    ] == []


def test_time_elements_have_the_hijri_date_as_data(site):
    article = next(
        path
        for path in sorted((site / "a").rglob("*.html"))
        if "hijri" in path.read_text("utf-8")
    )
    assert re.fullmatch(
        r"14\d\d-\d\d-\d\d",
        tree(article).xpath('string(//p[@class="article-line"]/time/@data-hijri)'),
    )
