# SPDX-License-Identifier: AGPL-3.0-or-later
"""Quality and speed of entity recognition, on articles not trained on.

python -m bench entities DATA              DATA has entities/train.jsonl, news/, seed/
python -m bench entities DATA --wrong      also lists the published tags that are wrong
python -m bench entities DATA --frequent 10000      the most frequent tags of the news
python -m bench entities DATA --learn ARTICLES      the shipped model and a learned one
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from bench.entities.scores import print_scores
from bench.tools.datasets import SAUDINEWSNET
from plugins.entities.discover.aggregate import add_discovered, recognise_texts
from plugins.entities.discover.publish_threshold import (
    PUBLISH_ALL,
    THRESHOLDS,
)
from plugins.entities.match.finder import Finder, Mention
from plugins.entities.match.tokenised_text import TokenisedText
from plugins.entities.models.crf import (
    WEIGHTS,
    bio_spans,
    gazetteer_finder,
    recogniser,
)
from plugins.entities.models.learned import load_learned
from plugins.entities.models.recogniser import Recogniser
from training.cross_validation import (
    CandidatesById,
    SpansByText,
    all_verdicts,
    cross_validate,
    published_mentions,
    score_articles,
    split_folds,
    tag_labelled,
    thresholds_for,
)
from training.labels import (
    LabelledArticle,
    article_text,
    bio_tags,
    read_held_out,
    read_json_lines,
    read_own_labels,
    read_shared_labels,
    read_unseen,
)
from training.learn import learn_model
from training.scoring import count_verdicts

LISTED_TAGS = 130
MentionsById = Mapping[str, list[Mention]]  # by article id
TypedSpan = tuple[int, int, str]  # first token, last token, type


def print_tag_scores(
    title: str, articles: Iterable[LabelledArticle], mentions: MentionsById
) -> None:
    """Print the scores of the tags that *mentions* give to *articles*."""
    print(f"\n{title}")
    print_scores(count_verdicts(score_articles(articles, mentions)))


def count_span_outcomes(
    articles: Iterable[LabelledArticle], spans: SpansByText
) -> Counter[str]:
    """Return right, wrong and missed spans: tokens and type must be equal."""
    counts: Counter[str] = Counter()
    for article in articles:
        text = TokenisedText(article.text)
        labelled = labelled_spans(text, article)
        recognised: set[TypedSpan] = set()
        for span in spans[article.text]:
            tokens = text.tokens_within(span.start, span.end)
            recognised.add((tokens[0], tokens[-1], span.type))
        for outcome, outcome_spans in (
            ("right", recognised & labelled),
            ("wrong", recognised - labelled),
            ("missed", labelled - recognised),
        ):
            counts.update(
                f"{entity_type} {outcome}" for *_, entity_type in outcome_spans
            )
    return counts


def labelled_spans(text: TokenisedText, article: LabelledArticle) -> set[TypedSpan]:
    """Return the spans of an article's labels."""
    tags = bio_tags(text, article.entities)
    return {
        (first, last, tags[first].removeprefix("B-")) for first, last in bio_spans(tags)
    }


def articles_per_second(
    texts: Sequence[str], finder: Finder, model: Recogniser
) -> float:
    """Return how many *texts* are processed in a second of CPU time."""
    pairs = [(str(number), text) for number, text in enumerate(texts)]
    recognise_texts(pairs, finder, model)  # fills the caches of words
    start = time.process_time()
    recognise_texts(pairs, finder, model)
    return len(pairs) / (time.process_time() - start)


def publish_by_other_folds(
    articles: Sequence[LabelledArticle],
    mentions: MentionsById,
    candidates: CandidatesById,
) -> Iterator[tuple[str, list[Mention]]]:
    """Yield article ids and published mentions.

    The thresholds for each fold are chosen on the other folds.
    """
    for fold in split_folds(articles):
        others = [article for article in articles if article not in fold]
        thresholds = thresholds_for(all_verdicts(others, mentions), candidates)
        for article in fold:
            published = published_mentions(mentions[article.id], candidates, thresholds)
            yield article.id, published


def print_model_scores(
    title: str, articles: Sequence[LabelledArticle], finder: Finder, model: Recogniser
) -> None:
    """Print the scores of a model: of all tags, and of those that are published."""
    spans = {article.text: model(article.text) for article in articles}
    for published, thresholds in (
        ("all candidates", PUBLISH_ALL),
        ("above the shipped thresholds", THRESHOLDS),
    ):
        mentions, _ = tag_labelled(articles, finder, spans, thresholds)
        print_tag_scores(f"{title}, {published}", articles, mentions)


def most_frequent_tags(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Return lines with the published tags of *texts*, the most frequent first.

    *texts* are pairs of article id and text.
    """
    mentions, candidates = recognise_texts(texts, gazetteer_finder(), recogniser)
    published = [candidate for candidate in candidates if candidate.published]
    tagged = add_discovered(
        mentions, [(candidate, candidate.entity) for candidate in published]
    )
    counts = Counter(
        entity
        for article_mentions in tagged.values()
        for entity in {mention.entity for mention in article_mentions}
    )
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].id))
    return [
        f"{count:6} {entity.type:6} {entity.origin:9} {entity.label}"
        for entity, count in ranked
    ]


def read_news(data: Path, articles: int) -> Iterator[tuple[str, str]]:
    """Yield the first *articles* of the news as id and text."""
    rows = islice(read_json_lines(data / SAUDINEWSNET), articles)
    for number, row in enumerate(rows):
        yield str(number), article_text(row)


def print_cross_validation(
    articles: Sequence[LabelledArticle],
    finder: Finder,
    spans: SpansByText,
    *,
    list_wrong: bool,
) -> None:
    """Print the scores of spans and tags by cross-validation."""
    print("Spans of the model alone")
    print_scores(count_span_outcomes(articles, spans))
    no_spans: SpansByText = {text: [] for text in spans}
    known_mentions, _ = tag_labelled(articles, finder, no_spans)
    print_tag_scores("Tags, gazetteer alone", articles, known_mentions)
    mentions, candidates = tag_labelled(articles, finder, spans)
    print_tag_scores("Tags, all candidates", articles, mentions)
    published = dict(publish_by_other_folds(articles, mentions, candidates))
    print_tag_scores(
        "Tags, published: thresholds of the other folds", articles, published
    )
    if list_wrong:
        for tag, verdict in all_verdicts(articles, published):
            if verdict != "right":
                spellings = sorted(" ".join(key) for key in tag.keys)
                print(f"{tag.type}: {' / '.join(spellings)}")


def run_all(data: Path, *, list_wrong: bool) -> None:
    """Print every figure: quality, speed, size, and the tags of the seed article."""
    articles, finder = read_shared_labels(data), gazetteer_finder()
    spans = cross_validate(articles, read_own_labels(data), finder)
    print_cross_validation(articles, finder, spans, list_wrong=list_wrong)
    print_model_scores("Held-out articles", read_held_out(data), finder, recogniser)
    for half in ("development", "held-out"):
        if unseen := read_unseen(data, half):
            title = f"Unseen newspapers, {half} half"
            print_model_scores(title, unseen, finder, recogniser)
    texts = [article.text for article in articles]
    speed = articles_per_second(texts, finder, recogniser)
    print(f"\n{speed:.0f} articles/s on one core, with the model")
    print(f"{WEIGHTS.stat().st_size / 1e6:.2f} MB of weights")
    print("\nTags of the seed article")
    for path in sorted((data / "seed").glob("*.txt")):
        tags = most_frequent_tags([("seed", path.read_text(encoding="utf-8"))])
        print(*tags, sep="\n")


def compare_learned(data: Path, articles: int) -> None:
    """Print the scores of the shipped model, and of one learned from an archive."""
    test_set, finder = read_held_out(data), gazetteer_finder()
    test_texts = {article.text for article in test_set}
    archive = [text for _, text in read_news(data, articles) if text not in test_texts]
    print_model_scores("Shipped model", test_set, finder, recogniser)
    with tempfile.TemporaryDirectory() as folder:
        labelled = [*read_shared_labels(data), *read_own_labels(data)]
        learn_model(labelled, archive, Path(folder))
        learned = load_learned(Path(folder))
        print_model_scores("Learned model", test_set, finder, learned)


def main() -> None:
    """Print scores, or the most frequent tags, or what learning adds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--wrong",
        action="store_true",
        help="list the published tags that no label agrees with",
    )
    parser.add_argument(
        "--frequent",
        type=int,
        metavar="ARTICLES",
        help="list the most frequent tags of so many articles",
    )
    parser.add_argument(
        "--learn",
        type=int,
        metavar="ARTICLES",
        help="learn from so many articles, and compare",
    )
    options = parser.parse_args()
    if options.frequent:
        tags = most_frequent_tags(read_news(options.data, options.frequent))
        print(*tags[:LISTED_TAGS], sep="\n")
    elif options.learn:
        compare_learned(options.data, options.learn)
    else:
        run_all(options.data, list_wrong=options.wrong)
