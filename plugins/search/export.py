# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export --lunr`: a stock Lunr index of a small archive, for any Lunr client.

python -m plugins.search.export SITE FOLDER

The index has no pipeline function, so a client needs none: for each word it has the
word as written, the folded word and the stem. A client finds what it looks for as it is
written; one that folds its queries (theme/static/js/arabic.js) finds the other forms.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lunr.builder import Builder

from arabic.spelling import MARKS
from arabic.terms import terms, words
from plugins.search.encode.letters import swap_letters
from plugins.search.write.script_files import ROOT_NAME, SUFFIX, text_of_script
from storage.files import write_atomic

MOST_ARTICLES = 5000  # a browser loads the index whole: 6 MB gzip, and 100 MB of memory
TITLE_BOOST = 3
PUNCTUATION = ".,;:!?()[]{}\"'«»“”‘’،؛؟…-–—/\\"  # around words as written
INDEX, DOCUMENTS = "lunr-index.json", "lunr-documents.json"


class CannotExport(Exception):
    """The site has no index that can be exported; the reason is the message."""


class Document(NamedTuple):
    """An article in the exported index."""

    url: str
    title: str
    body: str
    day: str  # ISO, "" if unknown
    source: str


def read_documents(search: Path) -> list[Document]:
    """Return the articles of the index in the folder *search*, by URL.

    Raises ``CannotExport`` if there is no index, or one without texts.
    """
    root_file = search / f"{ROOT_NAME}{SUFFIX}"
    if not root_file.exists():
        raise CannotExport(f"{root_file} is missing: build the site first")
    root = json.loads(text_of_script(root_file.read_text(encoding="utf-8")))
    if not root["passages"]:
        raise CannotExport("SEARCH_PASSAGES is off, so the index has no texts")
    if root["count"] > MOST_ARTICLES:
        raise CannotExport(
            f"{root['count']:,} articles are too many for an index that is loaded"
            f" whole: at most {MOST_ARTICLES:,}"
        )
    return sorted(read_records(search))


def read_records(search: Path) -> Iterator[Document]:
    """Yield the articles of all files of records."""
    for path in search.glob(f"r/*/*{SUFFIX}"):
        text = text_of_script(path.read_text(encoding="utf-8"))
        for row in json.loads(swap_letters(text)):
            title, url, day, _, names, text, *_ = row
            yield Document(url, title, text, day, names.split("\n")[0])


def tokens_of(text: str) -> str:
    """Return the words of *text* as written, folded and stemmed, joined by spaces."""
    tokens: list[str] = []
    for chunk in MARKS.sub("", text).split():
        written = chunk.strip(PUNCTUATION).lower()
        tokens += dict.fromkeys([written, *words(chunk), *terms(chunk)])
    return " ".join(filter(None, tokens))


def build_index(documents: Iterable[Document]) -> dict[str, Any]:
    """Return the stock Lunr index of *documents*, as it is serialised."""
    builder = Builder()
    builder.ref("url")
    builder.field("title", boost=TITLE_BOOST)
    builder.field("body")
    for document in documents:
        builder.add(
            {
                "url": document.url,
                "title": tokens_of(document.title),
                "body": tokens_of(document.body),
            }
        )
    serialised: dict[str, Any] = builder.build().serialize()
    return serialised


def export_lunr(site: Path, folder: Path) -> list[Path]:
    """Write the index of *site* and what its results show to *folder*; return both."""
    documents = read_documents(site / "search")
    shown = {
        document.url: {
            "title": document.title,
            "day": document.day,
            "source": document.source,
        }
        for document in documents
    }
    folder.mkdir(parents=True, exist_ok=True)
    contents = {INDEX: build_index(documents), DOCUMENTS: shown}
    for name, content in contents.items():
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        write_atomic(folder / name, text.encode())
    return [folder / name for name in contents]


def main() -> int:
    """Export, and print the files or why there are none."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    try:
        files = export_lunr(options.site, options.folder)
    except CannotExport as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    for file in files:
        sys.stdout.write(f"{file}: {file.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
