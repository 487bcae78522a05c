# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes the model's weights from hand-made labels.

python -m training.train DATA     DATA holds entities/train.jsonl and, under news/ and entities/, its texts
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

import pycrfsuite

from plugins.entities.match.finder import Finder
from plugins.entities.match.text import Text
from plugins.entities.models.crf import WEIGHTS, gazetteer_finder
from plugins.entities.models.features import Company, Sight
from training.labels import Labelled, given, ours, tags

PARAMETERS = {
    "c1": 0.05,
    "c2": 0.01,
    "max_iterations": 80,
    "feature.possible_transitions": True,
}


def train(
    articles: Iterable[Labelled],
    finder: Finder,
    company: Company = MappingProxyType({}),
) -> bytes:
    """Return the weights learned from *articles*; the same bytes from the same labels on every run.

    *company* is what an archive tells of its words: see learn.py.
    """
    sight = Sight(company=company)
    trainer = pycrfsuite.Trainer(verbose=False, params=PARAMETERS)
    for article in articles:
        text = Text(article.text)
        truth = tags(text, article.entities)
        for sentence in sight.sentences(text, finder.find_in(text)):
            trainer.append(sentence.items, truth[sentence.first : sentence.last])
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
    options.weights.write_bytes(
        train([*given(options.data), *ours(options.data)], gazetteer_finder())
    )


if __name__ == "__main__":
    main()
