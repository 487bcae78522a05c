# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names are read through quotation marks; a head and a quotation make a name."""

import pytest

from plugins.entities.discover.aggregate import recognise_texts
from plugins.entities.match.tokenised_text import TokenisedText
from plugins.entities.models.crf import gazetteer_finder
from plugins.entities.models.recogniser import NoRecogniser


@pytest.fixture(scope="module")
def finder():
    return gazetteer_finder()


def candidates(finder, text):
    _, found = recognise_texts([("", text)], finder, NoRecogniser())
    return {(candidate.label, candidate.type) for candidate in found}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ('نقلت وكالة "تاس" الخبر', "وكالة تاس"),
        ("نقلت وكالة «تاس» الخبر", "وكالة تاس"),
        ("نقلت وكالة (تاس) الخبر", "وكالة تاس"),
        ('قال "الحرس الثوري" الإيراني', "الحرس الثوري الإيراني"),
    ],
)
def test_a_known_name_is_read_through_quotation_marks(finder, text, label):
    mentions = finder.find_mentions(TokenisedText(text))
    assert label in {mention.entity.label for mention in mentions}


def test_quotation_marks_that_do_not_pair_end_a_name(finder):
    text = TokenisedText('نقلت وكالة "تاس الخبر')
    assert not text.quotes_are_paired(1, 2)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('زارت جمعية "سنديان الوادي" المعرض', ("جمعية سنديان الوادي", "org")),
        ("انطلقت عملية «ظل الزيتون» فجرا", ("عملية ظل الزيتون", "event")),
        ("وصل إلى بلدة «تل القصيبة» مساء", ("تل القصيبة", "place")),
    ],
)
def test_a_head_and_a_quotation_make_a_name(finder, text, name):
    assert name in candidates(finder, text)


@pytest.mark.parametrize(
    "text",
    [
        'نشر موقع "ظل الزيتون" الخبر',  # the head also introduces posts and works
        'قالت الجمعية "نحن هنا"',
        'ردت شركة "لن ندفع شيئا"',
    ],
)
def test_what_may_be_no_name_is_not_taken_from_quotation_marks(finder, text):
    assert candidates(finder, text) == set()
