# SPDX-License-Identifier: AGPL-3.0-or-later
"""Removes from a page what its readers do not see, and links to other articles.

Extractors take such text for the article's where it is between its paragraphs.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

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
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|off-?screen|vjs-no-js)(?:\s|$)"
)
# «اقرأ أيضًا», folded: the label of a link to another article.
LINK_LABEL = re.compile(
    r"\W*(?:(?:اقرا|اقراوا|اقرءوا|شاهد|شاهدوا|طالع|تابع|استمع)\w{0,2}"
    r" (?:ايضا|كذلك|المزيد|بالفيديو|بالصور|الفيديو)|(?:المزيد|للمزيد)\W*$"
    r"|(?:ال|لل)?مزيد\s*:"
    r"|(?:مواضيع|اخبار|مقالات|موضوع|خبر)"
    r" (?:ذات|ذو|متعلق\w*|مشابه\w*)|(?:قد|ربما) (?:يهم|يعجب)\w+|ذات صله"
    r"|read (?:also|more)|see also|related)"
)
# Elements with an attribute or a word that `is_hidden` needs; few have one. Steps to
# attributes take a third of the time of a condition on every element.
HIDDEN_WORD = "contains(., 'hidden') or contains(., 'screen') or contains(., 'sr-only')"
HIDDEN_WORD += " or contains(., 'vjs-no-js')"
MAY_BE_HIDDEN = " | ".join(
    f"descendant-or-self::*/{attribute}/.."
    for attribute in (
        "@hidden",
        "@style",
        f"@class[{HIDDEN_WORD}]",
        f"@id[{HIDDEN_WORD}]",
    )
)
MAX_HIDDEN_SHARE = 0.3  # of a page's text: what a script reveals is not removed
LABEL_LENGTH = 60  # characters in which a label is
LABEL_WORDS = 20  # words in which a label is
LINKED_SHARE = 0.8  # of the text of a list of links
MENU_TAGS = ("td", "ul", "ol", "div")  # old layouts have menus in table cells
MIN_MENU = 3  # links
CELL_SHARE = 0.65  # of the text of a cell with such a list
LONGEST_TEASER = 400  # characters of another article that is shown beside one
MIN_STORIES = 2  # links of a cell that lists other articles
MENU_WORDS = 3  # of a link, on average
LABEL_REST = len(" :…-")  # characters beside label and link
PARAGRAPHS = ("p", "div", "h2", "h3", "h4", "h5", "li", "blockquote", "aside")


@dataclass(slots=True)
class Labels:
    """The labels of the links in an element: how many, their words and characters."""

    number: int = 0
    words: int = 0
    characters: int = 0  # without white space


def remove_unrelated(tree: HtmlElement) -> None:
    """Remove hidden text, menus and labelled links to other articles from *tree*."""
    body = next(tree.iter("body"), tree)
    remove_hidden(body)
    labels = count_labels(body)
    # Ancestors come first: what is counted in an element has not been removed from it.
    for element in list(body.iter(*MENU_TAGS)):
        if element in labels and is_box_of_links(element, labels[element]):
            element.drop_tree()
    for element in list(body.iter(*PARAGRAPHS)):
        if element.getparent() is not None and is_link_to_story(element):
            remove_with_list(element)


def remove_teasers(tree: HtmlElement, headline: HtmlElement | None) -> None:
    """Remove short ``<article>`` elements beside the article that has the *headline*.

    They are featured stories, cards of other articles, comments.
    """
    around = () if headline is None else (headline, *headline.iterancestors())
    own = next((element for element in around if element.tag == "article"), None)
    if own is None:
        return
    kept = {*around, *own.iter()}
    longest = min(LONGEST_TEASER, text_length(own) / 2)
    for article in list(tree.iter("article")):
        is_attached = article.getparent() is not None
        if article not in kept and is_attached and text_length(article) <= longest:
            article.drop_tree()


def remove_hidden(body: HtmlElement) -> None:
    """Remove elements that are off the screen or hidden, if they are a small part."""
    hidden = [element for element in body.xpath(MAY_BE_HIDDEN) if is_hidden(element)]
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
    style = element.get("style")
    return style is not None and OFF_SCREEN.search(style) is not None


def text_length(element: HtmlElement) -> int:
    """Return the number of characters in an element."""
    return len("".join(element.text_content().split()))


def is_link_to_story(element: HtmlElement) -> bool:
    """Return whether an element is a labelled link to another article, or its label.

    All its text but the label is in links.
    """
    content = element.text_content()
    # Folding the whole text of each element would take a fifth of a page's time.
    words = content.split(None, LABEL_WORDS)[:LABEL_WORDS]
    label_end = end_of_label(" ".join(words))
    if not label_end:
        return False
    text = normalise_for_dates(" ".join(content.split()))
    linked = sum(len(" ".join(a.text_content().split())) for a in element.iter("a"))
    return len(text) - label_end - linked <= LABEL_REST


@lru_cache(256)  # an element mostly begins with the text of its first child
def end_of_label(start: str) -> int:
    """Return where the label at the *start* of a text ends once folded, 0 if none."""
    label = LINK_LABEL.match(normalise_for_dates(start)[:LABEL_LENGTH])
    return label.end() if label else 0


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
    return is_mostly_linked(element, linked)


def is_mostly_linked(element: HtmlElement, linked: int) -> bool:
    """Return whether nearly all text of an element is its *linked* characters."""
    return linked > 0 and linked >= LINKED_SHARE * text_length(element)


def count_labels(body: HtmlElement) -> dict[HtmlElement, Labels]:
    """Return the labels of the links in each element that may be a menu."""
    labels: defaultdict[HtmlElement, Labels] = defaultdict(Labels)
    for link in body.iter("a"):
        words = link.text_content().split()
        if not words:
            continue
        characters = sum(map(len, words))
        for element in link.iterancestors(*MENU_TAGS):
            counts = labels[element]
            counts.number += 1
            counts.words += len(words)
            counts.characters += characters
    return labels


def is_box_of_links(element: HtmlElement, labels: Labels) -> bool:
    """Return whether an element is a menu, or a cell with links to other articles.

    Extractors recognise such lists, but not in the cells of a layout.
    """
    if is_menu(element, labels):
        return True
    if element.tag != "td" or labels.number < MIN_STORIES:
        return False
    # The list may have a heading: «الأكثر قراءة».
    return labels.characters >= CELL_SHARE * text_length(element)


def is_menu(element: HtmlElement, labels: Labels) -> bool:
    """Return whether an element consists of several links with short *labels*."""
    if labels.number < MIN_MENU or labels.words > MENU_WORDS * labels.number:
        return False
    return is_mostly_linked(element, labels.characters)
