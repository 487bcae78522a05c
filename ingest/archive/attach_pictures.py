# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures of an article, looked for when its text is spelt out: kept and named in it, or their captions alone."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.pictures.formats import Image
from ingest.pictures.in_page import TO_FIND
from ingest.pictures.locate import ImageRequest, find_image
from ingest.pictures.warc_index import WarcImageIndex
from ingest.work.page import Page, rows

# Articles lie as deep in the archive as on the site, so that one address serves both.
FROM_ARTICLE = "../../images/"
PICTURE = re.compile(
    rf"(?P<picture>!\[.*\])\({TO_FIND}(?P<number>\d+)\)(?:\\\n(?P<caption>.+))?"
)


class Held(NamedTuple):
    """A picture that the archive keeps now, and where the page says it is from."""

    image: Image
    address: str


def attach_images(
    page: Page, keep: Callable[[Image], None], crawls: WarcImageIndex
) -> Page:
    """Return *page* with each picture that is found, which *keep* stores, in its place, its origin in the sidecar."""
    if not page.image_request:
        return page
    held = [
        hold(page.image_request, number, keep, crawls)
        for number in range(len(page.image_request.pictures))
    ]
    paragraphs = (
        hung(paragraph, held)
        for paragraph in page.markdown.decode().rstrip("\n").split("\n\n")
    )
    told = rows(
        {
            "images": [
                {"file": one.image.name, "from": one.address} for one in held if one
            ]
        }
    )
    markdown = "\n\n".join(filter(None, paragraphs)) + "\n"
    return page._replace(
        markdown=markdown.encode(), sidecar=page.sidecar + b",\n" + told
    )


def hold(
    wanted: ImageRequest,
    number: int,
    keep: Callable[[Image], None],
    crawls: WarcImageIndex,
) -> Held | None:
    """Return a picture that was found and stored, without its bytes, ``None`` if the scrape does not hold it."""
    found = find_image(wanted, number, crawls)
    if not found:
        return None
    image, address = found
    keep(image)
    return Held(
        image._replace(data=b""),
        "the page itself" if address.startswith("data:") else address,
    )


def hung(paragraph: str, held: Sequence[Held | None]) -> str:
    """Return a paragraph, with its file if it is a picture; of one that is not held, the caption or ""."""
    match = PICTURE.fullmatch(paragraph)
    if not match:
        return paragraph
    one, caption = held[int(match["number"])], match["caption"]
    if not one:
        return f"*{caption}*" if caption else ""
    size = f"{one.image.width}×{one.image.height}"
    return f'{match["picture"]}({FROM_ARTICLE}{one.image.name} "{size}")' + (
        f"\\\n{caption}" if caption else ""
    )
