# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often the English name of a country is corrected to its Arabic name.

python -m bench latin [--articles 5000] [--misses]

The names are CLDR's, of one word in both languages; counted are those whose Arabic word
the index can suggest. Names that are no transliteration (Germany, Egypt) are counted
too: no rule of sounds can correct them.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from babel import Locale

from arabic.terms import terms
from bench.search.articles import read_articles
from bench.search.site import read_search_settings
from bench.tools.node import run_node
from plugins.contract import ArchiveArticle
from plugins.search import write_index


class Correction(NamedTuple):
    """What the search page offers for a Latin name that no article contains."""

    name: str
    expected_term: str
    offered: str | None
    offered_term: str | None

    @property
    def is_wrong(self) -> bool:
        """Return whether another word than the expected one is offered."""
        return self.offered_term not in (None, self.expected_term)


def country_names() -> Iterator[tuple[str, str]]:
    """Yield English name and Arabic term of each country with a name of one word."""
    english, arabic = Locale("en").territories, Locale("ar").territories
    for code, name in english.items():
        arabic_terms = terms(arabic.get(code, ""))
        if name.isascii() and name.isalpha() and len(arabic_terms) == 1:
            yield name.lower(), arabic_terms[0]


def correct_names(
    oldest_first: Sequence[ArchiveArticle], names: list[tuple[str, str]]
) -> list[Correction]:
    """Return the corrections of those *names* that the articles contain."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_index(folder, oldest_first, read_search_settings())
        (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")
        rows = run_node(Path(__file__).with_suffix(".js"), folder)
    return [Correction(*row) for row in rows]


def describe_corrections(corrections: Sequence[Correction]) -> str:
    """Return how many names are corrected rightly, wrongly, and not at all."""
    wrong = sum(correction.is_wrong for correction in corrections)
    missing = sum(correction.offered_term is None for correction in corrections)
    right = len(corrections) - wrong - missing
    return (
        f"{len(corrections)} names: {right} corrected rightly,"
        f" {wrong} to another word, {missing} not corrected"
    )


def main() -> None:
    """Print the counts, and the wrong corrections on request."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument(
        "--misses", action="store_true", help="list the wrong corrections"
    )
    options = parser.parse_args()
    articles = read_articles(options.articles)
    corrections = correct_names(articles[::-1], list(country_names()))
    print(describe_corrections(corrections))
    if options.misses:
        wrong = [correction for correction in corrections if correction.is_wrong]
        print(" ".join(f"{miss.name}/{miss.offered}" for miss in wrong))
