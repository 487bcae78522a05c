# SPDX-License-Identifier: AGPL-3.0-or-later
"""A model folder as a recogniser: labels become spans, windows meet without a seam, a tiny real model is loaded."""

import pytest

from plugins.entities.models.backend import NoBackend, load
from plugins.entities.models.spans import Span
from plugins.entities.models.transformer import Word, merged, spans

NAME = "plugins.entities.models.transformer:load:{}"
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
        Word(5 * at, 5 * at + 4, label, 0.9 - at / 10)
        for at, label in enumerate(labels)
    ]


@pytest.mark.parametrize(
    ("labels", "found"),
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
def test_labels_become_spans(labels, found):
    assert [
        (span.start, span.end, span.type) for span in spans(words(*labels))
    ] == found


def test_a_span_is_as_sure_as_its_least_sure_word():
    assert spans(words("B-PERS", "I-PERS")) == [
        Span(start=0, end=9, type="person", confidence=0.8)
    ]


def test_a_word_in_two_windows_is_read_where_more_stands_around_it():
    one, other = (
        {number: Word(number, number + 1, name, 1) for number in where}
        for name, where in WINDOWS
    )
    assert [word.label for word in merged([one, other])] == [
        "one",
        "one",
        "one",
        "one",
        "other",
        "other",
        "other",
    ]


WINDOWS = [("one", range(5)), ("other", range(2, 7))]


def test_without_a_folder_the_message_says_that_nothing_is_fetched(tmp_path):
    pytest.importorskip("transformers", reason="transformers is not installed")
    with pytest.raises(NoBackend, match="nothing is fetched"):
        load(NAME.format(tmp_path / "none"))


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """The folder of a model whose vocabulary says which label a word has, with a window of 16 pieces."""
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
        for place, label in enumerate(VOCABULARY.values()):
            tiny.bert.embeddings.word_embeddings.weight[place, LABELS.index(label)] = 1
        tiny.classifier.weight.copy_(torch.eye(len(LABELS)))
        tiny.classifier.bias.zero_()
    tiny.save_pretrained(folder)
    numbers = {piece: place for place, piece in enumerate(VOCABULARY)}
    transformers.BertTokenizerFast(vocab=numbers, do_lower_case=False).save_pretrained(
        folder
    )
    return folder


def found(model, text):
    return [
        (text[span.start : span.end], span.type)
        for span in load(NAME.format(model))(text)
    ]


@pytest.mark.filterwarnings("ignore")  # deprecations inside torch are not ours to mend
class TestTinyModel:
    """What only a real model shows."""

    def test_names_are_found_at_their_place_in_the_text(self, model):
        text = "قال لينا الحجلاوي في دمشق. الدولار"
        assert found(model, text) == [("لينا الحجلاوي", "person"), ("دمشق", "place")]

    def test_a_text_longer_than_the_window_is_read_to_its_end_once(self, model):
        text = "قال " * 21 + "لينا الحجلاوي " + "في " * 40 + "بيروت"
        assert found(model, text) == [("لينا الحجلاوي", "person"), ("بيروت", "place")]

    def test_a_confidence_is_a_probability(self, model):
        (span,) = load(NAME.format(model))("بيروت")
        assert 1 / len(LABELS) < span.confidence < 1

    def test_an_empty_text_has_no_names(self, model):
        assert found(model, "") == []

    def test_other_weights_are_another_fingerprint(self, model):
        before = load(NAME.format(model)).fingerprint
        (model / "extra.txt").write_text("x", encoding="utf-8")
        assert load(NAME.format(model)).fingerprint != before
