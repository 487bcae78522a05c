# SPDX-License-Identifier: AGPL-3.0-or-later
"""Random corruptions of inputs."""

import bz2
import gzip
import lzma
import random
from collections.abc import Callable, Sequence

import zstandard

from bench.robustness.valid_inputs import make_zip

MAX_SIZE = 300_000  # bytes of one input
MAX_CORRUPTIONS = 8
MEAN_DAMAGE = 60  # bytes
PACKED = 0.15  # share of inputs that are compressed after their corruption
LONGEST_REPETITION = 3.7  # as a power of ten
# Inserted: signatures of every format, invisible and combining letters, numbers at
# their limits, half a character.
INSERTIONS = (
    *b"\x00|\x1a|\xff\xfe|\xef\xbb\xbf|\xd8|\xe2\x80\xae|\xef\xbf\xbd".split(b"|"),
    *b"\xf0\x9f\x98|\xd9\x80\xd9\x80|\n|\t|\r\n\r\n".split(b"|"),
    *b"< > </ <!-- --> <![CDATA[ ]]> & &#x110000; &#0; <p> </p> <div>".split(),
    *b"<table> <DOC> </DOC> <item> </channel>".split(),
    *b"\" ' { } [ ] : , | ; \\ \\u \\ud800 null true 1e999 -1 //".split(),
    *b"http://[ http://a:99999/ WARC/1.0 PK\x03\x04".split(),
    b"0000-00-00 00:00:00",
    b"9999-12-31T23:59:59+99:99",
    b"2020-02-30",
    "ﷺ".encode(),
    "٣١/٢/١٤٤١".encode(),
    "الخميس 35 شوال 1436 هـ الموافق 0 مايو 0000 م".encode(),
)
PACK: tuple[Callable[[bytes], bytes], ...] = (
    gzip.compress,
    bz2.compress,
    lzma.compress,
    zstandard.compress,
    lambda content: make_zip({"a": content, "b/a.html": content}),
)


def corrupt(generator: random.Random, inputs: Sequence[bytes]) -> bytes:
    """Return one of *inputs* after one to eight random corruptions.

    Some are compressed then, so that the damage is also in what is decompressed.
    """
    content = generator.choice(inputs)
    for _ in range(generator.randint(1, MAX_CORRUPTIONS)):
        content = corrupt_once(generator, content, inputs)[:MAX_SIZE]
    is_packed = generator.random() < PACKED
    return generator.choice(PACK)(content) if is_packed else content


def corrupt_once(
    generator: random.Random, content: bytes, inputs: Sequence[bytes]
) -> bytes:
    """Return *content* with one random corruption.

    A part is removed, repeated, replaced by an insertion or by the end of another
    input; a byte is changed; or, seldom, the end is missing.
    """
    start = generator.randrange(len(content) + 1)
    end = min(len(content), start + int(generator.expovariate(1 / MEAN_DAMAGE)))
    before, damaged, after = content[:start], content[start:end], content[end:]
    other = generator.choice(inputs)
    repetitions = int(10 ** generator.uniform(0.3, LONGEST_REPETITION))
    corruptions = (
        before + after,
        before + generator.choice(INSERTIONS) + after,
        before + damaged * repetitions + after,
        before + other[generator.randrange(len(other) + 1) :],
        before + bytes([generator.randrange(256)]) + content[start + 1 :],
        before if generator.random() < 0.2 else content,
    )
    return generator.choice(corruptions)
