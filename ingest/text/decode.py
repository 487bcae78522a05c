# SPDX-License-Identifier: AGPL-3.0-or-later
"""Encoding detection: bytes → text, without mistaking one Arabic code page for another.

The order decides: byte order mark, UTF-8, the declared encoding if the result reads as
Arabic, the code page with the best score, and charset-normalizer last.

A few bad bytes do not decide about a text. It is UTF-8 if it has more valid multi-byte
sequences than bytes that are not UTF-8; in other encodings such sequences are rare.
What is not UTF-8 in it is a run of windows-1256 (a part of the page that the site
includes from a file in another encoding), or is replaced by U+FFFD.
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
    rb"""(?:charset|encoding)\s*+=\s*+(?:["']\s*+)?([A-Za-z0-9_:.-]+)""", re.IGNORECASE
)
DECLARED_WITHIN = 4096  # bytes
# Code pages of the Arab web. Each defines nearly all 256 bytes: decoding without an
# error proves nothing, so frequent words decide.
CODE_PAGES = ("cp1256", "utf-16-le", "utf-16-be", "iso8859-6", "cp720", "mac-arabic")
FREQUENT_WORD = re.compile(
    r"(?<!\w)(?:في|من|على|إلى|الى|أن|ان|التي|الذي|عن|مع|هذا)(?!\w)"
)
# A multi-byte sequence of UTF-8, and a run without one that is not ASCII.
MULTI_BYTE = (
    rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
)
NOT_UTF8 = rb"(?!%b)[\x80-\xff]" % MULTI_BYTE
# Sequences are consumed, so that a run does not begin within one.
SEQUENCES_OR_RUN = re.compile(
    rb"%b+|(?P<run>%b(?:[\x00-\x7f]{0,200}%b)*)" % (MULTI_BYTE, NOT_UTF8, NOT_UTF8)
)
SHORTEST_RUN = 6  # bytes beyond ASCII in a run of windows-1256
ARABIC_SHARE = 0.8  # of the characters beyond ASCII in such a run
REPLACEMENT = "\ufffd"
CONTROL = bytes((*range(9), *range(14, 32)))
# Characters of a text in Arabic that was decoded with a wrong code page.
DECODING_ERROR = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00c0-\u00ff\ufffd]")


class DecodedText(NamedTuple):
    """A text, its encoding, and the method that determined the encoding."""

    text: str
    encoding: str
    method: str
    repairs: tuple[str, ...] = ()  # what was not in the encoding


def decode_text(data: bytes, declared: str = "") -> DecodedText:
    """Return the text of *data*; *declared* is the encoding in its HTTP header, if any.

    Raises ``UnreadableInput`` if no encoding yields a text.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            repairs = describe_replaced(text.count(REPLACEMENT))
            return DecodedText(text, encoding, "byte order mark", repairs)
    utf8 = decode_strictly(data, "utf-8")
    if utf8 is not None and not looks_binary(utf8):
        return DecodedText(utf8, "utf-8", "strict")
    if utf8 is None and (damaged := decode_damaged_utf8(data)):
        return damaged
    return decode_legacy(data, declared or declared_encoding(data))


def decode_and_repair(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of *data* and the repairs made. Raises ``UnreadableInput``."""
    decoded = decode_text(data, declared)
    repaired = repair_mojibake(decoded.text)
    encoding, method = decoded.encoding, decoded.method
    repairs = list(decoded.repairs)
    if not encoding.startswith("utf-8"):
        repairs.append(f"read as {encoding} ({method})")
    if repaired.tables:
        repairs.append(f"wrong tables undone: {repaired.tables}")
    return repaired.text, tuple(repairs)


def decode_damaged_utf8(data: bytes) -> DecodedText | None:
    """Return the text of mostly valid UTF-8 and what was repaired, else ``None``."""
    text = data.decode("utf-8", "replace")
    bad = text.count(REPLACEMENT)
    valid = len(text) - len(text.encode("ascii", "ignore")) - bad
    if valid <= bad or looks_binary(text):
        return None
    recoded = SEQUENCES_OR_RUN.sub(recode_run, data)
    repairs: tuple[str, ...] = ()
    if recoded != data:
        text = recoded.decode("utf-8", "replace")
        repairs = ("a part in windows-1256 within UTF-8",)
    repairs += describe_replaced(text.count(REPLACEMENT))
    return DecodedText(text, "utf-8", "damaged", repairs)


def recode_run(run: re.Match[bytes]) -> bytes:
    """Return a run of windows-1256 as UTF-8, anything else unchanged."""
    if not run["run"]:
        return run[0]
    text = run[0].decode("cp1256")
    foreign = [char for char in text if not char.isascii()]
    letters = [char for char in foreign if "\u0600" <= char <= "\u06ff"]
    is_arabic = len(letters) >= ARABIC_SHARE * len(foreign)
    if len(foreign) >= SHORTEST_RUN and is_arabic:
        return text.encode()
    return run[0]


def describe_replaced(count: int) -> tuple[str, ...]:
    """Return the note that *count* characters were replaced, none for zero."""
    return (f"characters that could not be decoded: {count:,}",) if count else ()


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
    except (UnicodeError, LookupError):  # the codec "undefined" raises the first
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
