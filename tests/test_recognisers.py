# SPDX-License-Identifier: AGPL-3.0-or-later
"""A recogniser is loaded by name, asked once for each text, and asked again when its memory is damaged."""

import pytest

from plugins.entities.build.cache import MODELS, cached
from plugins.entities.build.serialise import packed, unpacked
from plugins.entities.lists.gazetteer import word_lists
from plugins.entities.lists.known_entity import Record
from plugins.entities.match.finder import Finder
from plugins.entities.models.backend import NoBackend, load
from plugins.entities.models.spans import Span
from storage.code_digest import code_digest


class Capitals:
    """Takes every capital letter for a place, and counts what it was asked."""

    def __init__(self, fingerprint="capitals"):
        self.fingerprint = fingerprint
        self.asked = []

    def __call__(self, text):
        self.asked.append(text)
        return [
            Span(start=at, end=at + 1, type="place", confidence=1 / 3)
            for at, sign in enumerate(text)
            if sign.isupper()
        ]


capitals = Capitals()


def of_kind(fingerprint):
    return Capitals(fingerprint)


def answers(backend, folder, *texts):
    with cached(backend, folder) as memory:
        return [memory(text) for text in texts]


def test_no_name_is_no_recogniser():
    assert load("") is None


def test_a_recogniser_is_loaded_by_name():
    assert load(f"{__name__}:capitals") is capitals


def test_a_factory_makes_one_of_its_argument():
    assert load(f"{__name__}:of_kind:models/a:b").fingerprint == "models/a:b"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no.such.module:x", "no module no"),
        (f"{__name__}:nothing", "has no 'nothing'"),
        (f"{__name__}", "has no ''"),
        (f"{__name__}:Span", "no callable with a fingerprint"),
    ],
)
def test_a_name_that_is_none_is_refused_with_the_reason(name, reason):
    with pytest.raises(NoBackend, match=reason):
        load(name)


def test_a_text_is_recognised_once(tmp_path):
    backend = Capitals()
    first = answers(backend, tmp_path, "A b", "C", "A b")
    assert answers(backend, tmp_path, "A b", "C", "A b") == first
    assert backend.asked == ["A b", "C"]


def test_another_fingerprint_has_a_memory_of_its_own(tmp_path):
    answers(Capitals("one"), tmp_path, "A")
    other = Capitals("other")
    answers(other, tmp_path, "A")
    assert other.asked == ["A"]


def names_in(backend, folder, label):
    """Return what is known and what is not in a text, where *label* is a record's."""
    finder = Finder([Record(id="1", label=label, type="place")], [], word_lists())
    with cached(backend, folder) as memory:
        return memory.read("إلى دمشق A", finder)


def test_what_was_read_in_a_text_is_read_back(tmp_path):
    first = names_in(Capitals(), tmp_path, "دمشق")
    backend = Capitals()
    assert names_in(backend, tmp_path, "دمشق") == first
    assert (len(first[0]), len(first[1]), backend.asked) == (1, 1, [])


def test_another_list_of_names_is_looked_for_without_recognising_again(tmp_path):
    names_in(Capitals(), tmp_path, "دمشق")
    backend = Capitals()
    mentions, _ = names_in(backend, tmp_path, "حلب")
    assert (mentions, backend.asked) == ([], [])


@pytest.mark.parametrize("changed", ["rules.json", "find.py", "names.tsv"])
def test_changed_code_has_a_memory_of_its_own(tmp_path, changed):
    for name in ("rules.json", "find.py", "names.tsv"):
        (tmp_path / name).write_text("1", encoding="utf-8")
    before = code_digest([tmp_path])
    (tmp_path / changed).write_text("2", encoding="utf-8")
    assert code_digest([tmp_path]) != before


def test_an_answer_is_read_back_to_the_last_bit():
    spans = [Span(start=0, end=7, type="person", confidence=0.1 + 0.2)]
    assert unpacked(packed(spans)) == spans


@pytest.mark.parametrize("damage", [b"no database at all, only words " * 40, None])
def test_a_damaged_memory_is_made_anew_and_that_is_said_once(tmp_path, capsys, damage):
    texts = [f"A{number}" for number in range(400)]
    expected = answers(Capitals(), tmp_path, *texts)
    (path,) = tmp_path.glob("*.sqlite")
    whole = path.read_bytes()
    path.write_bytes(damage or whole[: len(whole) // 3])
    assert answers(Capitals(), tmp_path, *texts) == expected
    assert capsys.readouterr().err.count("is damaged (") == 1


def test_what_was_recognised_before_an_interruption_is_kept(tmp_path):
    backend = Capitals()

    def interrupted():
        with cached(backend, tmp_path) as memory:
            memory("A")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    answers(backend, tmp_path, "A")
    assert backend.asked == ["A"]


def test_texts_nobody_asks_for_any_more_are_dropped(tmp_path):
    backend = Capitals()
    answers(backend, tmp_path, *(f"A{number}" for number in range(10)))
    answers(backend, tmp_path, "A1", "A2")
    backend.asked.clear()
    answers(backend, tmp_path, "A1", "A9")
    assert backend.asked == ["A9"]


def test_the_memories_of_the_last_recognisers_alone_are_kept(tmp_path):
    for number in range(MODELS + 2):
        answers(Capitals(str(number)), tmp_path, "A")
    assert len(list(tmp_path.iterdir())) == MODELS
