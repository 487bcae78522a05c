# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tasks for developers: `inv dev.test` and others. What follows `--` is passed on."""

import shlex

from invoke.context import Context
from invoke.tasks import task

from upkeep.task_commands import PYTHON, run, run_module

# Tests of a module share its fixtures, so a module stays in one process.
PARALLEL = ("--numprocesses", "auto", "--dist", "loadfile")


@task(help={"fast": "without browser tests and slow tests: less than a minute"})
def test(c: Context, fast: bool = False) -> None:
    """Run the tests: inv dev.test -- tests/test_byline.py -k NAME."""
    selection = ["-m", "not browser and not slow"] if fast else []
    run_module(c, "pytest", *PARALLEL, *selection, options={})


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


@task
def bench(c: Context) -> None:
    """Print speed, memory, bytes and quality: inv dev.bench -- NAME."""
    run_module(c, "bench", options={})


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
    run_module(c, "training.learn", data, articles, options={})


@task
def settings_reference(c: Context) -> None:
    """Write docs/*/settings.md from the table of settings."""
    run_module(c, "archive_settings.reference", options={})
