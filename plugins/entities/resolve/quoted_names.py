# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names by their form: a head noun and what is quoted after it.

In «زارت جمعية "سنديان" المعرض» the head جمعية and the quotation marks make «سنديان» the
name of an organisation, whatever the word means. Heads that also introduce titles of
works, posts or accounts (موقع, ديوان, برنامج) are not in the lists.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from plugins.entities.lists.lexicon import lexicon
from plugins.entities.match.finder import WordLists
from plugins.entities.match.tokenised_text import OPENING_SIGNS, TokenisedText
from plugins.entities.models.recogniser import Span
from plugins.entities.resolve.corrections import KINDS_OF_PLACE
from plugins.entities.resolve.recognised_name import RecognisedName, with_tokens

HEADS_OF_TYPE = {
    "org": "quoted-org",
    "place": "quoted-place",
    "event": "quoted-event",
}
LONGEST_QUOTED = 5  # tokens between the quotation marks
FORM_CONFIDENCE = 0.9  # of a name that its form alone supports


def add_quoted_names(
    text: TokenisedText, names: Sequence[RecognisedName], word_lists: WordLists
) -> list[RecognisedName]:
    """Return *names* with those of the form head and quotation, in order.

    A recognised name that overlaps one is dropped, unless it goes on after it.
    """
    quoted = [
        name
        for name in find_quoted_names(text, word_lists)
        if not any(goes_on_after(other, name) for other in names)
    ]
    kept = [
        name
        for name in names
        if not any(overlaps_with_head(name, other) for other in quoted)
    ]
    return sorted([*kept, *quoted], key=lambda name: name.first)


def find_quoted_names(
    text: TokenisedText, word_lists: WordLists
) -> Iterator[RecognisedName]:
    """Yield the names that consist of a head and a quotation."""
    for token, key in enumerate(text.keys[:-1]):
        if text.sign_after(token) not in OPENING_SIGNS:
            continue
        last = end_of_quotation(text, token + 1)
        if last is None or not is_name(text.keys[token + 1 : last + 1]):
            continue
        for entity_type, kind in HEADS_OF_TYPE.items():
            cut = head_proclitic(key, word_lists[kind])
            if cut is not None:
                yield quoted_name(text, token, last, cut, entity_type)
                break


def head_proclitic(key: str, heads: frozenset[str]) -> int | None:
    """Return the letters before the head that *key* is, ``None`` if it is none."""
    for letters in range(3):
        if key[letters:] in heads and key[:letters] in {"", "و", "ف", "ب", "ل", "وب"}:
            return letters
    return None


def end_of_quotation(text: TokenisedText, first: int) -> int | None:
    """Return the last token of the quotation that begins with *first*.

    ``None`` if it is too long for a name, or has punctuation inside.
    """
    for token in range(first, min(first + LONGEST_QUOTED, len(text.tokens))):
        if text.closes_after(token):
            return token
        if not text.key_after(token):
            return None
    return None


def is_name(keys: Iterable[str]) -> bool:
    """Return whether words in quotation marks may be a name: no verb, no particle."""
    words = list(keys)
    verbs_and_particles = lexicon()["verb"] | lexicon()["function"]
    return words[0] not in verbs_and_particles and not words[-1].isdigit()


def quoted_name(
    text: TokenisedText, head: int, last: int, letters: int, entity_type: str
) -> RecognisedName:
    """Return the tokens after token *head* up to *last* as a name.

    The kind of a place is no part of its full name: «مدينة "سنديان"» is «سنديان».
    """
    span = Span(start=0, end=0, type=entity_type, confidence=FORM_CONFIDENCE)
    name = with_tokens(text, head + 1, last, 0, span)
    surface = text.tokens[head][letters:]
    is_kind = text.keys[head][letters:] in KINDS_OF_PLACE
    return replace(name, quoted=True, head="" if is_kind else surface)


def goes_on_after(name: RecognisedName, quoted: RecognisedName) -> bool:
    """Return whether *name* has all of *quoted* and more words after it."""
    return name.first <= quoted.first and name.last > quoted.last


def overlaps_with_head(name: RecognisedName, quoted: RecognisedName) -> bool:
    """Return whether *name* shares a token with *quoted* or its head."""
    return name.first <= quoted.last and quoted.first - 1 <= name.last
