# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bylines and datelines of real papers against marks made by hand: people, agency, place.

python -m bench bylines [--wrong] [--draw SEED]     a draw prints fresh lines for a person to mark

bench/ingest/data/bylines.tsv holds the marks; several people, agencies or places stand in print's order with | between. The
set `seen` was marked before the reader was run on it and has been read since; `fresh` was marked after the last change.
A photographer or a translator is no author.
"""

import argparse
import csv
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from arabic.spelling import name_key
from bench.tools.datasets import rows
from ingest.edit.editing import edit_article
from ingest.extract.rows import read_row
from ingest.model.article import Article
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle
from upkeep import ROOT

MARKS = Path(__file__).with_name("data") / "bylines.tsv"
NEWS = ROOT.parent / "shared" / "data" / "news"
FILLER = "هذا نص قصير لا يقول شيئا عن كاتبه ولا عن مكانه، وضع هنا ليكون خبرا.\nوهذه جملته الثانية."
# source → how long a first line may be to be taken for a dateline when lines are drawn
OPENINGS = {"3alyoum": 70, "was": 90}
DRAWN = {"field": 85, "3alyoum": 20, "was": 6, "almayadeen": 9}


class Marked(NamedTuple):
    """A line as it stands in a paper, and what a person read in it."""

    set: str
    stands: str  # field: in a data set's field for the author; opening: first line of the text
    source: str
    line: str
    authors: str
    agency: str
    places: str


def marks() -> list[Marked]:
    """Return the lines that were marked."""
    with MARKS.open(encoding="utf-8", newline="") as file:
        return [
            Marked(*row)
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ][1:]


def article(mark: Marked) -> Article:
    """Return the article of which *mark* has the byline, read as ingest reads it."""
    opening = f"{mark.line}\n" if mark.stands == "opening" else ""
    row = {"title": "عنوان الخبر", "source": mark.source, "content": opening + FILLER}
    row |= {"author": mark.line} if mark.stands == "field" else {}
    data = json.dumps(row).encode()
    piece = RawArticle(kind="record", data=data, sha256="", original="", name="")
    return edit_article(
        read_row(piece, ReadOptions()), piece, ReadOptions(), {}
    ).article


def faults(mark: Marked, found: Article) -> list[str]:
    """Return which of people, agency and place differ from the mark; of several agencies or places the first counts."""
    pairs = {
        "people": (keys(mark.authors.split("|")), keys(found.authors)),
        "agency": (letters(mark.agency), letters(found.agency)),
        "place": (keys(mark.places.split("|")[:1]), keys([found.place])),
    }
    return [name for name, (marked, read) in pairs.items() if marked != read]


def keys(names: Any) -> list[str]:
    """Return the names as they are compared."""
    return [name_key(name) for name in names if name]


def letters(agency: str) -> str:
    """Return the first agency as it is compared: with or without dots, with or without «وكالات»'s article."""
    return name_key(agency.partition("|")[0]).replace(" ", "").removeprefix("ال")


def report(*, wrong: bool = False) -> None:
    """Print how many lines of each set are right in every part, and how many fail in each."""
    for name in ("seen", "fresh"):
        judged = [
            (mark, faults(mark, article(mark))) for mark in marks() if mark.set == name
        ]
        right = sum(not failed for _, failed in judged)
        by_part = dict(Counter(part for _, failed in judged for part in failed))
        print(
            f"bylines, {name:6} {right}/{len(judged)} = {right / max(1, len(judged)):.1%} right, wrong {by_part}"
        )
        for mark, failed in judged if wrong else ():
            if failed:
                found = article(mark)
                print(
                    f"  {mark.source:12} {mark.line}  →  {found.authors} / {found.agency} / {found.place}  {failed}"
                )


def draw(seed: int) -> None:
    """Print lines that are not marked yet, drawn among the distinct ones of each kind."""
    chosen, known = random.Random(seed), {(mark.source, mark.line) for mark in marks()}
    found = lines()
    for kind, count in DRAWN.items():
        for source, line in chosen.sample(sorted(found[kind]), count):
            if (source, line) not in known:
                print(f"{'opening' if kind in OPENINGS else 'field'}\t{source}\t{line}")


def lines() -> dict[str, set[tuple[str, str]]]:
    """Return kind → (source, line) of all bylines and openings in the corpora."""
    found: dict[str, set[tuple[str, str]]] = {kind: set() for kind in DRAWN}
    for row in rows(NEWS / "saudinewsnet_full.jsonl.xz"):
        source, opening = (
            row["source"],
            row["content"].strip().partition("\n")[0].strip(),
        )
        if byline := " ".join((row["author"] or "").split()):
            found["field"].add((source, byline))
        if opening and len(opening) < OPENINGS.get(source, 0):
            found[source].add((source, opening))
    mayadeen = rows(NEWS / "almayadeen_2023.jsonl.gz")
    found["almayadeen"] = {("almayadeen", row["author"].strip()) for row in mayadeen}
    return found


def main() -> None:
    """Judge the reader, or draw lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--wrong", action="store_true", help="list the lines that are read wrongly"
    )
    parser.add_argument(
        "--draw", type=int, metavar="SEED", help="print about 120 lines to mark"
    )
    asked = parser.parse_args()
    if asked.draw is None:
        report(wrong=asked.wrong)
    else:
        draw(asked.draw)
