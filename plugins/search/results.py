# SPDX-License-Identifier: AGPL-3.0-or-later
"""What results show, a few to a file, in folders that are named by what their files hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.search.cache import digest, rules
from plugins.search.forward import Numbers
from plugins.search.scripts import HASH, Scripts, dump, fingerprint

FILES_IN_FOLDER = 128  # an added article renames one folder

Folder = tuple[
    bytes, str, int
]  # a digest of the articles it shows, its name, how many files it holds


def head(article: Any) -> list[str]:
    """Return what a result shows above the text: title, address, day, date as written, source."""
    day = article.day.isoformat() if article.day else ""
    return [
        str(article.title),
        article.url,
        day,
        str(article.locale_date),
        article.source,
    ]


def opening(article: Any, words: int) -> str:
    """Return the first *words* words of *article*."""
    return " ".join(article.plain_text.split(None, words)[:words])


@dataclass(frozen=True, slots=True)
class Results:
    """Writes the results of articles, oldest first.

    *digests* are of their texts; *lengths*, a row an article, are of the fields that the postings say no length of.
    """

    scripts: Scripts
    articles: Sequence[Any]
    digests: Sequence[bytes]
    lengths: Numbers
    settings: Mapping[str, Any]

    def per_file(self) -> int:
        """Return how many results stand in a file."""
        return (
            1
            if self.settings["SEARCH_PASSAGES"]
            else int(self.settings["SEARCH_RECORDS_PER_FILE"])
        )

    def write(self, known: Mapping[bytes, tuple[str, int]]) -> list[Folder]:
        """Write all folders but those that are *known*, digest → name and number of files, and lie there whole."""
        size = FILES_IN_FOLDER * self.per_file()
        numbers = (
            range(first, min(first + size, len(self.articles)))
            for first in range(0, len(self.articles), size)
        )
        return [self.folder(some, known) for some in numbers]

    def folder(self, numbers: range, known: Mapping[bytes, tuple[str, int]]) -> Folder:
        """Write a folder, unless it lies there, and return it."""
        key = self.key(numbers)
        if key in known and self.scripts.hold(files(*known[key])):
            return key, *known[key]
        texts = [
            dump([self.row(number) for number in some])
            for some in self.of_files(numbers)
        ]
        name = fingerprint("".join(texts), HASH).hex()
        for path, text in zip(files(name, len(texts)), texts, strict=True):
            self.scripts.write(path, text)
        return key, name, len(texts)

    def of_files(self, numbers: range) -> Iterator[range]:
        """Yield the articles of each file."""
        return (
            numbers[first : first + self.per_file()]
            for first in range(0, len(numbers), self.per_file())
        )

    def row(self, number: int) -> list[str | int]:
        """Return a result: its head, the article's text or its opening, how long its fields are."""
        article = self.articles[number]
        passages, words = (
            self.settings["SEARCH_PASSAGES"],
            self.settings["SEARCH_SNIPPET_WORDS"],
        )
        text = article.plain_text if passages else opening(article, words)
        return [*head(article), text, *self.lengths[number].tolist()]

    def key(self, numbers: range) -> bytes:
        """Return a digest of all that decides what is shown of some articles."""
        shown = f"{self.settings['SEARCH_PASSAGES']} {self.settings['SEARCH_SNIPPET_WORDS']} {self.per_file()}"
        heads = ["\0".join(head(self.articles[number])) for number in numbers]
        decisive = "\n".join([shown, *heads]).encode(errors="surrogatepass")
        return digest(rules(), decisive, *self.digests[numbers.start : numbers.stop])


def files(name: str, count: int) -> list[str]:
    """Return the names of the files in a folder of results."""
    return [f"r/{name}/{number}" for number in range(count)]
