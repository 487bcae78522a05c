# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a text without any format is prose, which a text dump must be."""

import re
from collections import Counter

from ingest.model.record import SetAside, UnreadableInput

URL_LINE = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
LOG_LINE = re.compile(
    r"\[?\d{4}[-/]\d\d[-/]\d\d[T ,]+\d\d:\d\d|\[?\d\d/\w{3}/\d{4}"
    r"|\d{1,3}(?:\.\d{1,3}){3}\s|\w{3} +\d{1,2} \d\d:\d\d:\d\d "
    r"|\[?(?:INFO|DEBUG|WARN(?:ING)?|ERROR|TRACE)\b"
)
CODE_LINE = re.compile(
    r".*[;{}]\s*$|.*[a-z_]\([^()]*\)\s*$|\s*(?://|/\*|\*/|#!)|</?[\w:-][^>]*>\s*$"
    r"|\s*(?:import|from|def|class|return|if|for|while|elif|else|try|except|with"
    r"|function|const|let|var|public|private|static|package|using|export|namespace)\b"
    r"[^.]*[(:{;=)]|\s*from\s+\S+\s+import\b|\s*[\w.]+\s=\s\S|\s*(?:import|from|package|using|#include|#define|@\w+)\s+[\w.<\"{]+$"
)
SETTING_LINE = re.compile(r"\s*[A-Za-z][\w.-]*\s*(?:=|:\s)\s*\S{0,60}$|\s*- [\w./:-]+$")
# Of a dataset in YAML: each record has the same keys.
KEY_LINE = re.compile(r"\s*(?:- )?([A-Za-z_][\w-]{0,30}):(?: |$)")
LIST_LINE = re.compile(r"\s*(?:\d{1,3}\s*[.)-]|[-*•·])\s")
LIST_SHARE = 0.9
LONGEST_LIST_LINE = 14  # words
FEWEST_RECORDS = 2  # with the same key
SHARE = 0.5  # of the lines that decides what a text is
FEWEST_LETTERS = 40
LETTER_SHARE = 0.65  # of the characters that are not spaces
SENTENCE_WORDS = 7  # in the longest line of prose
FEWEST_WORDS = 12


def check_kind_of_lines(text: str) -> None:
    """Raise the reason if most lines of *text* are those of code, a log, a list.

    ``UnreadableInput`` if it may contain articles, ``SetAside`` if not.
    """
    lines = nonempty_lines(text)
    for pattern, name in (
        (URL_LINE, "a list of URLs"),
        (LOG_LINE, "a log"),
        (CODE_LINE, "source code"),
        (SETTING_LINE, "a configuration file"),
    ):
        if share_of(lines, pattern) > SHARE:
            raise SetAside(name)
    keys = Counter(match[1] for match in map(KEY_LINE.match, lines) if match)
    if keys.total() > SHARE * len(lines) and max(keys.values()) >= FEWEST_RECORDS:
        raise UnreadableInput("a YAML file: write its records as JSON")
    is_list = share_of(lines, LIST_LINE) > LIST_SHARE
    if is_list and max(len(line.split()) for line in lines) < LONGEST_LIST_LINE:
        raise SetAside("a list of short lines")


def nonempty_lines(text: str) -> list[str]:
    """Return the lines of *text* that are not blank."""
    return [line for line in text.splitlines() if line.strip()]


def share_of(lines: list[str], pattern: re.Pattern[str]) -> float:
    """Return the share of *lines* that begin like *pattern*."""
    matches = sum(bool(pattern.match(line.strip("\ufeff"))) for line in lines)
    return matches / max(1, len(lines))


def check_prose(text: str) -> None:
    """Raise ``UnreadableInput`` if *text* has too few letters, words or sentences."""
    lines = nonempty_lines(text)
    letters = sum(map(str.isalpha, text))
    others = sum(not char.isspace() for char in text)
    if letters < LETTER_SHARE * others:
        raise UnreadableInput("not prose: it has few letters")
    words = [line.split() for line in lines]
    longest = max(map(len, words), default=0)
    if letters < FEWEST_LETTERS or sum(map(len, words)) < FEWEST_WORDS:
        raise UnreadableInput("not prose: it has only a few words")
    if longest < SENTENCE_WORDS:
        raise UnreadableInput("not prose: it has no sentence")
