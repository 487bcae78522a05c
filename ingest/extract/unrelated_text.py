# SPDX-License-Identifier: AGPL-3.0-or-later
"""Removes from a page what its readers do not see, and links to other articles.

Extractors take such text for the article's where it is between its paragraphs.
"""

import re

from lxml import etree
from lxml.html import HtmlElement

from arabic.date_patterns import normalise_for_dates
from ingest.extract.headline import class_and_id

OFF_SCREEN = re.compile(
    r"(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{3,}|font-size\s*:\s*0(?!\.)"
    r"|clip\s*:\s*rect\(\s*[01]\w*[ ,]+[01]\w*[ ,]+[01]\w*[ ,]+[01]\w*\s*\)"
    r"|display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|off-?screen)(?:\s|$)"
)
# «اقرأ أيضًا», folded: the label of a link to another article.
LINK_LABEL = re.compile(
    r"\W*(?:(?:اقرا|اقراوا|اقرءوا|شاهد|شاهدوا|طالع|تابع|استمع)\w{0,2}"
    r" (?:ايضا|كذلك|المزيد)|(?:المزيد|للمزيد)\W*$|(?:مواضيع|اخبار|مقالات|موضوع|خبر)"
    r" (?:ذات|ذو|متعلق\w*|مشابه\w*)|(?:قد|ربما) (?:يهم|يعجب)\w+|ذات صله"
    r"|read (?:also|more)|see also|related)"
)
MAX_HIDDEN_SHARE = 0.3  # of a page's text: what a script reveals is not removed
LABEL_LENGTH = 60  # characters in which a label is
LINKED_SHARE = 0.8  # of the text of a list of links
MENU_TAGS = ("td", "ul", "ol", "div")  # old layouts have menus in table cells
MIN_MENU = 3  # links
MENU_WORDS = 3  # of a link, on average
LABEL_REST = len(" :…-")  # characters beside label and link
PARAGRAPHS = ("p", "div", "h2", "h3", "h4", "h5", "li", "blockquote", "aside")


def remove_unrelated(tree: HtmlElement) -> None:
    """Remove hidden text, menus and labelled links to other articles from *tree*."""
    body = next(tree.iter("body"), tree)
    remove_hidden(body)
    for element in list(body.iter(*MENU_TAGS)):
        if element.getparent() is not None and is_menu(element):
            element.drop_tree()
    for element in list(body.iter(*PARAGRAPHS)):
        if element.getparent() is not None and is_link_to_story(element):
            remove_with_list(element)


def remove_hidden(body: HtmlElement) -> None:
    """Remove elements that are off the screen or hidden, if they are a small part."""
    hidden = [element for element in body.iter(etree.Element) if is_hidden(element)]
    if not hidden:
        return
    length = sum(text_length(element) for element in hidden)
    if length > MAX_HIDDEN_SHARE * text_length(body):
        return
    for element in hidden:
        if element.getparent() is not None and element is not body:
            element.drop_tree()


def is_hidden(element: HtmlElement) -> bool:
    """Return whether an element's own attributes hide it."""
    if element.get("hidden") is not None or HIDDEN_CLASS.search(class_and_id(element)):
        return True
    return OFF_SCREEN.search(element.get("style", "")) is not None


def text_length(element: HtmlElement) -> int:
    """Return the number of characters in an element."""
    return len("".join(element.text_content().split()))


def is_link_to_story(element: HtmlElement) -> bool:
    """Return whether an element is a labelled link to another article, or its label.

    All its text but the label is in links.
    """
    text = normalise_for_dates(" ".join(element.text_content().split()))
    label = LINK_LABEL.match(text[:LABEL_LENGTH])
    if label is None:
        return False
    linked = sum(len(" ".join(a.text_content().split())) for a in element.iter("a"))
    return len(text) - label.end() - linked <= LABEL_REST


def remove_with_list(label: HtmlElement) -> None:
    """Remove *label*, and the list of links that follows it if it links nothing."""
    following = label.getnext()
    has_link = next(label.iter("a"), None) is not None
    if not has_link and following is not None and is_list_of_links(following):
        following.drop_tree()
    label.drop_tree()


def is_list_of_links(element: HtmlElement) -> bool:
    """Return whether nearly all text of an element is in links."""
    if not isinstance(element.tag, str):
        return False
    linked = sum(text_length(link) for link in element.iter("a"))
    return linked > 0 and linked >= LINKED_SHARE * text_length(element)


def is_menu(element: HtmlElement) -> bool:
    """Return whether an element consists of several links with short labels."""
    labels = [link.text_content().split() for link in element.iter("a")]
    labels = [label for label in labels if label]
    if len(labels) < MIN_MENU:
        return False
    words = sum(map(len, labels))
    return words <= MENU_WORDS * len(labels) and is_list_of_links(element)
