# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everyday commands: `inv --list`."""

import shlex
import shutil
import sys
from pathlib import Path

import invoke.program
from invoke.context import Context
from invoke.tasks import task

from upkeep.task_arguments import PathsParser

invoke.program.Parser = PathsParser  # type: ignore[attr-defined]
PYTHON = shlex.quote(sys.executable)
PELICAN = f"{PYTHON} -m pelican content -s pelicanconf.py --fatal warnings"
TERMINAL = sys.stdout.isatty()


def quoted(arguments: str) -> str:
    """Return *arguments* quoted one by one, so that the shell runs none of them."""
    return shlex.join(shlex.split(arguments))


def run(c: Context, command: str) -> None:
    """Run *command*, with colours and progress where there is a terminal."""
    c.run(command, pty=TERMINAL)


@task(
    iterable=["path", "field"],
    help={
        "path": "files and folders of a scrape; the option's name may be left out",
        "source": "name of the newspaper, if all inputs are of a single one",
        "field": "OURS=THEIRS: a field of ours and its name in a dataset",
        "out": "the archive",
        "zone": "time zone of the newspapers, as Asia/Riyadh",
        "since": "skip articles of days before this DATE",
        "jobs": "worker processes",
        "cluster": "read on the Dask cluster with this scheduler, tcp://…",
        "images": "store the images that are in the scrape, and show them",
        "dry-run": "list what would be written, and write nothing",
    },
)
def ingest(  # noqa: PLR0913, PLR0917 - each parameter is an option of `inv ingest`
    c: Context,
    path: list[str],
    field: list[str],
    source: str = "",
    out: str = "content",
    zone: str = "",
    since: str = "",
    jobs: str = "",
    cluster: str = "",
    images: bool = False,
    dry_run: bool = False,
) -> None:
    """Turn scraped files into Markdown under content/: inv ingest PATH…"""
    names = ("out", "source", "zone", "since", "jobs", "cluster")
    values = (out, source, zone, since, jobs, cluster)
    given = [(name, value) for name, value in zip(names, values, strict=True) if value]
    words = list(path)
    for name, value in (*given, *(("field", pair) for pair in field)):
        words += [f"--{name}", value]
    words += ["--images"] if images else []
    words += ["--dry-run"] if dry_run else []
    run(c, f"{PYTHON} -m ingest {shlex.join(words)}")


@task(
    help={
        "out": "the archive",
    }
)
def report(c: Context, out: str = "content") -> None:
    """Report on the quality of the archive, and list the articles to check first."""
    run(c, f"{PYTHON} -m ingest.quality_report --out {shlex.quote(out)}")


@task(
    help={
        "place": "file or URL of a list of URLs, a sitemap or a feed",
        "contact": "e-mail address or page where a site's owner can reach you",
        "options": "see `python -m ingest.fetch --help`",
    }
)
def fetch(c: Context, place: str, contact: str, options: str = "") -> None:
    """Fetch pages politely into WARC files under fetched/ and ingest them."""
    command = f"{PYTHON} -m ingest.fetch {shlex.quote(place)}"
    run(c, f"{command} --contact {shlex.quote(contact)} {quoted(options)}")


@task
def build(c: Context) -> None:
    """Build the site into output/, stopping at the first problem."""
    run(c, PELICAN)


@task
def site(c: Context) -> None:
    """Ingest the sample archive and build its site."""
    ingest(c, ["samples"], [])
    build(c)
    c.run("echo 'Built. Double-click output/index.html, or run .venv/bin/inv serve'")


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
    """List candidates for new entities: review/index.html and candidates.yml."""
    run(c, f"{PYTHON} -m plugins.entities review {quoted(options)}")


@task(help={"options": "see `python -m plugins.entities apply --help`"})
def entities_apply(c: Context, options: str = "") -> None:
    """Add the decisions in review/candidates.yml to content/entities.yml."""
    run(c, f"{PYTHON} -m plugins.entities apply {quoted(options)}")


@task(
    help={
        "site": "folder of a built site",
        "host": "compare with the limits of github, cloudflare, netlify or gitlab",
    }
)
def check(c: Context, site: str = "output", host: str = "") -> None:
    """Check every link and page of a built site, or whether a host takes it."""
    option = f"--host {shlex.quote(host)}" if host else ""
    run(c, f"{PYTHON} -m upkeep check {shlex.quote(site)} {option}")


@task(help={"folder": "a copy of the site, or an archive: content"})
def verify(c: Context, folder: str = "output") -> None:
    """Compare a site with its manifest, or an archive with its digests."""
    is_archive = Path(folder, "ledger.jsonl").exists()
    module = "ingest.verify" if is_archive else "upkeep verify"
    run(c, f"{PYTHON} -m {module} {shlex.quote(folder)}")


@task(
    help={
        "fast": "without browser tests and slow tests: less than a minute",
        "options": "more options of pytest",
    }
)
def test(c: Context, fast: bool = False, options: str = "") -> None:
    """Run the tests."""
    selection = "-m 'not browser and not slow'" if fast else ""
    run(c, f"{PYTHON} -m pytest {selection} {quoted(options)}")


@task
def freeze(c: Context) -> None:
    """Accept changed output: rewrite tests/expected from the sample archive."""
    run(c, f"{PYTHON} -m pytest tests/test_expected.py --freeze")


@task
def lint(c: Context) -> None:
    """Run the linter, the formatter's check and the type checker."""
    run(c, f"{PYTHON} -m ruff check .")
    run(c, f"{PYTHON} -m ruff format --check .")
    run(c, f"{PYTHON} -m mypy")


@task(help={"options": "what to measure: see `python -m bench --help`"})
def bench(c: Context, options: str = "") -> None:
    """Print speed, memory, bytes and quality."""
    run(c, f"{PYTHON} -m bench {quoted(options)}")


@task(help={"data": "folder of labels and the labelled texts"})
def entities_train(c: Context, data: str = "../shared/data") -> None:
    """Train the recogniser and choose its publish thresholds (reproducible)."""
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
    """Report what this machine lacks and how to install it."""
    run(c, f"{PYTHON} -m upkeep doctor")


@task(help={"browser": "a Chromium for the tests as well"})
def setup(c: Context, browser: bool = False) -> None:
    """Install the theme's files (lunr.js, fonts) by version from npm."""
    run(c, f"{PYTHON} -m upkeep setup {'--browser' if browser else ''}")


@task
def clean(_c: Context) -> None:
    """Delete output/ and dist/, which a build makes; articles stay."""
    for folder in ("output", ".output.build", "dist"):
        shutil.rmtree(folder, ignore_errors=True)
