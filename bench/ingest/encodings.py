# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles written in old code pages and through wrong tables, read again: ours beside charset-normalizer and ftfy."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from charset_normalizer import from_bytes

from bench.ingest.corpus import sample
from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_and_repair
from ingest.text.mojibake import repair_mojibake

ENCODINGS = ("cp1256", "iso8859-6", "utf-16", "utf-16-le", "cp720", "mac-arabic")
WRONG = (
    ("cp1256", "latin-1"),
    ("cp1256", "cp1252"),
    ("utf-8", "cp1256"),
    ("utf-8", "latin-1"),
)
ROUND_TRIPS, SPOILT, CLEAN = 150, 60, 1000
SEED = 20261125


def report(data: Path) -> None:
    """Print how many articles come back whole."""
    rows = sample(data, CLEAN, SEED)
    texts = [f"{row['title']}\n{row['content']}" for row in rows]
    for encoding in ENCODINGS:
        ours = sum(map(round_trip(encoding, by_ingest), texts[:ROUND_TRIPS]))
        theirs = sum(map(round_trip(encoding, by_charset_normalizer), texts[:SPOILT]))
        print(
            f"{encoding:12} ours {ours}/{ROUND_TRIPS}  charset-normalizer {theirs}/{SPOILT}"
        )
    for right, wrong in WRONG:
        print(
            f"mojibake     {right} read as {wrong}: {mended(texts[:SPOILT], right, wrong)}"
        )
    print(
        f"mojibake     clean articles changed: ours {sum(repair_mojibake(text).text != text for text in texts)}/{CLEAN}"
    )
    titles = [row["title"] for row in rows]
    print(
        f"mojibake     clean titles changed: ours {sum(repair_mojibake(text).text != text for text in titles)}/{CLEAN}"
    )


def round_trip(encoding: str, reader: Callable[[bytes], str]) -> Callable[[str], bool]:
    """Return a test whether *reader* gives back what *encoding* can hold of a text, to the last character."""

    def comes_back(text: str) -> bool:
        data = text.encode(encoding, "ignore")
        return reader(data).lstrip("\ufeff") == data.decode(encoding).lstrip("\ufeff")

    return comes_back


def by_ingest(data: bytes) -> str:
    """Return the text as ingest reads it, nothing declared."""
    try:
        return decode_and_repair(data)[0]
    except UnreadableInput:
        return ""


def by_charset_normalizer(data: bytes) -> str:
    """Return the text as charset-normalizer reads it."""
    return str(from_bytes(data).best() or "")


def mended(texts: list[str], right: str, wrong: str) -> str:
    """Return how many texts come back whole after *right* was read as *wrong*, by ours and by ftfy if it is there."""
    whole = [text.encode(right, "ignore").decode(right) for text in texts]
    spoilt = [text.encode(right).decode(wrong, "ignore") for text in whole]
    # cp1252 leaves five bytes undefined: a text that lost a letter on the way cannot come back.
    pairs = [
        (a, b)
        for a, b in zip(whole, spoilt, strict=True)
        if b.encode(wrong) == a.encode(right)
    ]
    ours = sum(repair_mojibake(spoilt).text == text for text, spoilt in pairs)
    return f"ours {ours}/{len(pairs)}  ftfy {by_ftfy(pairs)}"


def by_ftfy(pairs: list[tuple[str, str]]) -> str:
    """Return how many texts ftfy brings back in its careful setting."""
    try:
        ftfy = import_module("ftfy")
    except ImportError:
        return "absent"
    fixed = sum(
        ftfy.fix_text(spoilt, normalization=None, uncurl_quotes=False) == text
        for text, spoilt in pairs
    )
    return f"{fixed}/{len(pairs)}"
