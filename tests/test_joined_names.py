# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names that few articles have are sections of joined pages, at URLs that never break."""

import re
from itertools import chain

import pytest
from axe import violations
from conftest import build
from lxml import html
from test_permanence import BEIRUT, CAIRO, DAMASCUS, KHARTOUM, TEXTS, add, article_path

from plugins.contract import joined_page, section_id
from upkeep.check.links import link_problems
from upkeep.check.site_pages import list_pages

SIGNED = """---
id: {id}
title: خبر {number}
date: 2020-02-{number:02}T09:00:00+03:00
source: الوادي
lang: ar
authors: ["{author}"]
sha256: "{number}"
---

كلام {number}.
"""


class Archive:
    """A small archive in which names of few articles are joined."""

    def __init__(self, folder):
        self.content, self.site = folder / "content", folder / "output"
        self.editors = folder / "entities.yml"
        for number, text in enumerate(TEXTS, 1):
            add(self.content, number, text)

    def sign(self, number, author):
        path = article_path(self.content, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = SIGNED.format(id=path.stem, number=number, author=author)
        path.write_text(text, encoding="utf-8")

    def build(self, **settings):
        build(
            self.content,
            self.site,
            **{
                "ENTITIES_AUTHORITY": str(self.editors),
                "ENTITIES_BACKEND": "",
                "ENTITIES_PAGE_ARTICLES": 3,
                "ENTITIES_JOINED_ARTICLES": 2,
                "LISTS_AUTHOR_PAGE_ARTICLES": 2,
            }
            | settings,
        )
        problems = map(link_problems, list_pages(self.site))
        assert list(chain.from_iterable(problems)) == []

    def section(self, page, identity):
        """The section of a name on the joined page of its id."""
        path = self.site / joined_page(f"{page}/joined/{{shelf}}.html", identity)
        parser = html.HTMLParser(encoding="utf-8")
        (section,) = html.parse(str(path), parser).xpath(
            f"//section[@id='{section_id(identity)}']"
        )
        return section

    def links(self, page, identity):
        return self.section(page, identity).xpath(".//a/@href")

    def has_page(self, identity):
        return (self.site / "e" / f"{identity}.html").exists()


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path)


def test_an_entity_of_few_articles_is_a_section_and_one_of_more_has_a_page(archive):
    add(archive.content, 5, "دمشق وحدها.")
    archive.build()
    assert archive.has_page(DAMASCUS)
    assert not archive.has_page(CAIRO)
    assert len(archive.links("e", CAIRO)) == 2
    joined = [path.read_text("utf-8") for path in (archive.site / "e").glob("joined/*")]
    assert not any(f'id="n-{KHARTOUM}"' in text for text in joined)


def test_a_joined_page_has_no_barrier_that_axe_finds(archive, chromium):
    archive.build()
    for path in (archive.site / "e" / "joined").iterdir():
        assert violations(chromium, path.as_uri()) == []


def test_articles_and_the_index_of_names_link_to_the_section(archive):
    archive.build()
    url = f"{joined_page('e/joined/{shelf}.html', CAIRO)}#{section_id(CAIRO)}"
    article = (
        archive.site
        / "a"
        / article_path(archive.content, 1)
        .relative_to(archive.content / "articles")
        .with_suffix(".html")
    )
    assert f'href="../../{url}"' in article.read_text("utf-8")
    assert f'href="./{url}"' in (archive.site / "entities.html").read_text("utf-8")


def test_a_section_stays_as_a_link_when_its_entity_gets_a_page(archive):
    archive.build()
    add(archive.content, 5, "القاهرة وحدها.")
    archive.build()
    assert archive.has_page(CAIRO)
    assert archive.links("e", CAIRO) == [f"../../e/{CAIRO}.html"]


def test_a_section_stays_when_its_articles_are_removed(archive):
    archive.build()
    for number in (1, 2):
        article_path(archive.content, number).unlink()
    archive.build()
    assert archive.links("e", CAIRO) == []
    assert "القاهرة" in archive.section("e", CAIRO).text_content()


def test_the_section_of_a_merged_entity_links_to_its_heir(archive):
    archive.build()
    archive.editors.write_text(
        f"entities:\n- {{id: {CAIRO}, merged_into: {DAMASCUS}}}\n", encoding="utf-8"
    )
    archive.build()
    (link,) = archive.links("e", CAIRO)
    assert link.endswith(f"#{section_id(DAMASCUS)}")


def test_an_entity_that_had_a_page_keeps_it(archive):
    archive.build(ENTITIES_PAGE_ARTICLES=1)
    assert archive.has_page(BEIRUT)
    archive.build()
    assert archive.has_page(BEIRUT)
    assert archive.has_page(CAIRO)


def test_an_author_of_few_articles_is_a_section(archive):
    archive.sign(8, "سلمى حداد")
    archive.sign(9, "نجلاء الصوفي")
    archive.sign(10, "نجلاء الصوفي")
    archive.build()
    index = (archive.site / "authors.html").read_text("utf-8")
    urls = re.findall(r'href="./(author/[^"]+)"', index)
    (own,) = (url for url in urls if "#" not in url)
    (section,) = (url for url in urls if "#" in url)
    assert (archive.site / own).exists()
    identity = section.partition("#n-")[2]
    assert len(archive.links("author", identity)) == 1
    # The author who has a page has a link: she may have been a section before.
    slug = own.removeprefix("author/").removesuffix(".html")
    assert archive.links("author", slug) == [f"../../{own}"]
    article = (
        archive.site
        / "a"
        / article_path(archive.content, 8)
        .relative_to(archive.content / "articles")
        .with_suffix(".html")
    )
    assert f'rel="author" href="../../{section}"' in article.read_text("utf-8")
