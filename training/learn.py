# SPDX-License-Identifier: AGPL-3.0-or-later
"""Trains a CRF for one archive, with collocations of the archive as features.

python -m training.learn DATA ARTICLES

DATA has the labels with their texts, ARTICLES is the archive as Markdown. The model is
written to .cache and used with
ENTITIES_BACKEND = "plugins.entities.models.learned:recogniser". It is derived from the
archive's own texts, so it is not published.

A worked example: if «سنديان» occurs eight times in the archive, always after a title
such as «الوزير» and before a word of no class, its collocations are often=3 (2³ = 8),
follows=title, precedes=letters.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import log2
from pathlib import Path

from plugins.entities.lists.lexicon import strip_proclitic
from plugins.entities.match.tokenised_text import TokenisedText
from plugins.entities.models.crf import gazetteer_finder
from plugins.entities.models.features import Collocations, FeatureExtractor
from plugins.entities.models.learned import COLLOCATIONS, FOLDER, WEIGHTS
from training.labels import LabelledArticle, read_own_labels, read_shared_labels
from training.train import train_weights

MIN_OCCURRENCES = 5  # of a word that gets collocations
MIN_SHARE = 0.1  # of a word's neighbours that are of a class

EXTRACTOR = FeatureExtractor()
Pairs = Counter[tuple[str, str]]  # of a stem and the class of a neighbour


def learn_collocations(texts: Iterable[str]) -> Collocations:
    """Return for the stems of *texts* their frequency and the classes beside them.

    Frequencies are powers of two. A class is a collocation if it is beside the stem
    more often than its overall frequency predicts.
    """
    stems: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    follows: Pairs = Counter()
    precedes: Pairs = Counter()
    for text in texts:
        tokens = stems_and_classes(text)
        stems.update(stem for stem, _ in tokens)
        classes.update(word_class for _, word_class in tokens)
        for (stem, word_class), (next_stem, next_class) in pairwise(tokens):
            follows[next_stem, word_class] += 1
            precedes[stem, next_class] += 1
    collocations = {
        stem: {"often": str(int(log2(count)))}
        for stem, count in stems.items()
        if count >= MIN_OCCURRENCES
    }
    for name, pairs in (("follows", follows), ("precedes", precedes)):
        for stem, word_class in strongest_pairs(pairs, stems, classes):
            collocations[stem].setdefault(name, word_class)
    return collocations


def stems_and_classes(text: str) -> list[tuple[str, str]]:
    """Return the stem and the class of each token of *text*."""
    return [
        (strip_proclitic(key)[1], EXTRACTOR.word_features(key).word_class)
        for key in TokenisedText(text).keys
    ]


def strongest_pairs(
    pairs: Pairs, stems: Counter[str], classes: Counter[str]
) -> Iterator[tuple[str, str]]:
    """Yield the pairs whose lift is above 1, the highest first.

    Lift is the frequency of the pair over the one expected by chance.
    """
    total = classes.total()
    lift = {
        (stem, word_class): count * total / (stems[stem] * classes[word_class])
        for (stem, word_class), count in pairs.items()
        if stems[stem] >= MIN_OCCURRENCES and count >= MIN_SHARE * stems[stem]
    }
    for pair, ratio in sorted(lift.items(), key=lambda entry: (-entry[1], entry[0])):
        if ratio > 1:
            yield pair


def read_bodies(articles: Path) -> Iterator[str]:
    """Yield the text of each Markdown file below *articles*, without front matter."""
    for path in sorted(articles.rglob("*.md")):
        yield path.read_text(encoding="utf-8").partition("\n---\n")[2]


def learn_model(
    labelled: Iterable[LabelledArticle], archive: Iterable[str], folder: Path
) -> None:
    """Write collocations of *archive* to *folder*, and weights trained with them."""
    collocations = learn_collocations(archive)
    folder.mkdir(parents=True, exist_ok=True)
    serialised = json.dumps(collocations, ensure_ascii=False, sort_keys=True)
    (folder / COLLOCATIONS).write_text(serialised, encoding="utf-8", newline="\n")
    weights = train_weights(labelled, gazetteer_finder(), collocations)
    (folder / WEIGHTS).write_bytes(weights)


def main() -> None:
    """Learn the collocations of an archive and train with them on every label."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("articles", type=Path)
    options = parser.parse_args()
    labelled = [*read_shared_labels(options.data), *read_own_labels(options.data)]
    learn_model(labelled, read_bodies(options.articles), FOLDER)


if __name__ == "__main__":
    main()
