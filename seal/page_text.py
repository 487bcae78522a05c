# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of an article's page, as the page itself can read them.

From ``file://`` a script cannot read the bytes of its own page, only its elements. So
the tree has a digest of what is read there: title, newspaper, date, text, a line each,
white space collapsed, digits Latin. theme/static/js/seal.js reads the same.
"""

import re
from typing import Any

from lxml import html

from storage.files import sha256_hex

SPACE = re.compile("[\t\n\f\r ]+")  # not \s: the same characters as in JavaScript
LATIN_DIGITS = {0x660 + digit: str(digit) for digit in range(10)}
PARSER = html.HTMLParser(encoding="utf-8")
ARTICLE = "//article[contains(concat(' ', @class, ' '), ' article ')]"


def page_words(page: bytes) -> str | None:
    """Return title, newspaper, date and text of a page; ``None`` without an article."""
    document: Any = html.document_fromstring(page, parser=PARSER)
    articles = document.xpath(ARTICLE)
    if not articles:
        return None
    article = articles[0]
    texts = article.xpath("./div[@class='text']")
    if not texts:
        return None
    dates = article.xpath("./header//time[@datetime]/@datetime")
    lines = (
        text_of(article.xpath("./header//h1")),
        text_of(article.xpath("./header//a[@class='paper']")),
        dates[0] if dates else "",
        text_of(texts),
    )
    return "".join(f"{collapse(line)}\n" for line in lines)


def text_of(elements: list[Any]) -> str:
    """Return the text in the first of *elements*, "" if there is none."""
    return str(elements[0].text_content()) if elements else ""


def collapse(text: str) -> str:
    """Return *text* with single spaces and Latin digits: readers choose others."""
    return SPACE.sub(" ", text).strip(" ").translate(LATIN_DIGITS)


def words_digest(page: bytes) -> str:
    """Return the SHA-256 of the words of a page, "" without an article."""
    words = page_words(page)
    return "" if words is None else sha256_hex(words.encode())
