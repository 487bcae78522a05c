# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sample archive in content/: its pages are copied there, and it is removed again.

It is made of samples/ and demo/, so nothing is lost when it is removed.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from storage.files import remove_if_present
from upkeep import ROOT

CONTENT = ROOT / "content"
DEMO_PAGES = ROOT / "demo" / "pages"
SAMPLES = "samples/"  # how the inputs of the sample archive begin in the ledger
# What ingest and builds write into content/.
WRITTEN_FOLDERS = ("articles", "raw", "sidecars", "images")
WRITTEN_FILES = (
    *("ledger.jsonl", "last_run.json", "quality.json"),
    *("entities.lock.json", ".sketches.sqlite", "boilerplate.yml"),
    *("corrections.jsonl", "removals.jsonl"),
)


class MixedArchive(RuntimeError):
    """content/ has the sample archive and other articles; the message names one."""


def copy_sample_pages() -> None:
    """Copy the pages of the sample archive to content/pages, where builds read them."""
    shutil.copytree(DEMO_PAGES, CONTENT / "pages", dirs_exist_ok=True)


def ledger_inputs(content: Path) -> Iterator[str]:
    """Yield the input of each row of the ledger of *content*."""
    ledger = content / "ledger.jsonl"
    if not ledger.exists():
        return
    with ledger.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict) and "input" in row:
                yield str(row["input"])


def remove_sample_archive(content: Path) -> bool:
    """Remove the sample archive from *content*; return whether it was there.

    Raises ``MixedArchive`` if other articles are there too.
    """
    inputs = list(ledger_inputs(content))
    others = [name for name in inputs if not name.startswith(SAMPLES)]
    if others and len(others) < len(inputs):
        raise MixedArchive(
            f"{content.name}/ has the sample archive and other articles ({others[0]}):"
            " start in a fresh clone and ingest them there"
        )
    if others or not inputs:
        return False
    for name in WRITTEN_FOLDERS:
        shutil.rmtree(content / name, ignore_errors=True)
    for name in WRITTEN_FILES:
        remove_if_present(content / name)
    return True


def remove_sample_pages(content: Path) -> None:
    """Remove those pages of the sample archive that nobody edited."""
    for page in DEMO_PAGES.iterdir():
        copy = content / "pages" / page.name
        if copy.is_file() and copy.read_bytes() == page.read_bytes():
            copy.unlink()
