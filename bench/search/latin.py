# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often a country's English name, in no article, is put right by its Arabic one.

python -m bench latin [--articles 5000] [--misses]

The names are CLDR's, of one word in both languages; counted are those whose Arabic word the archive may offer. Names
that are no transliteration (Germany, Egypt) are counted too: no rule of sounds finds them.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from pelican.settings import read_settings

from arabic.terms import terms
from bench.search.news_articles import articles
from bench.search.rankers import node
from plugins.search import write_index
from upkeep import ROOT


def names() -> Iterator[tuple[str, str]]:
    """Yield English name and Arabic term of each country of one word."""
    english, arabic = Locale("en").territories, Locale("ar").territories
    for code, name in english.items():
        label = arabic.get(code, "")
        if name.isascii() and name.isalpha() and len(terms(label)) == 1:
            yield name.lower(), terms(label)[0]


def main() -> None:
    """Print how many are put right, wrong, and left alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument(
        "--misses", action="store_true", help="name what is offered wrongly"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_index(
            folder,
            articles(options.articles)[::-1],
            read_settings(str(ROOT / "pelicanconf.py")) | {"SEARCH_CACHE": ""},
        )
        (folder / "names.json").write_text(json.dumps(list(names())), encoding="utf-8")
        answers = node("latin.js", folder)
    right = sum(term == found for _, term, _, found in answers)
    alone = sum(found is None for *_, found in answers)
    print(
        f"{len(answers)} names: {right} right, {len(answers) - right - alone} by another word, {alone} left alone"
    )
    if options.misses:
        print(
            " ".join(
                f"{name}/{offered}"
                for name, term, offered, found in answers
                if found and found != term
            )
        )
