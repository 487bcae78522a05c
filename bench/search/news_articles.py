# SPDX-License-Identifier: AGPL-3.0-or-later
"""The real articles that benchmarks of search are run over, and queries made of their words."""

import random
import tempfile
from datetime import date
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from arabic.terms import words
from bench.tools.datasets import rows
from upkeep import ROOT

NEWS = ROOT.parent / "shared" / "data" / "news" / "saudinewsnet_full.jsonl.xz"
EMPTY_SITE = {
    "DIRECT_TEMPLATES": ["search"],
    "PLUGINS": [
        "plugins.frontmatter",
        "plugins.interface",
        "plugins.dates",
        "plugins.search",
    ],
}


ANSWER = "ol.results > li, search-box > .search-notes > .message"  # what the search page shows in the end


def articles(count: int) -> list[SimpleNamespace]:
    """Return the first *count* articles of SaudiNewsNet, newest first; ids stand for addresses."""
    oldest_first = sorted(islice(rows(NEWS), count), key=lambda row: row["date"])
    return [article(number, row) for number, row in enumerate(oldest_first)][::-1]


def article(number: int, row: dict[str, Any]) -> SimpleNamespace:
    """Return a row as Pelican and the plugins before search leave an article; entities are left to their plugin."""
    return SimpleNamespace(
        title=row["title"] or "",
        url=f"a/{number:07d}.html",
        day=date.fromisoformat(row["date"][:10]),
        locale_date=row["date"][:10],
        source=row["source"],
        category=SimpleNamespace(name="بلا قسم"),
        metadata={"authors": row["author"]} if row["author"] else {},
        authors=[SimpleNamespace(name=row["author"])],
        entities=[],
        plain_text=row["content"],
    )


def build_page(output: Path, settings: dict[str, Any]) -> None:
    """Write the theme's own search page and scripts, without articles."""
    with tempfile.TemporaryDirectory() as nothing:
        Pelican(
            read_settings(
                override={
                    **settings,
                    **EMPTY_SITE,
                    "PATH": nothing,
                    "OUTPUT_PATH": str(output),
                }
            )
        ).run()


def three_words(held: list[SimpleNamespace], count: int) -> list[str]:
    """Return *count* queries of three words, each of another title and three letters or more."""
    chance = random.Random(9)
    titles = [
        [word for word in words(article.title) if len(word) > 2] for article in held
    ]
    telling = [title for title in titles if title]
    return [
        " ".join(chance.choice(title) for title in chance.sample(telling, 3))
        for _ in range(count)
    ]
