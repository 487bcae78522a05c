# SPDX-License-Identifier: AGPL-3.0-or-later
"""python -m ingest.fetch LIST fetches pages into a WARC file and has it ingested.

LIST is a text file of URLs, a sitemap, an index of sitemaps or a feed: a file or a URL.
Options that are not listed here are those of `python -m ingest`.
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
from ingest.fetch.fetcher import ROBOT, Fetcher, FetchResult
from ingest.fetch.http_exchange import SCHEMES, NotFetched
from ingest.fetch.image_urls import list_image_urls
from ingest.fetch.politeness import HostSchedule
from ingest.fetch.url_lists import collect_urls, interleave_hosts
from ingest.fetch.warc_folder import WarcFolder
from ingest.model.record import Failure
from ingest.report import Report

CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+")
DEFAULT_PORTS = {"http": 80, "https": 443}
INGESTED = frozenset((0, 1))  # exit codes of ingest: 1 if it could not read everything


def parse_contact(text: str) -> str:
    """Return *text* if it is an e-mail address or a URL."""
    if not CONTACT.fullmatch(text):
        raise ArgumentTypeError("neither an e-mail address nor a page")
    return text


def parse_arguments(words: list[str]) -> tuple[Namespace, list[str]]:
    """Return the options of fetch, and those that are passed to ingest."""
    parser = ArgumentParser(
        prog="python -m ingest.fetch",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("list", metavar="LIST", help="file or URL")
    parser.add_argument(
        "--contact",
        type=parse_contact,
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
        help="fetch the images of the texts too, and show them",
    )
    parser.add_argument(
        "--allow-private",
        action="append",
        default=[],
        metavar="HOST[:PORT]",
        help="a host of your own network that may be fetched; so may that of LIST",
    )
    options, ingest_options = parser.parse_known_args(words)
    if options.images:
        ingest_options.append("--images")
    return options, ingest_options


def main(
    words: list[str],
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Fetch, then ingest; return 1 if anything could not be fetched or read."""
    options, ingest_options = parse_arguments(words)
    fetcher = create_fetcher(options, clock, sleep)
    results = fetch_pages(options.list, fetcher)
    if options.images:
        results += fetch_images(fetcher)
    progress.print_summary(summarise_results(results))
    exit_code = 0
    if any(result.change in {"new", "changed"} for result in results):
        exit_code = run_ingest(fetcher.warcs.path, ingest_options)
    # Otherwise ingest was killed or had an unknown option: the next run fetches nothing
    # and ingests again.
    if exit_code in INGESTED:
        fetcher.warcs.finish()
    return exit_code or any(result.reason for result in results)


def create_fetcher(
    options: Namespace, clock: Callable[[], float], sleep: Callable[[float], None]
) -> Fetcher:
    """Return the fetcher of a run."""
    version = VERSION.rpartition(" ")[2]
    user_agent = f"{ROBOT}/{version} (+{options.contact})"
    warcinfo = {
        "software": VERSION,
        "http-header-user-agent": user_agent,
        "robots": "obey",
    }
    schedule = HostSchedule(options.pause, clock, sleep)
    warcs = WarcFolder(options.into, warcinfo)
    return Fetcher(user_agent, warcs, schedule, allowed_hosts(options))


def allowed_hosts(options: Namespace) -> list[str]:
    """Return the hosts that the command line names; their address may be private."""
    allowed = list(options.allow_private)
    try:
        parts = urlsplit(options.list)
        if parts.scheme in DEFAULT_PORTS:
            port = parts.port or DEFAULT_PORTS[parts.scheme]
            allowed.append(f"{parts.hostname}:{port}")
    except ValueError:
        return allowed  # it is no URL
    return allowed


def fetch_pages(location: str, fetcher: Fetcher) -> list[FetchResult]:
    """Return the result of each page of the list at *location*, and of failed lists."""
    try:
        if urlsplit(location).scheme in SCHEMES:
            data = fetcher.fetch_list(location)
        else:
            data = Path(location).read_bytes()
        pages, failures = collect_urls(data, fetcher.fetch_list)
    except (NotFetched, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return [FetchResult(location, "", reason)]
    results = [FetchResult(url, "", reason) for url, reason in failures.items()]
    urls = progress.show_progress(interleave_hosts(pages))
    results.extend(map(fetcher.fetch_page, urls))
    return results


def fetch_images(fetcher: Fetcher) -> list[FetchResult]:
    """Return the result of each image in the pages that were fetched."""
    urls = interleave_hosts(list_image_urls(fetcher.warcs.path))
    return [fetcher.fetch_image(url) for url in progress.show_progress(urls)]


def summarise_results(results: list[FetchResult]) -> Report:
    """Return the number of new, changed and unchanged URLs a host, and failures."""
    fates = Counter(
        (urlsplit(result.url).netloc, result.change)
        for result in results
        if result.change
    )
    failures = [Failure(result.url, result.reason) for result in results]
    return Report(fates, [failure for failure in failures if failure.reason])


def run_ingest(warc: Path, ingest_options: list[str]) -> int:
    """Return the exit code of ingest for a WARC file."""
    return subprocess.call([sys.executable, "-m", "ingest", warc, *ingest_options])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
