# SPDX-License-Identifier: AGPL-3.0-or-later
"""The records that results show, a few per file, in folders named by their content."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from plugins.contract import ArchiveArticle, Settings
from plugins.search.arrays import IntArray
from plugins.search.cache import FILE_CODE, code_key, digest, load, save
from plugins.search.encode.letters import swap_letters
from plugins.search.write.directories import RootPart
from plugins.search.write.facets import author_names
from plugins.search.write.script_files import (
    ScriptFolder,
    content_hash,
    to_base64,
    to_json,
)

FILES_PER_FOLDER = 128  # an added article renames one folder


class ResultFolder(NamedTuple):
    """A folder of records: its cache key, its name, and its number of files."""

    key: bytes
    name: str
    files: int

    def script_names(self) -> list[str]:
        """Return the names of the scripts in the folder."""
        return [f"r/{self.name}/{number}" for number in range(self.files)]


class PlannedFolder(NamedTuple):
    """A folder of the records of some articles; ``None``: it has to be written."""

    key: bytes
    numbers: range
    existing: ResultFolder | None


def load_folders(path: Path) -> dict[bytes, ResultFolder]:
    """Return cache key → folder of records of an earlier build."""
    cached = load(path)
    if not cached:
        return {}
    folders = {}
    for key, name, files in cached[0]:
        folder = ResultFolder(bytes.fromhex(key), name, files)
        folders[folder.key] = folder
    return folders


def save_folders(path: Path, folders: Sequence[ResultFolder]) -> None:
    """Write *folders* to the cache."""
    save(path, [(folder.key.hex(), folder.name, folder.files) for folder in folders])


def heading(article: ArchiveArticle) -> list[str]:
    """Return a result's title, URL, ISO day, date as written; source and authors.

    The last one has a line for the source and for each author.
    """
    return [
        str(article.title),
        article.url,
        article.day.isoformat() if article.day else "",
        str(article.locale_date),
        "\n".join([article.source, *author_names(article)]),
    ]


def opening(article: ArchiveArticle, words: int) -> str:
    """Return the first *words* words of *article*."""
    return " ".join(article.plain_text.split(None, words)[:words])


def split_range(numbers: range, size: int) -> Iterator[range]:
    """Yield *numbers* in ranges of *size*, the last one shorter."""
    for first in range(0, len(numbers), size):
        yield numbers[first : first + size]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultWriter:
    """Writes the records of articles, oldest first.

    *digests* are those of the articles' texts. *lengths* has a row per article, and a
    column for each field whose length is not in the postings.
    """

    scripts: ScriptFolder
    articles: Sequence[ArchiveArticle]
    digests: Sequence[bytes]
    lengths: IntArray
    settings: Settings

    @property
    def per_file(self) -> int:
        """The number of records in a file."""
        return int(self.settings["SEARCH_RECORDS_PER_FILE"])

    def plan(self, cached: Mapping[bytes, ResultFolder]) -> list[PlannedFolder]:
        """Return all folders; those that are *cached* and complete on disk are kept."""
        numbers = range(len(self.articles))
        size = FILES_PER_FOLDER * self.per_file
        return [self.plan_folder(part, cached) for part in split_range(numbers, size)]

    def plan_folder(
        self, numbers: range, cached: Mapping[bytes, ResultFolder]
    ) -> PlannedFolder:
        """Return the folder of these articles."""
        key = self.key(numbers)
        existing = cached.get(key)
        if existing and not self.scripts.has_all(existing.script_names()):
            existing = None
        return PlannedFolder(key, numbers, existing)

    def write(self, planned: Iterable[PlannedFolder]) -> list[ResultFolder]:
        """Write the folders that do not exist; return all."""
        return [folder.existing or self.write_folder(folder) for folder in planned]

    def keep(self, folders: Sequence[ResultFolder]) -> RootPart:
        """Mark the scripts of *folders* as used; return their part of the root."""
        for folder in folders:
            self.scripts.mark_used(folder.script_names())
        names = b"".join(bytes.fromhex(folder.name) for folder in folders)
        return {
            "perFile": self.per_file,
            "perFolder": FILES_PER_FOLDER,
            "folders": to_base64(names),
        }

    def write_folder(self, planned: PlannedFolder) -> ResultFolder:
        """Write a folder."""
        files = split_range(planned.numbers, self.per_file)
        texts = list(map(self.file_text, files))
        hashed = content_hash("".join(texts))
        folder = ResultFolder(planned.key, hashed.hex(), len(texts))
        for name, text in zip(folder.script_names(), texts, strict=True):
            self.scripts.write(name, text)
        return folder

    def file_text(self, numbers: Iterable[int]) -> str:
        """Return the JSON text of a file of records, with letters swapped."""
        return swap_letters(to_json([self.record(number) for number in numbers]))

    def record(self, number: int) -> list[str | int]:
        """Return a record: heading, the text or its opening, lengths of fields."""
        article = self.articles[number]
        if self.settings["SEARCH_PASSAGES"]:
            text = article.plain_text
        else:
            text = opening(article, self.settings["SEARCH_SNIPPET_WORDS"])
        return [*heading(article), text, *self.lengths[number].tolist()]

    def key(self, numbers: range) -> bytes:
        """Return the cache key of some articles' records."""
        settings = (
            self.settings["SEARCH_PASSAGES"],
            self.settings["SEARCH_SNIPPET_WORDS"],
            self.per_file,
        )
        where = slice(numbers.start, numbers.stop)
        articles = self.articles[where]
        headings = ["\0".join(heading(article)) for article in articles]
        lines = "\n".join([repr(settings), *headings])
        decisive = lines.encode(errors="surrogatepass")
        return digest(code_key(FILE_CODE), decisive, *self.digests[where])
