# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article as BibTeX, RIS and CSL-JSON, as reference managers import them.

The browser's twin for a list of results is theme/static/js/exports.js.
"""

import json
import re
from collections.abc import Iterator

from plugins.contract import ArchiveArticle

BIBTEX_SPECIAL = re.compile(r"[{}%&$#_~^]")
AGENCY_SEPARATOR = re.compile(r"\s*[،؛,;]\s*")
SPACES = re.compile(r"\s+")


def citations(article: ArchiveArticle, address: str) -> dict[str, str]:
    """Return the name of each format with *article* in it.

    *address* is that of the site; without one the original's URL is cited.
    """
    return {
        "BibTeX": bibtex(article, address),
        "RIS": ris(article, address),
        "CSL-JSON": csl_json(article, address),
    }


def cited_url(article: ArchiveArticle, address: str) -> str:
    """Return the URL in the archive if its address is known, else the original's."""
    if address:
        return f"{address}/{article.url}"
    return str(article.metadata.get("url", ""))


def authors(article: ArchiveArticle) -> list[str]:
    """Return the authors, or the agencies."""
    if "authors" in article.metadata:
        return [author.name for author in article.authors]
    return agencies(article)


def agencies(article: ArchiveArticle) -> list[str]:
    """Return the agencies of *article*: «أ ف ب، رويترز» are two."""
    names = AGENCY_SEPARATOR.split(article.metadata.get("agency", ""))
    return [name for name in names if name]


def iso_day(article: ArchiveArticle) -> str:
    """Return the ISO day of *article*, ``""`` if it is undated."""
    return article.day.isoformat() if article.day else ""


def bibtex(article: ArchiveArticle, address: str) -> str:
    """Return the BibTeX entry. Braces keep a name of several words together."""
    names = [f"{{{escape_bibtex(name)}}}" for name in authors(article)]
    fields = {
        "title": escape_bibtex(article.title),
        "author": " and ".join(names),
        "journal": escape_bibtex(article.source),
        "date": iso_day(article),
        "url": cited_url(article, address),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@article{{{article.slug},\n{''.join(lines)}}}"


def escape_bibtex(text: str) -> str:
    """Return *text* on one line, with the signs of BibTeX escaped."""
    one_line = SPACES.sub(" ", text.replace("\\", "/"))
    return BIBTEX_SPECIAL.sub(lambda sign: f"\\{sign[0]}", one_line)


def ris(article: ArchiveArticle, address: str) -> str:
    """Return the RIS record, an author a line."""
    return "\n".join(f"{tag}  - {value}" for tag, value in ris_fields(article, address))


def ris_fields(article: ArchiveArticle, address: str) -> Iterator[tuple[str, str]]:
    """Yield the tags of a RIS record with their values."""
    yield "TY", "NEWS"
    yield "TI", SPACES.sub(" ", article.title)
    for name in authors(article):
        yield "AU", name
    yield "T2", article.source
    if article.day:
        yield "DA", article.day.strftime("%Y/%m/%d")
    if cited_url(article, address):
        yield "UR", cited_url(article, address)
    yield "ER", ""


def csl_json(article: ArchiveArticle, address: str) -> str:
    """Return the item of CSL-JSON."""
    item: dict[str, object] = {
        "id": article.slug,
        "type": "article-newspaper",
        "title": article.title,
        "container-title": article.source,
        "language": article.lang,
    }
    if authors(article):
        item["author"] = [{"literal": name} for name in authors(article)]
    if article.day:
        day = article.day
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if cited_url(article, address):
        item["URL"] = cited_url(article, address)
    return json.dumps([item], ensure_ascii=False)
