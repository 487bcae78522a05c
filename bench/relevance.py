# SPDX-License-Identifier: AGPL-3.0-or-later
"""How well the right passage is found: mean reciprocal rank and recall at ten, beside lunr.py as it comes.

python -m bench relevance
"""

import argparse
import csv
import gzip
import json
import re
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lunr
from pelican.settings import read_settings

from plugins.search import write_index
from upkeep import ROOT

SETS = ROOT.parent / "shared" / "data" / "retrieval"
SIGNS = re.compile(r"[^\w\s]")  # a question's marks are no query language


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def wanted(folder: Path) -> dict[str, set[str]]:
    """Return for each query the passages that answer it."""
    answers: dict[str, set[str]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8") as lines:
        for query, _, passage, grade in csv.reader(lines, delimiter="\t"):
            if int(grade) > 0:
                answers.setdefault(query, set()).add(passage)
    return answers


def article(passage: dict[str, Any]) -> SimpleNamespace:
    """Return a passage as an article that is nothing but text."""
    return SimpleNamespace(
        title="",
        url=str(passage["id"]),
        day=date(2020, 1, 1),
        locale_date="",
        source="",
        category=SimpleNamespace(name=""),
        metadata={},
        authors=[],
        entities=[],
        plain_text=passage["text"],
    )


def ours(passages: list[dict[str, Any]], queries: list[str]) -> list[list[str]]:
    """Return the ids of the first ten passages for each query, by the site's own search."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_index(folder, [article(passage) for passage in passages], read_settings(str(ROOT / "pelicanconf.py")))
        (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
        command = ["node", str(ROOT / "bench" / "relevance.js"), str(folder)]
        ranked = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    oldest_first = passages[::-1]
    return [[str(oldest_first[number]["id"]) for number in found] for found in ranked]


def plain_lunr(passages: list[dict[str, Any]], queries: list[str]) -> list[list[str]]:
    """Return the same by lunr.py with its own pipeline."""
    index = lunr.lunr(ref="id", fields=("text",), documents=passages)
    return [[hit["ref"] for hit in index.search(query)[:10]] for query in queries]


def score(ranked: list[list[str]], answers: list[set[str]]) -> str:
    """Return MRR@10 and recall@10."""
    ranks = [
        next((1 / place for place, found in enumerate(hits, 1) if found in right), 0.0)
        for hits, right in zip(ranked, answers, strict=True)
    ]
    return f"MRR@10 {sum(ranks) / len(ranks):.3f}  R@10 {sum(rank > 0 for rank in ranks) / len(ranks):.3f}"


def main() -> None:
    """Print a line for each set and engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=["arcd_train", "xquad_ar_dev", "ant_knownitem"])
    for name in parser.parse_args().sets:
        passages, right = rows(SETS / name / "passages.jsonl.gz"), wanted(SETS / name)
        asked = [row for row in rows(SETS / name / "queries.jsonl.gz") if str(row["id"]) in right]
        queries = [SIGNS.sub(" ", row["text"]) for row in asked]
        answers = [right[str(row["id"])] for row in asked]
        for label, engine in (("warraq", ours), ("lunr.py", plain_lunr)):
            print(f"{name:14} {len(asked):5} queries  {label:8} {score(engine(passages, queries), answers)}")
