# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prints the results of the gate: a table for people, JSON for scripts."""

import json
from collections.abc import Iterator, Sequence

from upkeep.check import CheckResult

# Problems of one check that are printed; the table counts all, JSON has all.
MAX_LINES = 20


def as_table(results: Sequence[CheckResult]) -> str:
    """Return a table of the checks, and below it their problems."""
    return "\n".join(table_lines(results))


def table_lines(results: Sequence[CheckResult]) -> Iterator[str]:
    """Yield a line for each check, then the problems of each."""
    for result in results:
        yield f"{verdict(result):<12} {result.name:<26} {extent(result)}"
    for result in results:
        if result.problems:
            yield ""
            yield f"{result.name}:"
            yield from (f"  {line}" for line in result.problems[:MAX_LINES])
            rest = len(result.problems) - MAX_LINES
            if rest > 0:
                yield f"  … and {rest:,} more: inv check --json lists all"


def verdict(result: CheckResult) -> str:
    """Return the outcome of a check in a word or two."""
    if result.not_run:
        return "not run"
    return f"{len(result.problems):,} problems" if result.problems else "ok"


def extent(result: CheckResult) -> str:
    """Return what a check has read, or why it did not run."""
    return result.not_run or f"{result.checked:,} {result.unit}"


def results_as_json(results: Sequence[CheckResult]) -> str:
    """Return the results, and all problems in one list, as JSON."""
    rows = [
        {
            "name": result.name,
            "checked": result.checked,
            "unit": result.unit,
            "problems": list(result.problems),
            "not_run": result.not_run,
        }
        for result in results
    ]
    problems = [line for result in results for line in result.problems]
    return json.dumps(
        {"problems": problems, "checks": rows}, ensure_ascii=False, indent=1
    )
