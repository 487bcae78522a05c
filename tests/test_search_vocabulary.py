# SPDX-License-Identifier: AGPL-3.0-or-later
"""A vocabulary that is updated equals one that is made of all segments at once."""

import random

import numpy as np
import pytest

from plugins.search.inverted.invert import utf16_sort_key
from plugins.search.inverted.vocabulary import (
    EMPTY,
    insert_sorted,
    load_vocabularies,
    save_vocabularies,
    update_vocabulary,
)

# In UTF-16 the emoji sorts before ﷲ, in Unicode after it.
LETTERS = "ابتثﷲ😀"


def random_texts(rng):
    texts = {
        "".join(rng.choices(LETTERS, k=rng.randint(1, 3)))
        for _ in range(rng.randint(0, 25))
    }
    return sorted(texts, key=utf16_sort_key)


def assert_vocabulary_of(vocabulary, segments):
    expected = sorted(set().union(*segments.values()), key=utf16_sort_key)
    assert list(vocabulary.texts) == expected
    assert list(vocabulary.ranks) == list(segments)
    for name, texts in segments.items():
        ranks = vocabulary.ranks[name].tolist()
        assert [expected[rank] for rank in ranks] == texts


@pytest.mark.parametrize("seed", range(40))
def test_after_any_history_it_is_that_of_all_segments(seed, tmp_path):
    rng = random.Random(seed)
    segments, vocabulary, number = {}, EMPTY, 0
    for _ in range(12):
        for name in rng.sample(list(segments), rng.randint(0, len(segments))):
            if rng.random() < 0.5:
                del segments[name]
        for _ in range(rng.randint(0, 3)):
            segments[f"{number}.run"] = random_texts(rng)
            number += 1
        vocabulary = update_vocabulary(vocabulary, segments)
        assert_vocabulary_of(vocabulary, segments)
        save_vocabularies(
            tmp_path / "vocabulary", vocabulary, vocabulary_without_texts(segments)
        )
        vocabulary, _ = load_vocabularies(tmp_path / "vocabulary")
        assert_vocabulary_of(vocabulary, segments)


def vocabulary_without_texts(segments):
    return update_vocabulary(EMPTY, {name: [] for name in segments})


def test_an_unchanged_archive_has_the_same_object():
    vocabulary = update_vocabulary(EMPTY, {"a.run": ["سد", "نهر"]})
    assert update_vocabulary(vocabulary, {"a.run": ["سد", "نهر"]}) is vocabulary


def test_the_example_of_the_module():
    former = update_vocabulary(EMPTY, {"A": ["سد", "نهر"], "B": ["بحر", "نهر"]})
    now = update_vocabulary(former, {"A": ["سد", "نهر"], "C": ["جبل", "نهر"]})
    assert now.texts == ["جبل", "سد", "نهر"]
    assert [now.ranks["A"].tolist(), now.ranks["C"].tolist()] == [[1, 2], [0, 2]]


def test_inserting_gives_the_new_ranks_of_what_was_there():
    texts, ranks = insert_sorted(["سد", "نهر"], ["بحر", "شط"])
    assert texts == ["بحر", "سد", "شط", "نهر"]
    assert np.array_equal(ranks, [1, 3])


def test_a_damaged_file_is_not_used(tmp_path):
    path = tmp_path / "vocabulary"
    vocabulary = update_vocabulary(EMPTY, {"a.run": ["سد"]})
    save_vocabularies(path, vocabulary, vocabulary)
    path.write_bytes(path.read_bytes()[:-1])
    assert load_vocabularies(path) == (EMPTY, EMPTY)
