# SPDX-License-Identifier: AGPL-3.0-or-later
"""The metas of an article by which reference managers recognise a newspaper article.

Zotero's translators "Embedded Metadata" and "RDF" read them as follows. Of several
``DC.type`` the first counts, and only ``newspaperArticle`` gives a newspaper article.
``DC.source`` is the newspaper, so the address of the original must not be in it. Each
author is a ``DC.creator`` of its own. A comma separates family and given names: it
keeps a compound family name together, and at the end it keeps an agency whole.
``citation_*`` would make an article of a journal.
"""

import re
from collections.abc import Iterable, Iterator

from plugins.contract import ArchiveArticle
from plugins.metadata.citations import agencies

# A name and its second part, which is not a family name of its own: «عبد الله».
COMPOUND_FAMILY_NAME = re.compile(
    r"(?P<given>\S.*?)\s+(?P<family>(?:عبد|أبو|ابو|أبي|ابن|بن|آل|بو|ولد)\s+\S+)$"
)
IMAGE_SOURCE = re.compile(r'<img src="(?:\.\./)*([^"]+)"')

Meta = tuple[str, str, str]  # the attribute, "name" or "property"; its value; content
Element = tuple[dict[str, str], str]  # attributes by name; content


def article_metas(article: ArchiveArticle, address: str) -> list[Meta]:
    """Return the metas of *article*; *address* is that of the site, or ``""``."""
    return [*open_graph(article, address), *dublin_core(article, address)]


def meta_elements(metas: Iterable[Meta]) -> list[Element]:
    """Return the elements of *metas*: a name and a property of equal content share one.

    ``og:title`` and ``DC.title`` give ``<meta property="og:title" name="DC.title" …>``.
    Zotero reads the name of such an element, social networks read its property.
    """
    elements: list[Element] = []
    for attribute, value, content in metas:
        shared = (
            attributes
            for attributes, other in elements
            if other == content and attribute not in attributes
        )
        attributes = next(shared, None)
        if attributes is None:
            elements.append(({attribute: value}, content))
        else:
            attributes[attribute] = value
    return elements


def open_graph(article: ArchiveArticle, address: str) -> Iterator[Meta]:
    """Yield title, language, date, section and image of *article*."""
    yield "property", "og:title", article.title
    yield "property", "og:locale", article.lang
    if article.iso_date:
        yield "property", "article:published_time", article.iso_date
    if "section" in article.metadata:
        yield "property", "article:section", article.category.name
    image = IMAGE_SOURCE.search(article.content)
    if address and image:
        yield "property", "og:image", f"{address}/{image[1]}"


def dublin_core(article: ArchiveArticle, address: str) -> Iterator[Meta]:
    """Yield the elements of Dublin Core that describe *article*."""
    yield "name", "DC.type", "newspaperArticle"
    yield "name", "DC.title", article.title
    for creator in creators(article):
        yield "name", "DC.creator", creator
    yield "name", "DC.source", article.source
    yield "name", "DC.language", article.lang
    if article.iso_date:
        yield "name", "DC.date", article.iso_date
    if address:
        yield "name", "DC.identifier", f"{address}/{article.url}"


def creators(article: ArchiveArticle) -> list[str]:
    """Return the authors of *article*, or the agencies that it is from."""
    if "authors" in article.metadata:
        return [family_name_first(author.name) for author in article.authors]
    return [f"{agency}," for agency in agencies(article)]


def family_name_first(name: str) -> str:
    """Return «عبد الله, سارة» for «سارة عبد الله»; a simple name as it is."""
    compound = COMPOUND_FAMILY_NAME.fullmatch(name)
    return f"{compound['family']}, {compound['given']}" if compound else name
