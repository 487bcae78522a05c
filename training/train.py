# SPDX-License-Identifier: AGPL-3.0-or-later
"""Trains the weights of the CRF on hand-made labels.

python -m training.train DATA

DATA has entities/train.jsonl and the labelled texts under news/ and entities/.
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from plugins.entities.match.finder import Finder
from plugins.entities.match.tokenised_text import TokenisedText
from plugins.entities.models.crf import WEIGHTS, gazetteer_finder
from plugins.entities.models.features import (
    NO_COLLOCATIONS,
    Collocations,
    FeatureExtractor,
)
from training.labels import (
    LabelledArticle,
    bio_tags,
    read_own_labels,
    read_shared_labels,
)

PARAMETERS = {
    "c1": 0.2,
    "c2": 0.01,
    "max_iterations": 80,
    "feature.possible_transitions": True,
}


def train_weights(
    articles: Iterable[LabelledArticle],
    finder: Finder,
    collocations: Collocations = NO_COLLOCATIONS,
) -> bytes:
    """Return the weights learned from *articles*, the same bytes on every run.

    *collocations* were counted in an archive: see learn.py.
    """
    extractor = FeatureExtractor(collocations=collocations)
    trainer = pycrfsuite.Trainer(verbose=False, params=PARAMETERS)
    for article in articles:
        text = TokenisedText(article.text)
        tags = bio_tags(text, article.entities)
        for sentence in extractor.extract(text, finder.find_mentions(text)):
            trainer.append(sentence.features, tags[sentence.first : sentence.last])
    with tempfile.NamedTemporaryFile() as file:
        trainer.train(file.name)
        return Path(file.name).read_bytes()


def main() -> None:
    """Train on every labelled article and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="file to write")
    options = parser.parse_args()
    articles = [*read_shared_labels(options.data), *read_own_labels(options.data)]
    options.weights.write_bytes(train_weights(articles, gazetteer_finder()))


if __name__ == "__main__":
    main()
