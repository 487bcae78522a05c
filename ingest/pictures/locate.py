# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a scrape keeps the pictures of a page: in it, beside it in its folder or zip, in the same mail or WARC."""

import base64
import binascii
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email import message_from_binary_file, policy
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from ingest.model.record import RawArticle, ScrapeFile
from ingest.pictures.formats import LARGEST, Image, parse_image
from ingest.pictures.in_page import joined
from ingest.pictures.scrape_files import stream, zipped
from ingest.pictures.warc_index import WarcImageIndex


class ImageRequest(NamedTuple):
    """The pictures of a page: where the page comes from, its own address, and for each the addresses to try in turn."""

    scrape_file: ScrapeFile
    base: str
    pictures: tuple[tuple[str, ...], ...]


def request_images(
    piece: RawArticle, pictures: tuple[tuple[str, ...], ...]
) -> ImageRequest | None:
    """Return what is to be looked for, ``None`` without any picture."""
    base = next((fact.value for fact in piece.facts if fact.field == "url"), "")
    return (
        ImageRequest(piece.scrape_file, base, pictures)
        if piece.scrape_file and pictures
        else None
    )


def find_image(
    wanted: ImageRequest, number: int, crawls: WarcImageIndex
) -> tuple[Image, str] | None:
    """Return a picture of a page and the address it was found by, ``None`` if the scrape does not hold it."""
    for address in wanted.pictures[number]:
        if found := parse_image(held(wanted, address, crawls)):
            return found, address
    return None


def held(wanted: ImageRequest, address: str, crawls: WarcImageIndex) -> bytes:
    """Return what the scrape holds for the *address* of a picture, b"" if nothing."""
    if address.startswith("data:"):
        return embedded(address)
    if wanted.scrape_file.kind == "warc":
        return crawls.find_image(wanted.scrape_file, joined(wanted.base, address))
    return FINDERS[wanted.scrape_file.kind](wanted, address)


def embedded(address: str) -> bytes:
    """Return the bytes of a ``data:`` address, as SingleFile writes them into the page."""
    kind, _, data = address.partition(",")
    try:
        return (
            base64.b64decode(unquote(data))
            if kind.endswith(";base64")
            else unquote_to_bytes(data)
        )
    except (binascii.Error, ValueError):
        return b""


def beside(wanted: ImageRequest, address: str) -> bytes:
    """Return the file of a picture in the folder or the zip that the page comes from, b"" without one."""
    files = (
        file(wanted.scrape_file.container, name)
        for name in candidate_paths(wanted.scrape_file.member, address)
    )
    return next((data for data in files if data), b"")


def candidate_paths(page: str, address: str) -> Iterator[str]:
    """Yield the names under which a saving program may have put what the page of the name *page* calls *address*.

    wget and HTTrack put hosts into folders and links in terms of them, or leave links as they were.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    folders = PurePosixPath(page).parents
    paths = (
        [unquote(f"{parts.path}?{parts.query}"), unquote(parts.path)]
        if parts.query
        else [unquote(parts.path)]
    )
    for path in paths:
        if not parts.netloc and not path.startswith("/"):
            yield posixpath.normpath(folders[0] / path)
        else:
            yield from (
                str(folder / f"{parts.netloc}{path}".lstrip("/")) for folder in folders
            )


def file(container: Path, name: str) -> bytes:
    """Return the bytes of a file in a folder or a zip, b"" if it is missing, outside, damaged or too large."""
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        return b""
    try:
        if container.is_dir():
            path = (container / name).resolve(strict=True)
            inside = (
                path.is_relative_to(container.resolve())
                and path.is_file()
                and path.stat().st_size <= LARGEST
            )
            return path.read_bytes() if inside else b""
        packed = zipped(container)
        return packed.read(name) if packed.getinfo(name).file_size <= LARGEST else b""
    except (
        OSError,
        ValueError,
        KeyError,
        RuntimeError,
        zipfile.BadZipFile,
        zlib.error,
    ):
        return b""  # names come from pages: too long, with NUL, of a member that is encrypted …


def in_mail(wanted: ImageRequest, address: str) -> bytes:
    """Return a part of an MHTML file, b"" without one of that address."""
    return parts_of_mail(wanted.scrape_file).get(joined(wanted.base, address), b"")


@lru_cache(maxsize=1)
def parts_of_mail(home: ScrapeFile) -> dict[str, bytes]:
    """Return the parts of an MHTML file by their addresses, those that begin with cid: too."""
    with stream(home) as source:
        mail = message_from_binary_file(source, policy=policy.default)
    parts = [
        (part, part.get_payload(decode=True))
        for part in mail.walk()
        if part.get_content_maintype() == "image"
    ]
    return {
        address: data
        for part, data in parts
        for address in (
            part["Content-Location"],
            f"cid:{str(part['Content-ID']).strip('<> ')}",
        )
        if isinstance(data, bytes) and address
    }


FINDERS: dict[str, Callable[[ImageRequest, str], bytes]] = {
    "html": beside,
    "mhtml": in_mail,
}
