# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles in legacy encodings and as mojibake, beside charset-normalizer and ftfy."""

from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from bench.ingest.corpus import draw_records, read_corpus
from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_and_repair
from ingest.text.mojibake import repair_mojibake

ENCODINGS = ("cp1256", "iso8859-6", "utf-16", "utf-16-le", "cp720", "mac-arabic")
# Encoding of the bytes, encoding that they are decoded with by mistake
MOJIBAKE = (
    ("cp1256", "latin-1"),
    ("cp1256", "cp1252"),
    ("utf-8", "cp1256"),
    ("utf-8", "latin-1"),
    ("utf-8", "windows-1252 of browsers"),
    ("utf-8", "mac-roman"),
)
# Bytes that windows-1252 leaves undefined, which browsers read as control characters.
UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
BROWSERS_1252 = "".join(
    chr(byte) if byte in UNDEFINED else bytes([byte]).decode("cp1252")
    for byte in range(256)
)
ROUND_TRIPS, REPAIRED, CLEAN = 150, 200, 2000  # texts
SEED = 20261125
SENTENCE_END = ". "
FEWEST_SENTENCES, SHORTEST_SENTENCE = 3, 25  # of a text, characters
BYTE_ORDER_MARK = "\ufeff"

BROWSERS = dict(enumerate(BROWSERS_1252))

Decoder = Callable[[bytes], str]


class MojibakePair(NamedTuple):
    """A text, and the same text decoded with a wrong encoding."""

    text: str
    mojibake: str


def print_encodings(data: Path) -> None:
    """Print how many articles are decoded and repaired without a change."""
    records = draw_records(read_corpus(data), CLEAN, SEED)
    titles = [record["title"] for record in records]
    texts = [f"{record['title']}\n{record['content']}" for record in records]
    for encoding in ENCODINGS:
        print(f"{encoding:12} {describe_decoding(encoding, texts)}")
    for right, wrong in MOJIBAKE:
        repaired = describe_repair(texts[:REPAIRED], right, wrong)
        print(f"mojibake     {right} read as {wrong}: {repaired}")
    for right, wrong in MOJIBAKE:
        repaired = describe_partial_repair(texts, right, wrong)
        print(f"mojibake     {right} read as {wrong} in one sentence: {repaired}")
    for label, clean in (("articles", texts), ("titles", titles)):
        changed = count_changed(clean)
        print(f"mojibake     clean {label} changed: ours {changed}/{len(clean)}")


def describe_decoding(encoding: str, texts: Sequence[str]) -> str:
    """Return how many texts come back from an encoding, by decoder."""
    ours = count_round_trips(encoding, decode_by_ingest, texts[:ROUND_TRIPS])
    # charset-normalizer is slow, so it gets fewer texts.
    peer = count_round_trips(encoding, decode_by_charset_normalizer, texts[:REPAIRED])
    return f"ours {ours}/{ROUND_TRIPS}  charset-normalizer {peer}/{REPAIRED}"


def count_round_trips(encoding: str, decode: Decoder, texts: Sequence[str]) -> int:
    """Return how many texts *decode* restores from *encoding*."""
    return sum(survives_encoding(text, encoding, decode) for text in texts)


def survives_encoding(text: str, encoding: str, decode: Decoder) -> bool:
    """Return whether all characters that *encoding* can represent are decoded."""
    encoded = text.encode(encoding, "ignore")
    expected = encoded.decode(encoding)
    return decode(encoded).lstrip(BYTE_ORDER_MARK) == expected.lstrip(BYTE_ORDER_MARK)


def decode_by_ingest(encoded: bytes) -> str:
    """Return the text as ingest decodes it without a declared encoding."""
    try:
        return decode_and_repair(encoded)[0]
    except UnreadableInput:
        return ""


def decode_by_charset_normalizer(encoded: bytes) -> str:
    """Return the text as charset-normalizer decodes it."""
    return str(from_bytes(encoded).best() or "")


def make_mojibake(texts: Sequence[str], right: str, wrong: str) -> list[MojibakePair]:
    """Return the texts that were encoded as *right* and decoded as *wrong*.

    cp1252 leaves five bytes undefined: texts that lose a letter are left out, for
    nothing can restore them.
    """
    if wrong == "windows-1252 of browsers":
        return [
            MojibakePair(text, text.encode(right).decode("latin-1").translate(BROWSERS))
            for text in texts
        ]
    pairs = []
    for text in texts:
        encoded = text.encode(right, "ignore")
        mojibake = encoded.decode(wrong, "ignore")
        if mojibake.encode(wrong) == encoded:
            pairs.append(MojibakePair(encoded.decode(right), mojibake))
    return pairs


def describe_repair(texts: Sequence[str], right: str, wrong: str) -> str:
    """Return how many texts are restored, by ours and by ftfy."""
    pairs = make_mojibake(texts, right, wrong)
    ours = sum(repair_mojibake(pair.mojibake).text == pair.text for pair in pairs)
    return f"ours {ours}/{len(pairs)}  ftfy {describe_ftfy(pairs)}"


def damage_sentence(text: str, right: str, wrong: str) -> MojibakePair | None:
    """Return *text* on one line, and the same with its middle sentence as mojibake.

    ``None`` if it has too few sentences, or the damage cannot be undone.
    """
    sentences = text.replace("\n", " ").split(SENTENCE_END)
    middle = len(sentences) // 2
    if len(sentences) < FEWEST_SENTENCES or len(sentences[middle]) < SHORTEST_SENTENCE:
        return None
    pairs = make_mojibake([sentences[middle]], right, wrong)
    if not pairs:
        return None
    before, after = sentences[:middle], sentences[middle + 1 :]
    return MojibakePair(
        SENTENCE_END.join([*before, pairs[0].text, *after]),
        SENTENCE_END.join([*before, pairs[0].mojibake, *after]),
    )


def describe_partial_repair(texts: Sequence[str], right: str, wrong: str) -> str:
    """Return how many texts with one damaged sentence are restored, by both."""
    damaged = (damage_sentence(text, right, wrong) for text in texts)
    pairs = list(islice(filter(None, damaged), REPAIRED))
    ours = sum(repair_mojibake(pair.mojibake).text == pair.text for pair in pairs)
    return f"ours {ours}/{len(pairs)}  ftfy {describe_ftfy(pairs)}"


def describe_ftfy(pairs: Sequence[MojibakePair]) -> str:
    """Return how many texts ftfy restores in its most careful setting."""
    try:
        ftfy = import_module("ftfy")
    except ImportError:
        return "not installed"
    restored = 0
    for text, mojibake in pairs:
        fixed = ftfy.fix_text(mojibake, normalization=None, uncurl_quotes=False)
        restored += fixed == text
    return f"{restored}/{len(pairs)}"


def count_changed(texts: Sequence[str]) -> int:
    """Return how many texts without mojibake the repair changes."""
    return sum(repair_mojibake(text).text != text for text in texts)
