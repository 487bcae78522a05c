# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mentions of the finder and names of the recogniser are reconciled in an article."""

import pytest

from plugins.entities.lists.gazetteer import word_lists
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.lists.word_keys import word_keys
from plugins.entities.match.finder import Finder
from plugins.entities.match.tokenised_text import tokenise
from plugins.entities.models.crf import gazetteer_finder
from plugins.entities.models.recogniser import Span
from plugins.entities.resolve.reconcile import ArticleNames, reconcile
from tests.entity_tagging import span_of


def names_in(
    text: str, entities: list[KnownEntity], spans: list[Span] | None = None
) -> ArticleNames:
    """Return the names in *text* where only *entities* are known."""
    return reconcile(tokenise(text), Finder(entities, [], word_lists()), spans or [])


@pytest.fixture(scope="module")
def gazetteer():
    return gazetteer_finder()


@pytest.mark.parametrize(
    ("text", "alias", "surface"),
    [
        ("زار الملك سليم بن عمر البلدة", "الملك سليم بن عمر", "سليم بن عمر"),
        ("زار الملك سليم البلدة", "الملك سليم", "الملك سليم"),
    ],
)
def test_the_title_of_a_name_is_stripped_unless_one_word_follows(text, alias, surface):
    king = KnownEntity(
        id="king", label="سليم بن عمر الحوراني", type="person", aliases=(alias,)
    )
    [mention] = names_in(text, [king]).mentions
    assert mention.surface == surface


@pytest.mark.parametrize("before", ["الكرة", "للكرة", "والكرة"])
def test_an_adjective_that_is_also_a_country_is_no_place_after_an_article(
    gazetteer, before
):
    text = tokenise(f"فخر {before} السعودية اليوم")
    assert gazetteer.find_mentions(text) == []


DOUBTED = "زار رامي الحوراني البلدة وغرس السنديان"


def mentions_of_a_place(spans, origin=""):
    place = KnownEntity(id="p", label="السنديان", type="place", origin=origin)
    mentions = names_in(DOUBTED, [place], spans).mentions
    return [mention.surface for mention in mentions]


@pytest.mark.parametrize("surface", ["رامي الحوراني", "السنديان"])
def test_a_known_entity_that_the_recogniser_sees_nowhere_is_dropped(surface):
    person = span_of(DOUBTED, surface, "person")
    place = span_of(DOUBTED, "السنديان", "place")
    assert mentions_of_a_place([person]) == []
    assert mentions_of_a_place([place]) == ["السنديان"]


def test_a_country_whose_name_is_an_adjective_too_stays_where_it_is_recognised(
    gazetteer,
):
    text = "عاد من جيبوتي إلى اليمن"
    spans = [span_of(text, place, "place") for place in ("جيبوتي", "اليمن")]
    mentions = reconcile(tokenise(text), gazetteer, spans).mentions
    assert [mention.surface for mention in mentions] == ["جيبوتي", "اليمن"]


def test_a_known_entity_stays_if_editors_listed_it_or_nothing_is_recognised():
    person = span_of(DOUBTED, "رامي الحوراني", "person")
    assert mentions_of_a_place([person], origin="editor") == ["السنديان"]
    assert mentions_of_a_place([]) == ["السنديان"]


def test_a_place_inside_a_longer_recognised_name_is_dropped(gazetteer):
    text = "افتتحت شركة دمشق للزجاج مصنعا"
    names = reconcile(
        tokenise(text), gazetteer, [span_of(text, "شركة دمشق للزجاج", "org")]
    )
    assert names.mentions == []
    assert [name.surface for name in names.unlinked] == ["شركة دمشق للزجاج"]


def test_an_editors_entity_is_never_dropped():
    text = "افتتحت نهضة دمشق للزجاج مصنعا"
    damascus = KnownEntity(id="d", label="دمشق", type="place", origin="editor")
    spans = [span_of(text, "نهضة دمشق للزجاج", "org")]
    names = names_in(text, [damascus], spans)
    assert [mention.entity for mention in names.mentions] == [damascus]
    assert names.unlinked == []


def test_the_recogniser_decides_between_two_entities_of_one_name():
    text = "فازت السنديان أمس"
    city = KnownEntity(id="place", label="السنديان", type="place")
    club = KnownEntity(
        id="org",
        label="نادي السنديان",
        type="org",
        aliases=("=السنديان",),
        cues=("الدوري",),
    )
    [mention] = names_in(
        text, [city, club], [span_of(text, "السنديان", "org")]
    ).mentions
    assert mention.entity == club


def test_a_last_name_counts_for_the_full_name_of_the_article():
    text = "قال رامي الحوراني كلمة. ورد الحوراني على الأسئلة"
    names = names_in(text, [], [span_of(text, "رامي الحوراني")])
    assert len(names.unlinked) == 2
    assert {name.full_key for name in names.unlinked} == {word_keys("رامي الحوراني")}


def test_the_antecedent_of_a_last_name_is_the_nearest_full_name_before_it():
    text = "قال رامي الحوراني كلمة. ورد عمر سالم الحوراني. وشكر الحوراني الحضور"
    spans = [span_of(text, "رامي الحوراني"), span_of(text, "عمر سالم الحوراني")]
    names = names_in(text, [], spans)
    assert names.unlinked[-1].written_key == word_keys("الحوراني")
    assert names.unlinked[-1].full_key == word_keys("عمر سالم الحوراني")


@pytest.mark.parametrize(
    ("label", "written"), [("صحيفة سبق", "سبق"), ("سبق", "صحيفة سبق")]
)
def test_an_organisation_is_linked_with_its_head_and_without(label, written):
    text = f"ذكرت {written} أمس"
    newspaper = KnownEntity(id="1", label=label, type="org")
    names = names_in(text, [newspaper], [span_of(text, written, "org")])
    assert [mention.entity for mention in names.mentions] == [newspaper]
