# SPDX-License-Identifier: AGPL-3.0-or-later
"""python -m ingest.correct logs the changes that editors made to articles.

With an id and --reason it logs why the article was changed. `inv build` runs it first,
so that no change is without its day.
"""

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path

from ingest import progress
from ingest.archive.corrections import (
    NotCorrected,
    explain_correction,
    record_corrections,
)
from storage.json_lines import BadLog


def main() -> int:
    """Log corrections; return 1 if the article is not edited."""
    parser = ArgumentParser(prog="python -m ingest.correct", description=__doc__)
    parser.add_argument("article", nargs="?", help="id of an article")
    parser.add_argument("--reason", default="", help="why it was corrected")
    parser.add_argument("--out", type=Path, default=Path("content"), help="the archive")
    arguments = parser.parse_args()
    today = datetime.now(UTC).date()
    try:
        if arguments.article:
            row = explain_correction(
                arguments.out, arguments.article, arguments.reason, today
            )
            progress.print_message(f"{row.id}: corrected {row.date}: {row.reason}")
            return 0
        rows = record_corrections(arguments.out, today)
    except (NotCorrected, BadLog) as error:
        progress.print_message(str(error))
        return 1
    for row in rows:
        progress.print_message(f"{row.id}: a correction is logged, of {row.date}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
