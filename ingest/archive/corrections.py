# SPDX-License-Identifier: AGPL-3.0-or-later
"""The log of corrections: which articles editors changed, when and why.

An editor changes the Markdown of an article in any way. Ingest recognises that by the
SHA-256 in the sidecar, which stays as it is, as does the original. Builds show what the
log has. A later row of the same text replaces the reason of an earlier one.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ingest.archive.store import Store
from ingest.archive.stored_article import StoredArticle
from storage.files import sha256_hex
from storage.json_lines import append_row, read_log

LOG = "corrections.jsonl"
UNPUBLISHED = re.compile(rb"\nstatus: *[\"']?(?:draft|hidden|skip)\b")


class NotCorrected(ValueError):
    """An article has the text that ingest wrote; the message is what to do."""


class Correction(NamedTuple):
    """A row of the log; *before* and *after* are digests of the Markdown."""

    id: str
    date: str  # ISO 8601
    reason: str
    before: str
    after: str


def record_corrections(out: Path, today: date) -> list[Correction]:
    """Log every change of an article that the log does not have yet; return the rows.

    An article that its editor does not publish (``status``) is not corrected.
    """
    last = last_texts(read_rows(out))
    added = []
    for article_id, stored in stored_articles(Store(out, dry=True)):
        if change := unrecorded_change(article_id, stored, last):
            added.append(Correction(article_id, today.isoformat(), "", *change))
    for row in added:
        append_row(out / LOG, row._asdict())
    return added


def read_rows(out: Path) -> list[dict[str, str]]:
    """Return the rows of the log. Raises ``BadLog``."""
    return read_log(out / LOG, *Correction._fields)


def last_texts(rows: list[dict[str, str]]) -> dict[str, str]:
    """Return id → digest of the last text in the log."""
    return {row["id"]: row["after"] for row in rows}


def stored_articles(store: Store) -> Iterator[tuple[str, StoredArticle]]:
    """Yield the id and the files of every article."""
    for path in sorted(store.articles.glob("*/*.md")):
        yield path.stem, store.load(path.stem)


def unrecorded_change(
    article_id: str, stored: StoredArticle, last: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return the digests before and after a change that is not in the log."""
    if stored.markdown is None or UNPUBLISHED.search(stored.front_matter):
        return None
    after = sha256_hex(stored.markdown)
    if article_id not in last and not (stored.sidecar and stored.is_edited):
        return None
    before = last.get(article_id) or str(stored.sidecar["markdown_sha256"])
    return None if before == after else (before, after)


def explain_correction(
    out: Path, article_id: str, reason: str, today: date
) -> Correction:
    """Log the reason of the last change of an article. Raises ``NotCorrected``."""
    record_corrections(out, today)
    rows = [row for row in read_rows(out) if row["id"] == article_id]
    if not rows:
        path = f"{out.name}/articles/{article_id[:2]}/{article_id}.md"
        raise NotCorrected(f"{article_id} is as it was ingested: edit {path} first")
    row = Correction(**{**rows[-1], "reason": reason})
    append_row(out / LOG, row._asdict())
    return row
