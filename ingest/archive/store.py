# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where articles, originals and sidecars lie; every file appears whole, and one an editor changed is left alone."""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ingest.model.article import Links, with_links
from ingest.pictures.formats import Image
from ingest.work.page import Page, rows, spelt
from storage.files import (
    TEMPORARY_SUFFIX,
    read_or_none,
    remove_if_present,
    sha256_hex,
    write_atomic,
    write_if_changed,
)


class IdCollision(RuntimeError):
    """Two different articles got one id; nothing may be written over the first."""


class Standing(NamedTuple):
    """An article as it lies in the archive: its Markdown, ``None`` without a file, and its sidecar, {} without one."""

    markdown: bytes | None
    beside: bytes | None  # the sidecar's file
    sidecar: dict[str, Any]

    @property
    def edited(self) -> bool:
        """Whether the file holds anything but what ingest last wrote or was about to write over."""
        ours = {self.sidecar.get("markdown_sha256"), self.sidecar.get("replaces")}
        return self.markdown is not None and sha256_hex(self.markdown) not in ours

    @property
    def torn(self) -> bool:
        """Whether it has no sidecar, or one that was written before a kill kept its file from being so."""
        return not self.sidecar or "replaces" in self.sidecar

    @property
    def merged(self) -> bool:
        """Whether it stands in another article of the same paper and the same words."""
        return self.markdown is None and "merged_into" in self.sidecar


class Written(NamedTuple):
    """What became of an article (new, changed, unchanged; edited: its file is left to the editor), and its file."""

    fate: str
    bytes: int = 0
    linked: bool = False  # it tells of others


class Store:
    """The archive's folders below *out*; when *dry*, nothing is written."""

    def __init__(self, out: Path, *, dry: bool = False) -> None:
        self.out = out
        self.articles, self.raw, self.sidecars = (
            out / "articles",
            out / "raw",
            out / "sidecars",
        )
        self.images = out / "images"
        self.dry = dry
        if dry:
            return
        for left_over in out.glob(f"*{TEMPORARY_SUFFIX}"):
            shutil.rmtree(left_over) if left_over.is_dir() else left_over.unlink()
        for folder in (self.articles, self.raw, self.sidecars, self.images):
            folder.mkdir(parents=True, exist_ok=True)
            for left_over in folder.rglob(f"*{TEMPORARY_SUFFIX}"):
                left_over.unlink()

    def keep(self, original: str, path: Path) -> None:
        """Keep the bytes of the input at *path* under the name *original*."""
        target = self.raw / original
        if self.dry or target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(target.name + TEMPORARY_SUFFIX)
        shutil.copyfile(path, temporary)
        temporary.replace(target)

    def hold(self, image: Image) -> None:
        """Keep a picture; one that is there already has the same bytes, for they are its name."""
        target = f"{self.images}/{image.name}"
        if not self.dry and not os.path.exists(target):
            write_if_changed(target, image.data)

    def paths(self, identifier: str) -> tuple[str, str]:
        """Return where an article and its sidecar lie."""
        shelf = f"{identifier[:2]}/{identifier}"
        return f"{self.articles}/{shelf}.md", f"{self.sidecars}/{shelf}.json"

    def standing(self, identifier: str) -> Standing:
        """Return an article as it lies in the archive."""
        target, side = map(read_or_none, self.paths(identifier))
        return Standing(target, side, json.loads(side) if side else {})

    def put(self, page: Page) -> Written:
        """Write an article; a new reading of one that an editor changed lies beside it. Raises ``IdCollision``."""
        standing = self.standing(page.id)
        known = standing.sidecar
        if known and known["identity"] != page.identity:
            raise IdCollision(
                f"{known['input']} and {page.name} both get the id {page.id}"
            )
        told = {name: known[name] for name in LINKED if name in known}
        markdown = (
            with_links(page.markdown.decode(), links(told)).encode()
            if told
            else page.markdown
        )
        if standing.markdown not in (None, markdown) and standing.edited:
            self.set_beside(page.id, markdown, known)
            return Written("edited")
        self.write(page.id, markdown, (page.sidecar, rows(told)), standing)
        fate = (
            "new"
            if standing.markdown is None
            else "unchanged"
            if standing.markdown == markdown
            else "changed"
        )
        return Written(fate, len(markdown), any(links(told)))

    def set_beside(
        self, identifier: str, markdown: bytes, known: Mapping[str, Any]
    ) -> None:
        """Lay a reading that differs from the last one beside the file that an editor changed."""
        if sha256_hex(markdown) != known.get("markdown_sha256") and not self.dry:
            write_if_changed(f"{self.paths(identifier)[0]}.new", markdown)

    def write(
        self,
        identifier: str,
        markdown: bytes,
        sidecar: tuple[bytes, ...],
        standing: Standing,
    ) -> None:
        """Write an article and its *sidecar*, given as rows.

        The sidecar goes first, with the digests of the new and of the old file: killed in between, the next run finds
        one of the two and no editor's.
        """
        if self.dry:
            return
        target, side = self.paths(identifier)
        facts = (*sidecar, rows({"markdown_sha256": sha256_hex(markdown)}))
        told = spelt(*facts)
        replaced = standing.markdown if standing.markdown != markdown else None
        if replaced is not None:
            write_atomic(side, spelt(*facts, rows({"replaces": sha256_hex(replaced)})))
            write_atomic(target, markdown)
        if replaced is not None or told != standing.beside:
            write_atomic(side, told)
        if standing.markdown is None:
            write_atomic(target, markdown)

    def merge(self, identifier: str, others: Iterable[str]) -> None:
        """Let an article stand for *others* with its words: it tells their addresses, their files go."""
        known = {other: self.standing(other).sidecar for other in others}
        standing = self.standing(identifier)
        merged = standing.sidecar.get("merged", {})
        for other, side in known.items():
            merged |= side.get("merged", {}) | {
                other: side.get("url", "")
            }  # earlier versions did not note it
        self.relink(identifier, standing, {**standing.sidecar, "merged": merged})
        for other, side in known.items():
            target, beside = self.paths(other)
            write_if_changed(beside, spelt(rows({**side, "merged_into": identifier})))
            remove_if_present(target)

    def tell(self, identifier: str, others: list[str]) -> Written:
        """Write into an article, unless an editor changed it, which others have its text and which it stands for."""
        standing = self.standing(identifier)
        if not standing.sidecar or standing.edited:
            return Written("edited")
        gone = {
            other: url
            for other, url in standing.sidecar.get("merged", {}).items()
            if not self.has(other)
        }
        return self.relink(
            identifier,
            standing,
            {**standing.sidecar, "merged": gone, "also_in": others},
        )

    def has(self, identifier: str) -> bool:
        """Say whether an article has a file of its own."""
        return os.path.exists(self.paths(identifier)[0])

    def relink(
        self, identifier: str, standing: Standing, sidecar: Mapping[str, Any]
    ) -> Written:
        """Write an article anew with the links that *sidecar* tells."""
        markdown = with_links(
            (standing.markdown or b"").decode(), links(sidecar)
        ).encode()
        own = {
            name: value
            for name, value in sidecar.items()
            if name not in (*LINKED, "markdown_sha256", "replaces")
        }
        told = {name: sidecar[name] for name in LINKED if sidecar.get(name)}
        self.write(identifier, markdown, (rows(own), rows(told)), standing)
        return Written("changed", len(markdown), any(links(told)))


LINKED = (
    "merged",
    "also_in",
)  # what the sidecar knows beyond the reading of the article's own bytes


def links(sidecar: Mapping[str, Any]) -> Links:
    """Return the addresses of an article's copies, and the articles of other papers with the same text."""
    merged = sorted(sidecar.get("merged", {}).items())
    return Links(
        tuple(url for _, url in merged if url), tuple(sidecar.get("also_in", ()))
    )
