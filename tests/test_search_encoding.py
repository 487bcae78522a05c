# SPDX-License-Identifier: AGPL-3.0-or-later
"""Encoded numbers and terms are decoded to what they were."""

import json
from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from node import SCRIPTS, node

from plugins.search.encode.bits import golomb, pack_bits
from plugins.search.encode.char_columns import encode_characters
from plugins.search.encode.field_lengths import BUCKET_FACTOR, LAST_BUCKET, quantise
from plugins.search.encode.forms import number_pairs
from plugins.search.encode.front_coding import front_code
from plugins.search.encode.letters import swap_letters
from plugins.search.encode.varint import encode_varint_lists
from plugins.search.write.script_files import KEY_BYTES, key_of
from plugins.search.write.shards import Shard, cut, separator

ORDERS = st.integers(min_value=0, max_value=20)
NUMBERS = st.lists(st.integers(min_value=0, max_value=2**20), min_size=1, max_size=20)
PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=30)
WORDS = st.lists(st.text("ابتثجح", min_size=1), unique=True)


def bits_of(content: bytes) -> str:
    """Return *content* as a string of 0 and 1."""
    return "".join(format(byte, "08b") for byte in content)


def decode_golomb(bits: str, order: int) -> tuple[int, str]:
    """Return the number that *bits* begin with, and the bits behind it."""
    zeros = bits.index("1")
    end = 2 * zeros + 1 + order
    return int(bits[zeros:end], 2) - (1 << order), bits[end:]


@settings(deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=20), ORDERS)
def test_golomb_codes_are_decoded_from_the_bits_of_their_piece(pieces, order):
    packed = pack_bits([golomb(np.array(piece), order) for piece in pieces])
    for piece, content in zip(pieces, packed, strict=True):
        bits = bits_of(content)
        for number in piece:
            decoded, bits = decode_golomb(bits, order)
            assert decoded == number
        assert len(bits) < 8
        assert "1" not in bits


def test_the_browser_computes_the_bounds_of_each_length_bucket():
    lengths = np.arange(2**16)
    script = (
        f"for (let bucket = 0; bucket <= {LAST_BUCKET}; bucket++) "
        f"console.log(Warraq.shortestInBucket(bucket, {BUCKET_FACTOR}))"
    )
    printed = node("-e", f'require("{SCRIPTS}/load.js"); {script}')
    shortest = np.array(printed.split(), int)
    buckets = np.searchsorted(shortest, lengths, "right") - 1
    assert (buckets == quantise(lengths)).all()


def test_the_browser_computes_the_keys_of_files():
    terms = ["", "س", "سد", "abc", "٣", "😀"]
    printed = node(
        "-e",
        f'require("{SCRIPTS}/load.js");'
        f"for (const term of {json.dumps(terms)}) console.log(Warraq.keyOf(term, {KEY_BYTES}))",
    )
    assert printed.split() == [key_of(term).hex() for term in terms]


@given(st.lists(st.integers(min_value=0, max_value=2**40)))
def test_varints_are_decoded(numbers):
    decoded, number, shift = [], 0, 0
    for byte in encode_varint_lists(np.array(numbers, np.int64), [len(numbers)])[0]:
        number, shift = number | (byte & 127) << shift, shift + 7
        if byte < 128:
            decoded.append(number)
            number, shift = 0, 0
    assert decoded == numbers


@given(st.lists(st.integers(min_value=0, max_value=1_000_000)))
def test_a_column_has_no_surrogates_and_nothing_that_json_escapes(numbers):
    text = encode_characters(numbers)
    assert len(text) == len(numbers)
    assert json.dumps(text, ensure_ascii=False) == f'"{text}"'
    text.encode()


@given(WORDS)
def test_front_coded_terms_are_decoded(words):
    before, decoded = "", []
    for line in front_code((word, "") for word in sorted(words)).splitlines():
        before = before[: ord(line[0]) - 0x30] + line[1:]
        decoded.append(before)
    assert decoded == sorted(words)


@given(st.text())
def test_letters_that_are_swapped_twice_are_what_they_were(text):
    assert swap_letters(swap_letters(text)) == text


def test_the_browser_swaps_the_letters_that_the_index_swaps():
    points = [*range(1, 0xD800), 0x1F600]
    script = (
        f'require("{SCRIPTS}/load.js");'
        "const text = String.fromCodePoint(...JSON.parse(process.argv[1]));"
        "console.log(JSON.stringify(Warraq.swapLetters(text)))"
    )
    for first in range(0, len(points), 5000):
        part = points[first : first + 5000]
        printed = node("-e", script, json.dumps(part))
        assert json.loads(printed) == swap_letters("".join(map(chr, part)))


Row = tuple[str, int]


def rows_of_sizes(*sizes: int) -> list[Row]:
    return [(f"{number:05d}", size) for number, size in enumerate(sizes)]


def cut_rows(rows: list[Row]) -> list[Shard[Row]]:
    return list(cut(rows, lambda row: row, 1000))


def test_shards_contain_all_rows_in_order():
    rows = rows_of_sizes(*(number % 90 + 1 for number in range(5000)))
    shards = cut_rows(rows)
    assert [row for shard in shards for row in shard.rows] == rows
    assert all(shard.begin < after.begin for shard, after in pairwise(shards))


def test_a_shard_is_at_most_twice_the_target_unless_it_is_a_single_term():
    rows = rows_of_sizes(*(4000 if number == 77 else 30 for number in range(5000)))
    assert [shard.size for shard in cut_rows(rows) if shard.size > 2000] == [4000]


def test_a_term_that_grows_moves_only_boundaries_next_to_it():
    rows = rows_of_sizes(*[30] * 20000)
    grown = [*rows[:300], (rows[300][0], 700), *rows[301:]]
    before = [shard.rows for shard in cut_rows(rows)]
    assert len([shard for shard in cut_rows(grown) if shard.rows not in before]) <= 5


@given(WORDS)
def test_a_separator_is_above_the_term_before_and_a_prefix_of_its_own(words):
    for before, term in pairwise(sorted(words)):
        assert before < separator(before, term) <= term
        assert term.startswith(separator(before, term))


@given(PAIRS)
def test_pairs_of_term_and_form_are_counted_and_numbered(pairs):
    """Also where a form has several terms."""
    columns = np.array(pairs, np.int64).reshape(-1, 2).T
    terms, forms, times, numbers = number_pairs(*columns)
    numbered = list(zip(terms.tolist(), forms.tolist(), strict=True))
    assert dict(zip(numbered, times.tolist(), strict=True)) == Counter(pairs)
    assert [numbered[number] for number in numbers] == pairs
