# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds the left-to-right runs of an Arabic text whose order would change on screen.

The bidirectional algorithm (UAX #9) gives a sign between an Arabic letter and a Latin
letter or a number the direction of the paragraph: ``C++`` becomes ``++C``, and
``+963 11 222 3344`` becomes ``3344 222 11 963+``. Such a run is isolated (``<bdi
dir="ltr">``). Ranges, scores and dates such as 2010–2015 and 8/2/2020 are read from
the right, so they are no runs. Twin of theme/static/js/bidi.js.
"""

import re
from collections.abc import Iterator

# Right-to-left letters, marks and punctuation. Arabic digits and their separators are
# excluded: telephone numbers contain them.
RTL = "\u0590-\u065f\u066a\u066d-\u06ef\u06fa-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc"
# Letters of left-to-right scripts: Latin, Greek, Cyrillic, Armenian, Indic, CJK.
LETTER = (
    "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u0370-\u058f"
    "\u0900-\u1fff\u2c00-\u2dff\u3040-\ud7ff"
)
DIGIT = "0-9٠-٩۰-۹"
RTL_PUNCTUATION = "،؛؟٪٭۔\u200f"
# Signs that belong to the word or number that they touch.
PREFIXES = r"@#.+\-−±$€£¥~≈/\\*_&<>=^"
SUFFIXES = r"+#%‰°*/=$€£¥_&′″"
# Prefixes that belong to the run even where an Arabic letter touches them: «و@name».
STRONG_PREFIXES = "@#$€£¥"
# Particles of one letter are written as a part of the next word: «و.NET», «بـ-5».
PROCLITIC = re.compile(r"(?:^|[\s(«\"])[وفبكل]ـ?$")
PROCLITIC_LENGTH = 3  # with the sign before it

RTL_CHARACTER = re.compile(f"[{RTL}]")
LETTER_OR_DIGIT = re.compile(f"[{LETTER}{DIGIT}]")
CORE = re.compile(
    rf"[{PREFIXES}]{{0,3}}[{LETTER}{DIGIT}](?:.*[{LETTER}{DIGIT}])?[{SUFFIXES}]{{0,3}}",
    re.DOTALL,
)
ANY_LETTER = re.compile(f"[{LETTER}]")
ANY_DIGIT = re.compile(f"[{DIGIT}]")
WORD = re.compile(f"[{LETTER}][^ \n]*")
# Numbers before the first word, and the white space between them.
NUMBER_BEFORE_WORD = re.compile(
    rf"(?:[^{LETTER}{DIGIT}]*+[{DIGIT}][^{LETTER}\s]*+\s++)+"
)
UNIT = re.compile(
    r"[°kmcdµnMGT]?(?:[mgLlsbBWVAJNCF]|Wh|Hz|Pa|bps|cal)(?:[²³]|/[a-z]+)?"
    r"|px|pt|ft|in|mph|rpm|dpi|ha|USD|EUR|GBP|SAR|[AaPp]\.?[Mm]|GMT|UTC|[xX] ?[0-9].*"
)
SENTENCE_END = re.compile("[.!?…]{1,3}")
CLOSING_QUOTE = '"”»’)]'
# «U.S.A.» ends with a full stop of its own.
INITIALS = re.compile(rf"(?:[{LETTER}]\.)+[{LETTER}]")
# Lower-case words of names: «University of Damascus» is no sentence.
PARTICLES = {"of", "the", "and", "for", "in", "on", "de", "la", "du", "et", "al", "el"}
SENTENCE_WORDS = 3
BRACKETS = [
    *[("(", ")"), ("[", "]"), ("{", "}"), ("<", ">")],
    *[("“", "”"), ("«", "»"), ('"', '"')],
]

N = rf"[{DIGIT}]+(?:[.,٫٬:/][{DIGIT}]+)*"
OPERATORS = "×÷=*<>≈≠≤≥^+"
NUMERIC = re.compile(
    rf"(?P<phone>\+[{DIGIT}][{DIGIT} ().\-/]{{4,22}}[{DIGIT}]"
    rf"|[0٠۰][{DIGIT}][{DIGIT} ()\-/]{{4,20}}[{DIGIT}]"
    rf"|\([{DIGIT}]{{2,5}}\)[{DIGIT} \-/]{{4,20}}[{DIGIT}])"
    rf"|(?P<keys>(?:[*#]{{1,2}}[{DIGIT}]{{1,12}}){{1,6}}#)"
    rf"|(?P<groups>[{DIGIT}]+(?:[-‐‑][{DIGIT}]+){{2,}})"
    rf"|(?P<thousands>[{DIGIT}]{{1,3}}(?: [{DIGIT}]{{3}}){{2,}}(?![{DIGIT}]))"
    rf"|(?P<term>[+\-−±]?{N}(?:\s?[{OPERATORS}\-−–÷]\s?[-−]?{N})+[%°]?)"
    rf"|(?P<signed>[+\-−±$€£¥#~≈<>≤≥]{{1,2}}{N}[%‰°$€£¥]?)"
    rf"|(?P<suffixed>{N} ?[%‰°$€£¥+′″])"
    rf"|{N}"
)
# Without one of these a stretch of numbers has no run; most have none.
SIGN_OF_RUN = re.compile(rf"[+\-−±$€£¥#~≈<>≤≥%‰°×÷=*^″′‐‑]|[{DIGIT}] [{DIGIT}]")
PHONE_DIGITS = range(7, 16)

Run = tuple[int, int]


def left_to_right_runs(text: str) -> Iterator[Run]:
    """Yield start and end of each run of *text* to be isolated, in order.

    Linear in the length of *text*.
    """
    for start, end in left_to_right_stretches(text):
        if not ANY_LETTER.search(text, start, end):
            yield from numeric_runs(text, start, end)
        elif end - start == len(text):
            yield from whole_run(text)
        else:
            yield from word_runs(text, start, end)


def left_to_right_stretches(text: str) -> Iterator[Run]:
    """Yield each longest part of *text* that has a letter or digit but no RTL one."""
    end = 0
    while character := LETTER_OR_DIGIT.search(text, end):
        start = character.start()
        while start > end and not RTL_CHARACTER.match(text, start - 1):
            start -= 1
        next_rtl = RTL_CHARACTER.search(text, character.end())
        end = next_rtl.start() if next_rtl else len(text)
        yield start, end


def whole_run(text: str) -> Iterator[Run]:
    """Yield the whole of a text without right-to-left letters."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if is_reordered(text, start, end):
        yield start, end


def is_reordered(text: str, start: int, end: int) -> bool:
    """Return whether a run begins or ends with a character without own direction."""
    first, last = text[start], text[end - 1]
    return not (ANY_LETTER.match(first) and is_letter_or_digit(last))


def word_runs(text: str, start: int, end: int) -> Iterator[Run]:
    """Yield the run of a stretch with Latin words, and those of a number before it."""
    core = CORE.search(text, start, end)
    if core is None:
        return
    first, last = trim_attached_signs(text, *core.span())
    number = NUMBER_BEFORE_WORD.match(text, first, last)
    if number and not UNIT.fullmatch(text, number.end(), last):
        yield from numeric_runs(text, first, number.end())
        first = number.end()
    last = include_sentence_end(text, first, last)
    first, last = include_brackets(text, first, last)
    if is_reordered(text, first, last):
        yield first, last


def trim_attached_signs(text: str, start: int, end: int) -> Run:
    """Return a run without signs that belong to the Arabic word beside it.

    The hyphen of «كوفيد-19» belongs to the word.
    """
    if not begins_word(text, start):
        while not is_letter_or_digit(text[start]):
            start += 1
    if is_rtl_letter(text, end):
        while not is_letter_or_digit(text[end - 1]):
            end -= 1
    return start, end


def begins_word(text: str, start: int) -> bool:
    """Return whether a sign at *start* belongs to what follows it."""
    before = text[max(0, start - PROCLITIC_LENGTH) : start]
    if text[start] in STRONG_PREFIXES or PROCLITIC.search(before):
        return True
    return not (is_rtl_letter(text, start - 1) or is_letter_or_digit(before[-1:]))


def is_letter_or_digit(character: str) -> bool:
    """Return whether *character* is a left-to-right letter or a digit."""
    return bool(LETTER_OR_DIGIT.match(character))


def is_rtl_letter(text: str, position: int) -> bool:
    """Return whether a right-to-left letter is at *position* of *text*."""
    if not 0 <= position < len(text) or text[position] in RTL_PUNCTUATION:
        return False
    return bool(RTL_CHARACTER.match(text, position))


def include_sentence_end(text: str, start: int, end: int) -> int:
    """Return the end of a run with the full stop of its sentence, if it is one.

    The full stop after a mere name belongs to the Arabic sentence around it.
    """
    mark = SENTENCE_END.match(text, end)
    if mark is None or is_rtl_letter(text, mark.end()):
        return end
    words = WORD.findall(text, start, end)
    if mark[0] == "." and words and INITIALS.fullmatch(words[-1]):
        return mark.end()
    is_quoted = text[mark.end() : mark.end() + 1] in tuple(CLOSING_QUOTE)
    if is_quoted and len(words) > 1:
        return mark.end()
    is_own_mark = {"?": True, "!": len(words) > 1}.get(mark[0], is_sentence(words))
    return mark.end() if is_own_mark else end


def is_sentence(words: list[str]) -> bool:
    """Return whether Latin words are a sentence, not a name in title case."""
    lower_case = [word for word in words[1:] if word[0].islower()]
    has_prose = any(word not in PARTICLES for word in lower_case)
    return len(words) >= SENTENCE_WORDS and words[0][0].isupper() and has_prose


def include_brackets(text: str, start: int, end: int) -> Run:
    """Return a run with the partners of the brackets and quotes inside it."""
    for opening, closing in BRACKETS:
        inside = text[start:end]
        opened, closed = inside.count(opening), inside.count(closing)
        is_unpaired_quote = opening == closing and opened % 2 == 1
        if (closed > opened or is_unpaired_quote) and text[
            start - 1 : start
        ] == opening:
            start -= 1
        elif (opened > closed or is_unpaired_quote) and text[end : end + 1] == closing:
            end += 1
    return start, end


def numeric_runs(text: str, start: int, end: int) -> Iterator[Run]:
    """Yield telephone numbers, keys to press («*911#»), signed numbers and terms."""
    if not SIGN_OF_RUN.search(text, start, end):
        return
    for number in NUMERIC.finditer(text, start, end):
        kind = number.lastgroup
        if kind and IS_RUN[kind](text, *number.span()):
            yield include_brackets(text, *number.span())


def is_phone(text: str, start: int, end: int) -> bool:
    """Return whether as many digits as a telephone number has are in groups."""
    digits = ANY_DIGIT.findall(text, start, end)
    return len(digits) in PHONE_DIGITS and " - " not in text[start:end]


def is_term(text: str, start: int, end: int) -> bool:
    """Return whether a chain of numbers has an operator, unlike a range."""
    return any(sign in OPERATORS for sign in text[start + 1 : end])


def is_signed(text: str, start: int, _end: int) -> bool:
    """Return whether the sign belongs to the number, not to what is before it."""
    return begins_word(text, start)


def is_suffixed(text: str, _start: int, end: int) -> bool:
    """Return whether the sign belongs to the number: not the degree of «25°م»."""
    return not is_rtl_letter(text, end)


def is_always(_text: str, _start: int, _end: int) -> bool:
    """Return true: groups of digits and keys are always read from the left."""
    return True


IS_RUN = {
    "phone": is_phone,
    "keys": is_always,
    "groups": is_always,
    "thousands": is_always,
    "term": is_term,
    "signed": is_signed,
    "suffixed": is_suffixed,
}
