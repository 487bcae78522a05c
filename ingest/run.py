# SPDX-License-Identifier: AGPL-3.0-or-later
"""One run over all inputs: articles not in the ledger are read and written."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from ingest import progress
from ingest.archive.article_ids import ArticleIds
from ingest.archive.attach_pictures import attach_images
from ingest.archive.ledger import Ledger, LedgerRow
from ingest.archive.originals import ChangedInput
from ingest.archive.store import Store
from ingest.archive.stored_article import StoredArticle
from ingest.barren_inputs import BarrenInputs
from ingest.duplicates.signature_cache import add_signature
from ingest.edit.boilerplate.learned import (
    EdgeLines,
    LearnedRules,
    LineCounter,
    cuts_are_outdated,
)
from ingest.inputs.datasets.field_names import FieldPairs
from ingest.inputs.input_files import InputFile, InputPath
from ingest.model.record import Cut, Failure, PassedOver, RawArticle
from ingest.pictures.warc_index import WarcImageIndex
from ingest.removal.log import ERASE
from ingest.report import Report, unpublished_row
from ingest.restore import DamagedArticle, Restorer
from ingest.work.confined import ConfinedProcess
from ingest.work.read_input import list_confined, read_confined
from ingest.work.serialise import SerialisedArticle
from ingest.work.workers import Outcome, Pool, read_in_order


class SkippedArticle(NamedTuple):
    """An article that is not read, because an earlier run or pass has dealt with it."""

    id: str
    name: str  # of the input
    fate: str
    sidecar: dict[str, Any]
    front_matter: bytes = b""  # b"" for a copy, which is not counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The inputs of a run, the archive that it writes, and its tables."""

    paths: list[Path]
    source: str  # the outlet that the command line gives, "" for none
    field_names: FieldPairs  # of datasets, from the command line
    since: str  # ISO 8601, "" for all days
    store: Store
    ledger: Ledger
    tables: sqlite3.Connection
    ids: ArticleIds
    line_counter: LineCounter
    image_index: WarcImageIndex
    lister: ConfinedProcess  # of folders
    reader: ConfinedProcess  # of the inputs
    report: Report = field(default_factory=Report)
    barren: BarrenInputs = field(default_factory=BarrenInputs)
    files: progress.FileCount = field(default_factory=progress.FileCount)
    removed: Mapping[str, str] = field(default_factory=dict)  # id → hide | erase
    # SHA-256 of the records of this run that were erased before.
    erased_again: set[str] = field(default_factory=set)

    def read_new(self, pool: Pool) -> None:
        """Read all articles that are not in the ledger: the first pass."""
        self.process(read_in_order(self.new_articles(pool.learned), pool))
        self.report.failures.extend(self.barren.unlisted())

    def read_stale(self, pool: Pool, before: LearnedRules) -> None:
        """Read the articles again whose boilerplate rules changed: the second pass.

        *before* are the rules of the first pass. Failures are added to the report.
        """
        self.line_counter.mark_stale(before, pool.learned)
        self.ids.release()
        files = progress.FileCount(self.files.total)
        second_pass = replace(self, report=Report(), files=files)
        second_pass.process(read_in_order(self.stale_articles(pool.learned), pool))
        self.report.failures.extend(second_pass.report.failures)

    def restore(self, pool: Pool, damaged: list[DamagedArticle]) -> None:
        """Read *damaged* articles again from their originals."""
        restorer = Restorer(self.store, self.ledger, self.reader)
        files = progress.FileCount(len(damaged))
        restoration = replace(self, report=Report(), files=files)
        restoration.process(read_in_order(restorer.raw_articles(damaged), pool))
        self.report.failures.extend(restoration.report.failures)
        for (source, _), count in restoration.report.fates.items():
            self.report.fates[source, "restored"] += count

    def process(
        self,
        items: Iterable[
            tuple[RawArticle, Outcome] | Failure | PassedOver | SkippedArticle
        ],
    ) -> None:
        """Write and count the outcomes of reading."""
        for item in progress.show_progress(items, self.files):
            if isinstance(item, Failure):
                if self.barren.add_failure(item.name):
                    self.report.failures.append(self.with_source(item))
            elif isinstance(item, PassedOver):
                source = item.source or self.source
                self.report.passed_over[source, item.reason] += item.parts
            elif isinstance(item, SkippedArticle):
                self.count_skipped(item)
            else:
                self.record_outcome(*item)
        self.report.failures.extend(self.image_index.failures)
        self.image_index.failures.clear()

    def with_source(self, failure: Failure) -> Failure:
        """Return *failure*, if its newspaper is unknown, with that of all inputs."""
        return failure if failure.source else failure._replace(source=self.source)

    def raw_articles(self) -> Iterator[RawArticle | Failure | PassedOver]:
        """Yield the raw articles of all inputs, whose originals are stored.

        The original of an input in which nothing can be read is not.
        """
        # Members of zip files are extracted below the archive, where the next run
        # deletes what a killed one has left.
        temporary_folder = None if self.store.dry else self.store.out
        for entry in list_confined(self.lister, self.paths):
            if not isinstance(entry, InputPath):
                yield entry
                continue
            self.files.begun += 1
            stored_name = ""
            for item in read_confined(
                self.reader, entry, self.source, self.field_names, temporary_folder
            ):
                if isinstance(item, InputFile):
                    stored_name = item.stored_name
                    continue
                if stored_name and isinstance(item, RawArticle):
                    if changed := self.store_original(stored_name, entry):
                        yield changed
                        break
                    stored_name = ""
                yield item
                if self.barren.is_given_up(entry.name):
                    self.barren.give_up(entry.name)
                    break

    def store_original(self, name: str, entry: InputPath) -> Failure | None:
        """Store the original of an input; return a failure if the input has changed."""
        try:
            if self.store.store_original(name, entry.path):
                self.report.restored.append(name)
        except ChangedInput as error:
            reason = f"it was changed while it was read ({error}): read it again"
            return Failure(entry.name, reason, transient=True)
        return None

    def new_articles(
        self, learned: LearnedRules
    ) -> Iterator[RawArticle | Failure | PassedOver | SkippedArticle]:
        """Yield the raw articles to read, and what is known of the others."""
        for item in self.raw_articles():
            if isinstance(item, RawArticle):
                yield self.look_up(item, learned) or item
            else:
                yield item

    def stale_articles(
        self, learned: LearnedRules
    ) -> Iterator[RawArticle | Failure | PassedOver | SkippedArticle]:
        """Yield the raw articles whose articles are marked as stale."""
        for item in self.raw_articles():
            if not isinstance(item, RawArticle):
                continue
            row = self.ledger.find_row(item)
            if row and self.is_stale(row.id):
                yield self.look_up(item, learned) or item

    def is_stale(self, article_id: str) -> bool:
        """Return whether an article is marked as stale."""
        row = self.tables.execute("SELECT 1 FROM stale WHERE id = ?", (article_id,))
        return row.fetchone() is not None

    def look_up(
        self, raw: RawArticle, learned: LearnedRules
    ) -> SkippedArticle | Failure | None:
        """Return the outcome of an earlier run, ``None`` if *raw* has to be read."""
        row = self.ledger.find_row(raw)
        if not row:
            return None
        if not row.id:
            is_aside = row.status == "aside"
            return Failure(
                raw.name, row.reason, is_aside, source=row.source, month=row.month
            )
        stored = self.store.load(row.id)
        if stored.needs_reading:
            return None
        sidecar = stored.sidecar
        if sidecar["sha256"] != raw.sha256:
            return SkippedArticle(row.id, raw.name, "copy", sidecar)
        if has_outdated_cuts(sidecar, learned.get(sidecar["source"], {})):
            return None
        fate = "removed" if row.id in self.removed else fate_of(stored)
        return SkippedArticle(row.id, raw.name, fate, sidecar, stored.front_matter)

    def count_skipped(self, skipped: SkippedArticle) -> None:
        """Count an article that is not read."""
        self.barren.add_article(skipped.name)
        sidecar = skipped.sidecar
        fate = skipped.fate
        identity = sidecar["identity"]
        if fate != "copy" and not self.ids.claim(skipped.id, identity, skipped.name):
            fate = "copy"
        if fate != "copy":
            edges = EdgeLines(
                sidecar["source"], tuple(sidecar["edges"]), sidecar.get("longest", "")
            )
            self.line_counter.add(edges, skipped.id)
        if fate not in ("copy", "merged"):
            self.report.count_checks(
                skipped.id, skipped.front_matter, sidecar["confidence"]
            )
        self.report.fates[sidecar["source"], fate] += 1

    def record_outcome(self, raw: RawArticle, outcome: Outcome) -> None:
        """Write the outcome of *raw*, count it and enter it in the ledger."""
        if isinstance(outcome, Failure):
            self.record_failure(raw, outcome)
        elif outcome.day and outcome.day < self.since:
            self.report.fates[outcome.source, "earlier"] += 1
        else:
            self.barren.add_article(raw.name)
            self.report.unread_fields.update(outcome.fields.unread)
            self.report.chosen_fields.update(outcome.fields.chosen)
            self.report.damaged_rows.update(outcome.fields.damage)
            self.ledger.begin_writing()
            fate = self.write_article(outcome)
            self.report.fates[outcome.source, fate] += 1
            status = "copy" if fate == "copy" else "article"
            self.ledger.add_row(raw, LedgerRow(status, outcome.id, ""))

    def record_failure(self, raw: RawArticle, failure: Failure) -> None:
        """Report a failure; the ledger has it unless the next run is to try again."""
        if not self.barren.add_failure(raw.name):
            return
        self.report.failures.append(self.with_source(failure))
        if not failure.transient:
            row = unpublished_row(failure)
            self.ledger.add_row(
                raw, LedgerRow(row.status, "", row.reason, row.source, row.month)
            )

    def write_article(self, article: SerialisedArticle) -> str:
        """Write an article; return its fate, copy for another capture in this run."""
        article = self.ids.with_own_identity(article)
        if level := self.removed.get(article.id):
            if level == ERASE:
                self.erased_again.add(article.sha256)
            return "removed"
        if not self.ids.claim(article.id, article.identity, article.name):
            return "copy"
        self.line_counter.add(article.edges, article.id)
        self.report.count_checks(article.id, article.front_matter, article.confidence)
        if self.store.dry:
            self.ids.remember_text(article)
        article = attach_images(article, self.store.store_image, self.image_index)
        written = self.store.write_article(article)
        add_signature(self.tables, article, written)
        if self.store.dry and written.fate != "unchanged":
            progress.print_message(
                f"{written.fate}: articles/{article.id[:2]}/{article.id}.md"
            )
        return written.fate


def fate_of(stored: StoredArticle) -> str:
    """Return the fate of an article that is not read."""
    if stored.is_merged:
        return "merged"
    return "edited" if stored.is_edited else "unchanged"


def has_outdated_cuts(sidecar: Mapping[str, Any], rules: Mapping[str, str]) -> bool:
    """Return whether *rules* cut other lines of an article than were cut from it."""
    cuts = [Cut(**cut) for cut in sidecar["cut"]]
    return cuts_are_outdated(sidecar["edges"], cuts, rules)
