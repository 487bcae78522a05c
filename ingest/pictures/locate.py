# SPDX-License-Identifier: AGPL-3.0-or-later
"""Locate the images of a page in a scrape.

They are in the page itself (data URL), beside it in its folder or zip, in the same
MHTML message, or in a WARC file of the run. Those of a damaged article that is restored
are in the archive. All of them are read in a confined process.
"""

import base64
import binascii
import json
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from ingest.inputs.containers import mhtml
from ingest.model.record import Figure, RawArticle, ScrapeFile, UnreadableInput
from ingest.pictures.formats import LARGEST, Image, parse_image
from ingest.pictures.in_page import resolve_url
from ingest.pictures.scrape_files import open_scrape_file, open_zip
from ingest.pictures.warc_index import WarcImageIndex, first_item

STORED = "stored"  # kind of a sidecar, in place of the file that a page comes from


class ImageRequest(NamedTuple):
    """The images of a page to locate: the page's file, its URL, the figures."""

    scrape_file: ScrapeFile
    page_url: str
    figures: tuple[Figure, ...]


class LocatedImage(NamedTuple):
    """An image and the address by which it was found."""

    image: Image
    address: str


def request_images(raw: RawArticle, figures: tuple[Figure, ...]) -> ImageRequest | None:
    """Return the request for the images of a page, ``None`` if it has none."""
    if not raw.scrape_file or not figures:
        return None
    urls = (fact.value for fact in raw.facts if fact.field == "url")
    return ImageRequest(raw.scrape_file, next(urls, ""), figures)


def find_image(
    request: ImageRequest, figure: Figure, warc_index: WarcImageIndex
) -> LocatedImage | None:
    """Return the image of *figure*, ``None`` if the scrape does not contain it."""
    for address in figure.addresses:
        image = read_image(request, address, warc_index)
        if image:
            return LocatedImage(image, address)
    return None


def read_image(
    request: ImageRequest, address: str, warc_index: WarcImageIndex
) -> Image | None:
    """Return an image by its *address*, read in a confined process, or ``None``."""
    scrape_file = request.scrape_file
    try:
        if scrape_file.kind == "warc" and not address.startswith("data:"):
            url = resolve_url(request.page_url, address)
            data = warc_index.find_image(scrape_file, url)
            return first_item(warc_index.reader, load_image, data)
        return first_item(warc_index.reader, locate_image, request, address)
    except UnreadableInput as error:
        warc_index.report_damage(scrape_file, error)
        return None


def load_image(data: bytes) -> Iterator[Image | None]:
    """Yield the image of *data*, ``None`` if it is none; in the confined process."""
    yield parse_image(data)


def locate_image(request: ImageRequest, address: str) -> Iterator[Image | None]:
    """Yield the image at *address* of a page; in the confined process."""
    if address.startswith("data:"):
        yield parse_image(decode_data_url(address))
    else:
        yield parse_image(FINDERS[request.scrape_file.kind](request, address))


def decode_data_url(address: str) -> bytes:
    """Return the bytes of a ``data:`` URL, as SingleFile writes them into the page."""
    media_type, _, data = address.partition(",")
    try:
        if media_type.endswith(";base64"):
            return base64.b64decode(unquote(data))
        return unquote_to_bytes(data)
    except (binascii.Error, ValueError):
        return b""


def find_beside_page(request: ImageRequest, address: str) -> bytes:
    """Return an image's file from the folder or zip of the page, b"" without one."""
    scrape_file = request.scrape_file
    for path in candidate_paths(scrape_file.member, address):
        if data := read_member(scrape_file.container, path):
            return data
    return b""


def candidate_paths(page: str, address: str) -> Iterator[str]:
    """Yield the paths at which a saved image may be, for an *address* in the *page*.

    wget and HTTrack create a folder for each host and rewrite links as relative ones,
    or leave links unchanged: then any parent folder may contain that of the host.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    folders = PurePosixPath(page).parents
    paths = [unquote(parts.path)]
    if parts.query:
        paths.insert(0, unquote(f"{parts.path}?{parts.query}"))
    for path in paths:
        if not parts.netloc and not path.startswith("/"):
            yield posixpath.normpath(folders[0] / path)
        else:
            host_path = f"{parts.netloc}{path}".lstrip("/")
            yield from (str(folder / host_path) for folder in folders)


def read_member(container: Path, name: str) -> bytes:
    """Return a file in a folder or zip.

    b"" if it is missing, outside of it, damaged or too large.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        return b""
    try:
        if container.is_dir():
            return read_inside_folder(container, name)
        archive = open_zip(container)
        return archive.read(name) if archive.getinfo(name).file_size <= LARGEST else b""
    except (
        OSError,
        ValueError,
        KeyError,
        RuntimeError,
        zipfile.BadZipFile,
        zlib.error,
    ):
        # Names come from pages: too long, with NUL, of an encrypted member …
        return b""


def read_inside_folder(folder: Path, name: str) -> bytes:
    """Return a file, b"" if a link leads out of *folder* or the file is too large."""
    path = (folder / name).resolve(strict=True)
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return b""
    return path.read_bytes() if path.stat().st_size <= LARGEST else b""


def find_in_mhtml(request: ImageRequest, address: str) -> bytes:
    """Return an image part of an MHTML file, b"" without one of that address."""
    images = read_mhtml_images(request.scrape_file)
    return images.get(resolve_url(request.page_url, address), b"")


@lru_cache(maxsize=1)
def read_mhtml_images(scrape_file: ScrapeFile) -> dict[str, bytes]:
    """Return the image parts of an MHTML file by their URLs and ``cid:`` URLs."""
    with open_scrape_file(scrape_file) as stream:
        message = mhtml.parse_part(stream.read(mhtml.LARGEST))
    images = {}
    for part in mhtml.iterate_parts(message):
        if mhtml.content_type(part).startswith("image/"):
            payload = mhtml.decode_part(part)
            images.update(dict.fromkeys(part_addresses(part), payload))
    return images


def part_addresses(part: mhtml.Part) -> Iterator[str]:
    """Yield the addresses by which a page may refer to a part."""
    if location := part.headers["Content-Location"]:
        yield str(location)
    yield f"cid:{str(part.headers['Content-ID']).strip('<> ')}"


def find_in_archive(request: ImageRequest, address: str) -> bytes:
    """Return the stored image that was found by *address*, b"" without one.

    The sidecar lists under which address each image was found.
    """
    archive, sidecar = request.scrape_file.container, request.scrape_file.member
    images = json.loads((archive / sidecar).read_bytes()).get("images", [])
    files = {image["from"]: image["file"] for image in images}
    if address not in files:
        return b""
    return read_member(archive, f"images/{files[address]}")


FINDERS: dict[str, Callable[[ImageRequest, str], bytes]] = {
    "html": find_beside_page,
    "mhtml": find_in_mhtml,
    STORED: find_in_archive,
}
