# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of a scrape that are no articles by their names, in a folder or in a zip."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from ingest.model.record import UnreadableInput

# Files that belong to pages and are no pages. wget keeps a query in the name, HTTrack
# writes @ for its question mark.
PAGE_RESOURCE = re.compile(
    r".*\.(?:cdxj?|idx|css|js|mjs|map|png|jpe?g|gif|webp|avif|svg|ico|bmp|woff2?|ttf|otf"
    r"|eot)(?:[?@].*)?",
    re.IGNORECASE | re.DOTALL,
)
# Files about the scrape; logs and caches of HTTrack, wget and operating systems.
SCRAPER_FILE = re.compile(
    r"\..*|(?:README|LICENSE|COPYING|NOTICE|CHANGELOG)(?:\.(?:md|txt|rst))?"
    r"|(?:hts-log|robots|cookies|urls)\.txt|datapackage(?:-digest)?\.json|hts-cache|__MACOSX|Thumbs\.db|desktop\.ini",
    re.IGNORECASE,
)
# In the archive that Twitter gives an account: a script that is data.
TWEETS = re.compile(r"tweets?(?:-part\d+)?\.js")
WACZ_MEMBERS = frozenset(("datapackage.json", "pages"))
WARC_IN_WACZ = re.compile(r"archive/.*\.warc(?:\.gz)?", re.DOTALL)
RESOURCES = "files of pages (styles, scripts, images, fonts, indexes)"
SCRAPER_FILES = "files about the scrape (README, logs, system files)"
WACZ_FILES = "indexes, logs and page lists of a WACZ"
# A member that a kind of document has in its zip file, and the kind.
DOCUMENT_MEMBERS = {
    "word/document.xml": "a Word document (docx)",
    "xl/workbook.xml": "an Excel table (xlsx): save it as CSV",
    "xl/workbook.bin": "an Excel table (xlsb): save it as CSV",
    "ppt/presentation.xml": "a PowerPoint document (pptx)",
    "META-INF/container.xml": "an EPUB book",
    "content.xml": "an OpenDocument file (odt, ods, odp)",
    "AndroidManifest.xml": "a program for Android",
    "META-INF/MANIFEST.MF": "a program in Java",
    "Index/Document.iwa": "a Pages document",
}


def reason_to_ignore(name: str) -> str:
    """Return why a file or folder *name* is passed over, "" if it is not."""
    if SCRAPER_FILE.fullmatch(name):
        return SCRAPER_FILES
    if TWEETS.fullmatch(name):
        return ""
    return RESOURCES if PAGE_RESOURCE.fullmatch(name) else ""


def reason_to_ignore_member(name: str, *, in_wacz: bool) -> str:
    """Return why the member *name* of a zip is passed over, "" if it is not."""
    path = PurePosixPath(name)
    if in_wacz and path.parts[0] != "archive":
        return WACZ_FILES
    reasons = filter(None, map(reason_to_ignore, path.parts))
    return next(reasons, "")


def is_wacz(names: Collection[str]) -> bool:
    """Return whether a zip with these members is a WACZ: WARC files with an index."""
    folders = names_and_folders(names)
    is_described = not folders.isdisjoint(("datapackage.json", "indexes", "pages"))
    return is_described and any(map(WARC_IN_WACZ.fullmatch, names))


def names_and_folders(names: Collection[str]) -> set[str]:
    """Return the first part of each of *names*."""
    return {name.partition("/")[0] for name in names}


def check_document(names: Collection[str]) -> None:
    """Raise ``UnreadableInput`` if a zip with these members is one document."""
    is_multi = any(name.endswith(".wacz") for name in names)
    if names_and_folders(names) >= WACZ_MEMBERS and not is_wacz(names) and not is_multi:
        raise UnreadableInput("a WACZ without its WARC files")
    for member, kind in DOCUMENT_MEMBERS.items():
        if member in names:
            raise UnreadableInput(kind)
