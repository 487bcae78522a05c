# SPDX-License-Identifier: AGPL-3.0-or-later
"""Near-duplicate detection: Jaccard similarity of word shingles, MinHash signatures.

Two texts are near-duplicates if the Jaccard similarity of their shingles (runs of three
words) is at least .8. Comparing all pairs costs too much, so each text gets a MinHash
signature of 64 permutations, cut into 16 bands of 4 rows (locality-sensitive hashing).
Only texts with an equal band are candidates, and they are compared exactly.

Worked example: a permutation agrees with probability s, the similarity. A band of 4
rows is equal with probability s⁴, at least one of 16 bands with 1 - (1 - s⁴)¹⁶. That is
.9998 for s = .8, .89 for s = .6 (compared in vain) and .12 for s = .3.

A signature needs no strings of three words, only a number for each. It is computed from
the bytes of the text: a shingle's number is a polynomial of its bytes.

Source: Broder, On the resemblance and containment of documents, 1997; Leskovec,
Rajaraman, Ullman, Mining of Massive Datasets, 3.4.
"""

import hashlib
import re
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from arabic.spelling import folded_line, folded_words

# Jaccard. Above, it is the same text; below .6, another version of an agency's story.
SIMILARITY_THRESHOLD = 0.8
PERMUTATIONS, BANDS = 64, 16
ROWS = PERMUTATIONS // BANDS
MIN_BODY = 60  # characters: a caption is too short to be compared
SEED = 1436
IMAGE = re.compile(r"^!\[(?=.*\]\().*\)", re.MULTILINE)
SPACE = ord(" ")
WORDS_OF_SHINGLE = 3
# Of the polynomial of a shingle, modulo 2^64: an odd number, and its inverse.
BASE = 0x9E3779B97F4A7C15
INVERSE = pow(BASE, -1, 1 << 64)

Hashes = NDArray[np.uint64]


class Signature(NamedTuple):
    """What can be compared of a text without reading it again."""

    wording: bytes | None  # digest of all words, None if too short to be compared
    shingle_count: int
    bands: tuple[int, ...]


NO_SIGNATURE = Signature(None, 0, (0,) * BANDS)


def compute_signature(body: str) -> Signature:
    """Return the signature of an article's Markdown without its front matter."""
    if len(body) < MIN_BODY:
        return NO_SIGNATURE
    words = folded_line(without_images(body))
    hashes = shingle_hashes(words)
    return Signature(wording_digest(words), len(hashes), minhash_bands(hashes))


def comparable_words(text: str) -> list[str]:
    """Return the folded words of *text*, images excluded."""
    return folded_words(without_images(text))


def without_images(text: str) -> str:
    """Return *text* without images: of two scrapes of a page one may have none."""
    return IMAGE.sub("", text) if "![" in text else text


def wording_digest(words: bytes) -> bytes:
    """Return a digest that is equal for the same words in the same order."""
    return hashlib.blake2b(words, digest_size=16).digest()


def word_shingles(words: list[str]) -> set[str]:
    """Return the runs of three words; a shorter text is one shingle."""
    triples = zip(words, words[1:], words[2:], strict=False)
    return set(map(" ".join, triples)) or {" ".join(words)}


def shingle_hashes(words: bytes) -> Hashes:
    """Return the numbers of the distinct shingles of *words*, sorted.

    *words* have a space between. The number of a shingle whose bytes are b₀ b₁ b₂ … is
    b₀ + b₁·p + b₂·p² …, modulo 2^64. With the sums S of b·p^position over the whole
    text, that of the shingle from *start* to *end* is (S[end] - S[start]) · p^-start.

    Worked example, with p = 10 and without the modulus: of the text 3 1 4 1 the sums
    are 0, 3, 13, 413, 1413. The number of «4 1» is (1413 - 13) / 10² = 14 = 4 + 1·10.
    """
    codes = np.frombuffer(words, np.uint8)
    powers, inverses = powers_of_base(1 << len(codes).bit_length())
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * powers[: len(codes)], out=sums[1:])
    spaces = np.flatnonzero(codes == SPACE)
    starts = np.concatenate(([0], spaces + 1))
    ends = np.concatenate((spaces, [len(codes)]))
    others = min(WORDS_OF_SHINGLE, len(starts)) - 1  # a shorter text is one shingle
    starts = starts[: len(starts) - others]
    shingles: Hashes = (sums[ends[others:]] - sums[starts]) * inverses[starts]
    shingles.sort()
    # np.unique takes five times as long.
    distinct: Hashes = shingles[np.append(True, shingles[1:] != shingles[:-1])]
    return distinct


@lru_cache(maxsize=32)  # sizes, each twice the one before
def powers_of_base(count: int) -> tuple[Hashes, Hashes]:
    """Return *count* powers of the polynomial's base and of its inverse."""
    return powers(BASE, count), powers(INVERSE, count)


def powers(base: int, count: int) -> Hashes:
    """Return the first *count* powers of *base* from 0 on, modulo 2^64."""
    factors = np.full(count, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors)


def minhash_bands(hashes: Hashes) -> tuple[int, ...]:
    """Return 16 signed 64-bit hashes; near-duplicates share at least one.

    *hashes* are the numbers of a text's shingles.
    """
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        hashes, [0, len(hashes)], PERMUTATIONS, SEED
    )
    [digest] = matrix.to_rows()
    return tuple(
        hash(tuple(digest[start : start + ROWS]))
        for start in range(0, PERMUTATIONS, ROWS)
    )


def containment(first: str, second: str) -> float:
    """Return the share of the shorter text's shingles that the other text contains.

    An article that has grown contains most of its first version, though their Jaccard
    similarity is low.
    """
    shingles = [word_shingles(comparable_words(text)) for text in (first, second)]
    shorter = min(map(len, shingles))
    return len(shingles[0] & shingles[1]) / shorter


def jaccard_similarity(first: AbstractSet[str], second: AbstractSet[str]) -> float:
    """Return the size of the intersection of two sets divided by that of the union."""
    common = len(first & second)
    return common / (len(first) + len(second) - common)
