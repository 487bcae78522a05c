# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mean reciprocal rank and recall at ten on retrieval datasets, beside other engines.

python -m bench relevance [DATASET…]      needs the extra `peers` for all engines

lunr-languages is used where NODE_PATH leads to it. The analyser was tuned on
arcd_train and xquad_ar_dev; the other datasets show how it does elsewhere.
"""

import argparse
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.search.rankers import Passages, Ranker, available_rankers
from bench.tools.datasets import DATA, read_records

DATASETS = ("arcd_train", "xquad_ar_dev", "ant_knownitem", "xquad_r_sent_dev")
# Of a question; engines read it as operators. Arabic marks belong to their words.
PUNCTUATION = re.compile(r"[^\w\s\u0610-\u061a\u064b-\u065f\u0670]")
TOP = 10


class Dataset(NamedTuple):
    """Passages, queries, and for each query the ids of its relevant passages."""

    passages: Passages
    queries: list[str]
    relevant: list[set[str]]


class Scores(NamedTuple):
    """How well an engine ranks."""

    mrr: float  # mean reciprocal rank of the first relevant passage among the top ten
    recall: float  # share of queries with a relevant passage among the top ten


def read_dataset(folder: Path) -> Dataset:
    """Return the dataset in *folder* without queries that have no relevant passage."""
    judgements = read_judgements(folder / "qrels.tsv")
    queries, relevant = [], []
    for record in read_records(folder / "queries.jsonl.gz"):
        if passages := judgements.get(str(record["id"])):
            queries.append(PUNCTUATION.sub(" ", record["text"]))
            relevant.append(passages)
    return Dataset(list(read_records(folder / "passages.jsonl.gz")), queries, relevant)


def read_judgements(qrels: Path) -> dict[str, set[str]]:
    """Return query id → ids of the passages judged relevant (TREC's qrels format)."""
    judgements: dict[str, set[str]] = {}
    with qrels.open(encoding="utf-8") as lines:
        for query, _, passage, grade in csv.reader(lines, delimiter="\t"):
            if int(grade) > 0:
                judgements.setdefault(query, set()).add(passage)
    return judgements


def score(rankings: list[list[str]], relevant: list[set[str]]) -> Scores:
    """Return the scores of *rankings*, the ids of the top ten for each query.

    For example, ``[["a", "b"], ["c"]]`` against ``[{"b"}, {"d"}]`` has the reciprocal
    ranks 1/2 and 0, so the mean reciprocal rank is 0.25; the recall is 0.5.
    """
    pairs = zip(rankings, relevant, strict=True)
    ranks = [reciprocal_rank(ranking, passages) for ranking, passages in pairs]
    hits = sum(rank > 0 for rank in ranks)
    return Scores(mrr=sum(ranks) / len(ranks), recall=hits / len(ranks))


def reciprocal_rank(ranking: list[str], relevant: set[str]) -> float:
    """Return 1 / rank of the first relevant passage, 0 where none is ranked."""
    for rank, passage in enumerate(ranking[:TOP], 1):
        if passage in relevant:
            return 1 / rank
    return 0.0


def evaluate(
    dataset: Dataset, engines: dict[str, Ranker]
) -> Iterator[tuple[str, Scores]]:
    """Yield name and scores of each engine."""
    for name, rank in engines.items():
        rankings = rank(dataset.passages, dataset.queries)
        yield name, score(rankings, dataset.relevant)


def main() -> None:
    """Print a line for each dataset and engine."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("datasets", nargs="*", metavar="DATASET", default=DATASETS)
    parser.add_argument("--data", type=Path, default=DATA / "retrieval")
    options = parser.parse_args()
    engines = available_rankers()
    for name in options.datasets:
        dataset = read_dataset(options.data / name)
        print(
            f"{name}: {len(dataset.passages):,} passages,"
            f" {len(dataset.queries)} queries"
        )
        for engine, (mrr, recall) in evaluate(dataset, engines):
            print(f"  {engine:24} MRR@10 {mrr:.3f}  R@10 {recall:.3f}", flush=True)
