# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recall of MinHash on near-duplicates, against all pairs compared; time of the stage.

python -m bench duplicates CONTENT [--sample 6000]
"""

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from bench.tools.meter import cpu_seconds
from ingest.archive.store import Store
from ingest.duplicates import link, signature_cache
from ingest.duplicates.signature_cache import split_document
from ingest.run_database import open_run_database
from ingest.text.minhash import (
    MIN_BODY,
    SIMILARITY_THRESHOLD,
    comparable_words,
    compute_signature,
    jaccard_similarity,
    word_shingles,
)

SEED = 1436

Texts = Mapping[str, str]  # by article
Pairs = set[tuple[str, str]]


def near_duplicates(texts: Texts) -> Pairs:
    """Return all pairs above the threshold: every two texts that share a shingle."""
    shingles = {
        article: word_shingles(comparable_words(text))
        for article, text in texts.items()
    }
    articles_by_shingle: dict[str, list[str]] = defaultdict(list)
    pairs: Pairs = set()
    for article, article_shingles in sorted(shingles.items()):
        candidates: set[str] = set()
        for shingle in article_shingles:
            candidates.update(articles_by_shingle[shingle])
        for other in candidates:
            similarity = jaccard_similarity(shingles[other], article_shingles)
            if similarity >= SIMILARITY_THRESHOLD:
                pairs.add((other, article))
        for shingle in article_shingles:
            articles_by_shingle[shingle].append(article)
    return pairs


def pairs_with_common_band(pairs: Pairs, texts: Texts) -> Pairs:
    """Return the pairs that MinHash finds: two articles with an equal band."""
    articles = {article for pair in pairs for article in pair}
    bands = {
        article: set(compute_signature(texts[article]).bands) for article in articles
    }
    return {pair for pair in pairs if bands[pair[0]] & bands[pair[1]]}


def draw_texts(content: Path, size: int) -> dict[str, str]:
    """Return *size* random articles without those too short to be compared."""
    paths = sorted((content / "articles").rglob("*.md"))
    sample = sorted(random.Random(SEED).sample(paths, min(size, len(paths))))
    texts = {}
    for path in sample:
        _, text = split_document(path.read_bytes())
        if len(text) >= MIN_BODY:
            texts[path.stem] = text
    return texts


def print_recall(content: Path, size: int) -> None:
    """Print how many of the near-duplicates of a sample share a band."""
    texts = draw_texts(content, size)
    pairs = near_duplicates(texts)
    recalled = len(pairs_with_common_band(pairs, texts))
    print(
        f"recall at Jaccard ≥ {SIMILARITY_THRESHOLD}: {recalled:,} of {len(pairs):,}"
        f" pairs = {recalled / max(1, len(pairs)):.4f}"
    )
    print(f"  ({len(texts):,} articles, every two that share three words compared)")


def print_pace(content: Path, jobs: int) -> None:
    """Print how long the stage takes over the whole archive, without writing files."""
    start, cpu_before = time.perf_counter(), cpu_seconds()
    store = Store(content, dry=True)
    with open_run_database() as tables:
        signature_cache.load_signatures(store, tables, jobs)
        link.group_by_wording(tables)
        merged = sum(len(group) - 1 for group in link.exact_duplicates(tables))
        link.find_near_duplicates(store, tables, jobs)
        linked = len({identifier for identifier, _ in link.linked_ids(tables)})
        (count,) = tables.execute("SELECT COUNT(*) FROM signature").fetchone()
    wall, cpu = time.perf_counter() - start, cpu_seconds() - cpu_before
    print(
        f"{count:,} articles: {merged:,} exact duplicates within a newspaper,"
        f" {linked:,} with a near-duplicate in another newspaper"
    )
    print(f"  {wall:.1f} s with {jobs} processes, {cpu:.1f} s of processor time")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("content", type=Path)
    parser.add_argument("--sample", type=int, default=6000)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print_pace(options.content, options.jobs)
    print_recall(options.content, options.sample)
