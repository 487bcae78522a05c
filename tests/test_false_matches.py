# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guards: homographs by splitting, offices, other bodies, parts of longer names."""

import pytest

from plugins.entities.discover.candidates import recurs
from plugins.entities.lists.word_keys import plain_spelling
from plugins.entities.match.tokenised_text import TokenisedText
from plugins.entities.models.crf import gazetteer_finder
from plugins.entities.resolve.reconcile import reconcile
from tests.entity_tagging import span_of


@pytest.fixture(scope="module")
def finder():
    return gazetteer_finder()


def labels(finder, text, spans=()):
    mentions = reconcile(TokenisedText(text), finder, spans).mentions
    return {mention.entity.label for mention in mentions}


@pytest.mark.parametrize(
    "text",
    [
        "نزل وابل من المطر",  # not «and Apple»
        "كلفت الطريق نصف بليون",  # not «in Lyon»
        "التقى وزير الداخلية الألماني نظيره",  # an office
        "فاز الاتحاد السعودي للمبارزة بالكأس",  # not the football federation
        "شرب كأس شاي",
    ],
)
def test_a_homograph_is_not_tagged(finder, text):
    assert not labels(finder, text) & {
        *("أبل", "نادي ليون", "ليون", "وزارة الداخلية الألمانية"),
        *("الاتحاد السعودي لكرة القدم", "كأس العالم"),
    }


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("تلونت المياه الزرقاء في الأردن", "الزرقاء"),
        ("ارتدى بدلته الزرقاء في الأردن", "الزرقاء"),
        ("تشكو هذه الطبقة في ريف الرقة من الغلاء", "الطبقة"),
        ("اشترت الشركة الجيل الجديد من الهواتف", "الجيل الجديد"),
    ],
)
def test_a_common_word_is_no_place_and_no_party(finder, text, label):
    assert label not in labels(finder, text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("انتشر الفيروس في غرب غينيا الجديدة هذا العام", "غينيا"),
        ("سافروا عن طريق جنوب شرق آسيا", "شرق آسيا"),
        ("اجتمعت قيادة الجبهة الداخلية الإسرائيلية", "وزارة الداخلية الإسرائيلية"),
        ("تعثرت شركات الدفاع الأمريكية هذا العام", "البنتاغون"),
        ("احتفل مركز الأمير فهد بن سلطان بالخريجين", "فهد بن سلطان"),
        ("شارك من خلال فيسبوك جوجل بلس", "غوغل"),
    ],
)
def test_a_part_of_a_longer_name_is_not_tagged(finder, text, label):
    names = {plain_spelling(name) for name in labels(finder, text)}
    assert plain_spelling(label) not in names


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("زار الوفد غينيا أمس", "غينيا"),
        ("قالت الداخلية الإسرائيلية إنها تتابع", "وزارة الداخلية الإسرائيلية"),
        ("استقبل الأمير فهد بن سلطان الخريجين في تبوك", "فهد بن سلطان"),
    ],
)
def test_the_name_alone_is_tagged(finder, text, label):
    assert label in labels(finder, text)


def test_a_town_named_like_an_adjective_is_tagged_behind_its_head(finder):
    assert "الزرقاء" in labels(finder, "افتتحت في محافظة الزرقاء مدرسة")
    assert "البيضاء" in labels(finder, "قصف الحوثيون الضالع والبيضاء في اليمن")


def test_a_place_named_like_a_person_of_the_article_is_the_person(finder):
    text = "قالت سميرة الرطبة إنها مسافرة. وأضافت الرطبة أنها عائدة"
    assert "الرطبة" not in labels(finder, text, [span_of(text, "سميرة الرطبة")])


def test_a_general_cup_is_the_one_that_the_article_dates(finder):
    text = "كان كأس العالم 2018 بعيدا، وذلك المونديال لا ينسى"
    assert labels(finder, text) & {"كأس العالم", "كأس العالم 2018"} == {
        "كأس العالم 2018"
    }


def test_a_name_certain_in_three_articles_is_published_whatever_the_mean():
    assert recurs(("دار", "الزيتون"), [0.95, 0.92, 0.91, 0.4, 0.3])
    assert not recurs(("دار", "الزيتون"), [0.95, 0.92, 0.4])
    assert not recurs(("دار", "الزيتون"), [0.95] * 3 + [0.5] * 10)
    assert not recurs(("الزيتون",), [0.99] * 9)


@pytest.mark.parametrize(
    ("surface", "label"),
    [
        ("للزيتون", "الزيتون"),
        ('صحيفة "ظل الوادي', "صحيفة ظل الوادي"),
        ("معرض (الوادي", "معرض الوادي"),
    ],
)
def test_a_label_has_no_quotation_mark_and_no_swallowed_article(surface, label):
    assert plain_spelling(surface) == label


def test_the_name_of_a_known_club_outside_of_sport_is_no_new_entity(finder):
    text = "تحقق النصر في المعركة، وهنأ النصر منسوبيه"
    names = reconcile(TokenisedText(text), finder, [span_of(text, "النصر", "org")])
    assert not names.unlinked
    assert "نادي النصر" not in {mention.entity.label for mention in names.mentions}
