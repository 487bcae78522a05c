# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bylines and datelines of real newspapers against labels: authors, agency, place.

python -m bench bylines [--wrong] [--draw SEED]     --draw prints unlabelled lines

bench/ingest/data/bylines.tsv has the labels; several authors, agencies or places are in
printed order, separated by |. The set `seen` was labelled before the parser was run on
it and has been read since; `fresh` was labelled after the last change. A photographer
or a translator is no author.
"""

import argparse
import csv
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from arabic.spelling import name_key
from bench.ingest.pipeline import edit_bytes
from bench.tools.datasets import DATA, SAUDINEWSNET, read_records
from ingest.model.article import Article
from ingest.model.options import ReadOptions

LABELS = Path(__file__).with_name("data") / "bylines.tsv"
SETS = ("seen", "fresh")
BODY = (
    "هذا نص قصير لا يقول شيئا عن كاتبه ولا عن مكانه، وضع هنا ليكون خبرا.\n"
    "وهذه جملته الثانية."
)
# Source → length up to which a first line is drawn as a possible dateline
OPENINGS = {"3alyoum": 70, "was": 90}
DRAWN = {"field": 85, "3alyoum": 20, "was": 6, "almayadeen": 9}  # lines


class LabelledLine(NamedTuple):
    """A line of a newspaper, and what a person read in it; a row of bylines.tsv."""

    set: str
    position: str  # field: the dataset's author; opening: first line of the text
    source: str
    line: str
    authors: str
    agency: str
    places: str


class Judged(NamedTuple):
    """A labelled line, the article that ingest makes of it, and what differs."""

    label: LabelledLine
    article: Article
    errors: list[str]


def read_labels(path: Path) -> list[LabelledLine]:
    """Return the labelled lines."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [LabelledLine(*row) for row in rows[1:]]


def read_line(label: LabelledLine) -> Article:
    """Return the article whose byline or dateline is the labelled line."""
    row = {"title": "عنوان الخبر", "source": label.source, "content": BODY}
    if label.position == "opening":
        row["content"] = f"{label.line}\n{BODY}"
    else:
        row["author"] = label.line
    return edit_bytes("record", json.dumps(row).encode(), ReadOptions()).article


def judge(label: LabelledLine) -> Judged:
    """Return which of authors, agency and place differ from the label.

    Of several agencies or places only the first counts.
    """
    article = read_line(label)
    pairs = {
        "people": (name_keys(label.authors.split("|")), name_keys(article.authors)),
        "agency": (agency_key(label.agency), agency_key(article.agency)),
        "place": (name_keys(label.places.split("|")[:1]), name_keys([article.place])),
    }
    errors = [name for name, (expected, actual) in pairs.items() if expected != actual]
    return Judged(label, article, errors)


def name_keys(names: Iterable[str]) -> list[str]:
    """Return the names as they are compared."""
    return [name_key(name) for name in names if name]


def agency_key(agency: str) -> str:
    """Return the first agency as it is compared: without dots and without «ال»."""
    first = agency.partition("|")[0]
    return name_key(first).replace(" ", "").removeprefix("ال")


def describe_judged(judged: Sequence[Judged]) -> str:
    """Return how many lines are right in every part, and the errors by part."""
    right = sum(not line.errors for line in judged)
    errors: Counter[str] = Counter()
    for line in judged:
        errors.update(line.errors)
    share = right / max(1, len(judged))
    return f"{right}/{len(judged)} = {share:.1%} right, wrong {dict(errors)}"


def print_bylines(*, list_errors: bool = False) -> None:
    """Print the figures of each set of labels, and on request each wrong line."""
    labels = read_labels(LABELS)
    for name in SETS:
        judged = [judge(label) for label in labels if label.set == name]
        print(f"bylines, {name:6} {describe_judged(judged)}")
        if list_errors:
            print_errors(judged)


def print_errors(judged: Sequence[Judged]) -> None:
    """Print the lines that are read wrongly, and what was read."""
    for label, article, errors in judged:
        if errors:
            read = f"{article.authors} / {article.agency} / {article.place}"
            print(f"  {label.source:12} {label.line}  →  {read}  {errors}")


def print_random_lines(data: Path, seed: int) -> None:
    """Print random lines that are not labelled yet, to be labelled."""
    generator = random.Random(seed)
    labelled = {(label.source, label.line) for label in read_labels(LABELS)}
    lines = collect_lines(data)
    for kind, count in DRAWN.items():
        position = "opening" if kind in OPENINGS else "field"
        for source, line in generator.sample(sorted(lines[kind]), count):
            if (source, line) not in labelled:
                print(f"{position}\t{source}\t{line}")


def collect_lines(data: Path) -> dict[str, set[tuple[str, str]]]:
    """Return kind → the different (source, line) of bylines and openings."""
    lines: dict[str, set[tuple[str, str]]] = {kind: set() for kind in DRAWN}
    for record in read_records(data / SAUDINEWSNET):
        source = record["source"]
        opening = record["content"].strip().partition("\n")[0].strip()
        byline = " ".join((record["author"] or "").split())
        if byline:
            lines["field"].add((source, byline))
        if 0 < len(opening) < OPENINGS.get(source, 0):
            lines[source].add((source, opening))
    for record in read_records(data / "news" / "almayadeen_2023.jsonl.gz"):
        lines["almayadeen"].add(("almayadeen", record["author"].strip()))
    return lines


def main() -> None:
    """Judge the parser, or print lines to label."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--wrong", action="store_true", help="list the lines that are read wrongly"
    )
    parser.add_argument(
        "--draw", type=int, metavar="SEED", help="print about 120 lines to label"
    )
    options = parser.parse_args()
    if options.draw is None:
        print_bylines(list_errors=options.wrong)
    else:
        print_random_lines(DATA, options.draw)
