# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes one part of what a build computes for each article: ``inv build --part 3/16``.

A part is a folder with recognised names and segments of the index of its share of the
articles, each under the digest of what it was computed from. ``--merge`` adds them to
the caches of the ordinary build, so the site cannot depend on the number of parts, and
a part that is missing costs time only.

The share is a range of the articles in order of time, as the index has them, because
the segments of the index are ranges too. A segment may begin before the share and end
behind it; so some articles around the share are read.
"""

import os
import re
import shutil
import socket
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.log import console
from pelican.writers import Writer

from plugins.contract import BuildProblem, Partition
from plugins.publish import ArchiveSite
from plugins.publish.failures import one_screen

PART = re.compile(r"([1-9]\d*)/([1-9]\d*)")
# What a part needs: articles with their dates, and the two writers.
PLUGINS = (
    "plugins.frontmatter",
    "plugins.dates",
    "plugins.entities.build.partition",
    "plugins.search.partition",
)
# Of the articles, one in so many is read before and behind the share, and at least so
# many: plugins.search.partition has the reason.
AROUND = 32
FEWEST_AROUND = 512
HEAD_BYTES = 4096
DATE = re.compile(rb"^date: *\"?([^\"\s]+)", re.MULTILINE)
UNDATED = datetime(1900, 1, 1, tzinfo=UTC)


class PartitionSite(Pelican):
    """Reads a share of the articles; the plugins write their part to a folder."""

    output_path: str

    def __init__(self, settings: dict[str, Any]) -> None:
        with one_screen():
            self.number, self.parts = parse_part(settings["SITE_PARTITION"])
            self.target = Path(settings["OUTPUT_PATH"])
            self.folder = self.target.with_name(
                f"{self.target.name}.{socket.gethostname()}-{os.getpid()}.new"
            )
            settings |= {
                "PLUGINS": list(PLUGINS),
                "OUTPUT_PATH": str(self.folder),
                "PAGE_PATHS": [],
                "DELETE_OUTPUT_DIRECTORY": False,
                "ENTITIES_CACHE": str(self.folder / "names"),
                "SEARCH_CACHE": str(self.folder / "index"),
            }
            super().__init__(settings)

    def run(self) -> None:
        """Write the part; a part that was not finished is never seen."""
        with one_screen():
            self.folder.mkdir(parents=True)
            try:
                super().run()
                replace_folder(self.folder, self.target)
            finally:
                shutil.rmtree(self.folder, ignore_errors=True)
        console.print(f"Part {self.number} of {self.parts}: {self.target}")

    def _get_generator_classes(self) -> list[type]:
        """Return the generator of a share of the articles.

        Pelican needs that of pages too, which finds none.
        """
        return [PartArticles, PagesGenerator]


def choose_build(settings: dict[str, Any]) -> Pelican:
    """Return the build of the site, or of the part that the settings name."""
    return (
        PartitionSite(settings) if settings["SITE_PARTITION"] else ArchiveSite(settings)
    )


class PartArticles(ArticlesGenerator):
    """Reads the articles of a share, and writes no page."""

    def get_files(self, *arguments: Any, **keywords: Any) -> list[str]:
        """Return the files of the share and those around it."""
        number, parts = parse_part(self.settings["SITE_PARTITION"])
        ordered = order_files(self.path, super().get_files(*arguments, **keywords))
        total = len(ordered)
        first, end = ((number - 1) * total // parts, number * total // parts)
        around = max(FEWEST_AROUND, total // AROUND)
        read_from = max(0, first - around)
        self.context["partition"] = Partition(first, end, read_from, total)
        return ordered[read_from : end + around]

    def generate_output(self, writer: Writer) -> None:
        """Write nothing: the parts were written when the articles were read."""


def parse_part(text: str) -> tuple[int, int]:
    """Return the number of a part, from 1, and the number of parts.

    Raises ``BuildProblem``.
    """
    match = PART.fullmatch(text)
    if not match or int(match[1]) > int(match[2]):
        raise BuildProblem(
            f"--part {text}: write which part of how many, from 1/16 to 16/16"
        )
    return int(match[1]), int(match[2])


def order_files(folder: str, paths: Iterable[str]) -> list[str]:
    """Return *paths* below *folder* in the order of the index, the oldest first.

    Of articles of one moment the last id comes first.
    """

    def newest_first(path: str) -> tuple[float, str]:
        return -read_date(Path(folder, path)).timestamp(), Path(path).stem

    return sorted(paths, key=newest_first, reverse=True)


def read_date(path: Path) -> datetime:
    """Return the date in the front matter of an article, without parsing the rest.

    An unusual way of writing it costs time only: the article is in another part.
    """
    with path.open("rb") as file:
        match = DATE.search(file.read(HEAD_BYTES))
    try:
        date = datetime.fromisoformat(match[1].decode()) if match else UNDATED
    except ValueError:
        return UNDATED
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def replace_folder(new: Path, target: Path) -> None:
    """Rename *new* to *target*; one that is there already is removed."""
    try:
        new.rename(target)
    except OSError:
        shutil.rmtree(target)
        new.rename(target)
