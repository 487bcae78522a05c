# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of a built site: parsed once for all checks, and sampled by kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree, html

PARSER = html.HTMLParser(encoding="utf-8")
EMPTY_PAGE = b"<html></html>"
YEAR = "[0-9]" * 4
TWO_DIGITS = "[0-9]" * 2
# Kind → the pattern of its paths in the site.
KINDS = {
    "home": "index.html",
    "article": "a/*/*.html",
    "source": "source/*.html",
    "section": "section/*.html",
    "author": "author/*.html",
    "entity": "e/*.html",
    "joined names": "e/joined/*.html",
    "sources": "sources.html",
    "sections": "sections.html",
    "authors": "authors.html",
    "entities": "entities.html",
    "calendar": "calendar.html",
    "year": f"{YEAR}.html",
    "month": f"{YEAR}/{TWO_DIGITS}.html",
    "day": f"{YEAR}/{TWO_DIGITS}/{TWO_DIGITS}.html",
    "hijri": "hijri.html",
    "hijri year": f"hijri/{YEAR}.html",
    "hijri month": f"hijri/{YEAR}/{TWO_DIGITS}.html",
    "hijri day": f"hijri/{YEAR}/{TWO_DIGITS}/{TWO_DIGITS}.html",
    "search": "search.html",
    "undated": "undated.html",
    "about": "about.html",
    "404": "404.html",
}
# Without `--all` at most so many pages are read: those of a sample archive, or an even
# sample of a large site.
MAX_SAMPLED_PAGES = 2000


@dataclass(frozen=True)
class Page:
    """A page of a site: the folder of the site, and the path of the page in it."""

    site: Path
    path: str  # relative, with "/"

    @property
    def file(self) -> Path:
        """Where the page is on disk."""
        return self.site / self.path

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The parsed page; that of an empty file has no content and no attribute."""
        try:
            return html.document_fromstring(self.file.read_bytes(), parser=PARSER)
        except etree.ParserError:
            return html.document_fromstring(EMPTY_PAGE, parser=PARSER)

    def unparsed(self) -> "Page":
        """Return the page without its parsed tree, which is freed sooner."""
        return Page(self.site, self.path)

    @property
    def is_redirect(self) -> bool:
        """Whether the page redirects to another URL."""
        return self.tree.find(".//meta[@http-equiv='refresh']") is not None

    @property
    def is_indexed(self) -> bool:
        """Whether search engines are to list the page."""
        return not self.tree.xpath(
            "//meta[@name='robots'][contains(@content,'noindex')]"
        )


def list_pages(site: Path) -> list[Page]:
    """Return all pages of *site*, sorted by path."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [Page(site, path) for path in paths]


def sample_pages(pages: list[Page]) -> list[Page]:
    """Return an even sample of *pages*, and the largest page of each kind."""
    if len(pages) <= MAX_SAMPLED_PAGES:
        return pages
    step = -(-len(pages) // MAX_SAMPLED_PAGES)
    sampled = {page.path for page in pages[::step]}
    sampled.update(page.path for _kind, page in largest_pages(pages[0].site))
    return [page for page in pages if page.path in sampled]


def largest_pages(site: Path) -> Iterator[tuple[str, Page]]:
    """Yield each kind with its largest page: it has most of what its template shows."""
    for kind, files in files_by_kind(site):
        yield kind, page_of(site, files[-1])


def median_pages(site: Path) -> Iterator[tuple[str, Page]]:
    """Yield each kind with its page of median size."""
    for kind, files in files_by_kind(site):
        yield kind, page_of(site, files[len(files) // 2])


def files_by_kind(site: Path) -> Iterator[tuple[str, list[Path]]]:
    """Yield the kinds that *site* has, with their files from small to large."""
    for kind, pattern in KINDS.items():
        files = sorted(site.glob(pattern), key=lambda file: (file.stat().st_size, file))
        if files:
            yield kind, files


def page_of(site: Path, file: Path) -> Page:
    """Return the page in *file*."""
    return Page(site, file.relative_to(site).as_posix())
