# SPDX-License-Identifier: AGPL-3.0-or-later
"""Encoding detection: bytes → text, without mistaking one Arabic code page for another.

The order decides: byte order mark, strict UTF-8, the declared encoding if the result
reads as Arabic, the code page with the best score, and charset-normalizer last.
"""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from ingest.model.record import UnreadableInput
from ingest.text.mojibake import repair_mojibake

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARATION = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE
)
DECLARED_WITHIN = 4096  # bytes
# Code pages of the Arab web. Each defines nearly all 256 bytes: decoding without an
# error proves nothing, so frequent words decide.
CODE_PAGES = ("cp1256", "utf-16-le", "utf-16-be", "iso8859-6", "cp720", "mac-arabic")
FREQUENT_WORD = re.compile(
    r"(?<!\w)(?:في|من|على|إلى|الى|أن|ان|التي|الذي|عن|مع|هذا)(?!\w)"
)
CONTROL = bytes((*range(9), *range(14, 32)))
# Characters of a text in Arabic that was decoded with a wrong code page.
DECODING_ERROR = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00c0-\u00ff\ufffd]")


class DecodedText(NamedTuple):
    """A text, its encoding, and the method that determined the encoding."""

    text: str
    encoding: str
    method: str


def decode_text(data: bytes, declared: str = "") -> DecodedText:
    """Return the text of *data*; *declared* is the encoding in its HTTP header, if any.

    Raises ``UnreadableInput`` if no encoding yields a text.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            return DecodedText(text, encoding, "byte order mark")
    utf8 = decode_strictly(data, "utf-8")
    if utf8 is not None and not looks_binary(utf8):
        return DecodedText(utf8, "utf-8", "strict")
    return decode_legacy(data, declared or declared_encoding(data))


def decode_and_repair(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of *data* and the repairs made. Raises ``UnreadableInput``."""
    decoded = decode_text(data, declared)
    repaired = repair_mojibake(decoded.text)
    encoding, method = decoded.encoding, decoded.method
    repairs = []
    if not encoding.startswith("utf-8"):
        repairs.append(f"read as {encoding} ({method})")
    if repaired.tables:
        repairs.append(f"wrong tables undone: {repaired.tables}")
    return repaired.text, tuple(repairs)


def decode_legacy(data: bytes, declared: str) -> DecodedText:
    """Return *data* in its declared encoding if that reads as Arabic, else in the best.

    Raises ``UnreadableInput`` if no encoding yields a text.
    """
    text = decode_strictly(data, declared) if declared else None
    if text is not None and score_arabic(text) > 0:
        return DecodedText(text, declared, "declared")
    if decoded := decode_by_frequent_words(data):
        return decoded
    match = from_bytes(data).best()
    if match is None or looks_binary(str(match)):
        raise UnreadableInput("no known encoding yields a text")
    return DecodedText(str(match), match.encoding, "charset-normalizer")


def decode_by_frequent_words(data: bytes) -> DecodedText | None:
    """Return *data* in the code page with the best score, ``None`` if none is > 0."""
    best_score, best = 0, None
    for name in CODE_PAGES:
        text = decode_strictly(data, name)
        if text is not None and (score := score_arabic(text)) > best_score:
            best_score, best = score, DecodedText(text, name, "frequent words")
    return best


def decode_strictly(data: bytes, encoding: str) -> str | None:
    """Return *data* decoded without an error, ``None`` if that is impossible."""
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def declared_encoding(data: bytes) -> str:
    """Return the encoding declared at the start of a page or XML file, "" if none."""
    match = DECLARATION.search(data[:DECLARED_WITHIN])
    return match[1].decode("ascii") if match else ""


def score_arabic(text: str) -> int:
    """Return a score: frequent Arabic words count for *text*, wrong letters against."""
    errors = len(DECODING_ERROR.findall(text))
    return 4 * len(FREQUENT_WORD.findall(text)) - errors


def looks_binary(text: str) -> bool:
    """Return whether more than one character in fifty is a control character.

    UTF-16 without a byte order mark also decodes as UTF-8, half of it NUL.
    """
    narrow = text.encode("latin-1", "ignore")
    return (len(narrow) - len(narrow.translate(None, CONTROL))) * 50 > len(text)
