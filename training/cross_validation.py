# SPDX-License-Identifier: AGPL-3.0-or-later
"""Labelled articles held out in turn: the tags that a model gives them unseen, and the gate that these call for.

python -m training.cross_validation DATA     writes the gate; DATA holds entities/train.jsonl and its texts
"""

import argparse
import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from plugins.entities.discover import publish_threshold
from plugins.entities.discover.aggregate import recognise, with_minted
from plugins.entities.discover.candidates import Candidate
from plugins.entities.lists.known_entity import TYPES
from plugins.entities.match.finder import Finder, Mention
from plugins.entities.models.crf import Recogniser, gazetteer_finder
from plugins.entities.models.spans import Span
from training.labels import Labelled, given, ours
from training.scoring import Tag, compare, labels, tags
from training.train import train

FOLDS = 5
PRECISION = 0.925  # that the gate asks of all tags of the articles it is chosen on
Verdict = tuple[Tag, str]
Spans = Mapping[str, list[Span]]  # by text
Mentions = Mapping[str, list[Mention]]  # by article
Minted = Mapping[str, Candidate]  # by id
OPEN: publish_threshold.Gate = dict.fromkeys(TYPES, 0.0)


def folds(gold: Sequence[Labelled]) -> list[list[Labelled]]:
    """Return *gold* in parts, by article and by chance, the same on every machine."""
    shuffled = sorted(
        gold, key=lambda article: hashlib.sha256(article.id.encode()).digest()
    )
    return [shuffled[at::FOLDS] for at in range(FOLDS)]


def unseen(
    gold: Sequence[Labelled], besides: Sequence[Labelled], finder: Finder
) -> Spans:
    """Return the model's spans in each text of *gold*, by weights trained without it and with all that is *besides*."""
    found: dict[str, list[Span]] = {}
    for fold in folds(gold):
        others = [*(article for article in gold if article not in fold), *besides]
        with tempfile.NamedTemporaryFile() as file:
            file.write(train(others, finder))
            file.flush()
            recogniser = Recogniser(Path(file.name))
            found |= {article.text: recogniser(article.text) for article in fold}
    return found


def tagged(
    gold: Sequence[Labelled],
    finder: Finder,
    spans_of: Spans,
    asked: publish_threshold.Gate = OPEN,
) -> tuple[Mentions, Minted]:
    """Return the mentions that tag each article when *asked* is the gate, and what was minted by its id."""
    texts = ((article.id, article.text) for article in gold)
    known, found = recognise(texts, finder, spans_of.__getitem__, asked)
    minted = {
        candidate.record.id: candidate for candidate in found if candidate.published
    }
    return with_minted(known, [(one, one.record) for one in minted.values()]), minted


def judged(
    gold: Iterable[Labelled], mentions: Mentions
) -> Iterator[tuple[Labelled, list[Verdict], list[Tag]]]:
    """Yield each article with the verdict on each of its tags, and the labels that it misses."""
    for article in gold:
        yield article, *compare(tags(mentions[article.id]), labels(article.entities))


def chosen(verdicts: Iterable[Verdict], minted: Minted) -> publish_threshold.Gate:
    """Return the gate with most right tags among those with PRECISION."""
    rows: list[publish_threshold.Judged] = []
    known = {True: 0, False: 0}
    for tag, verdict in verdicts:
        if one := minted.get(tag.id):
            rows.append(
                publish_threshold.Judged(tag.type, one.confidence, verdict == "right")
            )
        else:
            known[verdict == "right"] += 1
    return publish_threshold.choose(rows, (known[True], known[False]), PRECISION)


def gated(
    mentions: Iterable[Mention], minted: Minted, asked: publish_threshold.Gate
) -> list[Mention]:
    """Return *mentions* without those of candidates that *asked* does not let pass."""
    candidates = ((mention, minted.get(mention.record.id)) for mention in mentions)
    return [
        mention
        for mention, one in candidates
        if one is None or one.confidence >= asked[one.type]
    ]


def verdicts(gold: Iterable[Labelled], mentions: Mentions) -> list[Verdict]:
    """Return the verdict on each tag of all articles."""
    return [verdict for _, found, _ in judged(gold, mentions) for verdict in found]


def main() -> None:
    """Choose the gate on every given article, by models that have not seen it, and write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--gate", type=Path, default=publish_threshold.FILE, help="file to write"
    )
    options = parser.parse_args()
    gold, finder = given(options.data), gazetteer_finder()
    mentions, minted = tagged(gold, finder, unseen(gold, ours(options.data), finder))
    publish_threshold.save(chosen(verdicts(gold, mentions), minted), options.gate)


if __name__ == "__main__":
    main()
