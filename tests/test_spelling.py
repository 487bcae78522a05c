# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folded words by the code page are those of the folded text."""

import re
from itertools import product

import pytest

from arabic.spelling import CODE_PAGE, fold, folded_line, folded_words

SIGNS = bytes(range(256)).decode(CODE_PAGE)


def test_the_words_of_any_two_signs_are_those_of_the_folded_text():
    pairs = [
        f"{first}{second} م{first}{second}ن" for first, second in product(SIGNS, SIGNS)
    ]
    assert [
        pair
        for pair in pairs
        if folded_words(pair) != re.findall(r"[^\W_]+", fold(pair))
    ] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قال: «لا»، ثمّ مضى_وحده…", ["قال", "لا", "ثم", "مضي", "وحده"]),
        ("عام ١٤٣٦ه", ["عام", "1436ه"]),
        ("سا\u0654ل", ["سال"]),
        ("", []),
    ],
)
def test_words_are_folded_whether_or_not_the_code_page_encodes_the_text(text, words):
    assert folded_words(text) == words
    assert folded_line(text) == " ".join(words).encode(CODE_PAGE)


def test_a_character_outside_of_the_code_page_is_its_number_in_a_line():
    assert folded_line("يوم 𐎠 سعيد") == "يوم &#66464; سعيد".encode(CODE_PAGE)
