# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags and names beside hand-made labels, on articles the model has not seen; speed, size, the seed.

python -m bench entities DATA              DATA holds entities/train.jsonl, news/, seed/
python -m bench entities DATA --wrong      also lists the published tags that no label agrees with
"""

import argparse
import hashlib
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bench import _tags
from plugins.entities.crf import WEIGHTS, Recogniser, gazetteer_finder, spans, stretches
from plugins.entities.find import Finder, Mention, Text
from plugins.entities.gold import Labelled, given, ours, tags
from plugins.entities.mint import GATE, Gate
from plugins.entities.recognise import recognise, with_minted
from plugins.entities.record import TYPES
from plugins.entities.spans import Backend, Span
from plugins.entities.train import train

FOLDS = 5
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


def tagged(gold: Sequence[Labelled], finder: Finder, spans_of: Spans, gate: Gate) -> Mapping[str, list[Mention]]:
    """Return the mentions that tag each article when what passes *gate* is published."""
    known, found = recognise(((article.id, article.text) for article in gold), finder, spans_of.__getitem__, gate)
    return with_minted(known, [(one, one.record) for one in found if one.published])


def judged(gold: Iterable[Labelled], mentions: Mapping[str, list[Mention]]) -> tuple[Counter[str], Counter[str]]:
    """Return right, wrong, twice and missed tags by type, and the wrong tags with their number."""
    tally: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for article in gold:
        verdicts, mistaken = _tags.compare(_tags.tags(mentions[article.id]), _tags.labels(article.entities))
        tally += verdicts
        wrong.update(f"{tag.type}: {' / '.join(sorted(map(' '.join, tag.keys)))}" for tag in mistaken)
    return tally, wrong


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


def main() -> None:
    """Print how names and tags agree with the labels: without the model, with all it finds, with what is published."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the published tags that no label agrees with")
    options = parser.parse_args()
    gold, finder = given(options.data), gazetteer_finder()
    found = unseen(gold, ours(options.data), finder)
    print("Spans of the model alone")
    _tags.report(spans_judged(gold, found))
    print("\nTags, gazetteer alone")
    _tags.report(judged(gold, tagged(gold, finder, {key: [] for key in found}, GATE))[0])
    print("\nTags, ungated")
    _tags.report(judged(gold, tagged(gold, finder, found, dict.fromkeys(TYPES, (0.0, 0.0))))[0])
    print("\nTags, published")
    tally, wrong = judged(gold, tagged(gold, finder, found, GATE))
    _tags.report(tally)
    if options.wrong:
        print(*(f"{count:4} {tag}" for tag, count in wrong.most_common()), sep="\n")
    print(f"\n{speed([article.text for article in gold], finder, spans):.0f} articles/s of one core, model on")
    print(f"{WEIGHTS.stat().st_size / 1e6:.2f} MB of weights")


if __name__ == "__main__":
    main()
