# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export --bag`: the archive itself as a bag of BagIt (RFC 8493).

The payload is ``content/`` and ``archive.toml``: Markdown, sidecars, originals, ledger,
logs, also of articles that are on no page. The same archive gives the same bytes; only
``Bagging-Date`` is today's, and stays where the payload did not change.
"""

import datetime as dt
import hashlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from archive_settings.archive_file import ArchiveSettings
from export import CannotExport
from storage.files import TEMPORARY_SUFFIX, read_or_none

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha512.txt", "tagmanifest-sha512.txt"
INFO = "bag-info.txt"
CACHE_PREFIX = ".sketches."  # of MinHash signatures, which are computed again
COPIED_AT_ONCE = 1 << 20  # bytes


class Payload:
    """Copies files into a bag, and records their digests and sizes."""

    def __init__(self, bag: Path) -> None:
        self.bag = bag
        self.digests: dict[str, str] = {}
        self.size = 0  # bytes

    def add(self, source: Path, name: str) -> None:
        """Copy a file to *name* below ``data/``."""
        target = self.bag / "data" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha512()
        with source.open("rb") as read, target.open("wb") as write:
            while chunk := read.read(COPIED_AT_ONCE):
                digest.update(chunk)
                write.write(chunk)
                self.size += len(chunk)
        self.digests[f"data/{name}"] = digest.hexdigest()


def export_bag(settings: ArchiveSettings, content: Path, bag: Path) -> str:
    """Write the archive to the folder *bag*; return its Payload-Oxum.

    Raises ``CannotExport``; an earlier bag is then as it was.
    """
    if not (content / "articles").is_dir():
        raise CannotExport(f"{content} is no archive: it has no folder articles")
    new = bag.with_name(f"{bag.name}{TEMPORARY_SUFFIX}")
    shutil.rmtree(new, ignore_errors=True)
    payload = Payload(new)
    for name in payload_files(content):
        payload.add(content / name, f"content/{name}")
    payload.add(settings.path, "archive.toml")
    write_tags(new, payload, settings, bag)
    shutil.rmtree(bag, ignore_errors=True)
    new.rename(bag)
    return oxum(payload)


def payload_files(content: Path) -> Iterator[str]:
    """Yield the files of the archive, sorted: no link, no cache, no unfinished file."""
    for path in sorted(content.rglob("*")):
        is_passed_over = path.name.startswith(CACHE_PREFIX)
        is_passed_over |= path.suffix == TEMPORARY_SUFFIX
        if path.is_file() and not path.is_symlink() and not is_passed_over:
            yield path.relative_to(content).as_posix()


def write_tags(
    bag: Path, payload: Payload, settings: ArchiveSettings, former: Path
) -> None:
    """Write the declaration, the manifests and the information on a bag."""
    manifest = render_digests(payload.digests)
    is_unchanged = read_or_none(former / MANIFEST) == manifest
    day = bagging_date(former) if is_unchanged else ""
    info = {
        "Source-Organization": settings["archive.name"],
        "External-Identifier": settings["archive.address"],
        "Contact-Email": settings["archive.contact"],
        "External-Description": "Articles in Markdown, sidecars, originals, ledger",
        "Bagging-Date": day or dt.datetime.now(dt.UTC).date().isoformat(),
        "Payload-Oxum": oxum(payload),
        "Bag-Software-Agent": "warraq",
    }
    lines = [f"{name}: {value}\n" for name, value in info.items() if value]
    tags = {
        "bagit.txt": DECLARATION.encode(),
        INFO: "".join(lines).encode(),
        MANIFEST: manifest,
    }
    for name, data in tags.items():
        (bag / name).write_bytes(data)
    digests = {name: hashlib.sha512(data).hexdigest() for name, data in tags.items()}
    (bag / TAG_MANIFEST).write_bytes(render_digests(digests))


def oxum(payload: Payload) -> str:
    """Return the Payload-Oxum: bytes, a dot, number of files."""
    return f"{payload.size}.{len(payload.digests)}"


def bagging_date(bag: Path) -> str:
    """Return the date of an earlier bag, "" if it has none."""
    for line in (read_or_none(bag / INFO) or b"").decode().splitlines():
        name, _, value = line.partition(": ")
        if name == "Bagging-Date":
            return value
    return ""


def render_digests(digests: Mapping[str, str]) -> bytes:
    """Return a manifest; RFC 8493, 2.1.3 encodes three characters of a path."""
    lines = (
        f"{digest}  {encode_path(name)}\n" for name, digest in sorted(digests.items())
    )
    return "".join(lines).encode()


def encode_path(name: str) -> str:
    """Return a path as a manifest has it."""
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
