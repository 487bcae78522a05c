# SPDX-License-Identifier: AGPL-3.0-or-later
"""python -m ingest.quality_report: what an archive lacks, and what to check first.

The report is printed, and written as data to ``quality.json`` in the archive: the
counts of each newspaper and month, what was not published and why, and the articles
with implausible values, the most suspicious first, each with its original.
"""

import re
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.table import Table
from rich.text import Text

from ingest import progress
from ingest.quality_checks import (
    COUNTS,
    ArticleFacts,
    QualityReport,
    compile_report,
    serialise_report,
)
from storage.files import write_if_changed
from storage.json_lines import BadLog

DATA_FILE = "quality.json"
MAX_LISTED = 30  # articles on the terminal; the data file has all
MAX_EXAMPLES = 5  # inputs named for each reason
NUMBER = re.compile(r"\d[\d.,]*%?")
NOT_PUBLISHED = "not published"  # column of the table that is printed


def main() -> int:
    """Print the report and write its data; return 1 if there is no archive."""
    parser = ArgumentParser(prog="python -m ingest.quality_report", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("content"), help="the archive")
    archive = parser.parse_args().out
    if not (archive / "articles").is_dir():
        progress.print_message(f"{archive}: there is no archive")
        return 1
    try:
        report = compile_report(archive)
    except BadLog as error:
        progress.print_message(str(error))
        return 1
    write_if_changed(archive / DATA_FILE, serialise_report(report))
    print_report(report, archive)
    return 0


def print_report(report: QualityReport, archive: Path) -> None:
    """Print the counts, what was not published, and what to check first."""
    outcomes = report.outcomes_by_month()
    print_counts(report.counts, outcomes)
    print_outcomes(outcomes)
    for outcome, inputs in report.inputs_by_outcome().items():
        print_examples(f"{outcome} ({len(inputs):,})", inputs)
    kinds = Counter(
        NUMBER.sub("N", reason)
        for article in report.to_check
        for reason in article.reasons
    )
    progress.print_plain(f"to check: {len(report.to_check):,} articles")
    for kind, count in kinds.most_common(MAX_LISTED):
        progress.print_plain(f"  {count:,} × {kind}")
    for article in report.to_check[:MAX_LISTED]:
        print_article(article, archive)
    progress.print_plain(f"all of them: {archive / DATA_FILE}")


def print_counts(
    counts: Mapping[tuple[str, str], Counter[str]],
    outcomes: Mapping[tuple[str, str], Counter[str]],
) -> None:
    """Print a table of newspapers and months."""
    table = Table("source", "month", *COUNTS, NOT_PUBLISHED, box=None)
    for key, row in sorted(counts.items()):
        source, month = key
        numbers = [*(row[name] for name in COUNTS), outcomes[key].total()]
        cells = [f"{number:,}" for number in numbers]
        name = Text(printable_source(source))
        table.add_row(name, month or "undated", *cells)
    progress.console.print(table)


def print_outcomes(outcomes: Mapping[tuple[str, str], Counter[str]]) -> None:
    """Print why something of each newspaper and month was not published."""
    for (source, month), counts in sorted(outcomes.items()):
        if counts:
            reasons = [f"{count:,} × {outcome}" for outcome, count in counts.items()]
            heading = f"{printable_source(source)}, {month or 'undated'}"
            progress.print_plain(f"not published, {heading}: {'; '.join(reasons)}")


def printable_source(source: str) -> str:
    """Return the name of a newspaper for a terminal."""
    return progress.printable(source) if source else "newspaper unknown"


def print_examples(heading: str, inputs: Iterable[str]) -> None:
    """Print *heading* and the first of *inputs*."""
    progress.print_plain(heading)
    for name in list(inputs)[:MAX_EXAMPLES]:
        progress.print_plain(f"  {name}")


def print_article(article: ArticleFacts, archive: Path) -> None:
    """Print an article to check: why, its file, its original and its URL."""
    progress.print_plain(f"{article.title} — {'; '.join(article.reasons)}")
    file = archive / "articles" / article.id[:2] / f"{article.id}.md"
    original = archive / "raw" / article.original
    progress.print_plain(f"  {file}\n  {original}\n  {article.url}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
