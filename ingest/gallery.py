# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures of an article, looked for when its text is spelt out: kept and named in it, or their captions alone."""

import re
from collections.abc import Callable
from dataclasses import replace

from ingest.albums import find
from ingest.figures import TO_FIND
from ingest.images import Image
from ingest.page import Page

# Articles lie as deep in the archive as on the site, so that one address serves both.
FROM_ARTICLE = "../../images/"
PICTURE = re.compile(rf"(?P<picture>!\[.*\])\({TO_FIND}(?P<number>\d+)\)(?:\\\n(?P<caption>.+))?")


def hang(page: Page, keep: Callable[[Image], None]) -> Page:
    """Return *page* with each picture that is found, which *keep* stores, in its place."""
    if not page.wanted:
        return page
    paragraphs = (hung(page, paragraph, keep) for paragraph in page.markdown.rstrip("\n").split("\n\n"))
    return replace(page, markdown="\n\n".join(filter(None, paragraphs)) + "\n")


def hung(page: Page, paragraph: str, keep: Callable[[Image], None]) -> str:
    """Return a paragraph of *page*, with its file if it is a picture; of one that is not found, the caption or ""."""
    match = PICTURE.fullmatch(paragraph)
    if not match or not page.wanted:
        return paragraph
    found, caption = find(page.wanted, int(match["number"])), match["caption"]
    if not found:
        return f"*{caption}*" if caption else ""
    keep(found)
    size = f"{found.width}×{found.height}"
    return f'{match["picture"]}({FROM_ARTICLE}{found.name} "{size}")' + (f"\\\n{caption}" if caption else "")
