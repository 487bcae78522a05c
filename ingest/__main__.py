# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole stage: python -m ingest PATH… turns scraped inputs into Markdown below --out."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest import progress
from ingest.intake import Failure, files, identify, split
from ingest.record import Fact, Piece, UnreadableInput
from ingest.store import IdCollision, Store
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
    store = Store(asked.out)
    facts = tuple(Fact("source", asked.source, "command line") for _ in range(bool(asked.source)))
    facts += tuple(Fact("map", pair, "command line") for pair in asked.field)
    fates: Counter[tuple[str, str]] = Counter()
    failures: list[Failure] = []
    try:
        for outcome in progress.counted(work(pieces(asked.paths, store, facts), asked.zone, asked.jobs)):
            if isinstance(outcome, Failure):
                failures.append(outcome)
            else:
                fates[outcome.source, store.put(outcome)] += 1
    except IdCollision as error:
        progress.console.print(f"stopped: {error}", style="red")
        return 1
    progress.summarise(fates, failures)
    return 0 if all(failure.aside for failure in failures) else 1


if __name__ == "__main__":
    sys.exit(main())
