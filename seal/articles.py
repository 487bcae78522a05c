# SPDX-License-Identifier: AGPL-3.0-or-later
"""The leaves of the tree: the articles of a site, in the order of their paths."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from seal.merkle import hash_leaf, tree_root
from seal.page_text import words_digest
from storage.files import read_or_none, sha256_hex

ARTICLES = "a/"  # ARTICLE_URL
FOLDER = "seal"
BUNDLE_SIZE = 256  # a power of two: a bundle is a complete tree, but for the last one
CALL = "Warraq.receiveSeal("


class Leaf(NamedTuple):
    """An article: path of its page, SHA-256 of its bytes and of its words."""

    path: str
    page: str
    words: str

    @property
    def digest(self) -> bytes:
        """The digest in the tree."""
        return hash_leaf("".join(f"{line}\n" for line in self).encode())


def read_leaves(
    site: Path, digests: Mapping[str, str], sealed: Mapping[str, Leaf]
) -> list[Leaf]:
    """Return the leaves of a site with *digests*, path → SHA-256.

    The words of a page that has the bytes of a leaf in *sealed* are not read again. A
    page without an article, such as the note in place of a removed one, has no leaf.
    """
    leaves = (
        leaf_of(site, path, digest, sealed)
        for path, digest in sorted(digests.items())
        if path.startswith(ARTICLES) and path.endswith(".html")
    )
    return [leaf for leaf in leaves if leaf.words]


def leaf_of(site: Path, path: str, digest: str, sealed: Mapping[str, Leaf]) -> Leaf:
    """Return the leaf of one page."""
    former = sealed.get(path)
    if former and former.page == digest:
        return former
    page = read_or_none(site / path) or b""
    words = words_digest(page) if sha256_hex(page) == digest else ""
    return Leaf(path, digest, words)


def bundles_of(leaves: Sequence[Leaf]) -> list[Sequence[Leaf]]:
    """Return *leaves* in bundles."""
    return [
        leaves[start : start + BUNDLE_SIZE]
        for start in range(0, len(leaves), BUNDLE_SIZE)
    ]


def bundle_root(bundle: Sequence[Leaf]) -> bytes:
    """Return the root of the tree of a bundle."""
    return tree_root([leaf.digest for leaf in bundle])


def bundle_name(number: int) -> str:
    """Return the path of a bundle's script."""
    return f"{FOLDER}/{number:04}.js"


def render_script(name: str, value: object) -> bytes:
    """Return a script that gives *value* to the page that loads it."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return f'{CALL}"{name}",{text})\n'.encode()


def parse_script(data: bytes) -> object:
    """Return the value of a script. Raises ``ValueError`` if it is anything else."""
    text = data.decode()
    if not text.startswith(CALL) or not text.endswith(")\n"):
        raise ValueError("not a script of a seal")
    _, value = json.loads(f"[{text[len(CALL) : -2]}]")
    return value


def parse_bundles(site: Path) -> Iterator[Leaf]:
    """Yield the leaves in the bundles of *site*; damaged bundles are passed over."""
    for path in sorted(site.glob(f"{FOLDER}/[0-9]*.js")):
        try:
            rows = parse_script(path.read_bytes())
            yield from [Leaf(*map(str, row)) for row in rows]  # type: ignore[attr-defined]
        except (ValueError, TypeError):
            continue
