# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many articles of an archive keep every word on the way through Markdown and Pelican's reader.

python -m bench roundtrip CONTENT [--field OURS=THEIRS]

Each original under CONTENT/raw is read again; the words of the body that came of it are compared, one by one, with
those of the HTML that the build's own reader makes of the article's file.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pelican.settings import read_settings

from ingest.edit import learned_boilerplate
from ingest.edit.editing import EditedArticle, edit_article
from ingest.extract.readers import read_article
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle, UnreadableInput
from plugins.frontmatter import FrontMatterReader
from plugins.frontmatter.document import plain_text
from upkeep import ROOT

ORIGINAL = re.compile(r'^original: "([^"]+)"$', re.MULTILINE)
SHOWN = 10


def by_original(content: Path) -> dict[str, Path]:
    """Return the articles by the name of the original in their front matter."""
    articles = (content / "articles").rglob("*.md")
    return {
        found[1]: path
        for path in articles
        if (found := ORIGINAL.search(path.read_text(encoding="utf-8")))
    }


def readings(content: Path, options: ReadOptions) -> Iterator[EditedArticle]:
    """Yield every article that the originals hold, read anew."""
    cutting = learned_boilerplate.rules_of(
        learned_boilerplate.load_decisions(content / "boilerplate.yml")
    )
    for path in sorted(file for file in (content / "raw").rglob("*") if file.is_file()):
        for piece in split_input(identify_file(path, path.name)):
            if isinstance(piece, RawArticle):
                try:
                    yield edit_article(
                        read_article(piece, options), piece, options, cutting
                    )
                except UnreadableInput:
                    continue


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("content", type=Path)
    parser.add_argument("--field", action="append", default=[])
    options = parser.parse_args()
    settings = read_settings(
        str(ROOT / "pelicanconf.py"), {"PATH": str(options.content)}
    )
    reader, articles = FrontMatterReader(settings), by_original(options.content)
    names = tuple(tuple(pair.split("=", 1)) for pair in options.field)
    fates: Counter[str] = Counter()
    changed = []
    for found in readings(options.content, ReadOptions(field_names=names)):
        path = articles.get(found.article.original)
        if path is None:
            fates["of a copy, merged"] += 1
            continue
        words = " ".join(block.text for block in found.article.blocks).split()
        same = plain_text(reader.read(str(path))[0]).split() == words
        fates["unchanged" if same else "changed"] += 1
        changed += [] if same else [path.name]
    compared = fates["unchanged"] + fates["changed"]
    print(
        f"words unchanged through Markdown and Pelican: {fates['unchanged']:,} of {compared:,} articles"
    )
    print(f"readings without a file of their own: {fates['of a copy, merged']:,}")
    for name in changed[:SHOWN]:
        print(f"  changed: {name}")
