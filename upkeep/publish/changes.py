# SPDX-License-Identifier: AGPL-3.0-or-later
"""What publishing changes: files to write and to delete, from two manifests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from storage.manifest import MANIFEST, SIGNATURE, BadManifest, parse_manifest

UNLISTED = (MANIFEST, SIGNATURE)  # written last
LISTED = 20  # files of each kind that a dry run names


class CannotPublish(RuntimeError):
    """Nothing was published; the message is the reason and what to do."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths in the site, in the order in which they are written.

    Pages are written after what they load, the manifest last.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def written(self) -> list[str]:
        """Return all files to write, pages and the manifest at the end."""
        return sorted(
            (*self.added, *self.changed),
            key=lambda name: (name in UNLISTED, name.endswith(".html"), name),
        )

    def describe(self, place: str, *, dry: bool) -> Iterator[str]:
        """Yield what was, or with *dry* would be, changed at *place*."""
        kinds = {
            "new": self.added,
            "changed": self.changed,
            "deleted": self.removed,
        }
        if dry:
            for kind, names in kinds.items():
                yield from (f"{kind}: {name}" for name in names[:LISTED])
                if len(names) > LISTED:
                    yield f"{kind}: … and {len(names) - LISTED:,} more"
        counts = ", ".join(f"{len(names):,} {kind}" for kind, names in kinds.items())
        verb = "Would publish to" if dry else "Published to"
        yield f"{verb} {place}: {counts} files."


def find_changes(new: Mapping[str, str], old: Mapping[str, str]) -> Changes:
    """Return what leads from the files *old* to *new*, both path → SHA-256."""
    return Changes(
        added=tuple(name for name in sorted(new) if name not in old),
        changed=tuple(
            name for name in sorted(new) if name in old and new[name] != old[name]
        ),
        removed=tuple(name for name in sorted(old) if name not in new),
    )


def parse_published(data: bytes, place: str) -> dict[str, str]:
    """Return the manifest of a published site. Raises ``CannotPublish``.

    A name that leads out of the site is refused: its file would be deleted.
    """
    try:
        published = parse_manifest(data)
    except BadManifest as error:
        raise CannotPublish(f"{place}/{MANIFEST}: {error}: delete it there") from error
    for name in published:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\x00" in name:
            raise CannotPublish(f"{place}/{MANIFEST} names {name!r}, which is outside")
    return published
