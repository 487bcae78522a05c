# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the gate reports of the files of a built site, without a browser."""

from pathlib import Path

from upkeep.check import check_files
from upkeep.check.site_pages import list_pages


def find_problems(site: Path) -> list[str]:
    """Return a line ``path: reason`` for each problem of a page."""
    results = check_files(list_pages(site))
    return [line for result in results for line in result.problems]
