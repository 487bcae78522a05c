# SPDX-License-Identifier: AGPL-3.0-or-later
"""Erases articles from an archive: Markdown, sidecar, original, signatures, caches.

The ledger keeps its rows, which have names and digests of inputs and no text. What was
built from the archive is deleted by ``ingest.removal.derived``.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from ingest import progress
from ingest.archive.ledger import LEDGER, parse_row
from ingest.archive.originals import ORIGINAL_LINE
from ingest.archive.store import Store
from ingest.duplicates.signature_cache import CACHE_NAME
from ingest.removal.cut import CannotCut, Cut, cut_records
from ingest.removal.entity_names import forget_entities
from storage.files import remove_if_present, sha256_hex, write_atomic

IMAGE = re.compile(rb"\.\./\.\./images/([0-9a-f/]+\.\w+)")
BESIDE = ("", ".new", ".damaged")


@dataclass(slots=True)
class Erasure:
    """What was erased; *originals* has the digests before and after."""

    ids: set[str]
    originals: list[dict[str, str]] = field(default_factory=list)
    images: int = 0


def erase(
    out: Path,
    ids: Iterable[str],
    log: Callable[[Erasure], None],
    *,
    drop_original: bool,
) -> Erasure:
    """Erase the articles *ids* and the copies merged into them.

    *log* is called before the first deletion: an ingest that follows an interrupted
    removal must not restore the articles. Raises ``CannotCut``, before anything is
    changed, if an original has other records too and none can be cut out of it, unless
    the whole original may be dropped.
    """
    store = Store(out)
    erasure = Erasure(with_merged(store, ids))
    digests = piece_digests(out, erasure.ids)
    cuts = list(find_cuts(store, digests, drop_original=drop_original))
    erasure.originals = [digests_of(path, cut) for path, cut in cuts]
    images = images_of(store, erasure.ids)
    texts = [markdown_of(store, article_id) for article_id in sorted(erasure.ids)]
    log(erasure)
    for article_id in erasure.ids:
        article_path, sidecar_path = store.paths_of(article_id)
        for suffix in BESIDE:
            remove_if_present(f"{article_path}{suffix}")
        remove_if_present(sidecar_path)
    for path, cut in cuts:
        replace_original(store, path, cut)
    forget_entities(out, texts, texts_of(store))
    erasure.images = delete_unused_images(store, images)
    forget_signatures(out / CACHE_NAME, erasure.ids)
    remove_if_present(out / "quality.json")  # titles; `inv report` writes it again
    return erasure


def markdown_of(store: Store, article_id: str) -> str:
    """Return the Markdown of an article, "" if it has none."""
    return (store.load(article_id).markdown or b"").decode("utf-8", "replace")


def texts_of(store: Store) -> Iterator[str]:
    """Yield the Markdown of every article."""
    for path in store.articles.glob("*/*.md"):
        yield path.read_text(encoding="utf-8", errors="replace")


def with_merged(store: Store, ids: Iterable[str]) -> set[str]:
    """Return *ids* and those of the copies that were merged into these articles."""
    pending, erased = list(ids), set()
    while pending:
        article_id = pending.pop()
        if article_id not in erased:
            erased.add(article_id)
            pending.extend(store.load(article_id).sidecar.get("merged", {}))
    return erased


def piece_digests(out: Path, ids: Set[str]) -> set[str]:
    """Return the SHA-256 of every record that was an article of *ids*, or a copy."""
    digests = set()
    with (out / LEDGER).open("rb") as ledger:
        for line in ledger:
            row = parse_row(line)
            if row.get("id") in ids:
                digests.add(row["sha256"])
    return digests


def find_cuts(
    store: Store, digests: Set[str], *, drop_original: bool
) -> Iterator[tuple[Path, Cut | None]]:
    """Yield the originals that have the records; ``None`` for one that is deleted.

    The name of an original that is one record is the digest of the record.
    """
    single = single_originals(store)
    paths = sorted(path for path in store.raw.glob("*/*") if path.is_file())
    for path in progress.show_progress(paths):
        if path.name.partition(".")[0] in digests:
            yield path, None
        elif f"{path.parent.name}/{path.name}" not in single:
            try:
                cut = cut_records(path, digests)
            except CannotCut:
                if not drop_original:
                    raise
                yield path, None
                continue
            if cut:
                yield path, cut if cut.data else None


def single_originals(store: Store) -> set[str]:
    """Return the names of the originals that are one record, whose digest is the name.

    The name of a record in a larger original, and that of a compressed one, differ.
    """
    names = set()
    for path in store.articles.glob("*/*.md"):
        line = ORIGINAL_LINE.search(path.read_bytes())
        if line and not line["suffix"]:
            name = line["name"].decode("utf-8", "replace")
            if name.count(".") == 1:
                names.add(name)
    return names


def digests_of(path: Path, cut: Cut | None) -> dict[str, str]:
    """Return the digests of an original before and after; "" if it is deleted."""
    before = path.name.partition(".")[0]
    return {"before": before, "after": sha256_hex(cut.data) if cut else ""}


def replace_original(store: Store, path: Path, cut: Cut | None) -> None:
    """Replace an original by *cut*, or delete it."""
    old_name = f"{path.parent.name}/{path.name}"
    if cut is None:
        forget_original(store, old_name)
    else:
        after = sha256_hex(cut.data)
        name = f"{after[:2]}/{after}.{path.name.partition('.')[2]}"
        write_atomic(store.raw / name, cut.data)
        rename_original(store, old_name, name, cut)
    remove_if_present(path)


def articles_of(store: Store, name: str) -> Iterator[tuple[str, re.Match[bytes]]]:
    """Yield the articles from the original *name*, and the line that names it."""
    for path in store.articles.glob("*/*.md"):
        line = ORIGINAL_LINE.search(path.read_bytes())
        if line and line["name"].decode("utf-8", "replace") == name:
            yield path.stem, line


def rename_original(store: Store, old: str, new: str, cut: Cut) -> None:
    """Write the new name of an original into the articles from it."""
    for article_id, line in list(articles_of(store, old)):
        suffix = (line["suffix"] or b"").decode()
        named = f'original: "{new}{cut.renamed.get(suffix, suffix)}"'
        rewrite_line(store, article_id, line, named.encode())


def forget_original(store: Store, name: str) -> None:
    """Remove the name of a deleted original from the other articles from it."""
    for article_id, line in list(articles_of(store, name)):
        rewrite_line(store, article_id, line, b'original: ""')


def rewrite_line(
    store: Store, article_id: str, line: re.Match[bytes], text: bytes
) -> None:
    """Replace a line of an article; an edit by a person stays one.

    The Markdown is written before the sidecar: killed between the two, the article
    passes for an edited one, and nothing is lost.
    """
    stored = store.load(article_id)
    markdown = stored.markdown or b""
    changed = markdown[: line.start()] + text + markdown[line.end() :]
    article_path, sidecar_path = store.paths_of(article_id)
    write_atomic(article_path, changed)
    if stored.sidecar and not stored.is_edited:
        old, new = sha256_hex(markdown).encode(), sha256_hex(changed).encode()
        sidecar = (stored.sidecar_bytes or b"").replace(old, new)
        write_atomic(sidecar_path, sidecar)


def images_of(store: Store, ids: Set[str]) -> set[str]:
    """Return the names of the images of articles."""
    texts = (store.load(article_id).markdown or b"" for article_id in ids)
    return {name.decode() for text in texts for name in IMAGE.findall(text)}


def delete_unused_images(store: Store, images: set[str]) -> int:
    """Delete those of *images* that no article has any more; return how many."""
    if images:
        for path in store.articles.glob("*/*.md"):
            images -= {name.decode() for name in IMAGE.findall(path.read_bytes())}
    for name in images:
        remove_if_present(store.images / name)
    return len(images)


def forget_signatures(path: Path, ids: Iterable[str]) -> None:
    """Delete the signatures of articles, and their bytes from the file."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as cache:
            cache.execute("PRAGMA secure_delete = ON")
            cache.executemany(
                "DELETE FROM signature WHERE id = ?", ((name,) for name in ids)
            )
            cache.execute("VACUUM")
    except sqlite3.DatabaseError:
        remove_if_present(path)  # a cache: the next run computes it again


def cut_again(store: Store, digests: Set[str]) -> None:
    """Cut erased records out of originals that a later ingest has stored again.

    Where that is impossible, the original is deleted: the record was erased.
    """
    for path, cut in list(find_cuts(store, digests, drop_original=True)):
        replace_original(store, path, cut)
