# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cross-validation of the recogniser, and the publish thresholds that follow from it.

python -m training.cross_validation DATA

Writes the thresholds. DATA has entities/train.jsonl and the labelled texts.
"""

import argparse
import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from plugins.entities.discover.aggregate import (
    MentionsByArticle,
    add_discovered,
    recognise_texts,
)
from plugins.entities.discover.candidates import Candidate
from plugins.entities.discover.publish_threshold import (
    FILE,
    PUBLISH_ALL,
    Thresholds,
    save_thresholds,
)
from plugins.entities.match.finder import Finder, Mention
from plugins.entities.models.crf import CrfRecogniser, gazetteer_finder
from plugins.entities.models.recogniser import Span
from training.choose_thresholds import ScoredTag, choose_thresholds
from training.labels import LabelledArticle, read_own_labels, read_shared_labels
from training.scoring import (
    ArticleScore,
    Tag,
    Verdict,
    score_article,
    tags_from_labels,
    tags_from_mentions,
)
from training.train import train_weights

FOLDS = 5
FOLDS_FOR_THRESHOLDS = 2  # of all labelled articles: 720, enough for every kind
LOWEST = 0.75  # of any threshold
FEW = 30  # tags of a kind, below which a threshold chosen by them is uncertain
LOWEST_OF_FEW = 0.88
PRECISION = 0.94  # of all published tags, which the thresholds must reach
SpansByText = Mapping[str, list[Span]]
CandidatesById = Mapping[str, Candidate]


class RecordedSpans:
    """A recogniser that returns the spans it was given for each text."""

    fingerprint = "recorded"

    def __init__(self, spans: SpansByText) -> None:
        self.spans = spans

    def __call__(self, text: str, /) -> list[Span]:
        """Return the spans of *text*."""
        return self.spans[text]


def split_folds(articles: Sequence[LabelledArticle]) -> list[list[LabelledArticle]]:
    """Return *articles* in ``FOLDS`` random parts, the same on every machine."""
    shuffled = sorted(
        articles, key=lambda article: hashlib.sha256(article.id.encode()).digest()
    )
    return [shuffled[number::FOLDS] for number in range(FOLDS)]


def cross_validate(
    articles: Sequence[LabelledArticle],
    always_train: Sequence[LabelledArticle],
    finder: Finder,
    folds: int = FOLDS,
) -> SpansByText:
    """Return the spans in each text of *articles* by weights trained without it.

    All of *always_train* are in every training set. With fewer *folds* only the texts
    of the first ones are read.
    """
    spans: dict[str, list[Span]] = {}
    for fold in split_folds(articles)[:folds]:
        training_set = [article for article in articles if article not in fold]
        with tempfile.NamedTemporaryFile() as file:
            file.write(train_weights([*training_set, *always_train], finder))
            file.flush()
            recogniser = CrfRecogniser(Path(file.name))
            for article in fold:
                spans[article.text] = recogniser(article.text)
    return spans


def tag_labelled(
    articles: Sequence[LabelledArticle],
    finder: Finder,
    spans: SpansByText,
    thresholds: Thresholds = PUBLISH_ALL,
) -> tuple[MentionsByArticle, CandidatesById]:
    """Return the mentions in each article, and the published candidates by id."""
    texts = ((article.id, article.text) for article in articles)
    mentions, candidates = recognise_texts(
        texts, finder, RecordedSpans(spans), thresholds
    )
    published = [candidate for candidate in candidates if candidate.published]
    entities = [candidate.entity for candidate in published]
    with_discovered = add_discovered(mentions, zip(published, entities, strict=True))
    by_id = {
        entity.id: candidate
        for entity, candidate in zip(entities, published, strict=True)
    }
    return with_discovered, by_id


def score_articles(
    articles: Iterable[LabelledArticle], mentions: Mapping[str, Iterable[Mention]]
) -> Iterator[ArticleScore]:
    """Yield the score of each article."""
    for article in articles:
        yield score_article(
            tags_from_mentions(mentions[article.id]),
            tags_from_labels(article.entities),
        )


def all_verdicts(
    articles: Iterable[LabelledArticle], mentions: Mapping[str, Iterable[Mention]]
) -> list[tuple[Tag, Verdict]]:
    """Return the verdict on each tag of all articles."""
    scores = score_articles(articles, mentions)
    return [verdict for score in scores for verdict in score.verdicts]


def thresholds_for(
    verdicts: Iterable[tuple[Tag, Verdict]], candidates: CandidatesById
) -> Thresholds:
    """Return the thresholds with most right tags that reach ``PRECISION``."""
    tags: list[ScoredTag] = []
    known_right = known_wrong = 0
    for tag, verdict in verdicts:
        right = verdict == "right"
        if candidate := candidates.get(tag.id):
            tags.append(ScoredTag(candidate.kind, candidate.confidence, right))
        elif right:
            known_right += 1
        else:
            known_wrong += 1
    chosen = choose_thresholds(tags, (known_right, known_wrong), PRECISION)
    counts = Counter(tag.kind for tag in tags)
    lowest = {kind: LOWEST if counts[kind] >= FEW else LOWEST_OF_FEW for kind in chosen}
    return {kind: max(lowest[kind], chosen[kind]) for kind in chosen}


def published_mentions(
    mentions: Iterable[Mention], candidates: CandidatesById, thresholds: Thresholds
) -> list[Mention]:
    """Return *mentions* without those of candidates below the thresholds."""
    published: list[Mention] = []
    for mention in mentions:
        candidate = candidates.get(mention.entity.id)
        if candidate is None or candidate.confidence >= thresholds[candidate.kind]:
            published.append(mention)
    return published


def main() -> None:
    """Choose the thresholds by cross-validation and write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--gate", type=Path, default=FILE, help="file of thresholds to write"
    )
    options = parser.parse_args()
    articles = [*read_shared_labels(options.data), *read_own_labels(options.data)]
    finder = gazetteer_finder()
    spans = cross_validate(articles, [], finder, FOLDS_FOR_THRESHOLDS)
    tested = [article for article in articles if article.text in spans]
    mentions, candidates = tag_labelled(tested, finder, spans)
    thresholds = thresholds_for(all_verdicts(tested, mentions), candidates)
    save_thresholds(thresholds, options.gate)


if __name__ == "__main__":
    main()
