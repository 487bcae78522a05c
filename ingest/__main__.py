# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole stage: python -m ingest PATH… turns scraped inputs into Markdown below --out."""

import os
import sqlite3
import sys
import tempfile
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest import progress
from ingest.archive.ledger import ArchiveInUse, Ledger
from ingest.archive.store import IdCollision, Store
from ingest.duplicates import link
from ingest.edit import learned_boilerplate
from ingest.edit.learned_boilerplate import LearnedRules, LineCounter
from ingest.model.options import DEFAULT_ZONE, ReadOptions
from ingest.pictures.warc_index import WarcImageIndex
from ingest.report import Report
from ingest.run import Run
from ingest.run_database import scratch
from ingest.work.workers import Crew, NoCluster, Team
from storage.files import write_if_changed


def field_name(text: str) -> tuple[str, str]:
    """Return a field of ours and its name in a dataset, of OURS=THEIRS."""
    ours, equals, theirs = text.partition("=")
    if not equals:
        raise ArgumentTypeError(f"not of the form OURS=THEIRS: {text}")
    return ours, theirs


def read_options(asked: Namespace) -> ReadOptions:
    """Return the options of the command line that determine how inputs are read."""
    return ReadOptions(
        zone=asked.zone,
        source=asked.source,
        field_names=tuple(asked.field),
        keep_images=asked.images,
    )


def arguments() -> Namespace:
    """Return what the command line asks for."""
    parser = ArgumentParser(prog="python -m ingest", description=__doc__)
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="files and folders of a scrape",
    )
    parser.add_argument(
        "--out", type=Path, default=Path("content"), help="the archive (content)"
    )
    parser.add_argument(
        "--source", default="", help="name of the paper, whatever the inputs say"
    )
    parser.add_argument(
        "--field",
        type=field_name,
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help="a field of ours and its name in a data set, e.g. captured=date",
    )
    parser.add_argument(
        "--zone",
        type=ZoneInfo,
        default=DEFAULT_ZONE,
        help="the papers' time zone",
    )
    parser.add_argument(
        "--since",
        type=date.fromisoformat,
        metavar="DATE",
        help="pass over articles of earlier days",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="say what would be written, and write nothing",
    )
    parser.add_argument(
        "--images",
        action="store_true",
        help="keep the pictures that lie in the scrape, and show them",
    )
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="processes"
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="read on the Dask cluster with this scheduler, tcp://…",
    )
    return parser.parse_args()


def main() -> int:
    """Ingest; return 1 if anything could not be read."""
    asked = arguments()
    try:
        with scratch() as tables:
            report = (preview if asked.dry_run else ingest)(asked, tables)
    except (IdCollision, ArchiveInUse, NoCluster) as error:
        progress.say(f"stopped: {error}")
        return 1
    progress.summarise(report)
    return 0 if all(failure.aside for failure in report.failures) else 1


def ingest(asked: Namespace, tables: sqlite3.Connection) -> Report:
    """Read the inputs, again where sources turn out to repeat lines, and link articles with the same text."""
    run = prepared(asked, tables, asked.out / "ledger.jsonl")
    rules = asked.out / "boilerplate.yml"
    said = learned_boilerplate.load_decisions(rules)
    before = learned_boilerplate.rules_of(said)
    run.read(crew(asked, before))
    lines = learned_boilerplate.merge_decisions(run.repeats.learn(), said)
    if lines != said:
        write_if_changed(rules, learned_boilerplate.serialise_decisions(lines).encode())
    now = learned_boilerplate.rules_of(lines)
    if now != before:
        progress.say(
            "some sources repeat lines: their articles are read again without them (boilerplate.yml)"
        )
        run.read_again(crew(asked, now), before)
    run.report.unsure.update(
        {source: list(found.values()).count(None) for source, found in lines.items()}
    )
    if not run.ledger.finished:
        linked = link.link(run.store, run.tables, asked.jobs)
        run.ledger.finish()
        progress.say(
            f"{linked.merged:,} copies merged, {linked.linked:,} articles linked with the same text elsewhere"
        )
    return run.report


def preview(asked: Namespace, tables: sqlite3.Connection) -> Report:
    """Read the inputs and say what would become of them."""
    run = prepared(asked, tables, None)
    run.read(
        crew(
            asked,
            learned_boilerplate.rules_of(
                learned_boilerplate.load_decisions(asked.out / "boilerplate.yml")
            ),
        )
    )
    return run.report


def crew(asked: Namespace, repeated: LearnedRules) -> Team:
    """Return those who read: processes of this machine, or the cluster at --cluster. Raises ``NoCluster``."""
    if not asked.cluster:
        return Crew(asked.jobs, read_options(asked), repeated)
    try:
        from ingest.work.cluster import Cluster
    except ModuleNotFoundError as error:
        raise NoCluster(
            f"--cluster needs a package that is not installed: pip install {error.name}"
        ) from error
    return Cluster(asked.cluster, read_options(asked), repeated)


def prepared(asked: Namespace, tables: sqlite3.Connection, ledger: Path | None) -> Run:
    """Return a run over the archive at --out, which is its own from now on."""
    entries = Ledger(ledger, tables, read_options(asked))
    store = Store(asked.out, dry=asked.dry_run)
    if not asked.dry_run:
        tempfile.tempdir = str(
            asked.out
        )  # where the store, when it opens, clears away what a kill left behind
    return Run(
        paths=asked.paths,
        source=asked.source,
        since=asked.since.isoformat() if asked.since else "",
        store=store,
        ledger=entries,
        tables=tables,
        repeats=LineCounter(tables),
        crawls=WarcImageIndex(asked.paths, tables),
    )


if __name__ == "__main__":
    sys.exit(main())
