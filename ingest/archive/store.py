# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of an archive: articles, originals, sidecars, images.

Every file is written atomically, and an article that an editor changed is never
overwritten. Ingest recognises its own files by their SHA-256 in the sidecar. Two files
cannot be replaced in one step, and a run may be killed between them. Hence the order in
which an article is changed from the text A to the text B:

1. sidecar: ``markdown_sha256`` of B, ``replaces`` A
2. Markdown: B
3. sidecar: ``markdown_sha256`` of B

Killed after step 1, the Markdown is A, which the sidecar names: no editor changed it.
Killed after step 2, it is B. In both cases ``replaces`` shows that the write was not
completed, and the next run writes the article again. Without step 1 a run killed before
step 3 would leave the text B with the digest of A: it would pass for an editor's, and
would never be updated. Of a new article the sidecar is written first. Killed before its
Markdown is written, it is a sidecar without an article, and is read again.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ingest.archive.originals import copy_original, digest_of_name, is_sound_original
from ingest.archive.stored_article import (
    StoredArticle,
    StoredText,
    fate_of,
    parse_sidecar,
)
from ingest.model.article import Links, with_links
from ingest.pictures.formats import Image
from ingest.work.serialise import SerialisedArticle, join_sidecar, sidecar_rows
from storage.files import (
    TEMPORARY_SUFFIX,
    read_or_none,
    remove_if_present,
    replace_atomically,
    sha256_hex,
    write_atomic,
    write_if_changed,
)

# Members of a sidecar that come from other articles, not from the article's own bytes.
LINK_MEMBERS = ("merged", "also_in")


class IdCollision(RuntimeError):
    """Two different articles got one id; nothing may overwrite the first."""


class Written(NamedTuple):
    """The outcome of a write.

    *fate* is new, changed, unchanged, edited (the file is left to the editor) or
    damaged (it was written again).
    """

    fate: str
    size: int = 0  # of the Markdown in bytes
    has_links: bool = False


class Store:
    """The archive below *out*; when *dry*, nothing is written."""

    def __init__(self, out: Path, *, dry: bool = False) -> None:
        self.out = out
        self.articles = out / "articles"
        self.raw = out / "raw"
        self.sidecars = out / "sidecars"
        self.images = out / "images"
        self.dry = dry
        self.has_new_originals = False
        if not dry:
            self.create_folders()

    def create_folders(self) -> None:
        """Create missing folders and delete the temporary files of a killed run."""
        for temporary in self.out.glob(f"*{TEMPORARY_SUFFIX}"):
            remove_tree(temporary)
        for folder in (self.articles, self.raw, self.sidecars, self.images):
            folder.mkdir(parents=True, exist_ok=True)
            for temporary in list(folder.rglob(f"*{TEMPORARY_SUFFIX}")):
                remove_tree(temporary)

    def store_original(self, name: str, path: Path) -> bool:
        """Copy the input at *path* to *name* below raw/, unless it is there already.

        Return whether a damaged copy was replaced. Raises ``ChangedInput``.
        """
        target = self.raw / name
        is_damaged = target.exists() and not is_sound_original(target)
        if self.dry or (target.exists() and not is_damaged):
            return False
        with replace_atomically(target) as temporary:
            copy_original(path, temporary, digest_of_name(target))
        self.has_new_originals = True
        return is_damaged

    def sync_originals(self) -> None:
        """Have the system write what this run stored to the disk, not only its cache.

        After a power cut, an article can be read again from its original, but an
        original cannot be restored once its input was deleted.
        """
        if self.has_new_originals and hasattr(os, "sync"):
            os.sync()

    def store_image(self, image: Image) -> None:
        """Write an image; its name is a digest, so an existing file has its bytes."""
        target = f"{self.images}/{image.name}"
        if not self.dry and not os.path.exists(target):
            write_atomic(target, image.data)

    def paths_of(self, article_id: str) -> tuple[str, str]:
        """Return the paths of an article and of its sidecar."""
        name = f"{article_id[:2]}/{article_id}"
        return f"{self.articles}/{name}.md", f"{self.sidecars}/{name}.json"

    def load(self, article_id: str) -> StoredArticle:
        """Return the files of an article."""
        article_path, sidecar_path = self.paths_of(article_id)
        markdown = read_or_none(article_path)
        sidecar_bytes = read_or_none(sidecar_path)
        sidecar = parse_sidecar(sidecar_bytes or b"")
        return StoredArticle(markdown, sidecar_bytes, sidecar)

    def load_text(self, article_id: str) -> StoredText | None:
        """Return the text of an article, of a merged one that of its duplicate."""
        if not os.path.exists(self.paths_of(article_id)[1]):
            return None
        stored = self.load(article_id)
        sidecar = stored.sidecar
        if stored.is_merged:
            stored = self.load(sidecar["merged_into"])
        if stored.markdown is None or not sidecar:
            return None
        text = stored.markdown.decode("utf-8", "replace").partition("\n---\n")[2]
        return StoredText(sidecar["sha256"], text)

    def has_article(self, article_id: str) -> bool:
        """Return whether an article has a Markdown file."""
        return os.path.exists(self.paths_of(article_id)[0])

    def write_article(self, article: SerialisedArticle) -> Written:
        """Write an article with the links it has already.

        If an editor changed its file, the new text is written beside it. Raises
        ``IdCollision``.
        """
        stored = self.load(article.id)
        sidecar = stored.sidecar
        if sidecar and sidecar["identity"] != article.identity:
            raise IdCollision(
                f"{sidecar['input']} and {article.name} both get the id {article.id}"
            )
        link_members = {name: sidecar[name] for name in LINK_MEMBERS if name in sidecar}
        links = links_of(link_members)
        markdown = article.markdown
        if link_members:
            markdown = with_links(markdown.decode(), links).encode()
        fate = fate_of(stored, markdown)
        if stored.is_damaged(markdown):
            self.keep_damaged(article.id, stored.markdown or b"", markdown)
            fate = "damaged"
        elif stored.has_edits(markdown):
            self.write_beside(article.id, markdown, sidecar)
            return Written("edited")
        rows = (article.sidecar, sidecar_rows(link_members))
        self.write_files(article.id, markdown, rows, stored)
        return Written(fate, len(markdown), any(links))

    def keep_damaged(self, article_id: str, damaged: bytes, markdown: bytes) -> None:
        """Keep a damaged file beside the article, if it may contain an editor's words.

        The start of the article, and zeros, contain none.
        """
        remains = damaged.rstrip(b"\x00")
        if not self.dry and not markdown.startswith(remains):
            write_if_changed(f"{self.paths_of(article_id)[0]}.damaged", damaged)

    def write_beside(
        self, article_id: str, markdown: bytes, sidecar: Mapping[str, Any]
    ) -> None:
        """Write a new text beside the file that an editor changed, if it is new."""
        if sha256_hex(markdown) != sidecar.get("markdown_sha256") and not self.dry:
            write_if_changed(f"{self.paths_of(article_id)[0]}.new", markdown)

    def write_files(
        self,
        article_id: str,
        markdown: bytes,
        rows: tuple[bytes, ...],
        stored: StoredArticle,
    ) -> None:
        """Write an article and its sidecar of *rows*, in the order given above."""
        if self.dry:
            return
        article_path, sidecar_path = self.paths_of(article_id)
        rows = (*rows, sidecar_rows({"markdown_sha256": sha256_hex(markdown)}))
        sidecar = join_sidecar(*rows)
        if stored.markdown is None:
            if sidecar != stored.sidecar_bytes:
                write_atomic(sidecar_path, sidecar)
            write_atomic(article_path, markdown)
        elif stored.markdown != markdown:
            replaces = sidecar_rows({"replaces": sha256_hex(stored.markdown)})
            write_atomic(sidecar_path, join_sidecar(*rows, replaces))
            write_atomic(article_path, markdown)
            write_atomic(sidecar_path, sidecar)
        elif sidecar != stored.sidecar_bytes:
            write_atomic(sidecar_path, sidecar)

    def merge_duplicates(self, article_id: str, others: Iterable[str]) -> None:
        """Merge *others*, exact duplicates, into one article.

        Its front matter lists their URLs; their Markdown is deleted, their sidecars
        name the article.
        """
        sidecars = {other: self.load(other).sidecar for other in others}
        stored = self.load(article_id)
        merged = stored.sidecar.get("merged", {})
        for other, sidecar in sidecars.items():
            merged |= sidecar.get("merged", {})
            merged[other] = sidecar.get("url", "")  # earlier versions have no URL
        self.rewrite_links(article_id, stored, {**stored.sidecar, "merged": merged})
        for other, sidecar in sidecars.items():
            article_path, sidecar_path = self.paths_of(other)
            rows = sidecar_rows({**sidecar, "merged_into": article_id})
            write_if_changed(sidecar_path, join_sidecar(rows))
            remove_if_present(article_path)

    def write_links(self, article_id: str, others: list[str]) -> Written:
        """Write into an article which *others* have its text, and what it merged.

        An article that an editor changed is not written.
        """
        stored = self.load(article_id)
        if not stored.sidecar or stored.is_edited:
            return Written("edited")
        merged = {
            other: url
            for other, url in stored.sidecar.get("merged", {}).items()
            if not self.has_article(other)
        }
        sidecar = {**stored.sidecar, "merged": merged, "also_in": others}
        return self.rewrite_links(article_id, stored, sidecar)

    def rewrite_links(
        self, article_id: str, stored: StoredArticle, sidecar: Mapping[str, Any]
    ) -> Written:
        """Write an article again, with the links that *sidecar* has."""
        links = links_of(sidecar)
        markdown = with_links((stored.markdown or b"").decode(), links).encode()
        link_members = {
            name: sidecar[name] for name in LINK_MEMBERS if sidecar.get(name)
        }
        own_members = {
            name: value
            for name, value in sidecar.items()
            if name not in (*LINK_MEMBERS, "markdown_sha256", "replaces")
        }
        rows = sidecar_rows(own_members), sidecar_rows(link_members)
        self.write_files(article_id, markdown, rows, stored)
        return Written("changed", len(markdown), any(links))


def remove_tree(path: Path) -> None:
    """Delete a file, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        remove_if_present(path)


def links_of(sidecar: Mapping[str, Any]) -> Links:
    """Return the URLs of merged duplicates, and the articles with the same text."""
    merged = sorted(sidecar.get("merged", {}).items())
    urls = tuple(url for _, url in merged if url)
    return Links(urls, tuple(sidecar.get("also_in", ())))
