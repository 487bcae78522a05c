# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole stage: python -m ingest.fetch LIST fetches pages into a WARC file and has it ingested.

LIST is a text file of addresses, a sitemap, an index of sitemaps or a feed: a file or an address. Options that are
not named here are those of `python -m ingest`.
"""

import re
import subprocess
import sys
import time
from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from ingest import VERSION, progress
from ingest.fetch.addresses import collect, interleaved
from ingest.fetch.http_exchange import SCHEMES, NotFetched
from ingest.fetch.pictures import list_image_urls
from ingest.fetch.politeness import Manners
from ingest.fetch.visitor import ROBOT, Visit, Visitor
from ingest.fetch.warc_folder import Shelf
from ingest.model.record import Failure
from ingest.report import Report

CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+")


def contact(text: str) -> str:
    """Return *text* if one can write to it."""
    if not CONTACT.fullmatch(text):
        raise ArgumentTypeError("neither an e-mail address nor a page")
    return text


def arguments(words: list[str]) -> tuple[Namespace, list[str]]:
    """Return what the command line asks for, and what it asks of ingest."""
    parser = ArgumentParser(
        prog="python -m ingest.fetch",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("list", metavar="LIST", help="file or address")
    parser.add_argument(
        "--contact",
        type=contact,
        required=True,
        help="an address at which you can be reached",
    )
    parser.add_argument(
        "--into",
        type=Path,
        default=Path("fetched"),
        help="folder of the WARC files (fetched)",
    )
    parser.add_argument(
        "--pause",
        type=float,
        default=2,
        help="seconds between two requests to one host (2)",
    )
    parser.add_argument(
        "--images",
        action="store_true",
        help="fetch the pictures of the texts too, and show them",
    )
    asked, options = parser.parse_known_args(words)
    return asked, options + ["--images"] * asked.images


def main(
    words: list[str],
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Fetch, then ingest what came; return 1 if anything could not be fetched or read."""
    asked, options = arguments(words)
    agent = f"{ROBOT}/{VERSION.rpartition(' ')[2]} (+{asked.contact})"
    shelf = Shelf(
        asked.into,
        {"software": VERSION, "http-header-user-agent": agent, "robots": "obey"},
    )
    visitor = Visitor(agent, shelf, Manners(asked.pause, clock, sleep))
    visits = run(asked.list, visitor)
    if asked.images:
        visits += [
            visitor.visit_picture(url)
            for url in progress.show_progress(interleaved(list_image_urls(shelf.path)))
        ]
    failures = [Failure(visit.url, visit.reason) for visit in visits if visit.reason]
    fates = Counter(
        (urlsplit(visit.url).netloc, visit.fate) for visit in visits if visit.fate
    )
    progress.print_summary(Report(fates, failures))
    came = any(visit.fate in {"new", "changed"} for visit in visits)
    ingested = (
        subprocess.call([sys.executable, "-m", "ingest", shelf.path, *options])
        if came
        else 0
    )
    # Otherwise ingest was killed or asked for what it does not know: the next run fetches nothing and ingests again.
    if ingested in {0, 1}:
        shelf.close()
    return ingested or bool(failures)


def run(place: str, visitor: Visitor) -> list[Visit]:
    """Return what became of each page of the list at *place*, and of each list that could not be read."""
    try:
        data = (
            visitor.text(place)
            if urlsplit(place).scheme in SCHEMES
            else Path(place).read_bytes()
        )
        pages, missing = collect(data, visitor.text)
    except (NotFetched, OSError) as error:
        return [Visit(place, "", getattr(error, "strerror", None) or str(error))]
    failed = [Visit(url, "", reason) for url, reason in missing.items()]
    return failed + [
        visitor.visit(url) for url in progress.show_progress(interleaved(pages))
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
