# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where articles, originals and sidecars lie; every file appears whole, and one an editor changed is left alone."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from ingest.editing import Edited
from ingest.record import Piece
from ingest.repeats import Edges

TEMPORARY = ".part"


class IdCollision(RuntimeError):
    """Two different articles got one id; nothing may be written over the first."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article spelt out: what the store writes."""

    id: str
    identity: str
    name: str  # of the input
    source: str
    sha256: str
    markdown: str
    sidecar: dict[str, object]
    edges: Edges


def page(edited: Edited, piece: Piece) -> Page:
    """Return the Markdown of an article and the sidecar that tells how it came about."""
    sidecar: dict[str, object] = {
        "identity": edited.identity,
        "input": piece.name,
        "candidates": [fact._asdict() for fact in edited.facts],
        "cut": [cut._asdict() for cut in edited.cuts],
        "repairs": list(edited.repairs),
    }
    article = edited.article
    return Page(
        article.id,
        edited.identity,
        piece.name,
        article.source,
        piece.sha256,
        article.to_markdown(),
        sidecar,
        edited.edges,
    )


class Store:
    """The archive's folders below *out*."""

    def __init__(self, out: Path) -> None:
        self.articles, self.raw, self.sidecars = out / "articles", out / "raw", out / "sidecars"
        for folder in (self.articles, self.raw, self.sidecars):
            folder.mkdir(parents=True, exist_ok=True)
            for left_over in folder.rglob(f"*{TEMPORARY}"):
                left_over.unlink()
        self.seen: dict[str, Page] = {}

    def keep(self, original: str, path: Path) -> None:
        """Keep the bytes of the input at *path* under the name *original*."""
        target = self.raw / original
        if not target.exists():
            write(target, path.read_bytes())

    def put(self, page: Page) -> str:
        """Write an article; return what became of it: new, changed, unchanged, copy, edited.

        copy: this run has written another capture of it. edited: an editor has changed the file, so that the new
        reading lies beside it. Raises ``IdCollision``.
        """
        earlier = self.seen.setdefault(page.id, page)
        if earlier.identity != page.identity:
            raise IdCollision(f"{earlier.name} and {page.name} both get the id {page.id}")
        return self.put_first(page) if earlier is page else "copy"

    def put_first(self, page: Page) -> str:
        """Write the run's first capture of an article."""
        target = self.articles / page.id[:2] / f"{page.id}.md"
        side = self.sidecars / page.id[:2] / f"{page.id}.json"
        markdown, written = page.markdown.encode(), self.written(side, page)
        present = target.read_bytes() if target.exists() else None
        if present is not None and present != markdown and hashlib.sha256(present).hexdigest() != written:
            if hashlib.sha256(markdown).hexdigest() != written:
                write(target.with_suffix(".md.new"), markdown)
            return "edited"
        sidecar = page.sidecar | {"markdown_sha256": hashlib.sha256(markdown).hexdigest()}
        # The Markdown first: killed in between, the next run finds its own reading and no editor's.
        write(target, markdown)
        write(side, (json.dumps(sidecar, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace"))
        return "new" if present is None else "unchanged" if present == markdown else "changed"

    def written(self, side: Path, page: Page) -> str:
        """Return the SHA-256 of the Markdown that an earlier run wrote, "" without one. Raises ``IdCollision``."""
        if not side.exists():
            return ""
        known = json.loads(side.read_text(encoding="utf-8"))
        if known["identity"] != page.identity:
            raise IdCollision(f"{known['input']} and {page.name} both get the id {page.id}")
        return str(known["markdown_sha256"])


def write(path: Path, data: bytes) -> None:
    """Write *data* so that the file is never half there, and untouched if it holds them already."""
    if path.exists() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + TEMPORARY)
    temporary.write_bytes(data)
    temporary.replace(path)
