# SPDX-License-Identifier: AGPL-3.0-or-later
"""Boilerplate is cut and recorded; frequent lines of the text are not."""

from pathlib import Path

import pytest

from ingest.edit.boilerplate.learned import (
    Decisions,
    EdgeLines,
    LineCounter,
    load_decisions,
    merge_decisions,
    rules_of,
    serialise_decisions,
)
from ingest.edit.boilerplate.trim import cut_heads, trim
from ingest.model.record import Block
from ingest.run_database import open_run_database

TEXT = (
    "فقرة أولى من الخبر.",
    "فقرة ثانية من الخبر.",
    "فقرة ثالثة من الخبر.",
    "فقرة رابعة من الخبر.",
)

CUT = [
    "اترك تعليقاً",
    "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
    "Social media & sharing icons powered by UltimatelySocial",
    "جميع الحقوق محفوظة © صحيفة الضفة",
    "شارك هذا الموضوع:",
    "فيس بوك",
    "اقرأ أيضاً:",
    "Next Previous",
    "تعليقات ()",
    "// انتهى //",
    "//يتبع//",
    "17:25 ت م",
    "writer@aldiffa.example",
    "لمراسلة الكاتب: writer@aldiffa.example",
    "88591 - Stc",
    "[email protected] /* */",
    "اضغط هنا للاشتراك في النشرة",
]
# As frequent as boilerplate in real newspapers, but text.
NOT_CUT = [
    "بعث خادم الحرمين الشريفين برقية تهنئة.",
    "جانب من الحفل",
    "ألف مبروك.",
    "المزيد من التقدم والازدهار.",
    "والله ولي التوفيق.",
    "وفق تعبيره.",
    "إلى اللقاء..",
    "وعلى دروب الخير نلتقي.",
    "إليه راجعون».",
    "مليون ريال.",
    "أداء الأسهم",
    "الجواب",
    "السطر الأخير :",
    "وأضاف المصدر: لا نعلم بعد.",
    "شاركت اللجنة في الاجتماع.",
    "شارك آلاف الناس في المسيرة.",
    "للمزيد من المعلومات زاروا البلدة.",
    "للتواصل مع الداخل السوري وسائل كثيرة.",
    "أرسل رسالة SMS إلى أخيه.",
    "سهم موبايلي",
    "تعليقات من تبنوا الجريمة",
    "كاتب النقل يقول إن الطريق طويل.",
    "صور من مباراة الأمس",
    "من أهم سمات القرية هدوؤها.",
    "التالي في الترتيب فريق البلدة.",
]
TAILS = [
    (" رابط الخبر بصحيفة الضفة: جسر خشبي https://aldiffa.example/1", "article-link"),
    (" سمات الماء النهر البلدة", "tag-list"),
    (" ** للتواصل أرسل sms إلى 88548 تبدأ بالرمز 159", "sms"),
    (" ..المزيد", "excerpt"),
    ("… [+1200 chars]", "excerpt"),
    (
        " للتواصل مع الكاتب ارسل رسالة SMS تبدأ بالرمز (51) ثم مسافة ثم نص الرسالة إلى 88591 - Stc",
        "sms",
    ),
    (" ...المزيد", "excerpt"),
    (" // انتهى // 17:25 ت م", "agency-mark"),
]


def blocks(*texts: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", text) for text in texts)


def trimmed_texts(*lines: str, learned: dict[str, str] | None = None) -> list[str]:
    return [block.text for block in trim(blocks(*lines), learned or {}).blocks]


@pytest.mark.parametrize("line", CUT)
def test_a_line_of_the_site_is_cut(line):
    assert trimmed_texts(*TEXT, line) == list(TEXT)


@pytest.mark.parametrize("line", NOT_CUT)
def test_a_frequent_line_of_the_text_is_kept(line):
    assert trimmed_texts(line, *TEXT, line) == [line, *TEXT, line]


@pytest.mark.parametrize(("tail", "rule"), TAILS, ids=[tail for tail, _ in TAILS])
def test_boilerplate_after_the_last_words_is_cut(tail, rule):
    trimmed = trim(blocks(*TEXT[:3], TEXT[3] + tail), {})
    assert (
        [block.text for block in trimmed.blocks],
        [cut.rule for cut in trimmed.cuts],
    ) == (list(TEXT), [rule])


def test_boilerplate_before_the_first_words_is_cut():
    remaining, cuts = cut_heads(
        blocks("شارك من خلال تويتر فيسبوك جوجل بلس اكتب رأيك " + TEXT[0], *TEXT[1:])
    )
    assert ([block.text for block in remaining], [cut.rule for cut in cuts]) == (
        list(TEXT),
        ["share"],
    )


def test_tails_after_one_another_are_all_cut():
    assert trimmed_texts(*TEXT[:3], TEXT[3] + " // يتبع // سمات الماء النهر") == list(
        TEXT
    )


def test_a_list_of_tags_on_a_last_line_of_its_own_is_cut():
    assert trimmed_texts(*TEXT, "سمات الماء النهر البلدة") == list(TEXT)


def test_slider_buttons_separate_the_captions_from_the_byline_after_them():
    remaining, _ = cut_heads(
        blocks("الجسر القديم الجسر الجديد Next Previous سالم عباد – جدة", *TEXT)
    )
    assert [block.text for block in remaining[:2]] == [
        "الجسر القديم الجسر الجديد",
        "سالم عباد – جدة",
    ]


def test_every_line_after_a_message_code_goes_with_it():
    code = (
        "للتواصل مع الكاتب ارسل رسالة SMS",
        "تبدأ بالرمز (51) ثم مسافة ثم نص الرسالة إلى",
        "88591 - Stc",
    )
    assert trimmed_texts(*TEXT, *code) == list(TEXT)


def test_a_comment_form_quoted_in_the_first_half_ends_nothing():
    assert trimmed_texts(TEXT[0], "اترك تعليقاً", *TEXT[1:], *TEXT) == [*TEXT, *TEXT]


def test_a_credit_goes_to_the_metadata():
    trimmed = trim(blocks(*TEXT, "* خدمة «نيويورك تايمز»"), {})
    assert [fact.value for fact in trimmed.facts] == ["خدمة «نيويورك تايمز»"]


def test_a_row_of_stars_is_a_break():
    assert [block.kind for block in trim(blocks(TEXT[0], "* * *", TEXT[1]), {}).blocks][
        1
    ] == "rule"


def learn(line: str, articles: int, total: int) -> Decisions:
    """Return what is learned if *articles* of *total* end with *line*."""
    with open_run_database() as tables:
        counter = LineCounter(tables)
        for number in range(total):
            lines = (line,) if number < articles else ()
            counter.add(EdgeLines("الضفة", lines), f"{number}")
        return counter.learn()


def test_a_line_without_a_sentence_that_a_source_repeats_is_cut():
    assert learn("نشرة الضفة المسائية", 6, 100) == {
        "الضفة": {"نشرة الضفة المسائية": True}
    }


def test_a_repeated_sentence_is_for_a_person_to_judge():
    assert learn("وعلى دروب الخير نلتقي.", 15, 100) == {
        "الضفة": {"وعلى دروب الخير نلتقي.": None}
    }


def test_nothing_is_learned_from_a_small_source():
    assert learn("نشرة الضفة المسائية", 40, 40) == {}


def test_a_repeated_line_is_cut_at_the_ends_alone():
    line = "نشرة الضفة المسائية"
    middle = (*TEXT, line, *TEXT)
    assert trimmed_texts(line, *middle, line, learned={line: "repeated"}) == list(
        middle
    )


def test_decisions_of_a_person_are_obeyed_and_stored(tmp_path: Path):
    path = tmp_path / "boilerplate.yml"
    path.write_text(
        serialise_decisions({"الضفة": {"نشرة: الضفة": False, "إلى اللقاء..": True}}),
        encoding="utf-8",
    )
    decisions = merge_decisions(
        {"الضفة": {"نشرة: الضفة": True}}, load_decisions(path).decisions
    )
    assert rules_of(decisions) == {"الضفة": {"إلى اللقاء..": "repeated"}}
