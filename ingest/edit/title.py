# SPDX-License-Identifier: AGPL-3.0-or-later
"""The title of an article: the one most candidates agree on, else its first words."""

import re
from collections import Counter

from arabic.spelling import name_key
from ingest.model.record import Block, ExtractedArticle, UnreadableInput

LEAD = "lead"  # the title_source in the front matter
SENTENCE_END = re.compile(r"(?<=[\w»\")])[.!؟?…](?=\s|$)")
LONGEST_TITLE = 140  # characters
FEWEST_LETTERS = 10  # in a title

# White space is matched from its start only: from each of its signs, a long run of it
# would take quadratic time.
_SPACES, _ANY_SPACES = r"(?<!\s)\s++", r"(?:(?<!\s)\s++)?"
SITE_SEPARATOR = re.compile(rf"{_SPACES}[-–—|]\s+|{_ANY_SPACES}(?:\||::)\s*")
TITLE_SEPARATOR = re.compile(
    rf"{_SPACES}[-–—|]\s+|{_ANY_SPACES}(?:[|»«]|::)\s*|(?<=\w)\s*+:\s+"
)
SEPARATOR_SIGNS = frozenset("-–—|»«:")  # each separator contains one of them


def choose_title(extracted: ExtractedArticle) -> tuple[str, str]:
    """Return the title, and its source: "" for a stated one, ``lead`` for first words.

    Raises ``UnreadableInput`` if there is neither.
    """
    if title := agreed_title(extracted):
        return title, ""
    return lead_title(extracted.blocks), LEAD


def agreed_title(extracted: ExtractedArticle) -> str:
    """Return the title that most candidates agree on, the first of several.

    "" without any.
    """
    site_names = {name_key(name) for name in extracted.values_of("source")}
    titles = []
    for candidate in extracted.values_of("title"):
        title = remove_site_name(candidate, site_names)
        if name_key(title) and name_key(title) not in site_names:
            titles.append(title)
    if not titles:
        return ""
    votes = Counter(key for title in titles for key in keys_of_sides(title))
    return max(titles, key=lambda title: votes[name_key(title)])


def keys_of_sides(title: str) -> set[str]:
    """Return the keys of *title* and of both sides of each of its bars and dashes.

    «عنوان - الضفة» is a vote for «عنوان», too.
    """
    keys = {name_key(title)}
    if SEPARATOR_SIGNS.isdisjoint(title):
        return keys
    for separator in SITE_SEPARATOR.finditer(title):
        keys.add(name_key(title[: separator.start()]))
        keys.add(name_key(title[separator.end() :]))
    return keys


def remove_site_name(title: str, names: set[str]) -> str:
    """Return *title* without one of the site's *names* at its end or its start.

    «عنوان - اليوم السابع» becomes «عنوان». *names* are keys.
    """
    if SEPARATOR_SIGNS.isdisjoint(title):
        return title
    for separator in TITLE_SEPARATOR.finditer(title):
        before, after = title[: separator.start()], title[separator.end() :]
        if name_key(after) in names:
            return before
        if name_key(before) in names:
            return after
    return title


def lead_title(blocks: tuple[Block, ...]) -> str:
    """Return the first sentence of the first block with words, cut at a word.

    Raises ``UnreadableInput`` if no block has words.
    """
    for block in blocks:
        first_line = block.text.split("\n")[0]
        is_text = block.kind not in {"table", "code"}
        if is_text and sum(map(str.isalpha, first_line)) >= FEWEST_LETTERS:
            return shorten(SENTENCE_END.split(first_line, 1)[0].strip())
    raise UnreadableInput("no title, and no sentence that could be one")


def shorten(sentence: str) -> str:
    """Return *sentence*, cut before the word that makes it longer than a title."""
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    cut = sentence[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip("،,؛;:- ")
    return f"{cut}…"
