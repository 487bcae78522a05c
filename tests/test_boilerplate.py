# SPDX-License-Identifier: AGPL-3.0-or-later
"""What belongs to the site is cut and written down; what is merely frequent stays."""

from pathlib import Path

import pytest

from ingest.edit.boilerplate import trim, without_heads
from ingest.edit.learned_boilerplate import (
    Edges,
    Lines,
    Repeats,
    known,
    merged,
    spelt,
    to_cut,
)
from ingest.model.record import Block
from ingest.run_database import scratch

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
]
# As frequent as boilerplate in real papers, and text all the same.
KEPT = [
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
    (
        " للتواصل مع الكاتب ارسل رسالة SMS تبدأ بالرمز (51) ثم مسافة ثم نص الرسالة إلى 88591 - Stc",
        "sms",
    ),
    (" ...المزيد", "excerpt"),
    (" // انتهى // 17:25 ت م", "agency-mark"),
]


def blocks(*texts: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", text) for text in texts)


def texts(*lines: str, repeated: dict[str, str] | None = None) -> list[str]:
    return [block.text for block in trim(blocks(*lines), repeated or {}).blocks]


@pytest.mark.parametrize("line", CUT)
def test_a_line_of_the_site_is_cut(line):
    assert texts(*TEXT, line) == list(TEXT)


@pytest.mark.parametrize("line", KEPT)
def test_a_frequent_line_of_the_text_is_kept(line):
    assert texts(line, *TEXT, line) == [line, *TEXT, line]


@pytest.mark.parametrize(("tail", "rule"), TAILS, ids=[tail for tail, _ in TAILS])
def test_what_is_glued_to_the_last_words_is_cut(tail, rule):
    found = trim(blocks(*TEXT[:3], TEXT[3] + tail), {})
    assert (
        [block.text for block in found.blocks],
        [cut.rule for cut in found.cuts],
    ) == (list(TEXT), [rule])


def test_what_is_glued_to_the_first_words_is_cut():
    found, cuts = without_heads(
        blocks("شارك من خلال تويتر فيسبوك جوجل بلس اكتب رأيك " + TEXT[0], *TEXT[1:])
    )
    assert ([block.text for block in found], [cut.rule for cut in cuts]) == (
        list(TEXT),
        ["share"],
    )


def test_tails_behind_one_another_are_all_cut():
    assert texts(*TEXT[:3], TEXT[3] + " // يتبع // سمات الماء النهر") == list(TEXT)


def test_a_list_of_tags_on_a_last_line_of_its_own_is_cut():
    assert texts(*TEXT, "سمات الماء النهر البلدة") == list(TEXT)


def test_slider_words_part_the_captions_from_the_byline_behind_them():
    found, _ = without_heads(
        blocks("الجسر القديم الجسر الجديد Next Previous سالم عباد – جدة", *TEXT)
    )
    assert [block.text for block in found[:2]] == [
        "الجسر القديم الجسر الجديد",
        "سالم عباد – جدة",
    ]


def test_every_line_after_a_message_code_goes_with_it():
    code = (
        "للتواصل مع الكاتب ارسل رسالة SMS",
        "تبدأ بالرمز (51) ثم مسافة ثم نص الرسالة إلى",
        "88591 - Stc",
    )
    assert texts(*TEXT, *code) == list(TEXT)


def test_a_comment_form_quoted_in_the_first_half_ends_nothing():
    assert texts(TEXT[0], "اترك تعليقاً", *TEXT[1:], *TEXT) == [*TEXT, *TEXT]


def test_a_credit_goes_to_the_metadata():
    found = trim(blocks(*TEXT, "* خدمة «نيويورك تايمز»"), {})
    assert [fact.value for fact in found.facts] == ["خدمة «نيويورك تايمز»"]


def test_a_row_of_stars_is_a_break():
    assert [block.kind for block in trim(blocks(TEXT[0], "* * *", TEXT[1]), {}).blocks][
        1
    ] == "rule"


def learned(line: str, articles: int, of: int) -> Lines:
    with scratch() as tables:
        repeats = Repeats(tables)
        for number in range(of):
            repeats.count(
                Edges("الضفة", (line,) if number < articles else ()), f"{number}"
            )
        return repeats.learned()


def test_a_line_without_a_sentence_that_a_source_repeats_is_cut():
    assert learned("نشرة الضفة المسائية", 6, 100) == {
        "الضفة": {"نشرة الضفة المسائية": True}
    }


def test_a_repeated_sentence_is_for_a_person_to_judge():
    assert learned("وعلى دروب الخير نلتقي.", 15, 100) == {
        "الضفة": {"وعلى دروب الخير نلتقي.": None}
    }


def test_a_small_source_teaches_nothing():
    assert learned("نشرة الضفة المسائية", 40, 40) == {}


def test_a_repeated_line_is_cut_at_the_ends_alone():
    line = "نشرة الضفة المسائية"
    middle = (*TEXT, line, *TEXT)
    assert texts(line, *middle, line, repeated={line: "repeated"}) == list(middle)


def test_what_a_person_said_is_obeyed_and_kept(tmp_path: Path):
    path = tmp_path / "boilerplate.yml"
    path.write_text(
        spelt({"الضفة": {"نشرة: الضفة": False, "إلى اللقاء..": True}}), encoding="utf-8"
    )
    lines = merged({"الضفة": {"نشرة: الضفة": True}}, known(path))
    assert to_cut(lines) == {"الضفة": {"إلى اللقاء..": "repeated"}}
