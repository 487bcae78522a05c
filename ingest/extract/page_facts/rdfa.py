# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates and authors in RDFa, as Drupal marks them: ``property="schema:dateCreated"``.

Source: W3C, RDFa Lite 1.1.
"""

from collections.abc import Iterator

from ingest.extract.article_region import ArticleRegion
from ingest.model.record import Fact
from ingest.text.normalise import normalise_line

PROPERTIES = {
    "datepublished": "date",
    "dc:date": "date",
    "dc:created": "date",
    "dc:issued": "date",
    "datecreated": "date",
    "datemodified": "updated",
    "author": "author",
    "dc:creator": "author",
}
PREFIX = "schema:"


def rdfa_facts(region: ArticleRegion) -> Iterator[Fact]:
    """Yield the facts that elements of the article state in ``property``.

    A date needs the attribute ``content``: the text is for readers.
    """
    for element in region.elements:
        for name in (element.get("property") or "").lower().split():
            field = PROPERTIES.get(name.removeprefix(PREFIX), "")
            if not field:
                continue
            value = element.get("content") or ""
            if not value and field == "author":
                value = element.text_content()
            if value:
                yield Fact(field, normalise_line(value), "microdata")
            break
