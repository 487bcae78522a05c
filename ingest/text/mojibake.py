# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mojibake repair: text that was once decoded with the wrong encoding.

The text is encoded again with the encoding that was wrongly used and decoded with the
right one, up to twice. Example: «قال» in UTF-8 that was read as windows-1256 is
«ظ‚ط§ظ„»; encoded as cp1256 and decoded as UTF-8 it is «قال» again.

Where the text as a whole is not damaged, a single line or a run within one may be: a
quotation that was pasted from elsewhere. Such a part is repaired alone, if that yields
Arabic and little else.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

# Browsers map the five bytes that windows-1252 leaves undefined to control characters.
# Every character of it becomes the one with its byte's number, so that Latin-1 encodes
# text that was read as either of the two.
WINDOWS_1252 = {
    ord(bytes([code]).decode("cp1252")): code
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
# (encoding that was wrongly used, encoding of the bytes)
WRONG_DECODINGS = (
    ("windows-1252", "utf-8"),
    ("cp1256", "utf-8"),
    ("mac-roman", "utf-8"),
    ("windows-1252", "cp1256"),
    ("mac-roman", "cp1256"),
)
ARABIC_LETTER = re.compile("[\u0621-\u064a]")
LETTER = re.compile(r"[^\W\d_]")
# Letters of Western Europe, C1 controls, and signs of Mac Roman that Arabic news does
# not use; ط or ظ before a Latin-1 sign is how UTF-8 looks in windows-1256.
WESTERN_SIGN = re.compile(
    "[\x80-\x9f\u00c0-\u00ff\u0131\u0152-\u0192\u02c6-\u02dd\u03a9\u03c0\u2044"
    "\u2202-\u2265\u25ca\uf8ff\ufb01\ufb02\ufffd]"
    "(?<![طظ][\u0192\u02c6\u0152-\u0178])"  # counted as a pair
)
# Of a pair of bytes in UTF-8 that were read as windows-1256: the two letters that the
# first one may become, and the signs that the second one may.
PAIR_LETTERS = "طظ"
SECOND_OF_PAIR = re.compile(
    "[\u00a0-\u00bf\u2018-\u201e\u2020-\u2122\u0192\u02c6\u0152-\u0178]"
)
# Parts of a text that may be damaged alone: a line, or the text between two tags, then
# a run without Arabic within it.
LINE = re.compile("[^\n<>]+")
RUN = re.compile("[^\u0600-\u06ff\n<>]{8,}")
FEWEST_SEQUENCES = 4  # of UTF-8 in a damaged run
FEWEST_SIGNS = 4  # of mojibake in a damaged part
ARABIC_SHARE = 0.7  # of the letters in a repaired part
HARMLESS = bytes((*range(0x80), *range(0xA0, 0xC0)))  # of Latin-1
# Upper bytes of characters that are no western sign: of Latin-1, which is counted by
# itself, of Arabic, and of punctuation, where the one sign is the fraction slash.
HARMLESS_BLOCKS = b"\x00\x06\x20"
FRACTION_SLASH = "\u2044"
THRESHOLD = 0.02  # share of mojibake in a text below which no repair is tried


class RepairedText(NamedTuple):
    """A text and the encodings that were undone, "" if none was."""

    text: str
    tables: str = ""


def repair_mojibake(text: str) -> RepairedText:
    """Return the best repair of *text* in one or two steps, often *text* itself."""
    unchanged = RepairedText(text)
    if text.isascii():
        return unchanged
    signs = mojibake_upper_bound(text)
    if signs < FEWEST_SIGNS and signs <= THRESHOLD * len(text):
        return unchanged
    signs = count_signs(text)
    if signs > THRESHOLD * len(text):
        repaired = best_repair(unchanged)
        if repaired.tables and ARABIC_LETTER.search(repaired.text):
            return repaired
    return repair_parts(text) if signs >= FEWEST_SIGNS else unchanged


def best_repair(unchanged: RepairedText) -> RepairedText:
    """Return the candidate with the best score among *unchanged* and its repairs."""
    candidates = [unchanged, *undo_one_decoding(unchanged)]
    for once in candidates[1:]:
        candidates += undo_one_decoding(once)
    return max(candidates, key=lambda candidate: score_repair(candidate.text))


def repair_parts(text: str) -> RepairedText:
    """Return *text* with its damaged lines repaired, and damaged runs within lines."""
    tables: dict[str, None] = {}

    def repair_match(match: re.Match[str]) -> str:
        part = match[0]
        if count_signs(part) < FEWEST_SIGNS:
            return part
        if repaired := repair_to_arabic(part):
            tables[repaired.tables] = None
            return repaired.text
        return part if match.re is RUN else RUN.sub(repair_match, repair_runs(part))

    def repair_runs(part: str) -> str:
        for wrong, runs in utf8_runs().items():

            def repair_run(match: re.Match[str], wrong: str = wrong) -> str:
                repaired = redecode(match[0], wrong, "utf-8")
                if len(ARABIC_LETTER.findall(repaired)) < FEWEST_SEQUENCES:
                    return match[0]
                tables[f"{wrong} → utf-8"] = None
                return repaired

            part = runs.sub(repair_run, part)
        return part

    repaired = LINE.sub(repair_match, text)
    return RepairedText(repaired, f"{', '.join(tables)} in a part" if tables else "")


@cache
def utf8_runs() -> dict[str, re.Pattern[str]]:
    """Return for each wrong encoding a pattern of UTF-8 that was read with it.

    A run is sequences of two or three bytes with ASCII between them. So it ends exactly
    where the damage does, if Arabic or a quotation mark follows. It does not begin
    within a word: «ة» and «»» of «المقبلة»» are two bytes in windows-1256, too.
    """
    start = "(?<![\u0621-\u065f])"
    return {
        wrong: re.compile(
            f"{start}(?:{sequence_of(wrong)}[ -~]*){{{FEWEST_SEQUENCES},}}"
        )
        for wrong, right in WRONG_DECODINGS
        if right == "utf-8"
    }


def sequence_of(wrong: str) -> str:
    """Return a pattern of one character in UTF-8 whose bytes were read as *wrong*."""
    following = characters_of(wrong, range(0x80, 0xC0))
    leading_two = characters_of(wrong, range(0xC2, 0xE0))
    leading_three = characters_of(wrong, range(0xE0, 0xF0))
    return f"(?:[{leading_two}][{following}]|[{leading_three}][{following}]{{2}})"


def characters_of(wrong: str, codes: range) -> str:
    """Return what bytes become if they are read as *wrong*, escaped for a set.

    Browsers' windows-1252 may also be Latin-1.
    """
    names = ("latin-1", "cp1252") if wrong == "windows-1252" else (wrong,)
    characters = {
        bytes([code]).decode(name, "ignore") for code in codes for name in names
    }
    return re.escape("".join(sorted(characters)))


def repair_to_arabic(part: str) -> RepairedText | None:
    """Return the best repair of *part* if that is mostly Arabic, else ``None``."""
    if not may_become_arabic(part):
        return None
    repaired = best_repair(RepairedText(part))
    return repaired if repaired.tables and is_mostly_arabic(repaired.text) else None


def may_become_arabic(part: str) -> bool:
    """Return whether a repair of *part* can be mostly Arabic: French cannot.

    A repair keeps ASCII and makes at most one letter of any other character.
    """
    ascii_letters = sum(map(str.isalpha, part.encode("ascii", "ignore").decode()))
    others = len(part) - len(part.encode("ascii", "ignore"))
    return (1 - ARABIC_SHARE) * others >= ARABIC_SHARE * ascii_letters - 1


def is_mostly_arabic(text: str) -> bool:
    """Return whether few letters of *text* are not Arabic, and no mojibake is left.

    One sign may be none: «الشرق الأوسط» has ط before a quotation mark.
    """
    letters = len(ARABIC_LETTER.findall(text))
    few_others = letters >= ARABIC_SHARE * len(LETTER.findall(text))
    return few_others and count_signs(text) <= max(1, THRESHOLD * len(text))


def count_signs(text: str) -> int:
    """Return the number of signs of mojibake in *text*."""
    return len(WESTERN_SIGN.findall(text)) + count_pairs(text)


def count_pairs(text: str) -> int:
    """Return how many pairs of UTF-8, read as windows-1256, are in *text*.

    Few letters are one of the two that begin a pair: to look behind each of those is
    ten times as fast as a pattern for the pair.
    """
    return sum(
        SECOND_OF_PAIR.match(part) is not None
        for letter in PAIR_LETTERS
        for part in text.split(letter)[1:]
    )


def mojibake_upper_bound(text: str) -> int:
    """Return an upper bound of the mojibake in *text*, much faster than its count."""
    latin = text.encode("latin-1", "ignore").translate(None, HARMLESS)
    blocks = text.encode("utf-16-le", "surrogatepass")[1::2]
    others = blocks.translate(None, HARMLESS_BLOCKS)
    western = len(latin) + len(others) + text.count(FRACTION_SLASH)
    return western + count_pairs(text)


def undo_one_decoding(repaired: RepairedText) -> Iterator[RepairedText]:
    """Yield *repaired* with each of the wrong decodings undone that is possible."""
    for wrong, right in WRONG_DECODINGS:
        if text := redecode(repaired.text, wrong, right):
            yield RepairedText(text, f"{repaired.tables} {wrong} → {right}".strip())


def redecode(text: str, wrong: str, right: str) -> str:
    """Return *text* with the wrong decoding undone, "" if that is impossible."""
    try:
        if wrong == "windows-1252":
            return text.translate(WINDOWS_1252).encode("latin-1").decode(right)
        return text.encode(wrong).decode(right)
    except UnicodeError:
        return ""


def score_repair(text: str) -> int:
    """Return a score: Arabic letters count for *text*, length and mojibake against."""
    letters = len(ARABIC_LETTER.findall(text))
    return 2 * letters - len(text) - 3 * count_signs(text)
