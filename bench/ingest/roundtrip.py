# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many articles keep every word on the way through Markdown and Pelican's reader.

python -m bench roundtrip CONTENT [--field OURS=THEIRS]

Each original under CONTENT/raw is ingested again; the words of its body are compared,
one by one, with those of the HTML that the build's reader makes of the article's file.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pelican.settings import read_settings

from bench.ingest.pipeline import edit_file, text_of
from ingest.edit.boilerplate import learned
from ingest.edit.editing import EditedArticle
from ingest.model.options import ReadOptions
from plugins.frontmatter import FrontMatterReader
from plugins.frontmatter.document import plain_text
from upkeep import ROOT

ORIGINAL = re.compile(r'^original: "([^"]+)"$', re.MULTILINE)
LISTED = 10  # changed articles


class Comparison(NamedTuple):
    """The articles whose words are the same, those that differ, and the rest."""

    unchanged: list[Path]
    changed: list[Path]
    merged: int  # readings without a file: copies that were merged into another article


def articles_by_original(content: Path) -> dict[str, Path]:
    """Return the original in the front matter → the file of the article."""
    articles = {}
    for path in (content / "articles").rglob("*.md"):
        match = ORIGINAL.search(path.read_text(encoding="utf-8"))
        if match:
            articles[match[1]] = path
    return articles


def edit_originals(content: Path, options: ReadOptions) -> Iterator[EditedArticle]:
    """Yield every article in the originals, ingested again."""
    decisions = learned.load_decisions(content / "boilerplate.yml").decisions
    boilerplate = learned.rules_of(decisions)
    for path in sorted((content / "raw").rglob("*")):
        if path.is_file():
            yield from edit_file(path, options, boilerplate)


def compare_words(
    content: Path, options: ReadOptions, settings: dict[str, Any]
) -> Comparison:
    """Compare the words of each original with those that the build reads."""
    reader = FrontMatterReader(settings)
    articles = articles_by_original(content)
    unchanged, changed, merged = [], [], 0
    for edited in edit_originals(content, options):
        path = articles.get(edited.article.original)
        if path is None:
            merged += 1
            continue
        words = text_of(edited.article.blocks).split()
        html, _ = reader.read(str(path))
        if plain_text(html).split() == words:
            unchanged.append(path)
        else:
            changed.append(path)
    return Comparison(unchanged, changed, merged)


def parse_field(pair: str) -> tuple[str, str]:
    """Return our field and the dataset's of an option ``OURS=THEIRS``."""
    ours, _, theirs = pair.partition("=")
    return ours, theirs


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("content", type=Path)
    parser.add_argument("--field", action="append", default=[])
    options = parser.parse_args()
    fields = tuple(map(parse_field, options.field))
    paths = {"PATH": str(options.content)}
    settings = read_settings(str(ROOT / "pelicanconf.py"), paths)
    comparison = compare_words(
        options.content, ReadOptions(field_names=fields), settings
    )
    unchanged, changed, merged = comparison
    print(
        f"words unchanged through Markdown and Pelican: {len(unchanged):,}"
        f" of {len(unchanged) + len(changed):,} articles"
    )
    print(f"merged copies, without a file: {merged:,}")
    for path in changed[:LISTED]:
        print(f"  changed: {path.name}")
