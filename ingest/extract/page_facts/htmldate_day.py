# SPDX-License-Identifier: AGPL-3.0-or-later
"""The day that htmldate finds, without what it would take from other things."""

import re
from copy import deepcopy

import lxml.html
from htmldate import find_date as find_page_date
from lxml import etree
from lxml.html import HtmlElement

from arabic.date_labels import find_update_date
from ingest.extract.article_region import (
    ArticleRegion,
    has_word,
    is_labelled_list,
    is_marked_foreign,
)
from ingest.extract.headline import class_and_id
from ingest.extract.page_facts.byline_lines import PART_WORDS, is_prose
from ingest.extract.page_facts.marked_authors import AUTHOR_WORD
from ingest.extract.page_facts.page_byline import MAX_BYLINE
from ingest.extract.page_text.body import is_too_large
from ingest.model.record import Fact

# Removed before htmldate runs: their dates are not the article's.
ELEMENTS_WITH_OTHER_DATES = (
    "a",
    "aside",
    "footer",
    "form",
    "img",
    "link",
    "nav",
    "script",
    "style",
)
# Names of metadata that date an update, an expiry, the site, not the publication.
NAME_ATTRIBUTES = ("name", "property", "itemprop")
UPDATE_NAME = re.compile(r"modif|updat|revis|expir|copyright", re.IGNORECASE)
EMPTY_PAGE = "<html><head></head><body></body></html>"


def date_by_htmldate(tree: HtmlElement, region: ArticleRegion) -> list[Fact]:
    """Return the day that htmldate finds in the page's head or its article, if any.

    Its extensive search would guess. Its fast mode, too, takes the day of a linked
    issue or of an image's folder for the page's: such elements are removed first, and
    so are days of updates. It makes a bare year the first of January: such a day is
    refused. Its time is quadratic in the number of elements.
    """
    if is_too_large(tree):
        return []
    article = lxml.html.document_fromstring(EMPTY_PAGE)
    head, body = article
    for element in tree.iter("head"):
        head.extend(deepcopy(element))
    body.extend(deepcopy(root) for root in region.roots)
    remove_other_dates(body)
    remove_metadata_of_updates(head)
    etree.strip_elements(article, *ELEMENTS_WITH_OTHER_DATES, with_tail=False)
    day = find_page_date(article, extensive_search=False, original_date=True)
    if not day or day.endswith("-01-01"):
        return []
    return [Fact("date", day, "htmldate")]


def remove_metadata_of_updates(head: HtmlElement) -> None:
    """Remove the metadata of *head* that date an update."""
    for element in list(head.iter("meta")):
        name = " ".join(element.get(attribute) or "" for attribute in NAME_ATTRIBUTES)
        if UPDATE_NAME.search(name):
            element.drop_tree()


def remove_other_dates(body: HtmlElement) -> None:
    """Remove the elements of *body* that are not the article's, and its updates."""
    for element in list(body.iter(etree.Element)):
        parent = element.getparent()
        if parent is None or element is body:
            continue
        is_short = len(text := element.text_content()) < MAX_BYLINE
        if (
            is_marked_foreign(element)
            or is_labelled_list(element)
            or is_biography(element, text)
            or (is_short and find_update_date(text))
        ):
            element.drop_tree()


def is_biography(element: HtmlElement, text: str) -> bool:
    """Return whether an element is marked as the author's and tells about him."""
    return has_word(AUTHOR_WORD, class_and_id(element)) and is_prose(text, PART_WORDS)
