# SPDX-License-Identifier: AGPL-3.0-or-later
"""The URLs of the images in the texts of a run's pages, fetched after the pages."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from ingest.fetch.http_exchange import NotFetched, normalise_url
from ingest.inputs.input_files import InputPath
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle
from ingest.pictures.in_page import resolve_url
from ingest.pictures.locate import ImageRequest
from ingest.work.confined import ConfinedProcess
from ingest.work.read_input import read_confined
from ingest.work.serialise import SerialisedArticle
from ingest.work.workers import LocalPool, read_in_order

# Any source and zone will do: only the images are used.
OPTIONS = ReadOptions(zone=UTC, source="-", keep_images=True)


def list_image_urls(warc: Path) -> list[str]:
    """Return the URLs of the images in the texts of the pages in a WARC, each once.

    Confined processes read the pages as ingest does, so that a hostile page cannot stop
    the run.
    """
    urls: dict[str, None] = {}
    with ConfinedProcess() as reader:
        items = read_confined(
            reader, InputPath(warc, warc.name), OPTIONS.source, (), None
        )
        raw_articles = (item for item in items if isinstance(item, RawArticle))
        for _, outcome in read_in_order(raw_articles, LocalPool(1, OPTIONS, {})):
            if isinstance(outcome, SerialisedArticle) and outcome.image_request:
                urls.update(dict.fromkeys(best_urls(outcome.image_request)))
    return list(urls)


def best_urls(request: ImageRequest) -> Iterator[str]:
    """Yield the best URL of each image of a page, unless it cannot be fetched.

    An image in the page itself (data URL) cannot.
    """
    for figure in request.figures:
        try:
            yield normalise_url(resolve_url(request.page_url, figure.addresses[0]))
        except NotFetched:
            continue
