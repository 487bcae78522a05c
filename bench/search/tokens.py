# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compares the analyser in Python with its twin in JavaScript over a whole corpus.

python -m bench tokens [--articles 31030]

Both hash the terms of all texts; equal digests mean equal terms.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from arabic.terms import terms, version
from bench.search.articles import read_articles
from bench.tools.node import run_node


class TermDigest(NamedTuple):
    """SHA-256 of the terms, one line for each text, and the number of terms."""

    sha256: str
    term_count: int


def digest_in_python(texts: Sequence[str]) -> TermDigest:
    """Return the digest of the terms that Python's analyser finds."""
    digest, count = hashlib.sha256(), 0
    for text in texts:
        text_terms = terms(text)
        count += len(text_terms)
        digest.update(f"{' '.join(text_terms)}\n".encode())
    return TermDigest(digest.hexdigest(), count)


def digest_in_node(texts: Sequence[str]) -> TermDigest:
    """Return the digest of the terms that the browser's analyser finds."""
    lines = "".join(f"{json.dumps(text)}\n" for text in texts)
    script = Path(__file__).with_suffix(".js")
    return TermDigest(*run_node(script, stdin=lines.encode()))


def main() -> None:
    """Print both digests and whether they are equal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=31030)
    articles = read_articles(parser.parse_args().articles)
    texts = [f"{article.title}\n{article.plain_text}" for article in articles]
    python, node = digest_in_python(texts), digest_in_node(texts)
    verdict = "equal" if python == node else "DIFFERENT"
    print(
        f"{version()}, {len(texts):,} articles, {python.term_count:,} terms: {verdict}"
    )
    print(f"  Python {python.sha256}\n  node   {node.sha256}")
