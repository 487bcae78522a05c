# SPDX-License-Identifier: AGPL-3.0-or-later
"""Training: labels aligned with tokens, reproducible weights, collocations, scores."""

import pytest

from plugins.entities.lists.lexicon import strip_proclitic
from plugins.entities.match.tokenised_text import tokenise
from plugins.entities.models.crf import (
    WEIGHTS,
    CrfRecogniser,
    gazetteer_finder,
    recogniser,
)
from training.labels import (
    LABELS,
    LabelledArticle,
    bio_tags,
    own_label_files,
    read_json_lines,
)
from training.learn import learn_collocations
from training.scoring import Tag, comparison_keys, score_article
from training.train import train_weights

LABELLED = LabelledArticle(
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
def finder():
    return gazetteer_finder()


def test_every_occurrence_of_a_mention_is_tagged():
    text = tokenise(LABELLED.text)
    tags = bio_tags(text, LABELLED.entities)
    first_tokens = [
        token
        for token, tag in zip(text.tokens, tags, strict=True)
        if tag.startswith("B-")
    ]
    assert first_tokens == ["سليم", "بلدة", "الحوراني", "مكتبة"]


@pytest.mark.parametrize(("key", "stem"), [("بحي", "حي"), ("وحي", "وحي")])
def test_the_preposition_before_a_district_is_no_part_of_its_name(key, stem):
    assert strip_proclitic(key)[1] == stem


def test_equal_labels_give_equal_weights(finder):
    assert train_weights([LABELLED], finder) == train_weights([LABELLED], finder)


def test_trained_weights_recognise_the_training_text(finder, tmp_path):
    path = tmp_path / "names.crf"
    path.write_bytes(train_weights([LABELLED] * 3, finder))
    first = CrfRecogniser(path)(LABELLED.text)[0]
    assert LABELLED.text[first.start : first.end] == "سليم الحوراني"


def test_an_uncertain_end_makes_a_name_uncertain(finder, tmp_path):
    text = "فازت جمعية ساقية السنديان أمس"
    longer, shorter = (
        LabelledArticle(
            id="1", text=text, entities=[{"type": "org", "mentions": [name]}]
        )
        for name in ("جمعية ساقية السنديان", "جمعية ساقية")
    )
    path = tmp_path / "names.crf"
    path.write_bytes(train_weights([longer, shorter, shorter, shorter], finder))
    [span] = CrfRecogniser(path)(text)
    assert text[span.start : span.end] == "جمعية ساقية"
    assert 0.5 < span.confidence < 0.9  # three in four


def test_the_shipped_weights_recognise_a_name_that_is_in_no_list():
    text = "قال رئيس البلدية المهندس رامي الحوراني إن العمل يبدأ غدا"
    names = [(text[span.start : span.end], span.type) for span in recogniser(text)]
    assert names == [("رامي الحوراني", "person")]


def test_the_shipped_weights_are_below_five_megabytes():
    assert WEIGHTS.stat().st_size <= 5_000_000


def urls_in(path):
    return {row["url"] for row in read_json_lines(path)}


def test_no_article_is_in_both_training_set_and_test_set():
    held_out = urls_in(LABELS / "held-out.jsonl")
    training_set = set().union(*map(urls_in, own_label_files()))
    assert held_out
    assert training_set
    assert held_out.isdisjoint(training_set)


def test_collocations_of_a_word_are_its_frequency_and_the_classes_beside_it():
    texts = ["قال الوزير سنديان كلمة"] * 8
    assert learn_collocations(texts)["سنديان"] == {
        "often": "3",
        "follows": "title",
        "precedes": "letters",
    }


def make_tag(*surfaces, optional=False):
    keys = comparison_keys(surfaces)
    return Tag(type="place", keys=keys, optional=optional)


def test_a_tag_is_right_wrong_or_a_duplicate_and_a_label_may_be_missed():
    tags = [make_tag("دمشق"), make_tag("مدينة دمشق"), make_tag("حلب")]
    labels = [make_tag("دمشق", "مدينة دمشق"), make_tag("القاهرة")]
    score = score_article(tags, labels)
    assert [verdict for _, verdict in score.verdicts] == ["right", "twice", "wrong"]
    assert score.missed == [labels[1]]


def test_optional_names_are_not_scored():
    optional = make_tag("المملكة", optional=True)
    assert score_article([optional], [optional]) == ([], [])
    assert score_article([], [optional]) == ([], [])
    assert score_article([optional], []) == ([], [])


def test_a_tag_with_a_proclitic_agrees_with_the_label():
    [(_, verdict)] = score_article([make_tag("ودمشق")], [make_tag("دمشق")]).verdicts
    assert verdict == "right"
