# SPDX-License-Identifier: AGPL-3.0-or-later
"""New texts are recognised by several processes where they are many."""

import pytest

from plugins.entities.build.cache import cached
from plugins.entities.build.prefill_cache import BATCH, recognise_ahead
from tests.mister import Mister, spans

MANY = [f"السيد رامي الحوراني {number}" for number in range(BATCH + 7)]


class Unasked(Mister):
    """Has all answers by heart."""

    def __call__(self, text):
        raise AssertionError(text)


@pytest.fixture
def memory(tmp_path):
    with cached(spans, tmp_path) as memory:
        yield memory


def ahead(memory, texts, processes=2):
    recognise_ahead(memory, "tests.mister:spans", texts, processes)


def test_what_several_processes_find_is_what_one_finds(memory):
    ahead(memory, MANY)
    memory.backend = Unasked()
    assert [memory(text) for text in MANY] == [spans(text) for text in MANY]


def test_a_text_that_stands_twice_is_recognised_once(memory):
    assert list(memory.new_among([*MANY, *MANY])) == MANY


def test_what_was_answered_is_not_new(memory):
    ahead(memory, MANY)
    assert list(memory.new_among([*MANY, "another"])) == ["another"]


@pytest.mark.parametrize(("texts", "processes"), [(MANY[:5], 2), (MANY, 1)])
def test_a_few_texts_or_one_process_are_left_to_be_asked_for(memory, texts, processes):
    ahead(memory, texts, processes)
    assert list(memory.new_among(texts)) == texts
