# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entity pages: articles, entities mentioned together, and the Arabic order of names."""

from datetime import date

import pytest

from arabic.collation import collation_key
from plugins.entities.build.entity_pages import (
    entity_list,
    group_by_type,
    page_facts,
)
from plugins.search.write.facets import FACETS, facet_rows
from tests.article_builder import build_article
from tests.entity_tagging import (
    finder_with_editors_file,
    rows_by_lists,
    tag_by_lists,
)


@pytest.fixture
def archive():
    """Three articles, not tagged yet."""
    texts = ["من دمشق إلى القاهرة", "دمشق وحدها", "القاهرة ودمشق والخرطوم"]
    return [
        build_article(
            slug=str(number), title="خبر", plain_text=text, day=date(2020, 1, number)
        )
        for number, text in enumerate(texts, 1)
    ]


@pytest.fixture
def finder(tmp_path):
    """The finder of the gazetteer."""
    return finder_with_editors_file(tmp_path / "none.yml")


@pytest.fixture
def entities(archive, finder):
    """The entities of these articles by id."""
    return tag_by_lists(archive, finder)


def test_an_entity_has_its_articles_and_the_entities_mentioned_together(
    archive, entities, finder
):
    by_label = {entity.label: entity for entity in entities.values()}
    damascus = by_label["دمشق"]
    facts = page_facts(damascus, rows_by_lists(archive, finder))
    page = entity_list(damascus, facts, entities)
    assert damascus.count == 3
    assert (page["first"], page["last"]) == (date(2020, 1, 1), date(2020, 1, 3))
    # «الخرطوم» is named together with it in one article only.
    assert [(entity.label, count) for entity, count in page["companions"]] == [
        ("القاهرة", 2)
    ]


def test_an_entity_without_a_page_is_in_no_index_but_filters_search_results(
    archive, entities
):
    assert group_by_type(entities.values()) == {}
    counts = {
        label: count for _, label, count, _ in facet_rows(FACETS["entity"], archive)
    }
    assert counts == {entity.label: entity.count for entity in entities.values()}


def test_arabic_names_are_sorted_by_their_letters_without_the_article():
    names = ["المنامة", "بيروت", "ألمانيا", "الدوحة", "عمّان", "آل سعود"]
    assert sorted(names, key=collation_key) == [
        *("آل سعود", "ألمانيا", "بيروت", "الدوحة", "عمّان", "المنامة")
    ]


def test_letters_of_loanwords_and_an_al_of_the_root_sort_where_readers_look():
    names = ["وليد", "ڤيكتور", "پاريس", "الياس خوري", "بيروت", "فاس", "الجزائر"]
    assert sorted(names, key=collation_key) == [
        *("الياس خوري", "پاريس", "بيروت", "الجزائر", "فاس", "ڤيكتور", "وليد"),
    ]
