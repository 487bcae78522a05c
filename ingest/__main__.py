# SPDX-License-Identifier: AGPL-3.0-or-later
"""python -m ingest PATH… turns scraped inputs into Markdown below --out."""

import json
import sqlite3
import sys
from argparse import Namespace
from pathlib import Path

from ingest import progress
from ingest.archive.article_ids import ArticleIds
from ingest.archive.ledger import LEDGER, ArchiveInUse, Ledger
from ingest.archive.store import IdCollision, Store
from ingest.command_line import parse_arguments
from ingest.duplicates.link import link_duplicates
from ingest.edit.boilerplate.learned import (
    Decisions,
    LearnedRules,
    LineCounter,
    load_decisions,
    merge_decisions,
    rules_of,
    serialise_decisions,
)
from ingest.inputs.datasets.field_names import FieldPairs
from ingest.inputs.input_files import InputPath
from ingest.model.options import ReadOptions
from ingest.pictures.warc_index import WarcImageIndex
from ingest.removal.erase import cut_again
from ingest.removal.log import removed_levels
from ingest.report import LAST_RUN, Report
from ingest.restore import DamagedArticle, find_damaged
from ingest.run import Run
from ingest.run_database import open_run_database
from ingest.work.confined import ConfinedProcess
from ingest.work.limits import collect_garbage_rarely, missing_limits
from ingest.work.read_input import list_confined
from ingest.work.workers import LocalPool, NoCluster, Pool
from storage.files import write_if_changed
from storage.json_lines import BadLog


def read_options(arguments: Namespace) -> ReadOptions:
    """Return the options that determine how inputs are read."""
    return ReadOptions(
        zone=arguments.zone,
        source=arguments.source,
        field_names=tuple(arguments.field),
        keep_images=arguments.images,
    )


def main() -> int:
    """Ingest; return 1 if anything could not be read, or nothing was there."""
    arguments = parse_arguments()
    collect_garbage_rarely()
    if missing := missing_limits():
        progress.print_message(
            f"this system has no limit of {' and '.join(missing)} for a worker"
        )
    try:
        with open_run_database() as tables:
            if arguments.dry_run:
                report = preview(arguments, tables)
            else:
                report = ingest(arguments, tables)
    except (IdCollision, ArchiveInUse, NoCluster, BadLog) as error:
        progress.print_message(f"stopped: {error}")
        return 1
    report.missing_fields = missing_fields(report, arguments.field)
    progress.print_summary(report, arguments.paths)
    if arguments.paths and not any(report.fates.values()):
        paths = " ".join(map(str, arguments.paths))
        progress.print_message(f"no article was found in {paths}")
    if arguments.paths and not (report.fates or report.failures):
        return 1
    return 0 if all(failure.aside for failure in report.failures) else 1


def missing_fields(report: Report, pairs: FieldPairs) -> list[str]:
    """Return the names given with --field that no record of this run has.

    None if the run has read no article at all.
    """
    if not any(fate in {"new", "changed"} for _, fate in report.fates):
        return []
    return [name for _, name in pairs if not report.chosen_fields[name]]


def ingest(arguments: Namespace, tables: sqlite3.Connection) -> Report:
    """Read the inputs, cut learned boilerplate in a second pass, link duplicates."""
    run = create_run(arguments, tables, arguments.out / LEDGER)
    path = arguments.out / "boilerplate.yml"
    earlier, broken_lines = load_decisions(path)
    report_broken_rows(broken_lines)
    run.read_new(create_pool(arguments, rules_of(earlier)))
    sound = run.ids.claimed() | run.removed.keys()
    decisions = merge_decisions(run.line_counter.learn(), earlier)
    # Writing the file would drop the rows that an editor has to mend.
    if decisions != earlier and not broken_lines:
        write_if_changed(path, serialise_decisions(decisions).encode())
    if rules_of(decisions) != rules_of(earlier):
        progress.print_message(
            "boilerplate was learned (boilerplate.yml): its articles are read again"
        )
        pool = create_pool(arguments, rules_of(decisions))
        run.read_stale(pool, before=rules_of(earlier))
    if damaged := find_damaged(run.store, arguments.out / LEDGER, sound):
        restore_damaged(arguments, run, rules_of(decisions), damaged)
    count_undecided(decisions, run.report)
    if arguments.paths:
        write_summary(arguments.out / LAST_RUN, run.report)
    if not run.ledger.is_linked:
        link_all(run, arguments.jobs)
    if run.erased_again:
        cut_again(run.store, run.erased_again)
    run.store.sync_originals()
    return run.report


def restore_damaged(
    arguments: Namespace,
    run: Run,
    learned: LearnedRules,
    damaged: list[DamagedArticle],
) -> None:
    """Restore *damaged* articles as they were read: with their images or without.

    Where that is unknown, the option of this run decides.
    """
    groups: dict[bool, list[DamagedArticle]] = {}
    for article in damaged:
        images = article.keeps_images
        images = arguments.images if images is None else images
        groups.setdefault(images, []).append(article)
    for images, articles in groups.items():
        as_read = Namespace(**{**vars(arguments), "images": images})
        run.restore(create_pool(as_read, learned), articles)


def write_summary(path: Path, report: Report) -> None:
    """Write what the run did not publish, for the quality report."""
    summary = json.dumps(report.summary(), ensure_ascii=False, indent=1)
    write_if_changed(path, summary.encode("utf-8", "backslashreplace"))


def report_broken_rows(lines: list[int]) -> None:
    """Print which rows of boilerplate.yml are not obeyed."""
    if lines:
        numbers = ", ".join(map(str, lines))
        progress.print_message(
            f"boilerplate.yml: broken at line {numbers}: the row is not obeyed, and the"
            " file is not written until it is mended"
        )


def count_undecided(decisions: Decisions, report: Report) -> None:
    """Enter in *report* how many lines of each source a person has to decide about."""
    for source, lines in decisions.items():
        report.undecided_lines[source] = list(lines.values()).count(None)


def link_all(run: Run, jobs: int) -> None:
    """Merge and link duplicates, and record that in the ledger."""
    counts = link_duplicates(run.store, run.tables, jobs)
    run.ledger.finish_linking()
    progress.print_message(
        f"{counts.merged:,} copies merged, {counts.linked:,} articles linked with the"
        " same text elsewhere"
    )


def preview(arguments: Namespace, tables: sqlite3.Connection) -> Report:
    """Read the inputs and report what would become of them, without a ledger."""
    run = create_run(arguments, tables, None)
    decisions, broken_lines = load_decisions(arguments.out / "boilerplate.yml")
    report_broken_rows(broken_lines)
    run.read_new(create_pool(arguments, rules_of(decisions)))
    return run.report


def create_pool(arguments: Namespace, learned: LearnedRules) -> Pool:
    """Return a pool of this machine, or of the cluster at --cluster.

    Raises ``NoCluster``.
    """
    if not arguments.cluster:
        return LocalPool(arguments.jobs, read_options(arguments), learned)
    try:
        from ingest.work.cluster import ClusterPool
    except ModuleNotFoundError as error:
        raise NoCluster(
            f"--cluster needs a package that is not installed: pip install {error.name}"
        ) from error
    return ClusterPool(arguments.cluster, read_options(arguments), learned)


def create_run(
    arguments: Namespace, tables: sqlite3.Connection, ledger: Path | None
) -> Run:
    """Return a run over the archive at --out, locked by its *ledger* if it has one."""
    # The lock comes first: a new store deletes temporary files of a killed run.
    locked = Ledger(ledger, tables, read_options(arguments))
    store = Store(arguments.out, dry=arguments.dry_run)
    return Run(
        ledger=locked,
        store=store,
        ids=ArticleIds(store, tables),
        paths=arguments.paths,
        source=arguments.source,
        field_names=tuple(arguments.field),
        since=arguments.since.isoformat() if arguments.since else "",
        tables=tables,
        line_counter=LineCounter(tables),
        image_index=WarcImageIndex(arguments.paths, tables, ConfinedProcess()),
        lister=ConfinedProcess(),
        reader=ConfinedProcess(),
        files=progress.FileCount(count_files(arguments.paths)),
        removed=removed_levels(arguments.out),
    )


def count_files(paths: list[Path]) -> int:
    """Return the number of files to read, the total of the progress bar."""
    if not progress.console.is_terminal:
        return 0
    with ConfinedProcess() as lister:
        entries = list_confined(lister, paths)
        return sum(isinstance(entry, InputPath) for entry in entries)


if __name__ == "__main__":
    sys.exit(main())
