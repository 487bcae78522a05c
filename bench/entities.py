# SPDX-License-Identifier: AGPL-3.0-or-later
"""Published tags beside hand-made labels: precision and recall by type, and articles a second on one core.

python -m bench entities DATA     DATA holds entities/train.jsonl and the news/ its labels are of
"""

import argparse
import gzip
import json
import lzma
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from plugins.entities import finder, mentions
from plugins.entities.clitics import readings
from plugins.entities.record import TYPES, words

OPENERS = {".gz": gzip.open, ".xz": lzma.open}
Key = tuple[str, ...]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-lines file, packed or not."""
    with OPENERS.get(path.suffix, open)(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def texts(data: Path, urls: set[str]) -> dict[str, str]:
    """Return title and body of the articles at *urls*."""
    files = [*sorted((data / "news").glob("*.jsonl.*")), data / "entities" / "texts.jsonl.gz"]
    found = (row for path in files for row in lines(path) if row["url"] in urls)
    return {row["url"]: f"{row['title']}\n\n{row['content']}" for row in found}


def keys(surfaces: Iterable[str]) -> set[Key]:
    """Return the spellings by which a tag and a label are compared: letters folded, the article of «للرياض» back."""
    plain = [words(surface) for surface in surfaces]
    swallowed = [(f"ال{key[0][2:]}", *key[1:]) for key in plain if key and key[0].startswith("لل")]
    return {key for key in (*plain, *swallowed) if key}


def tags(found: Iterable[Any]) -> dict[tuple[str, str], set[Key]]:
    """Return the published tags of an article, (id, type), with their spellings in it and their label."""
    published: dict[tuple[str, str], set[Key]] = {}
    for mention in found:
        record = mention.record
        published.setdefault((record.id, record.type), keys([record.label])).update(keys([mention.surface]))
    return published


def agree(ours: set[Key], theirs: set[Key]) -> bool:
    """Return whether a tag and a label share a spelling, proclitics read off."""
    return bool(ours & theirs) or any(
        (rest, *key[1:]) in theirs for key in ours for _, rest in readings(key[0], {name[0] for name in theirs})
    )


def compare(published: dict[tuple[str, str], set[Key]], gold: list[dict[str, Any]], tally: Counter[str]) -> list[str]:
    """Count right, wrong and missed tags of one article by type; return the wrong ones."""
    labels = [(entity["type"], keys([entity["label"], *entity["mentions"]])) for entity in gold]
    hit: set[int] = set()
    wrong: list[str] = []
    for (_, kind), ours in published.items():
        match = next((at for at, (other, names) in enumerate(labels) if other == kind and agree(ours, names)), None)
        if match is None:
            wrong.append(f"{kind}: {' / '.join(sorted(' '.join(key) for key in ours))}")
            tally[f"{kind} wrong"] += 1
        elif match in hit:
            tally[f"{kind} twice"] += 1
        else:
            hit.add(match)
            tally[f"{kind} right"] += 1
    tally.update(f"{kind} missed" for at, (kind, _) in enumerate(labels) if at not in hit)
    return wrong


def report(tally: Counter[str]) -> None:
    """Print precision, recall and F1 by type and together; a label tagged twice counts as one wrong tag."""
    print(f"{'':8} {'labels':>7} {'tags':>6} {'P':>6} {'R':>6} {'F1':>6}")
    totals: Counter[str] = Counter()
    for kind in TYPES:
        totals.update({what: tally[f"{kind} {what}"] for what in ("right", "wrong", "missed", "twice")})
    rows = {kind: {what: tally[f"{kind} {what}"] for what in totals} for kind in TYPES} | {"all": totals}
    for name, row in rows.items():
        tagged = row["right"] + row["wrong"] + row["twice"]
        labelled = row["right"] + row["missed"]
        f1 = 2 * row["right"] / max(1, tagged + labelled)
        precision, recall = row["right"] / max(1, tagged), row["right"] / max(1, labelled)
        print(f"{name:8} {labelled:7} {tagged:6} {precision:6.3f} {recall:6.3f} {f1:6.3f}")


def main() -> None:
    """Tag the labelled articles and print how the tags agree with the labels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the tags that no label agrees with")
    options = parser.parse_args()
    gold = list(lines(options.data / "entities" / "train.jsonl"))
    articles = texts(options.data, {article["url"] for article in gold})
    search = finder(options.data / "no-editors-file.yml")
    for text in articles.values():  # the words' cache fills as it is in a build
        mentions(search, text)
    start = time.perf_counter()
    found = {url: mentions(search, text) for url, text in articles.items()}
    seconds = time.perf_counter() - start
    tally: Counter[str] = Counter()
    wrong = [tag for article in gold for tag in compare(tags(found[article["url"]]), article["entities"], tally)]
    report(tally)
    print(f"{len(articles) / seconds:.0f} articles/s on one core, gazetteer alone, {len(articles)} articles")
    if options.wrong:
        print(*(f"{count:4} {tag}" for tag, count in Counter(wrong).most_common()), sep="\n")


if __name__ == "__main__":
    main()
