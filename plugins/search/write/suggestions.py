# SPDX-License-Identifier: AGPL-3.0-or-later
"""Suggestions while a reader types: frequent words as they are written, and names."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from plugins.search.inverted.invert import utf16_sort_key
from plugins.search.write.directories import directory_of
from plugins.search.write.name_terms import terms_of_texts
from plugins.search.write.script_files import ScriptFolder, key_of, to_json
from plugins.search.write.shards import cut

FILE_BYTES = 12000  # of JSON: about 4 kB compressed
# Returns the terms of each text.
FindTerms = Callable[[Sequence[str]], list[list[str]]]


class Name(NamedTuple):
    """The label of an entity, the URL of its page or "", its English name or ""."""

    label: str
    url: str
    latin: str = ""


class Word(NamedTuple):
    """A term, its document frequency, its most frequent spelling; of a name its URL.

    *latin* is the English name if the term is one of its words.
    """

    term: str
    articles: int
    spelling: str
    url: str = ""
    latin: str = ""


def suggestion_rows(
    words: Iterable[Word],
    names: Mapping[Name, int],
    threshold: int,
    find_terms: FindTerms = terms_of_texts,
) -> list[tuple[str, str]]:
    """Return the suggestions of each term, sorted by term: the term, and JSON rows.

    A row is ``[term, text, articles]``, ``[term, text, articles, url]`` for a name with
    a page of its own, and has the English name, too, under the terms of that. *words*
    must be in *threshold* articles; *names* (with the number of articles) are under the
    term of each of their words.
    """
    by_term: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        if word.articles >= threshold and word.spelling:
            by_term[word.term].append(word)
    add_names(by_term, names, find_terms)
    sorted_terms = sorted(by_term, key=utf16_sort_key)
    return [(term, json_rows(term, by_term[term])) for term in sorted_terms]


def add_names(
    by_term: Mapping[str, list[Word]],
    names: Mapping[Name, int],
    find_terms: FindTerms,
) -> None:
    """Add each name under each of its terms, unless it is one word without a page."""
    suggested = [name for name in names if name.url or " " in name.label]
    texts = [name.label for name in suggested] + [name.latin for name in suggested]
    found = find_terms(texts)
    of_labels, of_latin = found[: len(suggested)], found[len(suggested) :]
    for name, words, english in zip(suggested, of_labels, of_latin, strict=True):
        articles = names[name]
        for term in words:
            by_term[term].append(Word(term, articles, name.label, name.url))
        for term in english:
            by_term[term].append(Word(term, articles, *name))


def json_rows(term: str, words: Sequence[Word]) -> str:
    """Return the *words* of a term as JSON rows, the most frequent first."""
    if len(words) > 1:
        words = sorted(words, key=lambda word: (-word.articles, word.spelling))
    first = to_json(term)
    rows = []
    for _, articles, spelling, url, latin in words:
        row = f"{first},{to_json(spelling)},{articles}"
        if url:
            row += f",{to_json(url)}"
        if url and latin:
            row += f",{to_json(latin)}"
        rows.append(f"[{row}]")
    return ",".join(rows)


def write_suggestions(scripts: ScriptFolder, rows: Iterable[tuple[str, str]]) -> str:
    """Write sorted suggestions (term, JSON rows) to files, and their directory.

    Return the name of the directory.
    """
    named = []
    for shard in cut(rows, describe_row, FILE_BYTES):
        text = ",".join(json_text for _, json_text in shard.rows)
        hashed = scripts.write_hashed("w", f"[{text}]", key_of(shard.begin))
        named.append((shard.begin, hashed))
    directory = to_json(directory_of(named))
    return scripts.write_hashed("w", directory).hex()


def describe_row(row: tuple[str, str]) -> tuple[str, int]:
    """Return the term of some suggestions, and the size of their JSON in bytes."""
    term, json_text = row
    return term, len(json_text.encode())
