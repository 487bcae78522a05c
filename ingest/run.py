# SPDX-License-Identifier: AGPL-3.0-or-later
"""One reading of all inputs: what the ledger knows is passed over, the rest is read, written and entered there."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from ingest import progress
from ingest.archive.attach_pictures import attach_images
from ingest.archive.ledger import Ledger, Row
from ingest.archive.store import IdCollision, Store
from ingest.duplicates import signature_cache
from ingest.edit.learned_boilerplate import (
    LEARNED_RULE,
    EdgeLines,
    LearnedRules,
    LineCounter,
)
from ingest.inputs.input_files import identify_file, list_files
from ingest.inputs.split import split_input
from ingest.model.record import Failure, RawArticle, UnreadableInput
from ingest.pictures.warc_index import WarcImageIndex
from ingest.report import Report
from ingest.work.page import Page
from ingest.work.workers import Outcome, Team, work

DOUBTFUL = 0.5  # confidence below which a reading is listed


class Known(NamedTuple):
    """An article that an earlier reading has dealt with, and what has become of it since."""

    id: str
    name: str  # of the input
    fate: str
    sidecar: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is read, the archive it goes to, and the tables of the run."""

    paths: list[Path]
    source: str  # the outlet that the command line gives, "" for none
    since: str  # ISO 8601, "" for all days
    store: Store
    ledger: Ledger
    tables: sqlite3.Connection
    repeats: LineCounter
    crawls: WarcImageIndex
    report: Report = field(default_factory=Report)

    def read(self, crew: Team) -> None:
        """Read everything that the ledger does not know."""
        self.take(work(self.items(crew), crew))

    def read_again(self, crew: Team, before: LearnedRules) -> None:
        """Read the articles again whose repeated lines are other than *before*; what now fails is reported too."""
        self.repeats.mark_stale(before, crew.repeated)
        self.tables.execute("DELETE FROM seen")
        again = replace(self, report=Report())
        again.take(work(self.stale_pieces(crew), crew))
        self.report.failures.extend(again.report.failures)

    def take(
        self, results: Iterable[tuple[RawArticle, Outcome] | Failure | Known]
    ) -> None:
        """Write and count what comes of the reading."""
        for result in progress.counted(results):
            if isinstance(result, Failure):
                self.report.failures.append(result)
            elif isinstance(result, Known):
                self.pass_over(result)
            else:
                self.settle(*result)
        self.report.failures.extend(self.crawls.failures)
        self.crawls.failures.clear()

    def pieces(self) -> Iterator[RawArticle | Failure]:
        """Yield every piece of every input, its original kept."""
        for path, name in list_files(self.paths):
            try:
                original = identify_file(path, name)
            except (UnreadableInput, OSError) as error:
                yield Failure(name, getattr(error, "strerror", None) or str(error))
                continue
            self.store.keep(original.stored_name, path)
            yield from split_input(original, self.source)

    def items(self, crew: Team) -> Iterator[RawArticle | Failure | Known]:
        """Yield every piece, or what is known of it."""
        yield from (
            (self.known(item, crew) or item) if isinstance(item, RawArticle) else item
            for item in self.pieces()
        )

    def stale_pieces(self, crew: Team) -> Iterator[RawArticle | Failure | Known]:
        """Yield the pieces whose articles are marked as stale and indeed are."""
        for piece in (item for item in self.pieces() if isinstance(item, RawArticle)):
            row = self.ledger.find(piece)
            if (
                row
                and self.tables.execute(
                    "SELECT 1 FROM stale WHERE id = ?", (row.id,)
                ).fetchone()
            ):
                yield self.known(piece, crew) or piece

    def known(self, piece: RawArticle, crew: Team) -> Known | Failure | None:
        """Return what the archive knows of *piece*, ``None`` if it has to be read."""
        row = self.ledger.find(piece)
        if not row:
            return None
        if not row.id:
            return Failure(piece.name, row.reason, row.status == "aside")
        standing = self.store.standing(row.id)
        side = standing.sidecar
        if standing.torn or (standing.markdown is None and not standing.merged):
            return None
        if side["sha256"] != piece.sha256:
            return Known(row.id, piece.name, "copy", side)
        if outdated(side, crew.repeated.get(side["source"], {})):
            return None
        fate = (
            "merged"
            if standing.merged
            else "edited"
            if standing.edited
            else "unchanged"
        )
        return Known(row.id, piece.name, fate, side)

    def pass_over(self, known: Known) -> None:
        """Count an article that need not be read again."""
        side = known.sidecar
        fate = (
            known.fate
            if known.fate == "copy"
            or self.first(known.id, side["identity"], known.name)
            else "copy"
        )
        if fate != "copy":
            self.count(
                known.id,
                EdgeLines(side["source"], tuple(side["edges"])),
                side["confidence"],
            )
        self.report.fates[side["source"], fate] += 1

    def settle(self, piece: RawArticle, outcome: Outcome) -> None:
        """Write what was read of *piece*, count it and enter it in the ledger."""
        if isinstance(outcome, Failure):
            self.report.failures.append(outcome)
            if not outcome.transient:
                self.ledger.add(
                    piece,
                    Row("aside" if outcome.aside else "unreadable", "", outcome.reason),
                )
        elif outcome.day and outcome.day < self.since:
            self.report.fates[outcome.source, "earlier"] += 1
        else:
            self.ledger.begin()
            fate = self.put(outcome)
            self.report.fates[outcome.source, fate] += 1
            self.ledger.add(
                piece, Row("copy" if fate == "copy" else "article", outcome.id, "")
            )

    def put(self, page: Page) -> str:
        """Write an article; return what became of it, copy if this run has met another capture of it."""
        if not self.first(page.id, page.identity, page.name):
            return "copy"
        self.count(page.id, page.edges, page.confidence)
        written = self.store.put(attach_images(page, self.store.hold, self.crawls))
        signature_cache.note(self.tables, page, written)
        if self.store.dry and written.fate != "unchanged":
            progress.say(f"{written.fate}: articles/{page.id[:2]}/{page.id}.md")
        return written.fate

    def first(self, identifier: str, identity: str, name: str) -> bool:
        """Say whether the run meets an article for the first time. Raises ``IdCollision``."""
        if self.tables.execute(
            "INSERT OR IGNORE INTO seen VALUES (?, ?)", (identifier, identity)
        ).rowcount:
            return True
        (earlier,) = self.tables.execute(
            "SELECT identity FROM seen WHERE id = ?", (identifier,)
        ).fetchone()
        if earlier != identity:
            raise IdCollision(
                f"{name} gets the id {identifier} of another article: {earlier}"
            )
        return False

    def count(self, identifier: str, edges: EdgeLines, confidence: float) -> None:
        """Count an article's lines, and list it if its reading is doubtful."""
        self.repeats.add(edges, identifier)
        if confidence < DOUBTFUL:
            self.report.doubtful.append(identifier)


def outdated(sidecar: Mapping[str, Any], rules: Mapping[str, str]) -> bool:
    """Say whether other lines of an article are to be cut for being repeated than were."""
    cut = {cut["text"] for cut in sidecar["cut"] if cut["rule"] == LEARNED_RULE}
    return cut != rules.keys() & set(sidecar["edges"])
