# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv status`: what is in the archive, what changed, what waits, what to do next."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from archive_settings.archive_file import ArchiveSettings
from storage.files import read_or_none
from storage.json_lines import BadLog, read_log
from storage.manifest import MANIFEST
from upkeep import ROOT

SOURCE = re.compile(rb"^source: (.+)$", re.MULTILINE)
FRONT_MATTER_SIZE = 100_000  # bytes in which the newspaper is looked for
UNDECIDED = re.compile(r"^ *decision: later$", re.MULTILINE)
DECIDED = re.compile(r"^ *decision: (?!later)\w+$", re.MULTILINE)
SOURCES_SHOWN = 8


@dataclass(slots=True)
class Status:
    """The state of an archive; `--json` prints it as it is."""

    name: str
    settings: str  # the file that they are read from
    articles: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    originals: int = 0
    built: bool = False
    pages_missing: int = 0  # articles without a page
    pages_outdated: int = 0  # articles that are newer than the site
    pages_left: int = 0  # pages whose article is gone
    settings_newer: bool = False
    unreadable: int = 0
    new_texts: int = 0  # .new files beside articles that editors changed
    names_undecided: int = 0
    names_unapplied: int = 0
    removed: int = 0
    corrected: int = 0
    next: list[str] = field(default_factory=list)


def read_status(settings: ArchiveSettings, content: Path, site: Path) -> Status:
    """Return the state of the archive in *content*, and of the built *site*."""
    status = Status(
        name=settings["archive.name"], settings=os.path.relpath(settings.path, ROOT)
    )
    articles = count_articles(status, content)
    status.originals = sum(1 for _ in files_below(content / "raw"))
    compare_site(status, articles, content, site, settings.path)
    count_waiting(status, content)
    status.next = list(next_steps(status, is_own=settings.is_own))
    return status


def files_below(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield the files two levels below *folder*."""
    if not folder.is_dir():
        return
    for shelf in os.scandir(folder):
        if shelf.is_dir():
            yield from (entry for entry in os.scandir(shelf) if entry.is_file())


def count_articles(status: Status, content: Path) -> dict[str, float]:
    """Count the articles by newspaper; return id → time of the last change."""
    sources: Counter[str] = Counter()
    changed: dict[str, float] = {}
    for entry in files_below(content / "articles"):
        if entry.name.endswith(".md"):
            changed[entry.name.removesuffix(".md")] = entry.stat().st_mtime
            sources[source_of(entry.path)] += 1
        elif entry.name.endswith(".new"):
            status.new_texts += 1
    status.articles = len(changed)
    status.sources = dict(sources.most_common())
    return changed


def source_of(path: str) -> str:
    """Return the newspaper in the front matter of a file, "" if there is none."""
    with Path(path).open("rb") as stream:
        match = SOURCE.search(stream.read(FRONT_MATTER_SIZE))
    return match[1].decode("utf-8", "replace").strip(' "') if match else ""


def compare_site(
    status: Status,
    articles: dict[str, float],
    content: Path,
    site: Path,
    settings: Path,
) -> None:
    """Count what changed since the last build."""
    manifest = site / MANIFEST
    status.built = manifest.is_file()
    if not status.built:
        return
    built = manifest.stat().st_mtime
    pages = {entry.name.removesuffix(".html") for entry in files_below(site / "a")}
    removed = {row["id"] for row in read_log(content / "removals.jsonl", "id")}
    status.pages_missing = len(articles.keys() - pages)
    # A removed article has a page: its tombstone.
    status.pages_left = len(pages - articles.keys() - removed)
    status.pages_outdated = sum(
        changed > built for name, changed in articles.items() if name in pages
    )
    status.settings_newer = settings.stat().st_mtime > built


def count_waiting(status: Status, content: Path) -> None:
    """Count what waits for a decision, and what was decided."""
    status.unreadable = count_failures(content / "last_run.json")
    candidates = read_or_none(ROOT / "review" / "candidates.yml") or b""
    text = candidates.decode("utf-8", "replace")
    status.names_undecided = len(UNDECIDED.findall(text))
    status.names_unapplied = len(DECIDED.findall(text))
    status.removed = count_lines(content / "removals.jsonl")
    status.corrected = count_lines(content / "corrections.jsonl")


def count_failures(last_run: Path) -> int:
    """Return how many inputs the last ingest could not read. Raises ``BadLog``."""
    try:
        return len(json.loads(read_or_none(last_run) or b"{}").get("failures", ()))
    except (ValueError, AttributeError, TypeError) as error:
        raise BadLog(f"{last_run} is damaged: run `inv ingest` again") from error


def count_lines(path: Path) -> int:
    """Return the number of lines of a file, 0 if it does not exist."""
    return (read_or_none(path) or b"").count(b"\n")


def next_steps(status: Status, *, is_own: bool) -> Iterator[str]:
    """Yield what to do next, the most urgent first."""
    if not is_own:
        yield "inv start               to begin an archive of your own"
    if not status.articles:
        yield "inv ingest PATH         to add articles"
        return
    if status.unreadable:
        yield "inv report              for the inputs that could not be read, and why"
    if status.new_texts:
        yield "compare content/articles/*/*.new with the articles that you edited"
    if needs_build(status):
        yield "inv build               to bring the site up to date"
    else:
        yield "inv check               then: inv publish"
    if status.names_unapplied:
        yield "inv entities-apply      for the names that you decided"
    elif status.names_undecided:
        yield "review/index.html       for the names that wait for a decision"
    else:
        yield "inv entities-review     to list names that wait for a decision"


def needs_build(status: Status) -> bool:
    """Return whether the site is not that of the archive."""
    counts = status.pages_missing, status.pages_outdated, status.pages_left
    return not status.built or any(counts) or status.settings_newer


def describe(status: Status) -> Iterator[str]:
    """Yield *status* as lines."""
    yield f"{status.name}  ({status.settings})"
    yield (
        f"  {status.articles:,} articles of {len(status.sources)} newspapers,"
        f" {status.originals:,} originals"
    )
    for name, count in list(status.sources.items())[:SOURCES_SHOWN]:
        yield f"    {count:>7,}  {name}"
    if len(status.sources) > SOURCES_SHOWN:
        yield f"    … and {len(status.sources) - SOURCES_SHOWN} more"
    yield f"  {status.corrected:,} corrections, {status.removed:,} removals"
    yield from describe_site(status)
    yield (
        f"Waiting: {status.unreadable:,} unreadable inputs,"
        f" {status.names_undecided:,} names, {status.names_unapplied:,} decisions to"
        f" apply, {status.new_texts:,} new texts of edited articles"
    )
    yield "Next:"
    yield from (f"  {step}" for step in status.next)


def describe_site(status: Status) -> Iterator[str]:
    """Yield what changed since the last build."""
    if not status.built:
        yield "Site: not built"
        return
    if not needs_build(status):
        yield "Site: up to date"
        return
    settings = ", settings changed" if status.settings_newer else ""
    yield (
        f"Site: since the last build {status.pages_missing:,} new,"
        f" {status.pages_outdated:,} changed, {status.pages_left:,} gone{settings}"
    )


def as_json(status: Status) -> str:
    """Return *status* as JSON."""
    return json.dumps(asdict(status), ensure_ascii=False, indent=1)
