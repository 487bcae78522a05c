# SPDX-License-Identifier: AGPL-3.0-or-later
"""The recogniser's answers: corrected by rules, weighed against the gazetteer, gathered into candidates."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.entities.discover.aggregate import recognise, with_minted
from plugins.entities.discover.candidates import candidates
from plugins.entities.discover.variants import same_sound
from plugins.entities.lists import gazetteer
from plugins.entities.lists.known_entity import Record, words
from plugins.entities.match.finder import Finder
from plugins.entities.match.text import Text
from plugins.entities.models import crf
from plugins.entities.models.spans import Span
from plugins.entities.resolve.corrections import repair
from plugins.entities.resolve.reconcile import Unlinked, weigh
from training import labels
from training.labels import Labelled
from training.learn import company
from training.train import train
from upkeep import ROOT

SURE = 0.99
WORDS = gazetteer.word_lists()
DATA = ROOT.parent / "shared" / "data"
LABELLED = Labelled(
    id="1",
    text="افتتاح مكتبة\n\nزار سليم الحوراني بلدة عين السنديان. وقال الحوراني إن مكتبة السنديان تفتح أبوابها غدا.",
    entities=[
        {
            "label": "سليم الحوراني",
            "type": "person",
            "mentions": ["سليم الحوراني", "الحوراني"],
        },
        {
            "label": "بلدة عين السنديان",
            "type": "place",
            "mentions": ["بلدة عين السنديان"],
        },
        {"label": "مكتبة السنديان", "type": "org", "mentions": ["مكتبة السنديان"]},
    ],
)


@pytest.fixture(scope="module")
def known():
    return crf.gazetteer_finder()


def span(
    text: str, surface: str, kind: str = "person", confidence: float = SURE
) -> Span:
    start = text.index(surface)
    return Span(start=start, end=start + len(surface), type=kind, confidence=confidence)


def repaired(text: str, *spans: Span) -> list[str]:
    cut = Text(text)
    names = repair(cut, spans, frozenset())
    return [
        text[cut.starts[name.first] + name.cut : cut.spans[name.last][1]]
        for name in names
    ]


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("قال فيصل بن سعود آل حمدان أمس", "فيصل بن سعود آل", ["فيصل بن سعود آل حمدان"]),
        ("قال فيصل بن، ثم مضى", "فيصل بن", ["فيصل"]),
        ("شكر سليم حوراني وقال كلمة", "سليم حوراني", ["سليم حوراني"]),
        ("حضر رامي العلي رئيس النادي", "رامي العلي رئيس", ["رامي العلي"]),
        ("وقال السنغالي إنه مستعد", "السنغالي", []),
    ],
)
def test_a_name_ends_where_it_ends(text, found, kept):
    assert repaired(text, span(text, found)) == kept


@pytest.mark.parametrize(
    ("text", "found", "kind", "kept"),
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
def test_what_joins_names_and_what_is_no_part_of_them_is_left_out(
    text, found, kind, kept
):
    assert repaired(text, span(text, found, kind)) == kept


def test_a_title_is_no_part_of_a_persons_name():
    text = "زار الملك سليم بن عمر البلدة"
    king = Record(
        id="king",
        label="سليم بن عمر الحوراني",
        type="person",
        aliases=("الملك سليم بن عمر",),
    )
    [mention], _ = weigh(Text(text), Finder([king], [], WORDS), [])
    assert mention.surface == "سليم بن عمر"


def test_a_single_name_keeps_its_title():
    text = "زار الملك سليم البلدة"
    king = Record(
        id="king", label="سليم بن عمر الحوراني", type="person", aliases=("الملك سليم",)
    )
    [mention], _ = weigh(Text(text), Finder([king], [], WORDS), [])
    assert mention.surface == "الملك سليم"


@pytest.mark.parametrize("before", ["الكرة", "للكرة", "والكرة"])
def test_an_adjective_that_is_a_country_too_is_no_place_after_an_article(known, before):
    assert [
        mention.surface for mention in known.find(f"فخر {before} السعودية اليوم")
    ] == []


def test_a_name_marked_once_is_found_again_in_the_article_and_so_is_its_last_name():
    text = (
        "زار رامي الحوراني المدرسة. وشكر رامي الحوراني الطلاب، وقال الحوراني إنه سعيد"
    )
    assert repaired(text, span(text, "رامي الحوراني")) == [
        "رامي الحوراني",
        "رامي الحوراني",
        "الحوراني",
    ]


def test_a_conjunction_is_cut_off_where_the_article_shows_the_name_without_it():
    text = "لعب ديمبلي جيدا وديمبلي سعيد"
    assert repaired(text, span(text, "وديمبلي")) == ["ديمبلي", "ديمبلي"]


def test_the_same_words_have_one_type_in_an_article():
    text = "سنديان هنا. سنديان هناك. سنديان هنالك"
    first, second, third = (
        at for at in range(len(text)) if text.startswith("سنديان", at)
    )
    spans = [
        Span(start=at, end=at + 6, type=kind, confidence=SURE)
        for at, kind in ((first, "place"), (second, "org"), (third, "place"))
    ]
    assert {name.type for name in repair(Text(text), spans, frozenset())} == {"place"}


def test_a_longer_name_takes_the_place_of_a_place_inside_it(known):
    text = "افتتحت شركة دمشق للزجاج مصنعا"
    mentions, unlinked = weigh(
        Text(text), known, [span(text, "شركة دمشق للزجاج", "org")]
    )
    assert not mentions
    assert [name.surface for name in unlinked] == ["شركة دمشق للزجاج"]


def test_an_editors_name_stands_whatever_the_recogniser_says():
    text = "افتتحت نهضة دمشق للزجاج مصنعا"
    own = Record(id="own", label="دمشق", type="place", origin="editor")
    mentions, unlinked = weigh(
        Text(text), Finder([own], [], WORDS), [span(text, "نهضة دمشق للزجاج", "org")]
    )
    assert ([mention.record for mention in mentions], unlinked) == ([own], [])


def test_a_word_that_names_two_things_is_what_the_recogniser_takes_it_for():
    text = "فازت السنديان أمس"
    city, club = (
        Record(id=kind, label="السنديان", type=kind) for kind in ("place", "org")
    )
    finder = Finder(
        [
            city,
            replace(
                club, label="نادي السنديان", aliases=("=السنديان",), cues=("الدوري",)
            ),
        ],
        [],
        WORDS,
    )
    [mention], _ = weigh(Text(text), finder, [span(text, "السنديان", "org")])
    assert mention.record.type == "org"


def test_a_last_name_counts_for_the_full_name_of_the_article():
    text = "قال رامي الحوراني كلمة. ورد الحوراني على الأسئلة"
    _, unlinked = weigh(
        Text(text), Finder([], [], WORDS), [span(text, "رامي الحوراني")]
    )
    assert {name.key for name in unlinked} == {words("رامي الحوراني")}


def sightings(*names: tuple[str, str, str, float]) -> dict[str, Sequence[Unlinked]]:
    return {
        str(at): [
            Unlinked(
                start=0,
                end=9,
                surface=own,
                own=words(own),
                key=words(full),
                type=kind,
                confidence=confidence,
            )
        ]
        for at, (own, full, kind, confidence) in enumerate(names)
    }


def candidate_labels(found, *, published: bool) -> list[str]:
    return [candidate.label for candidate in found if candidate.published is published]


def test_a_person_of_one_word_is_never_published():
    assert (
        candidate_labels(
            candidates(sightings(("حوراني", "حوراني", "person", 1.0))), published=True
        )
        == []
    )


def test_a_doubtful_name_waits_for_the_review():
    assert candidate_labels(
        candidates(sightings(("رامي الحوراني", "رامي الحوراني", "person", 0.3))),
        published=False,
    ) == ["رامي الحوراني"]


def test_a_name_written_in_full_once_gathers_its_short_form():
    short, full = "رامي بن سالم", "رامي بن سالم الحوراني"
    [candidate] = candidates(
        sightings((short, full, "person", SURE), (short, short, "person", SURE))
    )
    assert candidate.key == words(full)
    assert len(candidate.places) == 2


def test_spellings_of_one_foreign_sound_are_one_candidate_with_the_commonest_as_label():
    names = [("رودريغيز فيليبي", 2), ("رودريجيز فيليبي", 1)]
    [candidate] = candidates(
        sightings(
            *(
                (name, name, "person", SURE)
                for name, times in names
                for _ in range(times)
            )
        )
    )
    assert candidate.label == "رودريغيز فيليبي"


@pytest.mark.parametrize(
    ("one", "other"),
    [("محمود سالم", "محمد سالم"), ("سالم", "سليم"), ("عمر حسن", "عمرو حسن")],
)
def test_arabic_names_of_similar_letters_stay_apart(one, other):
    assert not same_sound(words(one), words(other))


def test_candidates_do_not_depend_on_the_order_of_the_articles():
    names = sightings(
        ("رامي الحوراني", "رامي الحوراني", "person", SURE),
        ("نادي السنديان", "نادي السنديان", "org", SURE),
    )
    assert candidates(names) == candidates(dict(reversed(names.items())))


def test_a_published_candidate_is_mentioned_where_it_stands(known):
    text = "قال رامي الحوراني كلمة"
    mentions, found = recognise(
        [("1", text)], known, lambda text: [span(text, "رامي الحوراني")]
    )
    minted = Record(id="new", label="رامي الحوراني", type="person", origin="minted")
    [mention] = with_minted(mentions, [(candidate, minted) for candidate in found])["1"]
    assert (text[mention.start : mention.end], mention.record) == (
        "رامي الحوراني",
        minted,
    )


def test_labels_are_laid_over_every_place_of_their_words():
    text = Text(LABELLED.text)
    marks = labels.tags(text, LABELLED.entities)
    assert [
        word
        for word, mark in zip(text.words, marks, strict=True)
        if mark.startswith("B-")
    ] == [
        *("سليم", "بلدة", "الحوراني", "مكتبة"),
    ]


def test_the_same_labels_give_the_same_weights(known):
    assert train([LABELLED], known) == train([LABELLED], known)


def test_weights_find_what_they_were_taught(known, tmp_path):
    path = Path(tmp_path / "names.crf")
    path.write_bytes(train([LABELLED] * 3, known))
    found = crf.Recogniser(path)(LABELLED.text)
    assert (
        next(LABELLED.text[name.start : name.end] for name in found) == "سليم الحوراني"
    )


def test_the_shipped_weights_find_a_name_no_list_holds():
    text = "قال رئيس البلدية المهندس رامي الحوراني إن العمل يبدأ غدا"
    assert [
        (text[name.start : name.end], name.type) for name in crf.recogniser(text)
    ] == [("رامي الحوراني", "person")]


def test_the_shipped_weights_are_below_five_megabytes():
    assert crf.WEIGHTS.stat().st_size <= 5_000_000


@pytest.mark.slow
@pytest.mark.skipif(
    not DATA.exists(), reason="the labels' texts lie in a folder beside the repository"
)
def test_the_shipped_weights_are_what_the_labels_give(known):
    assert (
        train([*labels.given(DATA), *labels.ours(DATA)], known)
        == crf.WEIGHTS.read_bytes()
    )


def test_no_article_is_both_trained_on_and_measured_by():
    held_out = {row["url"] for row in labels.lines(labels.LABELS / "held-out.jsonl")}
    taught = {
        row["url"]
        for path in (labels.LABELS / "labels").glob("*.jsonl")
        for row in labels.lines(path)
    }
    if DATA.exists():
        taught |= {
            row["url"] for row in labels.lines(DATA / "entities" / "train.jsonl")
        }
    assert held_out
    assert held_out.isdisjoint(taught)


def test_an_archive_tells_the_company_of_its_words():
    texts = ["قال الوزير سنديان كلمة"] * 8
    assert company(texts)["سنديان"] == {
        "often": "3",
        "follows": "title",
        "precedes": "letters",
    }


@pytest.mark.parametrize(
    ("label", "written"), [("صحيفة سبق", "سبق"), ("سبق", "صحيفة سبق")]
)
def test_a_body_is_known_with_its_head_and_without(label, written):
    text = f"ذكرت {written} أمس"
    mentions, _ = weigh(
        Text(text),
        Finder([Record(id="1", label=label, type="org")], [], WORDS),
        [span(text, written, "org")],
    )
    assert [mention.record.label for mention in mentions] == [label]


def test_a_short_form_of_two_written_words_is_no_label():
    full = ("عبدالله", "الحوراني")
    short = Unlinked(
        start=0,
        end=8,
        surface="عبد الله",
        own=full[:1],
        key=full,
        type="person",
        confidence=SURE,
    )
    whole = Unlinked(
        start=9,
        end=26,
        surface="عبد الله الحوراني",
        own=full,
        key=full,
        type="person",
        confidence=SURE,
    )
    assert [found.label for found in candidates({"1": [whole, short, short]})] == [
        "عبد الله الحوراني"
    ]
