# SPDX-License-Identifier: AGPL-3.0-or-later
"""A transformer as recogniser: labels become spans, windows overlap, a model loads."""

import pytest

from plugins.entities.models.load_recogniser import BadBackend, load_recogniser
from plugins.entities.models.recogniser import Span
from plugins.entities.models.transformer import LabelledWord, merge_windows, spans_of

NAME = "plugins.entities.models.transformer:load_transformer:{}"
LABELS = ["O", "B-PERS", "I-PERS", "B-LOC", "B-MISC"]
VOCABULARY = {  # word piece → the label that the tiny model gives it
    **dict.fromkeys(
        ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "قال", "في", "##ق", "."), "O"
    ),
    **{
        "لينا": "B-PERS",
        "الحجلاوي": "I-PERS",
        "دمش": "B-LOC",
        "بيروت": "B-LOC",
        "الدولار": "B-MISC",
    },
}


def words(*labels):
    return [
        LabelledWord(5 * at, 5 * at + 4, label, 0.9 - at / 10)
        for at, label in enumerate(labels)
    ]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["B-PERS", "I-PERS", "O"], [(0, 9, "person")]),
        (["B-LOC", "B-LOC"], [(0, 4, "place"), (5, 9, "place")]),
        (["B-LOC", "I-ORG"], [(0, 4, "place"), (5, 9, "org")]),
        (["I-ORG", "I-ORG"], [(0, 9, "org")]),
        (["PER", "PER", "O"], [(0, 9, "person")]),
        (["B-MISC", "I-MISC", "B-EVENT"], [(10, 14, "event")]),
        ([], []),
    ],
)
def test_labels_become_spans(labels, expected):
    assert [
        (span.start, span.end, span.type) for span in spans_of(words(*labels))
    ] == expected


def test_the_confidence_of_a_span_is_that_of_its_least_certain_word():
    assert spans_of(words("B-PERS", "I-PERS")) == [
        Span(start=0, end=9, type="person", confidence=0.8)
    ]


def test_a_word_in_two_windows_is_taken_from_the_one_with_more_context():
    left, right = (
        {number: LabelledWord(number, number + 1, name, 1) for number in where}
        for name, where in WINDOWS
    )
    assert [word.label for word in merge_windows([left, right])] == [
        "left",
        "left",
        "left",
        "left",
        "right",
        "right",
        "right",
    ]


WINDOWS = [("left", range(5)), ("right", range(2, 7))]


def test_a_missing_folder_is_reported_and_nothing_is_downloaded(tmp_path):
    pytest.importorskip("transformers", reason="transformers is not installed")
    with pytest.raises(BadBackend, match="nothing is downloaded"):
        load_recogniser(NAME.format(tmp_path / "none"))


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """The folder of a model that labels words by its vocabulary; window of 16 pieces."""
    torch = pytest.importorskip("torch", reason="torch is not installed")
    transformers = pytest.importorskip(
        "transformers", reason="transformers is not installed"
    )
    folder = tmp_path_factory.mktemp("model")
    config = transformers.BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=len(LABELS),
        num_hidden_layers=0,
        num_attention_heads=1,
        max_position_embeddings=16,
        id2label=dict(enumerate(LABELS)),
    )
    tiny = transformers.BertForTokenClassification(config)
    with torch.no_grad():
        for weights in tiny.bert.embeddings.parameters():
            weights.zero_()
        tiny.bert.embeddings.LayerNorm.weight.fill_(1)
        for number, label in enumerate(VOCABULARY.values()):
            tiny.bert.embeddings.word_embeddings.weight[number, LABELS.index(label)] = 1
        tiny.classifier.weight.copy_(torch.eye(len(LABELS)))
        tiny.classifier.bias.zero_()
    tiny.save_pretrained(folder)
    numbers = {piece: number for number, piece in enumerate(VOCABULARY)}
    transformers.BertTokenizerFast(vocab=numbers, do_lower_case=False).save_pretrained(
        folder
    )
    return folder


def recognise(model, text):
    return [
        (text[span.start : span.end], span.type)
        for span in load_recogniser(NAME.format(model))(text)
    ]


@pytest.mark.filterwarnings("ignore")  # deprecations inside torch
class TestTinyModel:
    """Recognition by a real, tiny model."""

    def test_names_have_their_offsets_in_the_text(self, model):
        text = "قال لينا الحجلاوي في دمشق. الدولار"
        assert recognise(model, text) == [
            ("لينا الحجلاوي", "person"),
            ("دمشق", "place"),
        ]

    def test_a_text_longer_than_the_window_is_recognised_whole_without_duplicates(
        self, model
    ):
        text = "قال " * 21 + "لينا الحجلاوي " + "في " * 40 + "بيروت"
        assert recognise(model, text) == [
            ("لينا الحجلاوي", "person"),
            ("بيروت", "place"),
        ]

    def test_a_confidence_is_a_probability(self, model):
        (span,) = load_recogniser(NAME.format(model))("بيروت")
        assert 1 / len(LABELS) < span.confidence < 1

    def test_an_empty_text_has_no_names(self, model):
        assert recognise(model, "") == []

    def test_other_files_have_another_fingerprint(self, model):
        before = load_recogniser(NAME.format(model)).fingerprint
        (model / "extra.txt").write_text("x", encoding="utf-8")
        assert load_recogniser(NAME.format(model)).fingerprint != before
