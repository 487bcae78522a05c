# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags and names beside hand-made labels, on articles the model has not seen; speed, size, the seed.

python -m bench entities DATA              DATA holds entities/train.jsonl, news/, seed/
python -m bench entities DATA --wrong      also lists the published tags that no label agrees with
python -m bench entities DATA --frequent 10000      the commonest tags of so many articles, for reading
"""

import argparse
import hashlib
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, count, islice
from pathlib import Path

from bench import _tags
from plugins.entities.crf import WEIGHTS, Recogniser, gazetteer_finder, spans, stretches
from plugins.entities.find import Finder, Mention
from plugins.entities.gold import Labelled, given, lines, ours, tags
from plugins.entities.mint import MANY, NEVER, Candidate, Gate
from plugins.entities.recognise import recognise, with_minted
from plugins.entities.record import TYPES
from plugins.entities.spans import Backend, Span
from plugins.entities.text import Text
from plugins.entities.train import train

FOLDS = 5
PRECISION = 0.9  # that the gate asks of what it lets pass
FEWEST = 5  # tags from which a precision is believed
NEWS = "saudinewsnet_full.jsonl.xz"
LISTED = 130
Verdict = tuple[_tags.Tag, str]
Spans = Mapping[str, list[Span]]  # by text


def folds(gold: Sequence[Labelled]) -> list[list[Labelled]]:
    """Return *gold* in parts, by article and by chance, the same on every machine."""
    shuffled = sorted(gold, key=lambda article: hashlib.sha256(article.id.encode()).digest())
    return [shuffled[at::FOLDS] for at in range(FOLDS)]


def unseen(gold: Sequence[Labelled], besides: Sequence[Labelled], finder: Finder) -> Spans:
    """Return the model's spans in each text of *gold*, by weights trained without it and with all that is *besides*."""
    found: dict[str, list[Span]] = {}
    for held_out in folds(gold):
        others = [*(article for article in gold if article not in held_out), *besides]
        with tempfile.NamedTemporaryFile() as file:
            file.write(train(others, finder))
            file.flush()
            recogniser = Recogniser(Path(file.name))
            found |= {article.text: recogniser(article.text) for article in held_out}
    return found


def tagged(
    gold: Sequence[Labelled], finder: Finder, spans_of: Spans
) -> tuple[Mapping[str, list[Mention]], dict[str, Candidate]]:
    """Return the mentions that tag each article when all that is found is published, and what was minted by its id."""
    everything = dict.fromkeys(TYPES, (0.0, 0.0, 0.0))
    texts = ((article.id, article.text) for article in gold)
    known, found = recognise(texts, finder, spans_of.__getitem__, everything)
    minted = {candidate.record.id: candidate for candidate in found if candidate.published}
    return with_minted(known, [(one, one.record) for one in minted.values()]), minted


def gated(mentions: Iterable[Mention], minted: Mapping[str, Candidate], gate: Gate) -> list[Mention]:
    """Return *mentions* without those of candidates below the confidence that *gate* asks of them."""
    candidates = ((mention, minted.get(mention.record.id)) for mention in mentions)
    return [mention for mention, one in candidates if one is None or one.confidence >= gate[one.type][times(one)]]


def times(candidate: Candidate) -> int:
    """Return the place in a gate for the times a candidate stands in the archive."""
    return min(len(candidate.places), MANY) - 1


def gate_for(verdicts: Iterable[Verdict], minted: Mapping[str, Candidate]) -> Gate:
    """Return the least confidences from which PRECISION of the minted tags are right; NEVER where none is enough."""
    rows: dict[tuple[str, int], list[tuple[float, bool]]] = {}
    for tag, verdict in verdicts:
        if one := minted.get(tag.id):
            rows.setdefault((tag.type, times(one)), []).append((one.confidence, verdict == "right"))
    least = {group: _least(sorted(found, reverse=True)) for group, found in rows.items()}
    return {
        kind: (least.get((kind, 0), NEVER), least.get((kind, 1), NEVER), least.get((kind, 2), NEVER)) for kind in TYPES
    }


def _least(rows: Sequence[tuple[float, bool]]) -> float:
    right = accumulate(verdict for _, verdict in rows)
    passing = [sure for (sure, _), at, good in zip(rows, count(1), right, strict=False) if good >= PRECISION * at]
    return passing[-1] if len(passing) >= FEWEST else NEVER


def judged(gold: Iterable[Labelled], mentions: Mapping[str, list[Mention]]) -> tuple[Counter[str], list[Verdict]]:
    """Return right, wrong, twice and missed tags by type, and the verdict on each tag."""
    verdicts: list[Verdict] = []
    tally: Counter[str] = Counter()
    for article in gold:
        found, missed = _tags.compare(_tags.tags(mentions[article.id]), _tags.labels(article.entities))
        verdicts += found
        tally.update(f"{tag.type} {verdict}" for tag, verdict in found)
        tally.update(f"{label.type} missed" for label in missed)
    return tally, verdicts


def spans_judged(gold: Iterable[Labelled], spans_of: Spans) -> Counter[str]:
    """Return right, wrong and missed spans of the model alone: exact words, exact type."""
    tally: Counter[str] = Counter()
    for article in gold:
        text = Text(article.text)
        marks = tags(text, article.entities)
        theirs = {(first, last, marks[first][2:]) for first, last in stretches(marks)}
        covered = [(text.covered(span.start, span.end), span.type) for span in spans_of[article.text]]
        ours = {(words[0], words[-1], kind) for words, kind in covered}
        for verdict, names in (("right", ours & theirs), ("wrong", ours - theirs), ("missed", theirs - ours)):
            tally.update(f"{kind} {verdict}" for *_, kind in names)
    return tally


def speed(articles: Sequence[str], finder: Finder, backend: Backend) -> float:
    """Return how many *articles* are read in a second of processor time, recogniser and all."""
    pairs = [(str(at), text) for at, text in enumerate(articles)]
    recognise(pairs, finder, backend)  # the words' caches fill as they do in a build
    start = time.process_time()
    recognise(pairs, finder, backend)
    return len(pairs) / (time.process_time() - start)


def published(
    gold: Sequence[Labelled], mentions: Mapping[str, list[Mention]], minted: Mapping[str, Candidate]
) -> Iterator[tuple[str, list[Mention]]]:
    """Yield the id of each article and its published mentions, by a gate chosen on the other folds."""
    for held_out in folds(gold):
        others = [article for article in gold if article not in held_out]
        gate = gate_for(judged(others, mentions)[1], minted)
        yield from ((article.id, gated(mentions[article.id], minted, gate)) for article in held_out)


def frequent(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the published tags of *texts*, pairs of id and text, the commonest first, with the number of texts."""
    known, found = recognise(texts, gazetteer_finder(), spans)
    mentions = with_minted(known, [(one, one.record) for one in found if one.published])
    tally = Counter(record for named in mentions.values() for record in {mention.record for mention in named})
    ranked = sorted(tally.items(), key=lambda item: (-item[1], item[0].id))
    return [f"{number:6} {record.type:6} {record.origin:9} {record.label}" for record, number in ranked]


def news(data: Path, articles: int) -> Iterator[tuple[str, str]]:
    """Yield so many articles as id and text."""
    rows = islice(lines(data / "news" / NEWS), articles)
    return ((str(at), f"{row['title']}\n\n{row['content']}") for at, row in enumerate(rows))


def scored(data: Path, *, wrong: bool) -> None:
    """Print how names and tags agree with the labels: without the model, with all it finds, with what is published."""
    gold, finder = given(data), gazetteer_finder()
    found = unseen(gold, ours(data), finder)
    print("Spans of the model alone")
    _tags.report(spans_judged(gold, found))
    print("\nTags, gazetteer alone")
    _tags.report(judged(gold, tagged(gold, finder, {text: [] for text in found})[0])[0])
    mentions, minted = tagged(gold, finder, found)
    tally, verdicts = judged(gold, mentions)
    print("\nTags, ungated")
    _tags.report(tally)
    print("\nTags, published: gate chosen on the other folds")
    tally, kept = judged(gold, dict(published(gold, mentions, minted)))
    _tags.report(tally)
    print(
        "gate chosen on all:",
        {kind: [round(least, 2) for least in row] for kind, row in gate_for(verdicts, minted).items()},
    )
    if wrong:
        print(
            *(f"{tag.type}: {' / '.join(sorted(map(' '.join, tag.keys)))}" for tag, what in kept if what != "right"),
            sep="\n",
        )
    print(f"\n{speed([article.text for article in gold], finder, spans):.0f} articles/s of one core, model on")
    print(f"{WEIGHTS.stat().st_size / 1e6:.2f} MB of weights")
    print("\nThe seed's tags")
    print(*frequent(("seed", path.read_text(encoding="utf-8")) for path in (data / "seed").glob("*.txt")), sep="\n")


def main() -> None:
    """Print scores, or the commonest tags, or the tags of a text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the published tags that no label agrees with")
    parser.add_argument("--frequent", type=int, metavar="ARTICLES", help="list the commonest tags of so many articles")
    options = parser.parse_args()
    if options.frequent:
        print(*frequent(news(options.data, options.frequent))[:LISTED], sep="\n")
    else:
        scored(options.data, wrong=options.wrong)


if __name__ == "__main__":
    main()
