# SPDX-License-Identifier: AGPL-3.0-or-later
"""The arguments of `python -m ingest`; what is wrong with them is said in one line."""

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from ingest.inputs.datasets.field_names import FIELDS
from ingest.model.options import DEFAULT_ZONE

USAGE_ERROR = 2  # exit status


class OneLineParser(ArgumentParser):
    """A parser that reports an error in one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        """Print *message* and exit with status 2."""
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")


def parse_arguments() -> Namespace:
    """Return the arguments of the command line, checked before anything is read."""
    parser = create_parser()
    arguments = parser.parse_args()
    if not arguments.paths and not arguments.restore:
        parser.error("the following arguments are required: PATH, or --restore")
    for path in arguments.paths:
        if not path.exists() and not path.is_symlink():
            parser.error(f"{path}: there is no such file or folder")
    fields = [ours for ours, _ in arguments.field]
    for ours in fields:
        if fields.count(ours) > 1:
            parser.error(f"--field: {ours} is given more than once")
    if arguments.out.exists() and not arguments.out.is_dir():
        parser.error(f"--out {arguments.out}: a file, not a folder")
    return arguments


def create_parser() -> ArgumentParser:
    """Return the parser of the command line."""
    parser = OneLineParser(
        prog="python -m ingest",
        description="Turn scraped inputs into Markdown below --out.",
    )
    add_paths(parser)
    add_reading_options(parser)
    add_running_options(parser)
    return parser


def add_paths(parser: ArgumentParser) -> None:
    """Add what is read, and the archive."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files and folders of a scrape",
    )
    parser.add_argument(
        "--restore",
        action="store_true",
        help="without a path: only restore damaged articles from their originals, as"
        " each run does",
    )
    parser.add_argument(
        "--out", type=Path, default=Path("content"), help="the archive (content)"
    )


def add_reading_options(parser: ArgumentParser) -> None:
    """Add what determines the text of articles."""
    parser.add_argument(
        "--source",
        default="",
        help="name of the newspaper, if all inputs are of a single one",
    )
    parser.add_argument(
        "--field",
        type=parse_field_name,
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help="a field of ours and its name in a dataset, e.g. captured=date; ours are "
        + ", ".join(FIELDS),
    )
    parser.add_argument(
        "--zone",
        type=parse_zone,
        default=DEFAULT_ZONE,
        help="time zone of the newspapers",
    )
    parser.add_argument(
        "--since",
        type=parse_day,
        metavar="DATE",
        help="skip articles of earlier days",
    )
    parser.add_argument(
        "--images",
        action="store_true",
        help="store the images that are in the scrape, and show them",
    )


def add_running_options(parser: ArgumentParser) -> None:
    """Add how the work is done."""
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="list what would be written, and write nothing",
    )
    parser.add_argument(
        "--jobs", type=parse_count, default=os.cpu_count() or 1, help="worker processes"
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="read on the Dask cluster with this scheduler, tcp://…",
    )


def parse_field_name(text: str) -> tuple[str, str]:
    """Return a field of ours and its name in a dataset, of OURS=THEIRS."""
    ours, _, theirs = text.partition("=")
    if not theirs:
        raise ArgumentTypeError(f"not of the form OURS=THEIRS: {text}")
    if ours not in FIELDS:
        raise ArgumentTypeError(
            f"no field of ours is called {ours}; they are {', '.join(FIELDS)}"
        )
    return ours, theirs


def parse_zone(text: str) -> ZoneInfo:
    """Return the time zone called *text*."""
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise ArgumentTypeError(
            f"no time zone is called {text}; one is Asia/Riyadh"
        ) from error


def parse_day(text: str) -> date:
    """Return an ISO 8601 day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"not a day as 2021-05-06: {text}") from error


def parse_count(text: str) -> int:
    """Return a number of processes, one or more."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"not a number of processes, 1 or more: {text}")
    return int(text)
