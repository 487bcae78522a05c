# SPDX-License-Identifier: AGPL-3.0-or-later
"""The built sample archive, file by file."""

import filecmp
import re
from datetime import datetime
from pathlib import Path

import pytest
from conftest import build
from lxml import html
from site_problems import find_problems

from plugins.frontmatter.checks import check_article
from plugins.frontmatter.document import (
    plain_text,
    render_markdown,
    split_document,
)
from upkeep import verify


@pytest.fixture(scope="session")
def articles(content):
    """Front matter and rendered body of every article of the sample, by id."""
    files = sorted((content / "articles").rglob("*.md"))
    documents = [split_document(path.read_text(encoding="utf-8")) for path in files]
    return {
        head["id"]: (check_article(head), render_markdown(body))
        for head, body in documents
    }


def tree(path: Path):
    return html.document_fromstring(
        path.read_bytes(), parser=html.HTMLParser(encoding="utf-8")
    )


def number(text: str) -> int:
    return int(re.sub(r"[^0-9]", "", text))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_every_link_resolves_and_every_page_names_language_and_direction(site):
    assert find_problems(site) == []


def test_every_article_has_its_page_and_no_other_article_has_one(site, articles):
    assert {path.stem for path in (site / "a").rglob("*.html")} == set(articles)


def test_lists_link_to_the_page_of_an_article_not_to_its_original(site, articles):
    elsewhere = {head["url"] for head, _ in articles.values() if "url" in head}
    linked = {
        link
        for page in site.glob("[0-9]*/**/*.html")
        for link in tree(page).xpath("//main//a/@href")
    }
    assert elsewhere
    assert not linked & elsewhere


def test_every_word_of_every_article_is_on_its_page(site, articles):
    for identity, (_, body) in articles.items():
        page = tree(site / "a" / identity[:2] / f"{identity}.html")
        shown = page.xpath(
            "//*[@class and contains(concat(' ', @class, ' '), ' text ')]"
        )[0]
        for cell in shown.iter("td", "th"):  # they stand apart without a blank
            cell.tail = f" {cell.tail or ''}"
        assert words(shown.text_content()) == words(plain_text(body))


def test_every_dated_article_is_on_one_gregorian_and_one_hijri_day(site, articles):
    dated = {identity for identity, (head, _) in articles.items() if "date" in head}
    for pattern in (
        "[0-9][0-9][0-9][0-9]/[0-9][0-9]/[0-9][0-9].html",
        "hijri/*/*/*.html",
    ):
        listed = [
            Path(link).stem
            for page in site.glob(pattern)
            for link in sorted(
                {
                    a.get("href")
                    for a in tree(page).xpath("//main//a[contains(@href, '/a/')]")
                }
            )
        ]
        assert sorted(listed) == sorted(dated)


def test_every_source_page_lists_all_its_articles(site, articles):
    listed = {
        Path(link).stem
        for page in site.glob("source/**/*.html")
        for link in tree(page).xpath("//main//a/@href")
        if "/a/" in link
    }
    assert listed == set(articles)


def test_time_elements_have_gregorian_iso_dates_only(site):
    for path in site.rglob("*.html"):
        for value in tree(path).xpath("//time/@datetime"):
            assert 1900 <= datetime.fromisoformat(value).year <= 2100, path


def test_an_article_has_no_date_element_but_its_own(site):
    """Zotero takes the first one for the date of an undated article."""
    for path in site.glob("a/*/*.html"):
        page = tree(path)
        assert page.xpath("//time[not(parent::p[@class='article-line'])]") == [], path


def test_every_page_but_that_of_a_missing_address_has_a_description(site):
    for path in site.rglob("*.html"):
        page = tree(path)
        if path.name != "404.html" and not page.xpath("//meta[@http-equiv='refresh']"):
            assert page.xpath("string(//meta[@name='description']/@content)"), path


def test_no_english_month_name_is_shown_in_the_c_locale(site):
    english = re.compile(
        r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b"
    )
    for path in site.rglob("*.html"):
        page = tree(path)
        prose = page.xpath(
            "//*[contains(concat(' ', @class, ' '), ' text ')] | //script | //style"
        )
        for element in prose:
            element.drop_tree()
        assert not english.search(page.text_content()), path


def test_no_page_carries_an_inline_script_style_or_handler(site):
    for path in site.rglob("*.html"):
        page = tree(path)
        if path.name == "404.html":
            continue  # its script is allowed by digest: tests/test_lost_page.py
        assert (
            page.xpath("//script[not(@src) and not(contains(@type, 'json'))]") == []
        ), path
        assert page.xpath("//style | //@style | //@onclick | //@onload") == [], path


def test_originals_are_not_published(site):
    assert not any((site / name).exists() for name in ("raw", "sidecars", "articles"))


def test_the_manifest_matches_the_finished_site(site):
    assert verify.find_problems(site) == []


def test_two_builds_are_byte_identical(content, site, tmp_path):
    build(content, tmp_path / "again")
    compared = filecmp.dircmp(site, tmp_path / "again")
    assert (compared.left_only, compared.right_only) == ([], [])
    assert (site / "SHA256SUMS").read_bytes() == (
        tmp_path / "again" / "SHA256SUMS"
    ).read_bytes()


def test_an_english_interface_leaves_the_articles_as_they_are(
    content, tmp_path, articles
):
    build(content, tmp_path / "en", INTERFACE_LANG="en", DATES_LOCALE="en")
    assert find_problems(tmp_path / "en") == []
    page = tree(next((tmp_path / "en" / "a").rglob("*.html")))
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    for part in page.xpath(
        "//article//h1 | //article//*[contains(concat(' ', @class, ' '), ' text ')]"
    ):
        assert (part.get("lang"), part.get("dir")) == ("ar", "rtl")
