# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recognised names are trimmed, split and copied by rules."""

import pytest

from plugins.entities.match.tokenised_text import tokenise
from plugins.entities.models.recogniser import Span
from plugins.entities.resolve.corrections import correct_names
from plugins.entities.resolve.recognised_name import names_from_spans
from tests.entity_tagging import span_of


def corrected(text: str, *spans: Span) -> list[str]:
    """Return the surface forms of the corrected names."""
    tokenised = tokenise(text)
    surfaces: list[str] = []
    for name in correct_names(
        tokenised, names_from_spans(tokenised, spans), frozenset()
    ):
        start = tokenised.starts[name.first] + name.proclitic
        end = tokenised.spans[name.last][1]
        surfaces.append(text[start:end])
    return surfaces


@pytest.mark.parametrize(
    ("text", "recognised", "expected"),
    [
        ("قال فيصل بن سعود آل حمدان أمس", "فيصل بن سعود آل", ["فيصل بن سعود آل حمدان"]),
        ("قال فيصل بن، ثم مضى", "فيصل بن", ["فيصل"]),
        ("شكر سليم حوراني وقال كلمة", "سليم حوراني", ["سليم حوراني"]),
        ("حضر رامي العلي رئيس النادي", "رامي العلي رئيس", ["رامي العلي"]),
        ("وقال السنغالي إنه مستعد", "السنغالي", []),
    ],
)
def test_a_persons_name_is_completed_or_trimmed(text, recognised, expected):
    assert corrected(text, span_of(text, recognised)) == expected


@pytest.mark.parametrize(
    ("text", "recognised", "entity_type", "expected"),
    [
        (
            "حضر رامي الحوراني وسمير بن عمر أمس",
            "رامي الحوراني وسمير بن عمر",
            "person",
            ["رامي الحوراني", "سمير بن عمر"],
        ),
        (
            "حضر رامي وليد الحوراني أمس",
            "رامي وليد الحوراني",
            "person",
            ["رامي وليد الحوراني"],
        ),
        ("فاز السنديان، الوادي أمس", "السنديان، الوادي", "org", ["السنديان", "الوادي"]),
        (
            "صوت السنديان – عجلون: بدأ",
            "صوت السنديان – عجلون",
            "org",
            ["صوت السنديان", "عجلون"],
        ),
        (
            "وزارة التربية والتعليم",
            "وزارة التربية والتعليم",
            "org",
            ["وزارة التربية والتعليم"],
        ),
        (
            "نادي السنديان يعلن نتائج القبول",
            "نادي السنديان يعلن نتائج",
            "org",
            ["نادي السنديان"],
        ),
        ("في قرية السنديان قرب النهر", "قرية السنديان", "place", ["السنديان"]),
        ("في حي السنديان قرب النهر", "حي السنديان", "place", ["حي السنديان"]),
        ("في القاعدة الأمريكية", "الأمريكية", "place", []),
    ],
)
def test_joined_names_are_split_and_other_words_dropped(
    text, recognised, entity_type, expected
):
    assert corrected(text, span_of(text, recognised, entity_type)) == expected


def test_other_mentions_of_a_recognised_name_and_its_last_name_are_found():
    text = (
        "زار رامي الحوراني المدرسة. وشكر رامي الحوراني الطلاب، وقال الحوراني إنه سعيد"
    )
    assert corrected(text, span_of(text, "رامي الحوراني")) == [
        "رامي الحوراني",
        "رامي الحوراني",
        "الحوراني",
    ]


def test_a_conjunction_is_stripped_if_the_article_has_the_name_without_it():
    text = "لعب ديمبلي جيدا وديمبلي سعيد"
    assert corrected(text, span_of(text, "وديمبلي")) == ["ديمبلي", "ديمبلي"]


def test_equal_names_have_one_type_in_an_article():
    text = "سنديان هنا. سنديان هناك. سنديان هنالك"
    types = ("place", "org", "place")
    starts = [at for at in range(len(text)) if text.startswith("سنديان", at)]
    spans = [
        Span(start=start, end=start + 6, type=entity_type, confidence=0.99)
        for start, entity_type in zip(starts, types, strict=True)
    ]
    tokenised = tokenise(text)
    recognised = names_from_spans(tokenised, spans)
    names = correct_names(tokenised, recognised, frozenset())
    assert {name.type for name in names} == {"place"}
