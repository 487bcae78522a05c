# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader of the copy in one file waits for, in Chromium from ``file://``.

python -m bench one_file FOLDER [--query WORDS] [--pages 20] [--times 5]

FOLDER has ``NAME.warraq.zip`` and ``open.html``. The first search is the time from the
choice of the file to the first result, with the directory of the zip read in it; each
time in a new browser. Milliseconds by the page's own clock; the disk's cache is warm.
"""

import argparse
import random
import statistics
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from bench.tools.chromium import launch_chromium

# Records when the file was chosen, before the opener hears of it.
RECORD_CHOICE = """addEventListener("change", () => {
  globalThis.chosen = performance.now();
}, true)"""
WAIT_FOR_RESULT = """async () => {
  const list = () => document.querySelector("iframe")?.contentDocument;
  const isAnswered = () => list()?.querySelector("ol.results li");
  while (!isAnswered()) await new Promise((next) => setTimeout(next, 4));
  return [performance.now() - chosen, Opener.directoryTime];
}"""
WAIT_FOR_PAGE = """async (url) => {
  const start = performance.now();
  const page = () => document.querySelector("iframe").contentDocument;
  const isShown = () => page()?.baseURI === url && page().readyState === "complete";
  Opener.navigate(url);
  while (!isShown()) await new Promise((next) => setTimeout(next, 4));
  return performance.now() - start;
}"""


class Waiting(NamedTuple):
    """Milliseconds that a reader waits."""

    search: float  # from the choice of the file to the first result
    directory: float  # of these, to read the zip's directory
    pages: Sequence[float]


def find_zip(folder: Path) -> Path:
    """Return the copy in *folder*."""
    (copy,) = folder.glob("*.warraq.zip")
    return copy


def pick_articles(copy: Path, count: int) -> list[str]:
    """Return the addresses of *count* articles of the copy, the same each time."""
    with zipfile.ZipFile(copy) as archive:
        names = [name.partition("/")[2] for name in archive.namelist()]
    articles = sorted(name for name in names if name.startswith("a/"))
    chosen = random.Random(0).sample(articles, min(count, len(articles)))
    return [f"archive://site/{name}" for name in chosen]


def read_copy(chromium: Any, copy: Path, query: str, articles: list[str]) -> Waiting:
    """Search the copy and read *articles* in a new window."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{copy.with_name('open.html').as_uri()}#/search.html?q={quote(query)}")
    page.evaluate(RECORD_CHOICE)
    page.set_input_files("#file", copy)
    search, directory = page.evaluate(WAIT_FOR_RESULT)
    pages = [page.evaluate(WAIT_FOR_PAGE, url) for url in articles]
    context.close()
    return Waiting(search, directory, pages)


def measure(folder: Path, query: str, pages: int, times: int) -> list[Waiting]:
    """Return what *times* readers wait for."""
    copy = find_zip(folder)
    articles = pick_articles(copy, pages)
    waitings = []
    for _ in range(times):
        with launch_chromium() as chromium:
            waitings.append(read_copy(chromium, copy, query, articles))
    return waitings


def main() -> None:
    """Print the medians and the worst."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--query", default="الرياض")
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    waitings = measure(options.folder, options.query, options.pages, options.times)
    searches = [waiting.search for waiting in waitings]
    directories = [waiting.directory for waiting in waitings]
    pages = [time for waiting in waitings for time in waiting.pages]
    for name, values in (
        ("first search", searches),
        ("directory", directories),
        ("page", pages),
    ):
        median, worst = statistics.median(values), max(values)
        print(f"{name:12} {median:7.0f} ms, worst {worst:.0f} ms of {len(values)}")


if __name__ == "__main__":
    main()
