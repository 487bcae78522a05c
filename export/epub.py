# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export --epub LIST`: the articles of a list as a book, right to left.

Source: https://www.w3.org/TR/epub-33/. The same articles give the same bytes.
"""

import html
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any, NamedTuple

from lxml import etree
from lxml import html as lxml_html

from export.lists import read_list
from export.page_facts import ARTICLE, PARSER, read_page
from storage.files import replace_atomically, sha256_hex
from storage.ids import short_id
from storage.zip_entry import fixed_entry

IMAGE_TYPES = {
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
CONTAINER = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/book.opf" \
media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
STYLE = """\
body { font-family: Amiri, "Noto Naskh Arabic", serif; line-height: 1.8; }
.line { font-size: .85em; }
img { max-width: 100%; }
"""
XHTML = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{lang}" xml:lang="{lang}" dir="{direction}">
<head><title>{title}</title><link rel="stylesheet" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""


class Chapter(NamedTuple):
    """An article of the book."""

    id: str
    title: str
    day: str  # ISO, "" if undated
    xhtml: str
    images: Sequence[str]  # paths in the site

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"a-{self.id}.xhtml"


def export_epub(site: Path, place: str, folder: Path, publisher: str) -> Path:
    """Write the list at *place* as a book into *folder*; return its path."""
    title, paths = read_list(site, place)
    chapters = [read_chapter(site, path) for path in paths]
    identity = short_id("epub", "\n".join([title, *paths]))
    target = folder / f"{PurePosixPath(place).stem}.epub"
    book = Book(title=title, publisher=publisher, id=identity, chapters=chapters)
    with (
        replace_atomically(target) as temporary,
        zipfile.ZipFile(temporary, "w") as archive,
    ):
        # The first entry, stored, so that programs recognise the format by its bytes.
        archive.writestr(fixed_entry("mimetype"), b"application/epub+zip")
        for name, data in book_files(book, site):
            archive.writestr(fixed_entry(name, zipfile.ZIP_DEFLATED), data)
    return target


class Book(NamedTuple):
    """What a book consists of."""

    title: str
    publisher: str
    id: str
    chapters: Sequence[Chapter]

    @property
    def images(self) -> list[str]:
        """The images of all chapters, each once."""
        names = (name for chapter in self.chapters for name in chapter.images)
        return list(dict.fromkeys(names))

    @property
    def modified(self) -> str:
        """The day of the newest article, so that the same book has the same bytes."""
        newest = max((chapter.day for chapter in self.chapters), default="")
        return f"{newest or '1970-01-01'}T00:00:00Z"


def book_files(book: Book, site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file of a book after its type."""
    yield "META-INF/container.xml", CONTAINER.encode()
    yield "book/book.opf", render_package(book).encode()
    yield "book/nav.xhtml", render_navigation(book).encode()
    yield "book/style.css", STYLE.encode()
    for chapter in book.chapters:
        yield f"book/{chapter.name}", chapter.xhtml.encode()
    for image in book.images:
        yield f"book/{image_name(image)}", (site / image).read_bytes()


def read_chapter(site: Path, path: str) -> Chapter:
    """Return the article at *path* of the site."""
    data = (site / path).read_bytes()
    page = read_page(data, path, sha256_hex(data))
    assert page is not None  # a list names articles only
    document: Any = lxml_html.document_fromstring(data, parser=PARSER)
    (body,) = document.xpath(f"{ARTICLE}/div[@class='text']")
    images = list(clean_body(body, path))
    row = page.article
    parts = [row["source"], *row["authors"], row["agency"], row["place"], row["day"]]
    line = " – ".join(part for part in parts if part)
    head = f"<h1>{html.escape(row['title'])}</h1>\n<p class='line'>{html.escape(line)}"
    text = etree.tostring(body, method="xml", encoding="unicode").strip()
    xhtml = XHTML.format(
        lang=html.escape(row["language"]),
        direction=body.get("dir"),
        title=html.escape(row["title"]),
        body=f"{head}</p>\n{text}",
    )
    return Chapter(row["id"], row["title"], row["day"], xhtml, images)


def clean_body(body: Any, path: str) -> Iterator[str]:
    """Remove what only the site needs; yield the paths of images."""
    for link in body.xpath(".//a[not(contains(@href, ':'))]"):
        link.drop_tag()
    for element in body.iter():
        for name in ("id", "tabindex", "loading", "target"):
            element.attrib.pop(name, None)
    for image in body.xpath(".//img"):
        # From a/xx/, ../../images/y is images/y.
        name = normpath(PurePosixPath(path).parent / image.get("src"))
        image.set("src", image_name(name))
        yield name


def image_name(path: str) -> str:
    """Return the name of an image in the book; that of the site is a digest."""
    return f"i-{PurePosixPath(path).name}"


PACKAGE = """\
<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="ar">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:warraq:{id}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>ar</dc:language>
<dc:publisher>{publisher}</dc:publisher>
<meta property="dcterms:modified">{modified}</meta>
</metadata>
<manifest>
{items}
</manifest>
<spine page-progression-direction="rtl">
{order}
</spine>
</package>
"""


def render_package(book: Book) -> str:
    """Return the package document: metadata, files, order."""
    order = (f'<itemref idref="a-{chapter.id}"/>' for chapter in book.chapters)
    return PACKAGE.format(
        id=book.id,
        title=html.escape(book.title),
        publisher=html.escape(book.publisher),
        modified=book.modified,
        items="\n".join(render_items(book)),
        order="\n".join(order),
    )


def render_items(book: Book) -> Iterator[str]:
    """Yield the files of a book: contents, style, chapters, images."""
    page = "application/xhtml+xml"
    yield f'<item id="nav" href="nav.xhtml" media-type="{page}" properties="nav"/>'
    yield '<item id="style" href="style.css" media-type="text/css"/>'
    for chapter in book.chapters:
        yield f'<item id="a-{chapter.id}" href="{chapter.name}" media-type="{page}"/>'
    for number, image in enumerate(book.images):
        kind = IMAGE_TYPES[PurePosixPath(image).suffix]
        yield f'<item id="i{number}" href="{image_name(image)}" media-type="{kind}"/>'


def render_navigation(book: Book) -> str:
    """Return the table of contents."""
    entries = "\n".join(
        f'<li><a href="{chapter.name}">{html.escape(chapter.title)}</a></li>'
        for chapter in book.chapters
    )
    title = html.escape(book.title)
    body = f'<nav epub:type="toc"><h1>{title}</h1>\n<ol>\n{entries}\n</ol></nav>'
    return XHTML.format(lang="ar", direction="rtl", title=title, body=body)
