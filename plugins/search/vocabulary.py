# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of an archive: all terms for patterns, and for suggestions the frequent ones as they are written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from arabic.terms import terms
from plugins.search.inverted import in_javascript
from plugins.search.scripts import dump
from plugins.search.shards import shared

Name = tuple[str, str]  # label, address of its page or nothing


class Word(NamedTuple):
    """A term, in how many articles it is, and how it is most often written; the address of a name's own page."""

    term: str
    articles: int
    written: str
    url: str = ""


def suggestions(
    words: Iterable[Word], names: Mapping[Name, int], least: int
) -> list[tuple[str, str]]:
    """Return what a reader may be offered, sorted by term: the term, and rows ``[term, text, articles]`` as JSON.

    *words* of *least* articles or more, and *names* with their numbers of articles under the term of each of their
    words; a name with a page of its own has that page's address last in its row.
    """
    rows: dict[str, list[Word]] = defaultdict(list)
    for one in words:
        if one.articles >= least and one.written:
            rows[one.term].append(one)
    for (name, url), count in names.items():
        for term in dict.fromkeys(terms(name) if url or " " in name else []):
            rows[term].append(Word(term, count, name, url))
    return [(term, _offered(rows[term])) for term in sorted(rows, key=in_javascript)]


def _offered(words: list[Word]) -> str:
    frequent_first = sorted(words, key=lambda one: (-one.articles, one.written))
    rows = ([one.term, one.written, one.articles, one.url] for one in frequent_first)
    return ",".join(dump(row if row[-1] else row[:-1]) for row in rows)


def front_coded(sorted_terms: Iterable[str]) -> str:
    """Return *sorted_terms* as lines: how many characters to keep of the term before (one from U+0030 on), the rest."""
    return "".join(_front_coded(sorted_terms))


def _front_coded(sorted_terms: Iterable[str]) -> Iterator[str]:
    before = ""
    for term in sorted_terms:
        kept = shared(before, term)
        yield f"{chr(0x30 + kept)}{term[kept:]}\n"
        before = term
