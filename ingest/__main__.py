# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole stage: python -m ingest PATH… turns scraped inputs into Markdown below --out."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest import progress, repeats
from ingest.intake import split
from ingest.originals import files, identify
from ingest.record import Fact, Failure, Piece, UnreadableInput
from ingest.repeats import Repeats
from ingest.store import IdCollision, Store, write
from ingest.workers import work


def arguments() -> Namespace:
    """Return what the command line asks for."""
    parser = ArgumentParser(prog="python -m ingest", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders of a scrape")
    parser.add_argument("--out", type=Path, default=Path("content"), help="the archive (content)")
    parser.add_argument("--source", default="", help="name of the paper, whatever the inputs say")
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help="a field of ours and its name in a data set, e.g. captured=date",
    )
    parser.add_argument("--zone", type=ZoneInfo, default=ZoneInfo("Asia/Riyadh"), help="the papers' time zone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    return parser.parse_args()


def pieces(paths: list[Path], store: Store, facts: tuple[Fact, ...]) -> Iterator[Piece | Failure]:
    """Yield every piece of every input, its original kept."""
    for path, name in files(paths):
        try:
            original = identify(path, name)
        except (UnreadableInput, OSError) as error:
            yield Failure(name, getattr(error, "strerror", None) or str(error))
            continue
        store.keep(original.kept_as, path)
        yield from split(original, facts)


def main() -> int:
    """Ingest; return 1 if anything could not be read."""
    asked = arguments()
    facts = tuple(Fact("source", asked.source, "command line") for _ in range(bool(asked.source)))
    facts += tuple(Fact("map", pair, "command line") for pair in asked.field)
    rules = asked.out / "boilerplate.yml"
    said = repeats.known(rules)
    try:
        first = run(asked, facts, repeats.to_cut(said))
        lines = repeats.merged(first.repeats.learned(), said)
        if lines != said:
            write(rules, repeats.spelt(lines).encode())
        if repeats.to_cut(lines) != repeats.to_cut(said):
            progress.say("read again, for some sources repeat lines: see boilerplate.yml")
            run(asked, facts, repeats.to_cut(lines))
    except IdCollision as error:
        progress.say(f"stopped: {error}")
        return 1
    progress.summarise(first.fates, first.failures)
    return 0 if all(failure.aside for failure in first.failures) else 1


@dataclass(frozen=True, slots=True)
class Run:
    """What became of the inputs: fates by source, what could not be read, what the sources repeat."""

    fates: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    repeats: Repeats = field(default_factory=Repeats)


def run(asked: Namespace, facts: tuple[Fact, ...], repeated: dict[str, dict[str, str]]) -> Run:
    """Read everything once and write the articles."""
    store, done = Store(asked.out), Run()
    for outcome in progress.counted(work(pieces(asked.paths, store, facts), asked.zone, repeated, asked.jobs)):
        if isinstance(outcome, Failure):
            done.failures.append(outcome)
        else:
            done.repeats.count(outcome.edges)
            done.fates[outcome.source, store.put(outcome)] += 1
    return done


if __name__ == "__main__":
    sys.exit(main())
