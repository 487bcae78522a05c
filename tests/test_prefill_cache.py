# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of many new texts are found by several processes before the archive is read."""

import pytest

from plugins.entities.build.cache import KeyedText, open_cache, text_digest
from plugins.entities.build.prefill_cache import BATCH, prefill_cache
from plugins.entities.match.tokenised_text import tokenise
from plugins.entities.models.crf import gazetteer_finder
from plugins.entities.resolve.reconcile import reconcile
from tests.title_recogniser import TitleRecogniser, recogniser

MANY_TEXTS = [
    (f"السيد رامي الحوراني {number} في دمشق", "") for number in range(BATCH + 7)
]
FINDER = gazetteer_finder()


class FailingRecogniser(TitleRecogniser):
    """Must not be called: every text is cached."""

    def __call__(self, text):
        raise AssertionError(text)


@pytest.fixture
def cache(tmp_path):
    with open_cache(recogniser, tmp_path) as cache:
        yield cache


def with_keys(texts):
    return [KeyedText(text_digest(text), text, home) for text, home in texts]


def prefill(cache, texts, processes=2):
    prefill_cache(cache, FINDER, with_keys(texts), processes)


def uncached(cache, texts):
    return [
        (new.text, new.home) for new in cache.uncached_texts(with_keys(texts), FINDER)
    ]


def test_several_processes_find_the_same_names_as_one(cache):
    prefill(cache, MANY_TEXTS)
    cache.recogniser = FailingRecogniser()
    for text, home in MANY_TEXTS:
        expected = reconcile(tokenise(text), FINDER, recogniser(text), home)
        assert cache.names_in(text, FINDER, home) == expected
        assert cache.recognise(text) == recogniser(text)


def test_cached_spans_are_not_recognised_again(cache):
    for text, _ in MANY_TEXTS:
        cache.recognise(text)
    cache.recogniser = FailingRecogniser()
    prefill(cache, MANY_TEXTS)
    assert uncached(cache, MANY_TEXTS) == []


def test_a_duplicate_text_is_read_once(cache):
    assert uncached(cache, [*MANY_TEXTS, *MANY_TEXTS]) == MANY_TEXTS


def test_a_cached_text_is_not_new_unless_its_newspaper_is_of_another_country(cache):
    prefill(cache, MANY_TEXTS)
    elsewhere = (MANY_TEXTS[0][0], "لبنان")
    assert uncached(cache, [*MANY_TEXTS, elsewhere]) == [elsewhere]


@pytest.mark.parametrize(("texts", "processes"), [(MANY_TEXTS[:5], 2), (MANY_TEXTS, 1)])
def test_a_few_texts_or_a_single_process_are_not_prefilled(cache, texts, processes):
    prefill(cache, texts, processes)
    assert uncached(cache, texts) == texts
