# SPDX-License-Identifier: AGPL-3.0-or-later
"""Near-duplicate detection: Jaccard similarity of word shingles, MinHash signatures.

Two texts are near-duplicates if the Jaccard similarity of their shingles (runs of three
words) is at least .8. Comparing all pairs costs too much, so each text gets a MinHash
signature of 64 permutations, cut into 16 bands of 4 rows (locality-sensitive hashing).
Only texts with an equal band are candidates, and they are compared exactly.

Worked example: a permutation agrees with probability s, the similarity. A band of 4
rows is equal with probability s⁴, at least one of 16 bands with 1 - (1 - s⁴)¹⁶. That is
.9998 for s = .8, .89 for s = .6 (compared in vain) and .12 for s = .3.

Source: Broder, On the resemblance and containment of documents, 1997; Leskovec,
Rajaraman, Ullman, Mining of Massive Datasets, 3.4.
"""

import hashlib
import re
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from rensa import RMinHash

from arabic.spelling import folded_words

# Jaccard. Above, it is the same text; below .6, another version of an agency's story.
SIMILARITY_THRESHOLD = 0.8
PERMUTATIONS, BANDS = 64, 16
ROWS = PERMUTATIONS // BANDS
MIN_BODY = 60  # characters: a caption is too short to be compared
SEED = 1436
IMAGE = re.compile(r"^!\[(?=.*\]\().*\)", re.MULTILINE)


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
    words = comparable_words(body)
    shingles = word_shingles(words)
    return Signature(wording_digest(words), len(shingles), minhash_bands(shingles))


def comparable_words(text: str) -> list[str]:
    """Return the folded words of *text*, images excluded.

    Of two scrapes of a page perhaps only one has its images.
    """
    return folded_words(IMAGE.sub("", text) if "![" in text else text)


def wording_digest(words: list[str]) -> bytes:
    """Return a digest that is equal for the same words in the same order."""
    joined = " ".join(words).encode("utf-8", "replace")
    return hashlib.blake2b(joined, digest_size=16).digest()


def word_shingles(words: list[str]) -> set[str]:
    """Return the runs of three words; a shorter text is one shingle."""
    triples = zip(words, words[1:], words[2:], strict=False)
    return set(map(" ".join, triples)) or {" ".join(words)}


def minhash_bands(shingles: AbstractSet[str]) -> tuple[int, ...]:
    """Return 16 signed 64-bit hashes; near-duplicates share at least one."""
    minhash = RMinHash(PERMUTATIONS, SEED)
    minhash.update(list(shingles))
    digest = minhash.digest()
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
