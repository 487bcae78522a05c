# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everyday commands: `inv --list`."""

import shlex
import shutil
import sys

from invoke.context import Context
from invoke.tasks import task

PYTHON = shlex.quote(sys.executable)
PELICAN = f"{PYTHON} -m pelican content -s pelicanconf.py --fatal warnings"
TERMINAL = sys.stdout.isatty()


def run(c: Context, command: str) -> None:
    """Run *command*, with colours and progress where there is a terminal."""
    c.run(command, pty=TERMINAL)


@task(
    help={
        "paths": "files and folders of a scrape, in one pair of quotes",
        "options": "see `python -m ingest --help`",
    }
)
def ingest(c: Context, paths: str, options: str = "") -> None:
    """Turn scraped files into Markdown under content/."""
    run(c, f"{PYTHON} -m ingest {paths} {options}")


@task(
    help={
        "place": "file or address of a list of addresses, a sitemap or a feed",
        "contact": "e-mail address or page at which the asked can reach you",
        "options": "see `python -m ingest.fetch --help`",
    }
)
def fetch(c: Context, place: str, contact: str, options: str = "") -> None:
    """Fetch pages politely into WARC files under fetched/ and ingest them."""
    run(
        c,
        f"{PYTHON} -m ingest.fetch {shlex.quote(place)} --contact {shlex.quote(contact)} {options}",
    )


@task
def build(c: Context) -> None:
    """Build the site into output/, stopping at the first problem."""
    run(c, PELICAN)


@task
def site(c: Context) -> None:
    """Ingest the sample archive and build its site."""
    ingest(c, "samples")
    build(c)
    c.run(
        "echo 'Built. Open output/index.html in a browser (a double click will do), or run .venv/bin/inv serve'"
    )


@task(help={"port": "on the loopback address"})
def serve(c: Context, port: int = 8000) -> None:
    """Serve the site; rebuild and reload when something changes."""
    run(c, f"{PYTHON} -m upkeep serve --port {port}")


@task
def offline(c: Context) -> None:
    """Build the site and pack the offline copy into dist/."""
    run(c, f"""{PELICAN} -e 'OFFLINE_ZIP="dist/{{name}}.zip"'""")


@task(help={"options": "see `python -m plugins.entities review --help`"})
def entities_review(c: Context, options: str = "") -> None:
    """List the names that wait for an editor: review/index.html to read, review/candidates.yml to decide in."""
    run(c, f"{PYTHON} -m plugins.entities review {options}")


@task(help={"options": "see `python -m plugins.entities apply --help`"})
def entities_apply(c: Context, options: str = "") -> None:
    """Write what review/candidates.yml decides into content/entities.yml, whose own lines stay as they are."""
    run(c, f"{PYTHON} -m plugins.entities apply {options}")


@task(help={"site": "folder of a built site"})
def check(c: Context, site: str = "output") -> None:
    """Check every link and page of a built site."""
    run(c, f"{PYTHON} -m upkeep check {shlex.quote(site)}")


@task(help={"site": "folder of an unpacked copy"})
def verify(c: Context, site: str = "output") -> None:
    """Compare a copy with its manifest of SHA-256 sums."""
    run(c, f"{PYTHON} -m upkeep verify {shlex.quote(site)}")


@task(help={"options": "more options of pytest"})
def test(c: Context, options: str = "") -> None:
    """Run all tests, the browser's too."""
    run(c, f"{PYTHON} -m pytest {options}")


@task
def freeze(c: Context) -> None:
    """Accept the present output: rewrite tests/expected from the sample archive."""
    run(c, f"{PYTHON} -m pytest tests/test_expected.py --freeze")


@task
def lint(c: Context) -> None:
    """Run the linter, the formatter's check and the type checker."""
    run(
        c,
        f"{PYTHON} -m ruff check . && {PYTHON} -m ruff format --check . && {PYTHON} -m mypy",
    )


@task(help={"options": "what to measure: see `python -m bench --help`"})
def bench(c: Context, options: str = "") -> None:
    """Print speed, memory, bytes and quality."""
    run(c, f"{PYTHON} -m bench {options}")


@task(help={"data": "folder of labels and the labelled texts"})
def entities_train(c: Context, data: str = "../shared/data") -> None:
    """Train the recogniser, and choose its publish thresholds; the same bytes on every run."""
    run(c, f"{PYTHON} -m training.train {shlex.quote(data)}")
    run(c, f"{PYTHON} -m training.cross_validation {shlex.quote(data)}")


@task(
    help={
        "data": "folder of labels and the labelled texts",
        "articles": "the archive's Markdown",
    }
)
def entities_learn(
    c: Context, data: str = "../shared/data", articles: str = "content/articles"
) -> None:
    """Train a recogniser for this archive, into .cache."""
    run(
        c,
        f"{PYTHON} -m training.learn {shlex.quote(data)} {shlex.quote(articles)}",
    )


@task
def doctor(c: Context) -> None:
    """Say what this machine lacks and how to get it."""
    run(c, f"{PYTHON} -m upkeep doctor")


@task(help={"browser": "a Chromium for the tests as well"})
def setup(c: Context, browser: bool = False) -> None:
    """Install the theme's files (lunr.js, fonts) by version from npm."""
    run(c, f"{PYTHON} -m upkeep setup {'--browser' if browser else ''}")


@task
def clean(_c: Context) -> None:
    """Delete what a build makes: output/ and dist/. Articles stay."""
    for folder in ("output", "dist"):
        shutil.rmtree(folder, ignore_errors=True)
