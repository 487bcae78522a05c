# SPDX-License-Identifier: AGPL-3.0-or-later
"""python -m ingest.verify [CONTENT] checks an archive against its own digests.

Originals are compared with their names, articles with their sidecars, the ledger with
both. An article that an editor changed is counted and is no problem. Each run of ingest
restores damaged articles from their originals, and the originals from its inputs; one
whose input is gone must come from a copy.
"""

import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest import progress
from ingest.archive.ledger import LEDGER, parse_row
from ingest.archive.originals import is_sound_original, original_of
from ingest.archive.stored_article import StoredArticle, parse_sidecar
from ingest.pictures.formats import is_sound_image
from ingest.removal.log import ERASE, removed_levels
from storage.files import read_or_none
from storage.json_lines import BadLog

ORIGINAL_NAME = re.compile(r"[0-9a-f]{64}\.\w+(?:\.\w+)?")
# An erased record could not be cut out of its original, so that was deleted.
DROPPED = b'\noriginal: ""'
ABSENT, DAMAGED, INCOMPLETE = "is absent", "damaged", "was not written to its end"
RESTORABLE = frozenset((ABSENT, DAMAGED, INCOMPLETE))
# What is beside an article: a new text that an editor has to compare.
BESIDE = frozenset((".new", ".damaged"))


@dataclass(slots=True)
class ArchiveReport:
    """What was compared, a line for each problem, and the articles editors changed.

    An indented line is how the problem before it is mended.
    """

    lines: list[str] = field(default_factory=list)
    originals: int = 0
    articles: int = 0
    edited: int = 0
    restorable: int = 0  # articles that can be written again from their originals
    inputs: dict[str, str] = field(default_factory=dict)  # original → its input

    @property
    def problems(self) -> int:
        """The number of problems."""
        return sum(not line.startswith(" ") for line in self.lines)


def find_problems(content: Path) -> ArchiveReport:
    """Return what in the archive *content* is not as ingest wrote it."""
    report = ArchiveReport()
    ids = check_articles(content, report)
    check_originals(content, report)
    report.lines.extend(check_images(content))
    report.lines.extend(check_ledger(content, ids))
    return report


def check_originals(content: Path, report: ArchiveReport) -> None:
    """Compare each original with its name, which is its SHA-256."""
    for path in iterate_files(content / "raw"):
        name = path.relative_to(content).as_posix()
        if not ORIGINAL_NAME.fullmatch(path.name):
            report.lines.append(f"{name}: is no original")
        elif not is_sound_original(path):
            report.lines.append(f"{name}: damaged: its bytes do not match its name")
            source = report.inputs.get(path.relative_to(content / "raw").as_posix())
            where = f"its input, {source}" if source else "its input"
            report.lines.append(f"  to restore it, run inv ingest over {where}")
        report.originals += 1


def check_articles(content: Path, report: ArchiveReport) -> set[str]:
    """Compare each article with its sidecar; return the ids of all sidecars."""
    ids = set()
    for path in iterate_files(content / "sidecars"):
        ids.add(path.stem)
        name = f"{path.stem[:2]}/{path.stem}.md"
        markdown = read_or_none(content / "articles" / name)
        data = path.read_bytes()
        stored = StoredArticle(markdown, data, parse_sidecar(data))
        problem = problem_of(content, stored)
        original = original_of(markdown or b"").partition("#")[0]
        report.inputs[original] = str(stored.sidecar.get("input", "")).partition("#")[0]
        if not stored.sidecar:
            report.lines.append(f"sidecars/{name[:-3]}.json: damaged sidecar")
        elif problem:
            report.lines.append(f"articles/{name}: {problem}")
            report.restorable += problem in RESTORABLE
        elif stored.is_edited:
            report.edited += 1
    for path in iterate_files(content / "articles"):
        report.articles += path.suffix == ".md"
        if path.suffix not in BESIDE and path.stem not in ids:
            name = path.relative_to(content).as_posix()
            report.lines.append(f"{name}: has no sidecar, so it cannot be verified")
    return ids


def problem_of(content: Path, stored: StoredArticle) -> str:
    """Return what is wrong with an article, "" if nothing is."""
    if stored.markdown is None:
        return "" if stored.is_merged else ABSENT
    if stored.may_be_damaged:
        return DAMAGED
    if stored.is_incomplete:
        return INCOMPLETE
    if DROPPED in stored.front_matter:
        return ""
    name = original_of(stored.markdown)
    original = content / "raw" / name.partition("#")[0]
    return "" if original.is_file() else f"its original is absent: {name}"


def check_images(content: Path) -> Iterator[str]:
    """Yield a line for each image whose bytes do not match its name."""
    for path in iterate_files(content / "images"):
        if not is_sound_image(path):
            name = path.relative_to(content).as_posix()
            yield f"{name}: damaged: its bytes do not match its name"


def check_ledger(content: Path, ids: set[str]) -> Iterator[str]:
    """Yield a line for each damaged row, and for ids that only one side has."""
    recorded = set()
    with (content / LEDGER).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            row = parse_row(line)
            if not row:
                yield f"{LEDGER} line {number}: damaged"
            elif row.get("id"):
                recorded.add(row["id"])
    erased = {name for name, level in removed_levels(content).items() if level == ERASE}
    for article_id in sorted(recorded - ids - erased):
        yield f"{article_id}: in the ledger, but without a sidecar"
    for article_id in sorted(ids - recorded):
        yield f"{article_id}: not in the ledger"


def iterate_files(folder: Path) -> Iterator[Path]:
    """Yield all files below *folder* in order."""
    for path in sorted(folder.rglob("*")):
        if not path.is_dir() or path.is_symlink():
            yield path


def main() -> int:
    """Print the problems of an archive; return 1 if there are any."""
    parser = ArgumentParser(prog="python -m ingest.verify", description=__doc__)
    parser.add_argument("content", nargs="?", type=Path, default=Path("content"))
    content = parser.parse_args().content
    if not (content / LEDGER).is_file():
        progress.print_message(f"{content}: no archive, {LEDGER} does not exist")
        return 1
    try:
        report = find_problems(content)
    except BadLog as error:
        progress.print_plain(str(error), "red")
        return 1
    for line in report.lines:
        progress.print_plain(line, "red")
    if report.restorable:
        progress.print_plain(
            "inv ingest --restore writes damaged and absent articles again from their"
            " originals"
        )
    progress.print_plain(
        f"{content}: {report.problems:,} problems in {report.originals:,} originals"
        f" and {report.articles:,} articles, of which editors changed {report.edited:,}"
    )
    return 1 if report.lines else 0


if __name__ == "__main__":
    sys.exit(main())
