# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bodies of states get the country that the text speaks of, or stay untagged."""

from collections import Counter

import pytest

from plugins.entities.match.country import clear_winner
from plugins.entities.match.tokenised_text import TokenisedText
from plugins.entities.models.crf import gazetteer_finder


@pytest.fixture(scope="module")
def finder():
    return gazetteer_finder()


def labels(finder, text, home=""):
    return {m.entity.label for m in finder.find_mentions(TokenisedText(text), home)}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("افتتحت وزارة الصحة عيادة في صفاقس", "وزارة الصحة التونسية"),
        ("افتتحت وزارة الصحة عيادة في طرابلس بلبنان", "وزارة الصحة اللبنانية"),
        ("ناقش مجلس النواب الموازنة في بغداد", "مجلس النواب العراقي"),
    ],
)
def test_a_body_of_a_state_is_that_of_the_country_in_the_text(finder, text, label):
    assert label in labels(finder, text)


def test_a_body_that_could_be_of_two_countries_is_not_tagged(finder):
    found = labels(finder, "أعلنت وزارة الصحة أرقاما عن تونس ولبنان")
    assert not any(label.startswith("وزارة الصحة") for label in found)


def test_a_body_in_a_text_without_a_country_is_not_tagged(finder):
    assert labels(finder, "أعلنت وزارة الصحة أرقاما جديدة") == set()


def test_the_country_of_the_newspaper_decides_where_the_text_does_not(finder):
    text = "أعلنت وزارة الصحة أرقاما جديدة"
    assert labels(finder, text, home="مصر") == {"وزارة الصحة المصرية"}


def test_two_parties_of_one_name_are_told_apart_by_the_country(finder):
    text = "عقد حزب العدالة والتنمية مؤتمره في مراكش بالمغرب"
    assert "حزب العدالة والتنمية المغربي" in labels(finder, text)


def test_the_first_country_needs_twice_the_votes_of_the_second():
    assert clear_winner(Counter({"تونس": 4, "مصر": 2})) == "تونس"
    assert clear_winner(Counter({"تونس": 3, "مصر": 2})) == ""
    assert clear_winner(Counter({})) == ""


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        ("وصلت الحافلات من مكة وجدة", "السعودية", "جدة"),
        ("قدمت الأسر من الدمام والرياض وجدة وأبها", "", "جدة"),
        ("احتضنت وجدة مهرجان الراي في المغرب", "المغرب", "وجدة"),
        ("احتضنت وجدة المغربية مهرجانا", "", "وجدة"),
    ],
)
def test_a_town_or_a_conjunction_and_a_town_is_decided_by_the_country(
    finder, text, home, expected
):
    assert labels(finder, text, home) & {"جدة", "وجدة"} == {expected}


def test_a_town_that_may_be_a_conjunction_and_a_town_needs_a_country(finder):
    assert not labels(finder, "أقيم الحفل مساء في هدوء وجدة") & {"جدة", "وجدة"}
