# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outlet of an article and its permanent addresses."""

import re
from collections.abc import Iterator

from ingest.edit.bylines.attribution import AttributionLines
from ingest.edit.bylines.byline import outlet_in_first_part
from ingest.extract.sources.saudinewsnet import OUTLETS
from ingest.model.identity import canonical_url, is_root_url, split_url
from ingest.model.record import ExtractedArticle, UnreadableInput

TEMPORARY_HOST = re.compile(r"\d+\.\d+\.\d+\.\d+|localhost|\[.*")


def permanent_urls(extracted: ExtractedArticle) -> list[str]:
    """Return the canonical URLs with a permanent host that may be an article's.

    The root of a site is no article's URL, though pages declare it.
    """
    urls: dict[str, None] = {}
    for address in extracted.values_of("url"):
        url = canonical_url(address)
        if not url or is_root_url(url):
            continue
        if not TEMPORARY_HOST.fullmatch(split_url(url).hostname or ""):
            urls[url] = None
    return list(urls)


def hosts_of(extracted: ExtractedArticle) -> Iterator[str]:
    """Yield the permanent hosts of all URLs of a page."""
    for address in extracted.values_of("url"):
        host = split_url(canonical_url(address)).hostname or ""
        if host and not TEMPORARY_HOST.fullmatch(host):
            yield host


def choose_source(extracted: ExtractedArticle, lines: AttributionLines) -> str:
    """Return the outlet's name: stated, in the byline of a text dump, or the host.

    Raises ``UnreadableInput`` if there is none.
    """
    if stated := stated_source(extracted):
        return stated
    if extracted.method == "dump" and (
        outlet := outlet_in_first_part(lines.byline.parts)
    ):
        return outlet
    if host := source_of_host(extracted):
        return host
    raise UnreadableInput("nothing names its source: give --source")


def stated_source(extracted: ExtractedArticle) -> str:
    """Return the outlet's name that a record or page states, "" without one."""
    stated = extracted.first_value("source")
    return OUTLETS.get(stated, stated)


def source_of_host(extracted: ExtractedArticle) -> str:
    """Return the host of the first URL as the name of its outlet, "" without one."""
    return next(hosts_of(extracted), "").removeprefix("www.")
