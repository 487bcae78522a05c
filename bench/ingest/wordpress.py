# SPDX-License-Identifier: AGPL-3.0-or-later
"""A WordPress export against what is known of it: ours, and pelican-import on the same file."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from arabic.spelling import name_key
from ingest.edit.editing import edit_article
from ingest.extract.readers import read_article
from ingest.inputs.split import identify_file, split_input
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle, SetAside

OPTIONS = ReadOptions(zone=ZoneInfo("Africa/Tunis"))
Post = dict[str, Any]
LIVE = re.compile(r"<script|javascript:|\son\w+=", re.IGNORECASE)


def expected(data: Path) -> list[Post]:
    """Return what was put into the export: posts and pages, their status, title, day and category."""
    posts: list[Post] = json.loads(
        (data / "wxr" / "synthetic_wxr.expected.json").read_text(encoding="utf-8")
    )
    return posts


def ours(export: Path) -> Iterator[Post]:
    """Yield title, date, category, address, author and text of each article that ingest makes of the export."""
    for piece in split_input(identify_file(export, export.name)):
        if isinstance(piece, RawArticle):
            try:
                article = edit_article(
                    read_article(piece, OPTIONS), piece, OPTIONS, {}
                ).article
            except SetAside:
                continue
            yield {
                "title": article.title,
                "date": article.date.replace(tzinfo=None).isoformat()
                if article.date
                else "",
                "category": article.section,
                "url": article.url,
                "text": article.to_markdown(),
            }


def by_pelican_import(export: Path) -> Iterator[Post]:
    """Yield the same of each file that ``pelican-import`` writes; drafts are told by their status."""
    with TemporaryDirectory() as folder:
        command = [
            Path(sys.executable).with_name("pelican-import"),
            "--wpfile",
            "-m",
            "markdown",
            "-o",
            folder,
            export,
        ]
        subprocess.run(command, check=True, capture_output=True, env=environment())
        for path in sorted(Path(folder).rglob("*.md")):
            head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
            fields = dict(
                line.partition(":")[::2] for line in head.splitlines() if ":" in line
            )
            facts = {key.lower(): value.strip() for key, value in fields.items()}
            if facts.get("status") not in {"draft", "private"}:
                date = facts.get("date", "").replace(" ", "T")
                yield {
                    **facts,
                    "date": f"{date}:00"
                    if len(date) == len("2015-10-10T08:00")
                    else date,
                    "text": text,
                }


def environment() -> dict[str, str]:
    """Return the environment in which pelican-import finds pandoc, of the system or of the package pypandoc."""
    if shutil.which("pandoc"):
        return dict(os.environ)
    pandoc = import_module(
        "pypandoc"
    ).get_pandoc_path()  # ImportError where it is absent, which is the news
    return {
        **os.environ,
        "PATH": f"{Path(pandoc).parent}{os.pathsep}{os.environ['PATH']}",
    }


def report(data: Path) -> None:
    """Print one line a tool."""
    export, posts = data / "wxr" / "synthetic_wxr.xml", expected(data)
    readers: dict[str, Callable[[Path], Iterator[Post]]] = {
        "ours": ours,
        "pelican-import": by_pelican_import,
    }
    for tool, reader in readers.items():
        start = time.perf_counter()
        try:
            found = list(reader(export))
        except ImportError as error:
            print(f"WXR          {tool:17} absent: pandoc ({error})")
        else:
            print(
                f"WXR          {tool:17} {row(found, posts)}  {len(found) / (time.perf_counter() - start):.0f} posts/s"
            )


def row(found: list[Post], posts: list[Post]) -> str:
    """Return how many published posts have each expected fact, what else came out, and live markup."""
    by_title = {name_key(unescape(post.get("title", ""))): post for post in found}
    public = [post for post in posts if post["status"] == "publish"]
    right = Counter[str]()
    for post in public:
        other = by_title.get(name_key(post["title"]), {})
        right["title"] += bool(other)
        right["date"] += other.get("date", "") == post["date"]
        right["category"] += unquote(other.get("category", "")) == post["category"]
        right["url"] += bool(other.get("url"))
    extra = len(set(by_title) - {name_key(post["title"]) for post in public})
    facts = "  ".join(f"{fact} {count}/{len(public)}" for fact, count in right.items())
    live = sum(bool(LIVE.search(post["text"])) for post in found)
    return f"{facts}  not published but read {extra}  with live markup {live}"
