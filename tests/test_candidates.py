# SPDX-License-Identifier: AGPL-3.0-or-later
"""Unlinked names of many articles become candidates: variants merged, thresholds kept."""

from collections.abc import Sequence

import pytest

from plugins.entities.discover.aggregate import add_discovered, recognise_texts
from plugins.entities.discover.candidates import Candidate, gather_candidates
from plugins.entities.discover.variants import are_variants
from plugins.entities.lists.gazetteer import word_lists
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.lists.word_keys import word_keys
from plugins.entities.match.finder import Finder
from plugins.entities.resolve.reconcile import UnlinkedName
from tests.entity_tagging import span_of

CERTAIN = 0.99


def one_name_an_article(
    *names: tuple[str, str, str, float],
) -> dict[str, Sequence[UnlinkedName]]:
    """Return names by article: as written, in full, type and confidence."""
    return {
        str(number): [
            UnlinkedName(
                start=0,
                end=9,
                surface=written,
                written_key=word_keys(written),
                full_key=word_keys(full),
                type=entity_type,
                confidence=confidence,
            )
        ]
        for number, (written, full, entity_type, confidence) in enumerate(names)
    }


def labels_of(candidates: list[Candidate], *, published: bool) -> list[str]:
    return [
        candidate.label for candidate in candidates if candidate.published is published
    ]


def test_a_person_of_one_word_is_never_published():
    names = one_name_an_article(("حوراني", "حوراني", "person", 1.0))
    assert labels_of(gather_candidates(names), published=True) == []


def test_an_uncertain_name_waits_for_the_review():
    name = "رامي الحوراني"
    names = one_name_an_article((name, name, "person", 0.3))
    assert labels_of(gather_candidates(names), published=False) == [name]


def test_a_name_that_its_article_repeats_has_a_threshold_of_its_own():
    [[name]] = one_name_an_article(("مكتبة السنديان",) * 2 + ("org", 0.9)).values()
    [once] = gather_candidates({"1": [name]})
    [repeated] = gather_candidates({"1": [name, name]})
    assert (once.kind, repeated.kind) == ("org headed", "org headed repeated")


def test_a_short_form_joins_the_full_name_that_one_article_gives():
    short, full = "رامي بن سالم", "رامي بن سالم الحوراني"
    names = one_name_an_article(
        (short, full, "person", CERTAIN), (short, short, "person", CERTAIN)
    )
    [candidate] = gather_candidates(names)
    assert candidate.key == word_keys(full)
    assert len(candidate.mentions) == 2


def test_transliterations_are_one_candidate_labelled_with_the_most_frequent():
    frequent, rare = "رودريغيز فيليبي", "رودريجيز فيليبي"
    names = one_name_an_article(
        *((name, name, "person", CERTAIN) for name in (frequent, frequent, rare))
    )
    [candidate] = gather_candidates(names)
    assert candidate.label == frequent


@pytest.mark.parametrize(
    ("name", "other"),
    [("محمود سالم", "محمد سالم"), ("سالم", "سليم"), ("عمر حسن", "عمرو حسن")],
)
def test_similar_arabic_names_are_no_variants(name, other):
    assert not are_variants(word_keys(name), word_keys(other))


def test_candidates_do_not_depend_on_the_order_of_the_articles():
    names = one_name_an_article(
        ("رامي الحوراني", "رامي الحوراني", "person", CERTAIN),
        ("نادي السنديان", "نادي السنديان", "org", CERTAIN),
    )
    assert gather_candidates(names) == gather_candidates(dict(reversed(names.items())))


def test_a_published_candidate_gets_mentions():
    text, name = "قال رامي الحوراني كلمة", "رامي الحوراني"
    mentions, candidates = recognise_texts(
        [("1", text)], Finder([], [], word_lists()), lambda text: [span_of(text, name)]
    )
    entity = KnownEntity(id="new", label=name, type="person", origin="minted")
    published = [(candidate, entity) for candidate in candidates]
    [mention] = add_discovered(mentions, published)["1"]
    assert text[mention.start : mention.end] == name
    assert mention.entity == entity


def test_a_compound_word_alone_is_not_taken_for_the_full_name():
    full = ("عبدالله", "الحوراني")
    common = {"full_key": full, "type": "person", "confidence": CERTAIN}
    short = UnlinkedName(
        start=0, end=8, surface="عبد الله", written_key=full[:1], **common
    )
    whole = UnlinkedName(
        start=9, end=26, surface="عبد الله الحوراني", written_key=full, **common
    )
    [candidate] = gather_candidates({"1": [whole, short, short]})
    assert candidate.label == "عبد الله الحوراني"
