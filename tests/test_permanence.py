# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names keep their ids and addresses through real builds: an article more, new labels, merges, an article less."""

import filecmp
import re
import shutil

import pytest
from conftest import build
from test_a11y import violations

from plugins.entities.build.entity_pages import Entity
from plugins.entities.build.tag_articles import add_addresses
from plugins.entities.discover.id_lock import Held
from plugins.entities.lists.known_entity import Record, entity_id
from storage.ids import short_id
from upkeep import check

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
    """A small archive with an editors' file of its own, built again and again."""

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

    def addresses(self):
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


def test_an_added_article_changes_no_id_and_no_address(archive):
    before = archive.addresses()
    add(archive.content, 5, "من صنعاء إلى دمشق، ومن بغداد إلى عجلون.")
    after = archive.build().addresses()
    assert before.items() < after.items()


def test_a_rebuild_writes_the_same_bytes_and_the_same_lock(archive, tmp_path):
    lock = (archive.content / "entities.lock.json").read_bytes()
    archive.build(tmp_path / "again")
    assert (archive.content / "entities.lock.json").read_bytes() == lock
    assert filecmp.cmp(
        archive.site / "SHA256SUMS", tmp_path / "again" / "SHA256SUMS", shallow=False
    )


def test_a_lost_lock_comes_back_as_it_was(archive):
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
    """The archive with a new label, a merge and an article less, built again."""
    archive = copied(built, tmp_path_factory.mktemp("changed"))
    archive.editors.write_text(EDITORS, encoding="utf-8")
    article_path(archive.content, 4).unlink()
    return archive.build()


def test_a_new_label_moves_no_address(changed):
    assert "<h1><bdi>مدينة الخرطوم</bdi></h1>" in changed.page(KHARTOUM)


def test_a_merged_name_leaves_a_page_that_leads_to_the_other(changed):
    page = changed.page(DAMASCUS)
    assert f'http-equiv="refresh" content="0; url=../e/{CAIRO}.html"' in page
    assert f'rel="canonical" href="../e/{CAIRO}.html"' in page
    assert 'name="robots" content="noindex"' in page


def test_results_are_still_narrowed_by_the_address_of_a_merged_name(changed):
    facets = [
        path.read_text(encoding="utf-8")
        for path in (changed.site / "search" / "f").rglob("*.js")
    ]
    assert any(CAIRO in text and DAMASCUS in text for text in facets)


def test_a_merged_name_is_in_no_index(changed):
    assert DAMASCUS not in (changed.site / "entities.html").read_text(encoding="utf-8")


def test_a_name_that_no_article_holds_any_more_keeps_its_address(changed):
    page = changed.page(BEIRUT)
    assert "بيروت" in page
    assert 'http-equiv="refresh"' not in page


def test_the_site_is_sound_after_all_that(changed):
    assert check.find_problems(changed.site) == []


@pytest.mark.browser
def test_axe_finds_nothing_where_a_name_was(changed, chromium):
    assert violations(chromium, (changed.site / "e" / f"{BEIRUT}.html").as_uri()) == []


@pytest.mark.browser
def test_a_reader_at_an_old_address_arrives_at_the_new_one(changed, page):
    page.goto((changed.site / "e" / f"{DAMASCUS}.html").as_uri())
    page.wait_for_url(re.compile(f"/e/{CAIRO}.html"))
    assert page.locator("h1").inner_text() == "القاهرة"


def test_a_bad_entry_stops_the_build_with_one_line_that_says_where(archive):
    archive.editors.write_text(
        "entities:\n- {id: x, label: a, type: planet}\n", encoding="utf-8"
    )
    with pytest.raises(AssertionError) as refusal:
        archive.build()
    assert "entities.yml:2: x: type planet is none of" in str(refusal.value)
    assert "Traceback" not in str(refusal.value)


def test_a_page_once_given_stays_when_more_articles_are_asked_for():
    settings = {"ENTITIES_PAGE_ARTICLES": 3}
    settings |= dict.fromkeys(["TAG_URL", "TAG_SAVE_AS"], "e/{slug}.html")
    old, new = (
        Entity(record=Record(id=label, label=label, type="place"), articles=["one"])
        for label in "ab"
    )
    add_addresses(
        [old, new],
        {"a": Held(origin="gazetteer", type="place", labels=("a",), page=True)},
        settings,
    )
    assert (old.url, new.url) == ("e/a.html", None)
