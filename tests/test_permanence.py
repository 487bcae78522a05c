# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entities keep ids and URLs through builds: articles added, removed, labels, merges."""

import filecmp
import re
import shutil

import pytest
from axe import violations
from conftest import build

from plugins.entities.build.entity_pages import Entity
from plugins.entities.build.tag_articles import set_urls
from plugins.entities.discover.id_lock import LockedId
from plugins.entities.lists.known_entity import KnownEntity, entity_id
from storage.ids import short_id
from upkeep.check.links import link_problems
from upkeep.check.site_pages import list_pages

TEXTS = [
    "وصل وفد من دمشق إلى القاهرة.",
    "دمشق والخرطوم والقاهرة في نشرة واحدة.",
    "زار محافظ عجلون مدينة إربد.",
    "أمطار في إربد وعجلون وبيروت.",
]
ARTICLE = """---
id: {id}
title: خبر {number}
date: 2020-01-{number:02}T09:00:00+03:00
source: الوادي
lang: ar
sha256: "{number}"
---

{text}
"""
DAMASCUS, CAIRO, BEIRUT, KHARTOUM = (
    entity_id("place", label) for label in ("دمشق", "القاهرة", "بيروت", "الخرطوم")
)


def article_path(content, number):
    identity = short_id("test", str(number))
    return content / "articles" / identity[:2] / f"{identity}.md"


def add(content, number, text):
    path = article_path(content, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        ARTICLE.format(id=path.stem, number=number, text=text), encoding="utf-8"
    )


class Archive:
    """A small archive with its own editors' file, to build several times."""

    def __init__(self, folder):
        self.content, self.site, self.editors = (
            folder / "content",
            folder / "output",
            folder / "entities.yml",
        )

    def build(self, output=None):
        build(
            self.content,
            output or self.site,
            ENTITIES_AUTHORITY=str(self.editors),
            ENTITIES_PAGE_ARTICLES=1,
        )
        return self

    def page(self, identity):
        return (self.site / "e" / f"{identity}.html").read_text(encoding="utf-8")

    def headings(self):
        return {
            path.name: re.search(r"<h1>.*</h1>", path.read_text(encoding="utf-8"))[0]
            for path in self.pages()
        }

    def pages(self):
        return (self.site / "e").glob("*.html")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The archive after its first build."""
    first = Archive(tmp_path_factory.mktemp("first"))
    for number, text in enumerate(TEXTS, 1):
        add(first.content, number, text)
    return first.build()


@pytest.fixture
def archive(built, tmp_path):
    """A copy of it, to change and build again."""
    return copied(built, tmp_path)


def copied(built, folder):
    copy = Archive(folder)
    shutil.copytree(built.content, copy.content)
    shutil.copytree(built.site, copy.site)
    return copy


def test_an_added_article_changes_no_id_and_no_url(archive):
    before = archive.headings()
    add(archive.content, 5, "من صنعاء إلى دمشق، ومن بغداد إلى عجلون.")
    after = archive.build().headings()
    assert before.items() < after.items()


def test_a_rebuild_writes_the_same_bytes_and_the_same_lock(archive, tmp_path):
    lock = (archive.content / "entities.lock.json").read_bytes()
    archive.build(tmp_path / "again")
    assert (archive.content / "entities.lock.json").read_bytes() == lock
    assert filecmp.cmp(
        archive.site / "SHA256SUMS", tmp_path / "again" / "SHA256SUMS", shallow=False
    )


def test_a_lost_lock_is_rebuilt_with_the_same_bytes(archive):
    lock = archive.content / "entities.lock.json"
    before = lock.read_bytes()
    lock.unlink()
    archive.build()
    assert lock.read_bytes() == before


# one build after many changes --------------------------------------------------------------------------------------
EDITORS = f"""\
entities:
- {{id: {KHARTOUM}, label: مدينة الخرطوم, type: place}}
- {{id: {DAMASCUS}, merged_into: {CAIRO}}}
"""


@pytest.fixture(scope="module")
def changed(built, tmp_path_factory):
    """The archive with a new label, a merge and an article removed, built again."""
    archive = copied(built, tmp_path_factory.mktemp("changed"))
    archive.editors.write_text(EDITORS, encoding="utf-8")
    article_path(archive.content, 4).unlink()
    return archive.build()


def test_a_new_label_changes_no_url(changed):
    assert "<h1><bdi>مدينة الخرطوم</bdi></h1>" in changed.page(KHARTOUM)


def test_the_page_of_a_merged_entity_redirects_to_the_other(changed):
    page = changed.page(DAMASCUS)
    assert f'http-equiv="refresh" content="0; url=../e/{CAIRO}.html"' in page
    assert f'rel="canonical" href="../e/{CAIRO}.html"' in page
    assert 'name="robots" content="noindex"' in page


def test_search_results_can_be_filtered_by_the_id_of_a_merged_entity(changed):
    facets = [
        path.read_text(encoding="utf-8")
        for path in (changed.site / "search" / "f").rglob("*.js")
    ]
    assert any(CAIRO in text and DAMASCUS in text for text in facets)


def test_a_merged_entity_is_in_no_index(changed):
    assert DAMASCUS not in (changed.site / "entities.html").read_text(encoding="utf-8")


def test_an_entity_without_articles_keeps_its_url(changed):
    page = changed.page(BEIRUT)
    assert "بيروت" in page
    assert 'http-equiv="refresh"' not in page


def test_the_rebuilt_site_has_no_broken_link(changed):
    pages = list_pages(changed.site)
    assert [line for page in pages for line in link_problems(page)] == []


@pytest.mark.browser
def test_the_page_of_a_former_entity_is_accessible(changed, chromium):
    assert violations(chromium, (changed.site / "e" / f"{BEIRUT}.html").as_uri()) == []


@pytest.mark.browser
def test_a_reader_at_a_former_url_is_redirected(changed, page):
    page.goto((changed.site / "e" / f"{DAMASCUS}.html").as_uri())
    page.wait_for_url(re.compile(f"/e/{CAIRO}.html"))
    assert page.locator("h1").inner_text() == "القاهرة"


def test_a_bad_entry_stops_the_build_with_one_line_naming_file_and_line(archive):
    archive.editors.write_text(
        "entities:\n- {id: x, label: a, type: planet}\n", encoding="utf-8"
    )
    with pytest.raises(AssertionError) as failure:
        archive.build()
    assert "entities.yml:2: x: type planet is none of" in str(failure.value)
    assert "Traceback" not in str(failure.value)


def test_an_existing_page_stays_when_the_required_articles_increase():
    settings = {"ENTITIES_PAGE_ARTICLES": 3, "ENTITIES_JOINED_ARTICLES": 2}
    settings |= dict.fromkeys(["TAG_URL", "TAG_SAVE_AS"], "e/{slug}.html")
    old, new = (
        Entity(
            known_entity=KnownEntity(id=label, label=label, type="place"),
            articles=["one"],
        )
        for label in "ab"
    )
    set_urls(
        [old, new],
        {"a": LockedId(origin="gazetteer", type="place", labels=("a",), page=True)},
        settings,
    )
    assert (old.url, new.url) == ("e/a.html", None)
