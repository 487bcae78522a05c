# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes a model of names for one archive: words by how often they stand in it and beside what kind of word.

python -m training.learn DATA ARTICLES     labels with their texts, and the archive as Markdown

Set ENTITIES_BACKEND to plugins.entities.models.learned:recogniser to use it. What it makes stays in .cache: it is of the archive's
own texts, and table and weights are one model, never to be mixed with those of another.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import log2
from pathlib import Path

from plugins.entities.lists.lexicon import part
from plugins.entities.match.text import Text
from plugins.entities.models.crf import gazetteer_finder
from plugins.entities.models.features import Company, Sight
from plugins.entities.models.learned import COLLOCATIONS, FOLDER, WEIGHTS
from training.labels import Labelled, given, ours
from training.train import train

RAREST = 5  # occurrences of a word about which something is said
SHARE = 0.1  # of a word's neighbours, from which a kind is its company


def company(texts: Iterable[str]) -> Company:
    """Return for the words of *texts* their frequency, in powers of two, and the kinds that stand out beside them."""
    often: Counter[str] = Counter()
    beside: dict[str, Counter[tuple[str, str]]] = {
        "follows": Counter(),
        "precedes": Counter(),
    }
    kinds: Counter[str] = Counter()
    for line in map(_line, texts):
        often.update(stem for stem, _ in line)
        kinds.update(kind for _, kind in line)
        beside["follows"].update(
            (stem, kind) for (_, kind), (stem, _) in pairwise(line)
        )
        beside["precedes"].update(
            (stem, kind) for (stem, _), (_, kind) in pairwise(line)
        )
    known = {
        stem: {"often": str(int(log2(count)))}
        for stem, count in often.items()
        if count >= RAREST
    }
    for name, counts in beside.items():
        for stem, kind in _outstanding(counts, often, kinds):
            known[stem].setdefault(name, kind)
    return known


SIGHT = Sight()


def _line(text: str) -> list[tuple[str, str]]:
    """Return the words of *text* without their glued letters, each with its kind."""
    return [(part(key)[1], SIGHT.see(key).kind) for key in Text(text).keys]


def _outstanding(
    counts: Counter[tuple[str, str]], often: Counter[str], kinds: Counter[str]
) -> Iterator[tuple[str, str]]:
    """Yield words and kinds that stand beside them more often than elsewhere, the most outstanding first."""
    total = kinds.total()
    lift = {
        (stem, kind): count * total / (often[stem] * kinds[kind])
        for (stem, kind), count in counts.items()
        if often[stem] >= RAREST and count >= SHARE * often[stem]
    }
    return (
        pair
        for pair, value in sorted(lift.items(), key=lambda item: (-item[1], item[0]))
        if value > 1
    )


def bodies(articles: Path) -> Iterator[str]:
    """Yield the text of each Markdown file below *articles*, without its front matter."""
    for path in sorted(articles.rglob("*.md")):
        yield path.read_text(encoding="utf-8").partition("\n---\n")[2]


def learn(gold: Iterable[Labelled], archive: Iterable[str], home: Path) -> None:
    """Keep in *home* the company of words in the texts of *archive*, and weights trained with it on *gold*."""
    known = company(archive)
    home.mkdir(parents=True, exist_ok=True)
    (home / COLLOCATIONS).write_text(
        json.dumps(known, ensure_ascii=False, sort_keys=True),
        encoding="utf-8",
        newline="\n",
    )
    (home / WEIGHTS).write_bytes(train(gold, gazetteer_finder(), known))


def main() -> None:
    """Learn the archive's company of words, train with it on every labelled article, and keep both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("articles", type=Path)
    options = parser.parse_args()
    learn([*given(options.data), *ours(options.data)], bodies(options.articles), FOLDER)


if __name__ == "__main__":
    main()
