# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many new texts are recognised by several processes before the archive is read."""

import pytest

from plugins.entities.build.cache import open_cache
from plugins.entities.build.prefill_cache import BATCH, prefill_cache
from tests.title_recogniser import TitleRecogniser, recogniser

MANY_TEXTS = [f"السيد رامي الحوراني {number}" for number in range(BATCH + 7)]


class FailingRecogniser(TitleRecogniser):
    """Must not be called: every text is cached."""

    def __call__(self, text):
        raise AssertionError(text)


@pytest.fixture
def cache(tmp_path):
    with open_cache(recogniser, tmp_path) as cache:
        yield cache


def prefill(cache, texts, processes=2):
    prefill_cache(cache, "tests.title_recogniser:recogniser", texts, processes)


def test_several_processes_find_the_same_names_as_one(cache):
    prefill(cache, MANY_TEXTS)
    cache.recogniser = FailingRecogniser()
    expected = [recogniser(text) for text in MANY_TEXTS]
    assert [cache.recognise(text) for text in MANY_TEXTS] == expected


def test_a_duplicate_text_is_recognised_once(cache):
    assert list(cache.uncached_texts([*MANY_TEXTS, *MANY_TEXTS])) == MANY_TEXTS


def test_a_cached_text_is_not_new(cache):
    prefill(cache, MANY_TEXTS)
    assert list(cache.uncached_texts([*MANY_TEXTS, "another"])) == ["another"]


@pytest.mark.parametrize(("texts", "processes"), [(MANY_TEXTS[:5], 2), (MANY_TEXTS, 1)])
def test_a_few_texts_or_a_single_process_are_not_prefilled(cache, texts, processes):
    prefill(cache, texts, processes)
    assert list(cache.uncached_texts(texts)) == texts
