# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures that the pages of a run show in their texts, to be fetched after the pages."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from ingest.fetch.http_exchange import NotFetched, address
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle
from ingest.pictures.in_page import joined
from ingest.pictures.locate import ImageRequest
from ingest.work.page import Page
from ingest.work.workers import Crew, work

# Any source will do: only pictures are looked for.
OPTIONS = ReadOptions(zone=UTC, source="-", keep_images=True)


def pictures(crawl: Path) -> list[str]:
    """Return the addresses of the pictures in the texts of the pages in a WARC, each once.

    The pages are read as ingest reads them, by a process that a hostile one cannot lead astray.
    """
    pieces = (
        piece
        for piece in split_input(identify_file(crawl, crawl.name), OPTIONS.source)
        if isinstance(piece, RawArticle)
    )
    read = [
        outcome
        for _, outcome in work(pieces, Crew(1, OPTIONS, {}))
        if isinstance(outcome, Page)
    ]
    return list(
        dict.fromkeys(
            url
            for page in read
            if page.image_request
            for url in best(page.image_request)
        )
    )


def best(wanted: ImageRequest) -> Iterator[str]:
    """Yield the best address of each picture of a page; what cannot be asked for, as a picture inside it, is none."""
    for addresses in wanted.pictures:
        try:
            yield address(joined(wanted.base, addresses[0]))
        except NotFetched:
            continue
