# SPDX-License-Identifier: AGPL-3.0-or-later
"""Table cells of a layout that are outside the article: the site's name, its address.

Before 2005 pages were tables: a cell at the top has the newspaper's name and motto, one
at the bottom its address. Extractors take both for text.
"""

from lxml.html import HtmlElement

from ingest.extract.article_region import ArticleRegion

MIN_WORDS = 20  # of a paragraph: a cell with one may be a part of the article


def remove_outer_cells(tree: HtmlElement, region: ArticleRegion) -> None:
    """Remove from *tree* the cells outside the article's that have no paragraph.

    The article's is the innermost cell with its headline and its text; without one,
    nothing is removed.
    """
    own = cell_of_article(region)
    if own is None:
        return
    kept = {own, *own.iterancestors(), *own.iter("td")}
    for cell in list(tree.iter("td")):
        if cell not in kept and cell.getparent() is not None and is_furniture(cell):
            cell.drop_tree()


def cell_of_article(region: ArticleRegion) -> HtmlElement | None:
    """Return the innermost cell that has both the headline and the text."""
    if region.headline is None or region.text is None:
        return None
    around_text = {region.text, *region.text.iterancestors()}
    cells = region.headline.iterancestors("td")
    return next((cell for cell in cells if cell in around_text), None)


def is_furniture(cell: HtmlElement) -> bool:
    """Return whether no text in *cell* is as long as a paragraph."""
    return all(len(text.split()) < MIN_WORDS for text in cell.itertext())
