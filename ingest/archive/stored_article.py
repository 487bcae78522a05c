# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of one article as they are on the disk: complete, edited or damaged."""

import json
from typing import Any, NamedTuple

from ingest.model.article import Links, with_links
from storage.files import sha256_hex

# Members that every sidecar has; what reads it relies on them.
SIDECAR_MEMBERS = frozenset(
    ("identity", "input", "sha256", "source", "confidence", "cut", "edges")
)


class StoredArticle(NamedTuple):
    """The files of an article: ``None`` or {} for those that do not exist."""

    markdown: bytes | None
    sidecar_bytes: bytes | None
    sidecar: dict[str, Any]

    @property
    def is_edited(self) -> bool:
        """Whether the Markdown is neither what ingest wrote nor what it replaced."""
        if self.markdown is None:
            return False
        digest = sha256_hex(self.markdown)
        return digest not in (
            self.sidecar.get("markdown_sha256"),
            self.sidecar.get("replaces"),
        )

    @property
    def front_matter(self) -> bytes:
        """The front matter of the Markdown, b"" without a file."""
        return (self.markdown or b"").partition(b"\n---\n")[0]

    @property
    def is_incomplete(self) -> bool:
        """Whether its sidecar is missing or damaged, or a write was interrupted."""
        return not self.sidecar or "replaces" in self.sidecar

    @property
    def needs_reading(self) -> bool:
        """Whether the article has to be read again although the ledger has it."""
        is_lost = self.markdown is None and not self.is_merged
        return self.is_incomplete or is_lost or self.may_be_damaged

    @property
    def may_be_damaged(self) -> bool:
        """Whether its Markdown is changed, and not as an editor's program writes it.

        What ingest writes ends with a line end; a file that was cut off does not.
        """
        return self.is_edited and (
            has_damaged_bytes(self.markdown or b"")
            or not (self.markdown or b"").endswith(b"\n")
        )

    def is_damaged(self, expected: bytes) -> bool:
        """Whether its Markdown is what a fault of the disk has left of *expected*.

        The start of the text alone is damage, unless it ends with a line: an editor may
        have deleted the paragraphs after it.
        """
        markdown = self.markdown
        if markdown is None or not self.may_be_damaged:
            return False
        return has_damaged_bytes(markdown) or expected.startswith(markdown)

    def has_edits(self, expected: bytes) -> bool:
        """Whether an editor changed its Markdown, which ingest gives as *expected*.

        If the sidecar with the digest is lost, the text is compared without the links
        to other articles.
        """
        if not self.is_edited or self.markdown in (None, expected):
            return False
        if self.sidecar or self.markdown is None:
            return True
        texts = (self.markdown.decode("utf-8", "replace"), expected.decode())
        own, other = (with_links(text, Links()) for text in texts)
        return own != other

    @property
    def is_merged(self) -> bool:
        """Whether it was merged into another article of its newspaper."""
        return self.markdown is None and "merged_into" in self.sidecar


class StoredText(NamedTuple):
    """The text of an article, and the SHA-256 of the original that it is from."""

    sha256: str
    text: str  # Markdown without front matter


def parse_sidecar(data: bytes) -> dict[str, Any]:
    """Return the members of a sidecar, {} if it is damaged: its article is read again.

    "Damaged" is what is no JSON, or lacks a member that every sidecar has.
    """
    if not data:
        return {}
    try:
        sidecar = json.loads(data)
    except ValueError:
        return {}
    if not isinstance(sidecar, dict) or not sidecar.keys() >= SIDECAR_MEMBERS:
        return {}
    return sidecar


def has_damaged_bytes(markdown: bytes) -> bool:
    """Return whether a file is empty, contains zeros or is no UTF-8: no text at all."""
    if not markdown or b"\x00" in markdown:
        return True
    try:
        markdown.decode()
    except UnicodeDecodeError:
        return True
    return False


def fate_of(stored: StoredArticle, markdown: bytes) -> str:
    """Return how *markdown* differs from what was stored."""
    if stored.markdown is None:
        return "new"
    return "unchanged" if stored.markdown == markdown else "changed"
