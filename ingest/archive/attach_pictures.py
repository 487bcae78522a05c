# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attach images to an article: located in the scrape, stored, their figures completed.

The figures of a page are blocks of its body until then; here they get a file, or become
their caption alone, or are removed.
"""

from collections.abc import Callable
from typing import NamedTuple

from ingest.model.record import Figure
from ingest.pictures.formats import Image
from ingest.pictures.locate import ImageRequest, find_image
from ingest.pictures.warc_index import WarcImageIndex
from ingest.work.serialise import SerialisedArticle, sidecar_rows

# Articles are as deep in the archive as on the site, so one relative URL fits both.
FROM_ARTICLE = "../../images/"


class AttachedImage(NamedTuple):
    """An image that is stored now, and its origin for the sidecar."""

    name: str
    width: int
    height: int
    origin: str


def attach_images(
    article: SerialisedArticle,
    store_image: Callable[[Image], None],
    warc_index: WarcImageIndex,
) -> SerialisedArticle:
    """Return *article* with the images of its figures attached.

    *store_image* stores each image; their origins are added to the sidecar.
    """
    if not article.image_request:
        return article
    attached = {
        figure: attach_image(article.image_request, figure, store_image, warc_index)
        for figure in article.image_request.figures
    }
    body: list[bytes | Figure] = []
    for block in article.body:
        if isinstance(block, Figure):
            block = complete_figure(block, attached[block])
            if not block.file and not block.caption:
                continue
        body.append(block)
    origins = [
        {"file": image.name, "from": image.origin}
        for image in attached.values()
        if image
    ]
    sidecar = article.sidecar + b",\n" + sidecar_rows({"images": origins})
    return article._replace(body=tuple(body), sidecar=sidecar)


def attach_image(
    request: ImageRequest,
    figure: Figure,
    store_image: Callable[[Image], None],
    warc_index: WarcImageIndex,
) -> AttachedImage | None:
    """Return the image of *figure*, stored; ``None`` if the scrape does not have it."""
    located = find_image(request, figure, warc_index)
    if not located:
        return None
    image, address = located
    store_image(image)
    origin = "the page itself" if address.startswith("data:") else address
    return AttachedImage(image.name, image.width, image.height, origin)


def complete_figure(figure: Figure, image: AttachedImage | None) -> Figure:
    """Return *figure* with the file of *image*, whose size is the Markdown title."""
    if not image:
        return figure
    file = f'{FROM_ARTICLE}{image.name} "{image.width}×{image.height}"'
    return figure._replace(file=file)
