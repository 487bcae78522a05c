# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exports of blogs, in a zip or unpacked: what Substack and Medium keep beside posts.

Substack has the titles, days and states of its posts in ``posts.csv`` and the texts in
``posts/ID.html``. Both have files about the account and its readers, which are private.
"""

import csv
import io
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ingest.model.record import Fact

POSTS_TABLE = "posts.csv"
LARGEST_TABLE = 50_000_000  # bytes
PAID_AUDIENCES = {"only_paid", "founding"}
DRAFT_OF_MEDIUM = re.compile(r"draft_.*\.html", re.DOTALL)
MEDIUM_FILES = {"README.html", "profile/profile.html"}
ACCOUNT_FILES = "files about the account and the readers of a blog"
EXPORT_FOLDERS = ("posts", "profile")
ORIGIN = "field"


class BlogPost(NamedTuple):
    """What an export states of a post: facts, and why it is not published."""

    facts: tuple[Fact, ...] = ()
    aside: str = ""


NO_POST = BlogPost()


class BlogExport:
    """The posts of an export by the names of their files; without one it is empty."""

    def __init__(self, names: Collection[str], table: bytes = b"") -> None:
        self.posts = read_posts(table)
        self.is_medium = MEDIUM_FILES & set(names) != set() and any(
            name.startswith("posts/") for name in names
        )

    def reason_to_ignore(self, name: str) -> str:
        """Return why a member is passed over, "" if it is a post or no export's."""
        is_post = name.startswith("posts/") and name.endswith(".html")
        return ACCOUNT_FILES if (self.posts or self.is_medium) and not is_post else ""

    def post_of(self, name: str) -> BlogPost:
        """Return what the export states of the post in the file *name*."""
        stem = PurePosixPath(name).name
        if self.is_medium and DRAFT_OF_MEDIUM.fullmatch(stem):
            return BlogPost(aside="not published: draft")
        return self.posts.get(stem.removesuffix(".html"), NO_POST)


def read_posts(table: bytes) -> dict[str, BlogPost]:
    """Return the posts in the table of Substack by their ids, {} for other tables."""
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig", "replace")))
    if not {"post_id", "title", "is_published"} <= set(rows.fieldnames or ()):
        return {}
    return {row["post_id"]: read_post(row) for row in rows if row.get("post_id")}


def read_post(row: Mapping[str, str | None]) -> BlogPost:
    """Return one post of Substack's table."""
    values = {"title": row.get("title"), "date": row.get("post_date")}
    facts = tuple(Fact(name, text, ORIGIN) for name, text in values.items() if text)
    audience = row.get("audience") or ""
    if (row.get("is_published") or "").lower() == "false":
        return BlogPost(facts, "not published: draft")
    if audience in PAID_AUDIENCES:
        return BlogPost(facts, f"not published: {audience}")
    return BlogPost(facts)


def export_member(path: Path) -> tuple[BlogExport, str]:
    """Return the export that a file in an unpacked folder is of, and its name there.

    The export is empty for a file of none.
    """
    root = path.parent.parent if path.parent.name in EXPORT_FOLDERS else path.parent
    return read_export_folder(root), path.relative_to(root).as_posix()


@lru_cache(4)  # the files of a folder follow each other
def read_export_folder(root: Path) -> BlogExport:
    """Return the posts of an export that was unpacked into the folder *root*."""
    if not (root / "posts").is_dir():
        return BlogExport(())
    names = {name for name in MEDIUM_FILES if (root / name).is_file()}
    table = root / POSTS_TABLE
    data = b""
    if table.is_file() and not table.is_symlink():
        with table.open("rb") as stream:
            data = stream.read(LARGEST_TABLE)
    return BlogExport({*names, "posts/"}, data)
