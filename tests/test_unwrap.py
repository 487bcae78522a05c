# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paragraphs of texts whose lines a program has broken; other lines stay."""

import textwrap

import pytest

from ingest.text.unwrap import paragraphs_of

PARAGRAPHS = [
    "افتتحت بلدية عين الريم صباح أمس حديقة جديدة على ضفاف الوادي، بحضور عدد من الأهالي"
    " والمسؤولين في المدينة. وقال رئيس البلدية إن الحديقة تتسع لألف زائر، وإن العمل فيها"
    " استمر سنة كاملة شارك فيها متطوعون من أحياء المدينة كلها، وتولى مهندسو البلدية رسم"
    " المخططات والإشراف على التنفيذ من أول يوم إلى آخره من دون أن يتقاضوا أجرا إضافيا.",
    "وأضاف أن البلدية ستزرع ألف شجرة تين في الحديقة خلال الأشهر المقبلة، وأن الأهالي"
    " سيسقونها بالتناوب على مدى السنة الأولى من دون مقابل، ثم تتولى البلدية العناية بها"
    " بعد ذلك. وذكر أن الشتلات نمت في المشتل البلدي منذ عامين وصارت جاهزة للنقل.",
    "وختم بأن المرحلة الثانية تبدأ في الخريف.",
]
POEM = """يا عين الريم والليل طويل على الوادي وأهله
وما ضاق صدر المحب إذا نام على سهله
أمر على الديار وأسأل الدار عن سكانها
فلا الدار تجيبني ولا الأهل يرجعون إليها
وأكتب في الرمال اسمك والريح تمحوه
فيا ريح الشمال ترفقي بالحرف إن ضاع"""


# Without an empty line, only a short last line shows where a paragraph ends.
@pytest.mark.parametrize(
    ("between", "width"),
    [*(("\n\n", width) for width in (50, 60, 72, 78, 100)), ("\n", 72), ("\n", 78)],
)
def test_wrapped_lines_are_joined_to_paragraphs(width, between):
    text = between.join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)
    assert paragraphs_of(text) == PARAGRAPHS


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS),
        POEM,
        "\n".join(f"- بند رقم {number} من الجدول، وهو قصير" for number in range(9)),
    ],
    ids=["a paragraph a line", "a poem", "a list"],
)
def test_lines_that_are_not_wrapped_stay(text):
    assert paragraphs_of(text) == text.split("\n")


def test_a_list_between_wrapped_lines_keeps_its_items():
    items = ["- شتلات التين من المشتل البلدي", "- مقاعد الخشب من ورشة المدينة"]
    text = "\n".join([textwrap.fill(PARAGRAPHS[0], 60), *items])
    assert paragraphs_of(text) == [PARAGRAPHS[0], *items]
