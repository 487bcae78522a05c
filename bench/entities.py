# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags and names beside hand-made labels, on articles the model has not seen; speed, size, the seed.

python -m bench entities DATA              DATA holds entities/train.jsonl, news/, seed/
python -m bench entities DATA --wrong      also lists the published tags that no label of the folds agrees with
python -m bench entities DATA --frequent 10000      the commonest tags of so many articles, for reading
python -m bench entities DATA --learn ARTICLES      the shipped model and one that learns from so many articles
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from bench import _scores
from plugins.entities.discover import publish_threshold
from plugins.entities.discover.aggregate import recognise, with_minted
from plugins.entities.match.finder import Finder, Mention
from plugins.entities.match.text import Text
from plugins.entities.models.crf import WEIGHTS, gazetteer_finder, recogniser, stretches
from plugins.entities.models.learned import load as learned
from plugins.entities.models.spans import Backend
from training.cross_validation import (
    OPEN,
    Minted,
    Spans,
    chosen,
    folds,
    gated,
    judged,
    tagged,
    unseen,
    verdicts,
)
from training.labels import Labelled, given, held_out, lines, ours, tags
from training.learn import learn

NEWS = "saudinewsnet_full.jsonl.xz"
LISTED = 130


def tally(
    gold: Iterable[Labelled], mentions: Mapping[str, list[Mention]]
) -> Counter[str]:
    """Return right, wrong, twice and missed tags by type."""
    counted: Counter[str] = Counter()
    for _, found, missed in judged(gold, mentions):
        counted.update(f"{tag.type} {verdict}" for tag, verdict in found)
        counted.update(f"{label.type} missed" for label in missed)
    return counted


def spans_judged(gold: Iterable[Labelled], spans_of: Spans) -> Counter[str]:
    """Return right, wrong and missed spans of the model alone: exact words, exact type."""
    counted: Counter[str] = Counter()
    for article in gold:
        text = Text(article.text)
        marks = tags(text, article.entities)
        theirs = {(first, last, marks[first][2:]) for first, last in stretches(marks)}
        covered = [
            (text.covered(span.start, span.end), span.type)
            for span in spans_of[article.text]
        ]
        ours = {(words[0], words[-1], kind) for words, kind in covered}
        for verdict, names in (
            ("right", ours & theirs),
            ("wrong", ours - theirs),
            ("missed", theirs - ours),
        ):
            counted.update(f"{kind} {verdict}" for *_, kind in names)
    return counted


def speed(articles: Sequence[str], finder: Finder, backend: Backend) -> float:
    """Return how many *articles* are read in a second of processor time, recogniser and all."""
    pairs = [(str(at), text) for at, text in enumerate(articles)]
    recognise(pairs, finder, backend)  # the words' caches fill as they do in a build
    start = time.process_time()
    recognise(pairs, finder, backend)
    return len(pairs) / (time.process_time() - start)


def published(
    gold: Sequence[Labelled], mentions: Mapping[str, list[Mention]], minted: Minted
) -> Iterator[tuple[str, list[Mention]]]:
    """Yield the id of each article and its published mentions, by a gate chosen on the other folds."""
    for fold in folds(gold):
        others = [article for article in gold if article not in fold]
        asked = chosen(verdicts(others, mentions), minted)
        yield from (
            (article.id, gated(mentions[article.id], minted, asked)) for article in fold
        )


def shipped(
    gold: Sequence[Labelled], finder: Finder, backend: Backend, whose: str
) -> None:
    """Print how the names of *gold* agree with its labels by a model that never saw it, all found and all published."""
    found = {article.text: backend(article.text) for article in gold}
    for what, asked in (
        ("ungated", OPEN),
        ("published by the shipped gate", publish_threshold.GATE),
    ):
        mentions, _ = tagged(gold, finder, found, asked)
        print(f"\n{whose}, {what}")
        _scores.report(tally(gold, mentions))


def frequent(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the published tags of *texts*, pairs of id and text, the commonest first, with the number of texts."""
    known, found = recognise(texts, gazetteer_finder(), recogniser)
    mentions = with_minted(known, [(one, one.record) for one in found if one.published])
    counted = Counter(
        record
        for named in mentions.values()
        for record in {mention.record for mention in named}
    )
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0].id))
    return [
        f"{number:6} {record.type:6} {record.origin:9} {record.label}"
        for record, number in ranked
    ]


def news(data: Path, articles: int) -> Iterator[tuple[str, str]]:
    """Yield so many articles as id and text."""
    rows = islice(lines(data / "news" / NEWS), articles)
    return (
        (str(at), f"{row['title']}\n\n{row['content']}") for at, row in enumerate(rows)
    )


def scored(data: Path, *, wrong: bool) -> None:
    """Print how names and tags agree with the labels: without the model, with all it finds, with what is published."""
    gold, finder = given(data), gazetteer_finder()
    found = unseen(gold, ours(data), finder)
    print("Spans of the model alone")
    _scores.report(spans_judged(gold, found))
    print("\nTags, gazetteer alone")
    _scores.report(tally(gold, tagged(gold, finder, {text: [] for text in found})[0]))
    mentions, minted = tagged(gold, finder, found)
    print("\nTags, ungated")
    _scores.report(tally(gold, mentions))
    kept = dict(published(gold, mentions, minted))
    print("\nTags, published: gate chosen on the other folds")
    _scores.report(tally(gold, kept))
    if wrong:
        missing = [tag for tag, verdict in verdicts(gold, kept) if verdict != "right"]
        print(
            *(
                f"{tag.type}: {' / '.join(sorted(map(' '.join, tag.keys)))}"
                for tag in missing
            ),
            sep="\n",
        )
    shipped(held_out(data), finder, recogniser, "Tags of the held-out articles")
    print(
        f"\n{speed([article.text for article in gold], finder, recogniser):.0f} articles/s of one core, model on"
    )
    print(f"{WEIGHTS.stat().st_size / 1e6:.2f} MB of weights")
    print("\nThe seed's tags")
    print(
        *frequent(
            ("seed", path.read_text(encoding="utf-8"))
            for path in (data / "seed").glob("*.txt")
        ),
        sep="\n",
    )


def compared(data: Path, articles: int) -> None:
    """Print the figures of the held-out articles by the shipped model, and by one that learned from an archive."""
    gold, finder = held_out(data), gazetteer_finder()
    measured = {article.text for article in gold}
    archive = [text for _, text in news(data, articles) if text not in measured]
    shipped(gold, finder, recogniser, "Shipped model")
    with tempfile.TemporaryDirectory() as home:
        learn([*given(data), *ours(data)], archive, Path(home))
        shipped(gold, finder, learned(Path(home)), "Learned model")


def main() -> None:
    """Print scores, or the commonest tags, or what learning adds."""
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
        help="list the commonest tags of so many articles",
    )
    parser.add_argument(
        "--learn",
        type=int,
        metavar="ARTICLES",
        help="learn from so many articles, and compare",
    )
    options = parser.parse_args()
    if options.frequent:
        print(*frequent(news(options.data, options.frequent))[:LISTED], sep="\n")
    elif options.learn:
        compared(options.data, options.learn)
    else:
        scored(options.data, wrong=options.wrong)


if __name__ == "__main__":
    main()
