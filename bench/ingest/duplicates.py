# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many of the articles that are alike the prints find, against all pairs compared; and the time it takes.

python -m bench duplicates CONTENT [--sample 6000]
"""

import argparse
import os
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

from ingest.archive.store import Store
from ingest.duplicates import link, signature_cache
from ingest.duplicates.signature_cache import document
from ingest.run_database import scratch
from ingest.text.minhash import (
    MIN_BODY,
    SIMILARITY_THRESHOLD,
    comparable_words,
    jaccard_similarity,
    minhash_bands,
    word_shingles,
)

SEED = 1436


def exact(runs: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Return all pairs that are alike: every two texts that share a run are compared."""
    holders: dict[str, list[str]] = defaultdict(list)
    found = set()
    for name, own in sorted(runs.items()):
        shared = Counter(other for run in own for other in holders[run])
        found |= {
            (other, name)
            for other in shared
            if jaccard_similarity(runs[other], own) >= SIMILARITY_THRESHOLD
        }
        for run in own:
            holders[run].append(name)
    return found


def recall(content: Path, size: int) -> None:
    """Print how many of the pairs that are alike share a band."""
    paths = sorted((content / "articles").rglob("*.md"))
    sample = sorted(random.Random(SEED).sample(paths, min(size, len(paths))))
    texts = {path.stem: document(path.read_bytes())[1] for path in sample}
    runs = {
        name: word_shingles(comparable_words(text))
        for name, text in texts.items()
        if len(text) >= MIN_BODY
    }
    pairs = exact(runs)
    prints = {name: set(minhash_bands(runs[name])) for pair_ in pairs for name in pair_}
    found = sum(bool(prints[one] & prints[other]) for one, other in pairs)
    print(
        f"recall at Jaccard ≥ {SIMILARITY_THRESHOLD}: {found:,} of {len(pairs):,} pairs = {found / max(1, len(pairs)):.4f}"
    )
    print(
        f"  ({len(runs):,} articles, every two that share a run of three words compared)"
    )


def pace(content: Path, jobs: int) -> None:
    """Print how long the stage takes over the whole archive, all but the writing."""
    start, used, store = time.perf_counter(), cpu(), Store(content, dry=True)
    with scratch() as tables:
        signature_cache.gather(store, tables, jobs)
        link.enter(tables)
        merged = sum(len(group) - 1 for group in link.copies(tables))
        link.find(store, tables, jobs)
        linked = len({identifier for identifier, _ in link.links(tables)})
        (count,) = tables.execute("SELECT COUNT(*) FROM sketch").fetchone()
    print(
        f"{count:,} articles: {merged:,} copies within a paper, {linked:,} with their text in another paper"
    )
    print(
        f"  {time.perf_counter() - start:.1f} s on {jobs} processes, {cpu() - used:.1f} s of processor time"
    )


def cpu() -> float:
    """Return the seconds of processor time that this process and those it waited for have used."""
    return sum(os.times()[:4])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("content", type=Path)
    parser.add_argument("--sample", type=int, default=6000)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    pace(options.content, options.jobs)
    recall(options.content, options.sample)
