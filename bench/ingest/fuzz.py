# SPDX-License-Identifier: AGPL-3.0-or-later
"""Readers fed with broken inputs for a while: everything but an article or a stated reason is reported.

python -m bench fuzz [--seconds 60] [--seed 1]

Whole inputs of every kind, those of the sample archive among them, are cut, doubled, spliced into one another and
strewn with the bytes that readers trip over. An input that failed is kept below --keep, for a test to be made of it.
Time counts as well: an input that takes more than SLOW seconds of processor time is reported.
"""

import argparse
import random
import time
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ingest.corrupt_inputs import corpus, spoilt
from ingest.edit.editing import edit_article
from ingest.extract.readers import read_article
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle, UnreadableInput
from plugins.frontmatter.document import check_article, render_markdown, split_document

SLOW = 10.0
OPTIONS = ReadOptions(source="الضفة")


def outcome(path: Path) -> str:
    """Return what became of the input, articles or reasons. Raises whatever a reader raises that is no reason."""
    try:
        pieces = list(split_input(identify_file(path, path.name), OPTIONS.source))
    except UnreadableInput:
        return "reasons"
    return (
        "articles"
        if any(
            becomes_article(piece) for piece in pieces if isinstance(piece, RawArticle)
        )
        else "reasons"
    )


def becomes_article(piece: RawArticle) -> bool:
    """Say whether the piece becomes an article, which the build must be able to read."""
    try:
        markdown = edit_article(
            read_article(piece, OPTIONS), piece, OPTIONS, {}
        ).article.to_markdown()
    except UnreadableInput:
        return False
    head, body = split_document(markdown)
    check_article(head)
    render_markdown(body)
    return True


def main() -> None:
    """Feed, count, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="of real time (60)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the inputs that failed")
    asked = parser.parse_args()
    chance, inputs = random.Random(asked.seed), corpus()
    counts, first, slowest, end = (
        Counter[str](),
        dict[str, str](),
        0.0,
        time.monotonic() + asked.seconds,
    )
    with TemporaryDirectory() as folder:
        path = Path(folder, "input.bin")
        while time.monotonic() < end:
            data = spoilt(chance, inputs)
            path.write_bytes(data)
            start = time.process_time()
            try:
                counts[outcome(path)] += 1
            except Exception as error:
                place = traceback.extract_tb(error.__traceback__)[-1]
                name = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
                counts[name] += 1
                first.setdefault(name, traceback.format_exc())
                keep(asked.keep, name, data)
            seconds = time.process_time() - start
            slowest = max(slowest, seconds)
            if seconds > SLOW:
                counts["slow"] += 1
                keep(asked.keep, f"slow {seconds:.0f}", data)
    print("\n".join(first.values()))
    print(
        f"{counts.total()} inputs, slowest {slowest:.1f} s: {dict(counts.most_common())}"
    )


def keep(folder: Path | None, name: str, data: bytes) -> None:
    """Keep an input that failed."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (
            folder / name.replace("/", "_").replace(":", "_").replace(" ", "-")
        ).write_bytes(data)


if __name__ == "__main__":
    main()
