# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names in articles: found under clitics and marks, told apart where they look alike, corrected by editors."""

from datetime import date
from types import SimpleNamespace

import pytest

from arabic.collation import collation_key
from plugins.entities.build.archive_run import opening, search, tag
from plugins.entities.build.entity_pages import by_type, companions, listing
from plugins.entities.discover.aggregate import recognise
from plugins.entities.editors import file
from plugins.entities.editors.apply_file import lay_over
from plugins.entities.editors.file import Authority, BadAuthority, parse
from plugins.entities.lists import gazetteer
from plugins.entities.lists.known_entity import Record
from plugins.entities.match.finder import Finder
from plugins.search.write.facets import FACETS, facet_rows
from upkeep import ROOT

SEED = ROOT.parent / "shared" / "data" / "seed" / "000_cfd70046b713ef0e.txt"
NAMED_IN_THE_SEED = {
    *("فلاديمير بوتين", "رجب طيب إردوغان", "سيرغي لافروف"),
    *("الكرملين", "اللجنة الدستورية السورية", "روسيسكايا غازيتا"),
    *("إدلب", "سوريا", "موسكو", "أنقرة", "دمشق", "طهران", "جنيف", "آستانة", "روسيا"),
}
EVENTS_OF_THE_SEED = {"مسار آستانة", "الاتفاق النووي الإيراني"}


def finder(editors_file):
    return search(gazetteer.load(), file.read(editors_file))[0]


def mentions(finder, text):
    return recognise([("", text)], finder, lambda _text: [])[0][""]


def tagged(articles, finder):
    """Tag *articles* by lists alone and return the entities by id."""
    return tag(
        articles,
        {a.slug: mentions(finder, f"{opening(a)}{a.plain_text}") for a in articles},
    )


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """The gazetteer alone, as an archive without an editors' file uses it."""
    return finder(tmp_path_factory.mktemp("none") / "entities.yml")


@pytest.fixture(scope="module")
def edited():
    """The gazetteer under the sample archive's own file."""
    return finder(ROOT / "content" / "entities.yml")


def labels(finder, text):
    return [mention.record.label for mention in mentions(finder, text)]


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
def test_a_name_is_found_under_clitics_and_marks(known, text, label, surface):
    found = [
        (mention.record.label, mention.surface) for mention in mentions(known, text)
    ]
    assert (label, surface) in found


def test_offsets_point_at_the_spelling_in_the_text(known):
    text = "التقى الوزير في دِمَشْقَ مبعوثا من القاهرة."
    for mention in mentions(known, text):
        assert text[mention.start : mention.end] == mention.surface


def test_the_longest_name_wins(known):
    assert "اللجنة الدستورية السورية" in labels(
        known, "اجتماع اللجنة الدستورية السورية"
    )
    assert "سوريا" not in labels(known, "اجتماع اللجنة الدستورية السورية")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("زار وفد عمّان، وهي عاصمة الأردن", "عمّان"),
        ("وصل إلى عُمان وفد من مسقط", "عُمان"),
    ],
)
def test_marks_and_cues_part_oman_from_amman(known, text, label):
    assert {"عمّان", "عُمان"} & set(labels(known, text)) == {label}


def test_a_homograph_without_a_cue_is_not_tagged(known):
    assert labels(known, "وصل إلى عمان") == []


def test_a_last_name_is_whoever_was_named_in_full(edited):
    found = labels(
        edited, "قالت لينا الحجلاوي إن البلدية ماضية. وأضافت الحجلاوي أن العمل بدأ."
    )
    assert found.count("لينا الحجلاوي") == 2


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not part of a clone")
def test_the_seed_names_what_it_names_and_nothing_else(known):
    found = set(labels(known, SEED.read_text(encoding="utf-8")))
    assert len(found & NAMED_IN_THE_SEED) >= 14
    assert found - NAMED_IN_THE_SEED - EVENTS_OF_THE_SEED == set()


def test_no_two_records_of_the_gazetteer_share_an_id_or_a_label_of_one_type():
    records = gazetteer.load()
    assert len({record.id for record in records}) == len(records)


def test_ids_are_the_same_on_every_run():
    assert [record.id for record in gazetteer.load()] == [
        record.id for record in gazetteer.load.__wrapped__()
    ]


# the editors' file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("entities:\n- {label: بلدة, type: place}\n", "2: an entry without an id"),
        ("entities:\n- {id: a, label: بلدة}\n", "2: a: no type"),
        ("entities:\n- {id: a, type: place}\n", "2: a: no label"),
        (
            "entities:\n- {id: a, label: بلدة, type: planet}\n",
            "2: a: type planet is none of",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place, status: maybe}\n",
            "status maybe is none of",
        ),
        ("entities:\n- {id: بلدة, label: بلدة, type: place}\n", "an id is letters a-z"),
        (
            "entities:\n- {id: a, label: بلدة, type: place, alias: x}\n",
            "unknown key alias",
        ),
        (
            "entities:\n- {id: a, label: ب, type: place}\n- {id: a, label: ت, type: place}\n",
            "3: a stands in line 2",
        ),
        (
            "entities:\n- {id: a, merged_into: b}\n- {id: b, merged_into: a}\n",
            "in a circle: a → b → a",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place}\n- {id: b, label: قرية, type: place, aliases: [بَلدة]}\n",
            "3: b: «بَلدة» is a too (line 2): both need a context",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place, aliases: قرية}\n",
            "2: a: aliases 'قرية' is not a list",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place, aliases: [no]}\n",
            "2: a: aliases [False] is not a list",
        ),
        (
            "entities:\n- {id: a, label: 2011, type: event}\n",
            "2: a: label 2011 is not text: put it in quotes",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place, context: [نبع]}\n",
            "2: a: context ['نبع'] is not any:",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place, wikidata: 42}\n",
            "2: a: wikidata 42 is not Q and a number",
        ),
        ("entities:\n- بلدة\n", "2: an entry without an id"),
        ("entities: {a: بلدة}\n", "1: entities is not a list"),
        ("entities: []\nignore: جامعة\n", "2: ignore is not a list"),
        ("ignore:\n- جامعة\n- 7\n", "3: 7 under ignore is not text"),
        ("entities: []\nnames: []\n", "2: names is neither of entities and ignore"),
        ("[]", "1: not a mapping"),
    ],
)
def test_a_bad_entry_is_refused_with_its_line_and_the_reason(text, reason):
    with pytest.raises(BadAuthority) as refusal:
        parse(text)
    assert reason in str(refusal.value)


def test_the_message_names_the_file(tmp_path):
    (tmp_path / "entities.yml").write_text("entities: [", encoding="utf-8")
    with pytest.raises(BadAuthority, match=r"entities\.yml:1: not YAML"):
        file.read(tmp_path / "entities.yml")


def test_one_spelling_of_two_entries_is_fine_where_each_has_a_context():
    entries = parse(
        "entities:\n"
        "- {id: a, label: عمّان, type: place, context: {any: [الأردن]}}\n"
        "- {id: b, label: عُمان, type: place, context: {any: [مسقط]}}\n"
    ).entries
    assert (entries["a"].cues, entries["b"].cues) == (("الأردن",), ("مسقط",))


PLACE = Record(
    id="old", label="دار الحجر", type="place", aliases=("حجر",), cues=("نبع",)
)


def test_an_editor_renames_without_moving_the_address_or_losing_a_spelling():
    (record,), _ = lay_over(
        [PLACE], parse("entities:\n- {id: old, label: دار الصخر, type: place}\n")
    )
    assert (record.id, record.label, set(record.names)) == (
        "old",
        "دار الصخر",
        {"دار الصخر", "دار الحجر", "حجر"},
    )
    assert record.cues == ("نبع",)


def test_a_merged_name_is_found_as_the_other():
    records, ignored = lay_over(
        [PLACE],
        parse(
            "entities:\n- {id: new, label: الحجر الكبير, type: place}\n- {id: old, merged_into: new}\n"
        ),
    )
    found = Finder(records, ignored, gazetteer.word_lists()).find("زار دار الحجر مساء")
    assert [mention.record.id for mention in found] == ["new"]


def test_a_key_without_a_value_is_an_absent_key():
    entry = parse(
        "entities:\n- id: 23456723\n  label: بلدة\n  type: place\n  aliases:\n  context:\n"
    ).entries["23456723"]
    assert (entry.aliases, entry.cues) == ((), ())


def test_a_merge_into_nothing_is_refused_with_file_and_line(tmp_path):
    path = tmp_path / "entities.yml"
    path.write_text("entities:\n- {id: old, merged_into: nowhere}\n", encoding="utf-8")
    with pytest.raises(
        BadAuthority, match=r"entities\.yml:2: old: merged into nowhere"
    ):
        lay_over([PLACE], file.read(path))


def test_a_merge_into_nothing_is_refused():
    with pytest.raises(BadAuthority, match="merged into nowhere"):
        lay_over([PLACE], parse("entities:\n- {id: old, merged_into: nowhere}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "entities:\n- {id: old, label: دار الحجر, type: place, status: ignored}\n",
        "ignore: [دار الحجر]\n",
    ],
)
def test_what_an_editor_ignores_is_not_found(text):
    records, ignored = lay_over([PLACE], parse(text))
    assert (
        Finder(records, ignored, gazetteer.word_lists()).find("في دار الحجر نبع") == []
    )


def test_a_proposed_name_waits_for_an_editor():
    records, _ = lay_over(
        [],
        parse(
            "entities:\n- {id: a, label: دار الحجر, type: place, status: proposed}\n"
        ),
    )
    assert records == []


def test_without_a_file_nothing_is_decided(tmp_path):
    assert file.read(tmp_path / "entities.yml") == Authority({}, ())


# pages ------------------------------------------------------------------------------------------------------------
def archive():
    texts = ["من دمشق إلى القاهرة", "دمشق وحدها", "القاهرة ودمشق والخرطوم"]
    return [
        SimpleNamespace(
            slug=str(number), title="خبر", plain_text=text, day=date(2020, 1, number)
        )
        for number, text in enumerate(texts, 1)
    ]


def test_an_entity_holds_its_articles_and_the_names_beside_it(known):
    articles = archive()
    entities = tagged(articles, known)
    by_label = {entity.label: entity for entity in entities.values()}
    damascus = by_label["دمشق"]
    page = listing(damascus, companions(articles)[damascus.id], entities)
    assert (damascus.count, page["first"], page["last"]) == (
        3,
        date(2020, 1, 1),
        date(2020, 1, 3),
    )
    assert [(entity.label, count) for entity, count in page["companions"]] == [
        ("القاهرة", 2),
        ("الخرطوم", 1),
    ]


def test_an_entity_without_a_page_is_in_no_index_and_results_can_still_be_narrowed_by_it(
    known,
):
    articles = archive()
    entities = tagged(articles, known)
    assert by_type(entities.values()) == {}
    assert {
        label: count for _, label, count, _ in facet_rows(FACETS["entity"], articles, 500)
    } == {entity.label: entity.count for entity in entities.values()}


def test_arabic_names_sort_by_their_letters_not_their_article():
    assert sorted(
        ["المنامة", "بيروت", "ألمانيا", "الدوحة", "عمّان", "آل سعود"], key=collation_key
    ) == [*("آل سعود", "ألمانيا", "بيروت", "الدوحة", "عمّان", "المنامة")]
