# SPDX-License-Identifier: AGPL-3.0-or-later
"""Known entities are found with proclitics and diacritics, homographs disambiguated."""

import pytest

from tests.entity_tagging import finder_with_editors_file, mentions_in
from upkeep import ROOT

# Written for this test: every kind of name, with and without proclitics.
NEWS = """
في الصف العاشر بمدرسة القرية عُلّقت خريطة كبيرة، وطُلب من كل تلميذ أن يكتب تقريراً عنها.
كتبت سلمى عن اتصال هاتفي بين فلاديمير بوتين ورجب طيب إردوغان، ورسمت سهماً من موسكو إلى
أنقرة مروراً بدمشق. وكتب زميلها عن سيرغي لافروف وعن صحيفة «روسيسكايا غازيتا»، وأضاف أن
الكرملين مبنى لا مدينة. ووضعت المعلمة علامة عند إدلب وأخرى عند جنيف حيث تجتمع اللجنة
الدستورية السورية، ثم سألت: وماذا عن طهران؟ فأجاب أحدهم: فيها كُتب «الاتفاق النووي الإيراني».
ومسار آستانة يمر من هنا، قال آخر، وأشار إلى روسيا ثم إلى سوريا.
""".replace("\n", " ")
NEWS_LABELS = {
    *("فلاديمير بوتين", "رجب طيب إردوغان", "سيرغي لافروف"),
    *("الكرملين", "اللجنة الدستورية السورية", "روسيسكايا غازيتا"),
    *("إدلب", "سوريا", "موسكو", "أنقرة", "دمشق", "طهران", "جنيف", "روسيا"),
}
NEWS_EVENTS = {"مسار آستانة", "الاتفاق النووي الإيراني"}


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory):
    """The finder of an archive without an editors' file."""
    return finder_with_editors_file(tmp_path_factory.mktemp("none") / "entities.yml")


@pytest.fixture(scope="module")
def sample_finder():
    """The finder of the sample archive."""
    return finder_with_editors_file(ROOT / "demo" / "entities.yml")


def labels_in(finder, text):
    return [mention.entity.label for mention in mentions_in(finder, text)]


@pytest.mark.parametrize(
    ("text", "label", "surface"),
    [
        ("سافر إلى القاهرة أمس", "القاهرة", "القاهرة"),
        ("وصل بالقاهرة", "القاهرة", "القاهرة"),
        ("ولدمشق تاريخ طويل", "دمشق", "دمشق"),
        ("عاد وللأردن مكانة", "الأردن", "للأردن"),
        ("في دِمَشْقَ القديمة", "دمشق", "دِمَشْقَ"),
        ("قال بوتين إن", "فلاديمير بوتين", "بوتين"),
        ("وقال أردوغان إن", "رجب طيب إردوغان", "أردوغان"),
        ("بين موسكو وأنقرة", "أنقرة", "أنقرة"),
    ],
)
def test_a_name_is_found_with_proclitics_and_diacritics(
    gazetteer, text, label, surface
):
    mentions = mentions_in(gazetteer, text)
    assert (label, surface) in [
        (mention.entity.label, mention.surface) for mention in mentions
    ]


def test_offsets_enclose_the_surface_form(gazetteer):
    text = "التقى الوزير في دِمَشْقَ مبعوثا من القاهرة."
    for mention in mentions_in(gazetteer, text):
        assert text[mention.start : mention.end] == mention.surface


def test_the_longest_name_wins(gazetteer):
    assert "اللجنة الدستورية السورية" in labels_in(
        gazetteer, "اجتماع اللجنة الدستورية السورية"
    )
    assert "سوريا" not in labels_in(gazetteer, "اجتماع اللجنة الدستورية السورية")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("زار وفد عمّان، وهي عاصمة الأردن", "عمّان"),
        ("وصل إلى عُمان وفد من مسقط", "عُمان"),
    ],
)
def test_diacritics_and_cues_distinguish_oman_from_amman(gazetteer, text, label):
    assert {"عمّان", "عُمان"} & set(labels_in(gazetteer, text)) == {label}


def test_a_homograph_without_a_cue_is_not_tagged(gazetteer):
    assert labels_in(gazetteer, "وصل إلى عمان") == []


def test_a_last_name_refers_to_the_person_named_in_full(sample_finder):
    labels = labels_in(
        sample_finder,
        "قالت لينا الحجلاوي إن البلدية ماضية. وأضافت الحجلاوي أن العمل بدأ.",
    )
    assert labels.count("لينا الحجلاوي") == 2


def test_exactly_the_names_of_an_article_are_found(gazetteer):
    labels = set(labels_in(gazetteer, NEWS))
    assert labels - NEWS_EVENTS == NEWS_LABELS
