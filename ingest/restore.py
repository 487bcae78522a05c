# SPDX-License-Identifier: AGPL-3.0-or-later
"""Damaged articles are restored from their originals when their inputs are not there.

A run reads an article again if its file is damaged and its input is in the run. For the
others, the originals below raw/ are split as if they were the inputs, under the names
that the inputs had. The files of an archive are only searched for signs of damage,
which takes a second for 30,000 articles; the originals are read if there is any.
"""

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ingest.archive.attach_pictures import FROM_ARTICLE
from ingest.archive.ledger import Ledger, parse_row
from ingest.archive.originals import original_of
from ingest.archive.store import Store
from ingest.archive.stored_article import StoredArticle, has_damaged_bytes
from ingest.inputs.input_files import InputPath
from ingest.model.record import Fact, Failure, RawArticle, ScrapeFile
from ingest.pictures.formats import is_sound_image
from ingest.pictures.locate import STORED
from ingest.work.confined import ConfinedProcess
from ingest.work.read_input import read_confined
from storage.files import read_or_none


class DamagedArticle(NamedTuple):
    """An article to restore: its id, the digest and the name of its record.

    *source* is the outlet that the command line gave; if the sidecar is lost, the one
    of the front matter, which came from there if the *stage* of the ledger agrees.
    *original* is a file below raw/. Both are "" where they are unknown.
    *keeps_images* is whether it was read with its images, ``None`` if that is unknown.
    *lost* names what else is needed beside the original, "" if nothing is: the images
    were beside the input, and the sidecar says which of them is which.
    """

    id: str
    sha256: str
    record: str
    stage: str
    source: str
    original: str
    keeps_images: bool | None
    lost: str


def find_damaged(
    store: Store, ledger: Path, sound: Container[str]
) -> list[DamagedArticle]:
    """Return the damaged articles of an archive whose records its *ledger* has.

    Those called *sound* are not examined: this run has checked or written them, or they
    were removed on purpose.
    """
    ids = {path.stem for path in store.sidecars.glob("*/*.json")}
    ids |= {path.stem for path in store.articles.glob("*/*.md")}
    ids = {article_id for article_id in ids if article_id not in sound}
    suspect = {article_id for article_id in ids if is_suspect(store, article_id)}
    rows = last_rows(ledger, suspect) if suspect else {}
    return [
        describe(store, article_id, rows[article_id])
        for article_id in sorted(rows)
        if store.load(article_id).needs_reading
    ]


def is_suspect(store: Store, article_id: str) -> bool:
    """Return whether a file of an article is absent or may be damaged.

    This is a fast check: the sidecar is not parsed.
    """
    article_path, sidecar_path = store.paths_of(article_id)
    markdown, sidecar = read_or_none(article_path), read_or_none(sidecar_path) or b""
    if not sidecar.endswith(b"\n}\n") or b'\n "replaces": ' in sidecar:
        return True
    if has_damaged_bytes(sidecar):
        return True
    if markdown is None:
        return b'\n "merged_into": ' not in sidecar
    return not markdown.endswith(b"\n") or has_damaged_bytes(markdown)


def last_rows(ledger: Path, ids: set[str]) -> dict[str, dict[str, str]]:
    """Return the last row of the ledger that each of *ids* was written for."""
    rows = {}
    with ledger.open("rb") as stream:
        for line in stream:
            row = parse_row(line)
            if row.get("id") in ids and row["status"] == "article" and "input" in row:
                rows[row["id"]] = row
    return rows


def describe(store: Store, article_id: str, row: Mapping[str, str]) -> DamagedArticle:
    """Return a damaged article by its row and what remains of its files."""
    stored = store.load(article_id)
    markdown = stored.markdown or b""
    facts = stored.sidecar.get("candidates", [])
    sources = [
        fact["value"]
        for fact in facts
        if fact["field"] == "source" and fact["origin"] == "command line"
    ]
    return DamagedArticle(
        id=article_id,
        sha256=stored.sidecar.get("sha256", row["sha256"]),
        record=stored.sidecar.get("input", row["input"]),
        stage=row["stage"],
        source="".join(sources[:1]) if stored.sidecar else source_of(markdown),
        original=original_of(markdown).partition("#")[0],
        keeps_images=keeps_images(stored),
        lost=lost_for_images(store, stored),
    )


def keeps_images(stored: StoredArticle) -> bool | None:
    """Return whether an article was read with its images, ``None`` if it is unknown."""
    if stored.sidecar:
        facts = stored.sidecar.get("candidates", [])
        return any(fact["field"] == "images" for fact in facts)
    return True if FROM_ARTICLE.encode() in (stored.markdown or b"") else None


def lost_for_images(store: Store, stored: StoredArticle) -> str:
    """Return the file without which the images of an article cannot be attached.

    Without sidecar and Markdown, an article of an archive with images may have some.
    """
    if not stored.sidecar:
        may_have_images = keeps_images(stored) or (
            not stored.front_matter and any(store.images.iterdir())
        )
        return "the sidecar with the names of its images" if may_have_images else ""
    for image in stored.sidecar.get("images", []):
        path = store.images / image["file"]
        if not path.is_file() or not is_sound_image(path):
            return f"images/{image['file']}"
    return ""


def source_of(markdown: bytes) -> str:
    """Return the outlet in the front matter, "" without one."""
    front_matter = markdown.partition(b"\n---\n")[0].decode("utf-8", "replace")
    for line in front_matter.splitlines():
        name, _, value = line.partition(": ")
        if name == "source":
            return json.loads(value) if value.startswith('"') else value
    return ""


def group_by_input(
    damaged: list[DamagedArticle],
) -> dict[str, list[DamagedArticle]]:
    """Return the damaged articles by the name of their input.

    Those that certainly need more than their original are left out.
    """
    inputs: dict[str, list[DamagedArticle]] = {}
    for article in damaged:
        if not article.lost or article.keeps_images is None:
            name = article.record.partition("#")[0]
            inputs.setdefault(name, []).append(article)
    return inputs


class Restorer:
    """Reads damaged articles from the originals of *store*; *reader* splits them."""

    def __init__(self, store: Store, ledger: Ledger, reader: ConfinedProcess) -> None:
        self.store, self.ledger, self.reader = store, ledger, reader

    def raw_articles(
        self, damaged: list[DamagedArticle]
    ) -> Iterator[RawArticle | Failure]:
        """Yield the raw article of each of *damaged*, a failure where there is none."""
        waiting = {article.id: article for article in damaged}
        for name, articles in group_by_input(damaged).items():
            for article, raw in self.articles_of_input(name, articles):
                if article.lost and self.ledger.stage_of(raw) != article.stage:
                    continue  # not proved to have been read without images
                del waiting[article.id]
                raw = replace(raw, scrape_file=self.stored_images(article))
                yield self.with_source(raw, article)
        for article in waiting.values():
            name = f"articles/{article.id[:2]}/{article.id}.md"
            reason = f"damaged, restored only by reading {article.record}"
            lost = f" ({article.lost} is missing or damaged)" if article.lost else ""
            yield Failure(name, f"{reason}{lost}")

    def stored_images(self, article: DamagedArticle) -> ScrapeFile | None:
        """Return in place of the page's file the sidecar, which lists its images."""
        if not article.keeps_images:
            return None
        member = f"sidecars/{article.id[:2]}/{article.id}.json"
        return ScrapeFile(self.store.out, member, STORED)

    def articles_of_input(
        self, name: str, articles: list[DamagedArticle]
    ) -> Iterator[tuple[DamagedArticle, RawArticle]]:
        """Yield those of *articles* that the originals of the input *name* have."""
        wanted = {article.sha256: article for article in articles}
        for original in self.candidates(articles):
            for raw in self.split(original, name):
                if raw.sha256 in wanted:
                    yield wanted.pop(raw.sha256), raw
            if not wanted:
                break

    def candidates(self, articles: list[DamagedArticle]) -> Iterator[Path]:
        """Yield the originals that may have *articles*, the likely ones first."""
        raw = self.store.raw
        named = {raw / article.original for article in articles if article.original}
        for article in articles:
            named.update(raw.glob(f"{article.sha256[:2]}/{article.sha256}.*"))
        likely = sorted(path for path in named if path.is_file())
        yield from likely
        yield from (path for path in sorted(raw.glob("*/*")) if path not in named)

    def with_source(self, raw: RawArticle, article: DamagedArticle) -> RawArticle:
        """Return *raw* with the outlet of the command line if it was read with it."""
        if not article.source:
            return raw
        stated = Fact("source", article.source, "command line")
        with_source = replace(raw, facts=(stated, *raw.facts))
        without = self.ledger.stage_of(raw) == article.stage
        return raw if without else with_source

    def split(self, original: Path, name: str) -> Iterator[RawArticle]:
        """Yield the raw articles of an original under the *name* of its input."""
        for item in read_confined(
            self.reader, InputPath(original, name), "", (), self.store.out
        ):
            if isinstance(item, RawArticle):
                yield item
