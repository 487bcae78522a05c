# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether the analyser and its twin in JavaScript give the same terms for a whole corpus: a hash of each.

python -m bench tokens [--articles 31030]
"""

import argparse
import hashlib
import json
import subprocess
from pathlib import Path

from arabic.terms import terms, version
from bench.search.news_articles import articles


def by_python(texts: list[str]) -> tuple[str, int]:
    """Return the SHA-256 of the terms of *texts*, a line a text, and their number."""
    digest, count = hashlib.sha256(), 0
    for text in texts:
        found = terms(text)
        count += len(found)
        digest.update(f"{' '.join(found)}\n".encode())
    return digest.hexdigest(), count


def by_node(texts: list[str]) -> tuple[str, int]:
    """Return the same as the browser's analyser has it."""
    lines = "".join(f"{json.dumps(text)}\n" for text in texts)
    command = ["node", str(Path(__file__).with_name("tokens.js"))]
    digest, count = json.loads(
        subprocess.run(
            command, input=lines.encode(), capture_output=True, check=True
        ).stdout
    )
    return digest, count


def main() -> None:
    """Print both hashes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=31030)
    texts = [
        f"{article.title}\n{article.plain_text}"
        for article in articles(parser.parse_args().articles)
    ]
    ours, theirs = by_python(texts), by_node(texts)
    print(
        f"{version()}, {len(texts):,} articles, {ours[1]:,} terms: {'equal' if ours == theirs else 'DIFFERENT'}"
    )
    print(f"  {ours[0]}\n  {theirs[0]}")
