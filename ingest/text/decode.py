# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes → text, in the one order that does not mistake an Arabic code page for another; repairs are noted."""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from ingest.model.record import UnreadableInput
from ingest.text.mojibake import repair

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE
)
DECLARED_WITHIN = 4096  # bytes
# Code pages of the Arab web. Each defines nearly all 256 bytes: that one decodes proves nothing, so words decide.
CODE_PAGES = ("cp1256", "utf-16-le", "utf-16-be", "iso8859-6", "cp720", "mac-arabic")
FREQUENT = re.compile(r"(?<!\w)(?:في|من|على|إلى|الى|أن|ان|التي|الذي|عن|مع|هذا)(?!\w)")
CONTROL = bytes((*range(9), *range(14, 32)))
DAMAGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00c0-\u00ff\ufffd]")


class Decoded(NamedTuple):
    """A text, the encoding it was read with, and how that was found."""

    text: str
    encoding: str
    found_by: str


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of *data*; *declared* is what its transport said (HTTP), if anything.

    Raises ``UnreadableInput`` when no encoding makes text of it.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return Decoded(
                data.decode(encoding, "replace"), encoding, "byte order mark"
            )
    text = strictly(data, "utf-8")
    if text is not None and not looks_binary(text):
        return Decoded(text, "utf-8", "strict")
    return legacy(data, declared or stated(data))


def readable(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of *data* and what had to be done for it. Raises ``UnreadableInput``."""
    found = decode(data, declared)
    text, tables = repair(found.text)
    how = (
        ()
        if found.encoding.startswith("utf-8")
        else (f"read as {found.encoding} ({found.found_by})",)
    )
    return text, (*how, *([f"wrong tables undone: {tables}"] if tables else []))


def legacy(data: bytes, declared: str) -> Decoded:
    """Return *data* by its declared code page if that reads as Arabic, else by the best of those that do."""
    text = strictly(data, declared) if declared else None
    if text is not None and score(text) > 0:
        return Decoded(text, declared, "declared")
    readings = [
        (score(text), name, text)
        for name in CODE_PAGES
        if (text := strictly(data, name)) is not None
    ]
    best, name, text = max(
        readings, key=lambda reading: reading[0], default=(0, "", "")
    )
    if best > 0:
        return Decoded(text, name, "frequent words")
    match = from_bytes(data).best()
    if match is None or looks_binary(str(match)):
        raise UnreadableInput("no encoding makes text of it")
    return Decoded(str(match), match.encoding, "charset-normalizer")


def strictly(data: bytes, encoding: str) -> str | None:
    """Return *data* decoded without an error, ``None`` if that is impossible."""
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def stated(data: bytes) -> str:
    """Return the encoding that the head of a page or an XML file names, "" if none."""
    match = DECLARED.search(data[:DECLARED_WITHIN])
    return match[1].decode("ascii") if match else ""


def score(text: str) -> int:
    """Return how much *text* reads as Arabic: frequent words for it, letters of damage against it."""
    return 4 * len(FREQUENT.findall(text)) - len(DAMAGE.findall(text))


def looks_binary(text: str) -> bool:
    """Say whether more than one character in fifty is a control character: UTF-16 passes for UTF-8."""
    narrow = text.encode("latin-1", "ignore")
    return (len(narrow) - len(narrow.translate(None, CONTROL))) * 50 > len(text)
