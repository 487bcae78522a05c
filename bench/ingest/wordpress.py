# SPDX-License-Identifier: AGPL-3.0-or-later
"""A WordPress export (WXR) with known posts: ours beside pelican-import."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from arabic.spelling import name_key
from bench.ingest.pipeline import edit_file
from ingest.model.options import ReadOptions

OPTIONS = ReadOptions(zone=ZoneInfo("Africa/Tunis"))
LIVE_MARKUP = re.compile(r"<script|javascript:|\son\w+=", re.IGNORECASE)
MINUTES = len("2015-10-10T08:00")  # length of a date without seconds
UNPUBLISHED = {"draft", "private"}


class Post(NamedTuple):
    """A post of the export."""

    title: str
    date: str = ""  # ISO 8601 to the second, local time
    category: str = ""
    url: str = ""
    text: str = ""
    status: str = "publish"


def read_expected(path: Path) -> list[Post]:
    """Return the posts and pages that were put into the export."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [
        Post(row["title"], row["date"], row["category"], status=row["status"])
        for row in rows
    ]


def import_by_ingest(export: Path) -> Iterator[Post]:
    """Yield the articles that ingest writes; it leaves out what is not published."""
    for edited in edit_file(export, OPTIONS):
        article = edited.article
        date = article.date.replace(tzinfo=None).isoformat() if article.date else ""
        text = article.to_markdown()
        yield Post(article.title, date, article.section, article.url, text)


def import_by_pelican(export: Path) -> Iterator[Post]:
    """Yield the published posts that ``pelican-import`` writes.

    Raises ``ImportError`` without pandoc.
    """
    program = Path(sys.executable).with_name("pelican-import")
    with TemporaryDirectory() as folder:
        command = [
            str(program),
            "--wpfile",
            "-m",
            "markdown",
            "-o",
            folder,
            str(export),
        ]
        subprocess.run(
            command, check=True, capture_output=True, env=pandoc_environment()
        )
        for path in sorted(Path(folder).rglob("*.md")):
            post = parse_pelican_post(path.read_text(encoding="utf-8"))
            if post.status not in UNPUBLISHED:
                yield post


def parse_pelican_post(markdown: str) -> Post:
    """Return a post of Pelican's format: lines ``Key: value``, an empty line, text."""
    head, _, text = markdown.partition("\n\n")
    metadata = {}
    for line in head.splitlines():
        key, _, content = line.partition(":")
        metadata[key.lower()] = content.strip()
    date = metadata.get("date", "").replace(" ", "T")
    return Post(
        title=metadata.get("title", ""),
        date=f"{date}:00" if len(date) == MINUTES else date,
        category=metadata.get("category", ""),
        url=metadata.get("url", ""),
        text=text,
        status=metadata.get("status", "publish"),
    )


def pandoc_environment() -> dict[str, str]:
    """Return the environment in which pelican-import finds pandoc.

    It is the system's, or that of the package pypandoc; without both ``ImportError``.
    """
    if shutil.which("pandoc"):
        return dict(os.environ)
    pandoc = Path(import_module("pypandoc").get_pandoc_path())
    path = f"{pandoc.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path}


IMPORTERS: dict[str, Callable[[Path], Iterator[Post]]] = {
    "ours": import_by_ingest,
    "pelican-import": import_by_pelican,
}


def print_wordpress(data: Path) -> None:
    """Print one line for each importer."""
    expected = read_expected(data / "wxr" / "synthetic_wxr.expected.json")
    for tool, import_export in IMPORTERS.items():
        start = time.perf_counter()
        try:
            posts = list(import_export(data / "wxr" / "synthetic_wxr.xml"))
        except ImportError as error:
            print(f"WXR          {tool:17} not installed: pandoc ({error})")
            continue
        speed = len(posts) / (time.perf_counter() - start)
        comparison = compare_posts(posts, expected)
        print(f"WXR          {tool:17} {comparison}  {speed:.0f} posts/s")


def compare_posts(posts: Sequence[Post], expected: Sequence[Post]) -> str:
    """Return how many published posts have each property right, and the extras."""
    by_title = {name_key(unescape(post.title)): post for post in posts}
    published = [post for post in expected if post.status == "publish"]
    right = Counter(title=0, date=0, category=0, url=0)
    for post in published:
        imported = by_title.get(name_key(post.title))
        if imported:
            right["title"] += 1
            right["date"] += imported.date == post.date
            right["category"] += unquote(imported.category) == post.category
            right["url"] += imported.url != ""
    extra = by_title.keys() - {name_key(post.title) for post in published}
    live = sum(LIVE_MARKUP.search(post.text) is not None for post in posts)
    shares = "  ".join(f"{name} {n}/{len(published)}" for name, n in right.items())
    return f"{shares}  unpublished but imported {len(extra)}  with live markup {live}"
