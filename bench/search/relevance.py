# SPDX-License-Identifier: AGPL-3.0-or-later
"""How well the right passage is found: mean reciprocal rank and recall at ten, beside other engines.

python -m bench relevance [SETS]      with the extra `peers`; lunr-languages where NODE_PATH leads to it
"""

import argparse
import csv
import re
from pathlib import Path

from bench.search.rankers import all_here
from bench.tools.datasets import rows
from upkeep import ROOT

SETS = ROOT.parent / "shared" / "data" / "retrieval"
SIGNS = re.compile(r"[^\w\s]")  # a question's marks are no query language


def wanted(folder: Path) -> dict[str, set[str]]:
    """Return for each query the passages that answer it."""
    answers: dict[str, set[str]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8") as lines:
        for query, _, passage, grade in csv.reader(lines, delimiter="\t"):
            if int(grade) > 0:
                answers.setdefault(query, set()).add(passage)
    return answers


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
    parser.add_argument(
        "sets", nargs="*", default=["arcd_train", "xquad_ar_dev", "ant_knownitem"]
    )
    engines = all_here()
    for name in parser.parse_args().sets:
        passages, right = (
            list(rows(SETS / name / "passages.jsonl.gz")),
            wanted(SETS / name),
        )
        asked = [
            row
            for row in rows(SETS / name / "queries.jsonl.gz")
            if str(row["id"]) in right
        ]
        queries = [SIGNS.sub(" ", row["text"]) for row in asked]
        answers = [right[str(row["id"])] for row in asked]
        print(f"{name}: {len(passages):,} passages, {len(asked)} queries")
        for label, engine in engines.items():
            print(
                f"  {label:24} {score(engine(passages, queries), answers)}", flush=True
            )
