# SPDX-License-Identifier: AGPL-3.0-or-later
"""The part of a page that is the article: dates and names elsewhere are another's.

The region reaches from the headline to the element with the most running text. It is
found by their nearest common ancestor: in an ``<article>`` all its children belong to
it, elsewhere only the children from the headline's to the text's. Inside the region,
elements that are marked as something else (related stories, captions, tickers) do not
count.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml import etree
from lxml.html import HtmlElement

from arabic.date_patterns import normalise_for_dates
from ingest.extract.data_table import is_certain_table
from ingest.extract.headline import class_and_id

FOREIGN_TAGS = frozenset(
    ("aside", "nav", "footer", "figure", "figcaption", "form", "button", "select")
)
SILENT_TAGS = frozenset(("script", "style", "noscript", "template"))
# Words in the class or the id of an element that is not the article's.
FOREIGN_WORD = re.compile(
    r"related|relatedposts|similar|suggested|recommend(?:ed)?|alsoread|readmore|more"
    r"|most|mostread|popular|trending|latest|recent|topstories|teasers?"
    r"|sidebar|aside|widget|menu|nav|navbar|breadcrumbs?|footer|pagination"
    r"|ticker|marquee|breaking|clock|today|weather|poll|newsletter|promo|ads?|advert"
    r"|advertisement|caption|carousel|slider|slick|swiper|comments?|share|sharing"
    r"|social|toolbar|buttons|copyright",
    re.IGNORECASE,
)
CERTAIN_WORD = re.compile(
    r"related\w*|similar|recommend(?:ed)?|mostread|menu|nav|navbar|breadcrumbs?|footer"
    r"|pagination|ads?|advert|advertisement|caption|comments?|sharing|copyright",
    re.IGNORECASE,
)
CLASS_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Labels of lists behind an article, folded. Names and dates after them are another's.
END_LABEL = re.compile(
    r"(?:\W|\d)*(?:(?:ال|كل |جميع ال)?تعليقات(?: القراء| الزوار| المتابعين)?"
    r"|(?:مواضيع|اخبار|مقالات) (?:ذات صله|متعلقه|مشابهه|اخري)|الاكثر (?:قراءه|مشاهده)"
    r"|(?:اقرا|شاهد) ايضا|(?:اخر|احدث) (?:ال)?(?:اخبار|مقالات)|comments?)(?:\W|\d)*"
)
# Of another element it may be the number of comments beside a byline.
END_LABEL_TAGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
LIST_TAGS = frozenset(("div", "section", "ul", "ol", "td"))
LONGEST_END_LABEL = 40  # characters
ARTICLE_ITEM = re.compile(r"(?:Article|Report|Posting)$")
HENTRY = frozenset(("hentry", "h-entry"))
INLINE_TAGS = frozenset(("a", "b", "strong", "i", "em", "u", "span", "font", "big"))
MIN_RUNNING_TEXT = 40  # characters behind a line break
HEADLINE_LINK_WORDS = 5  # words of a link that is another article's headline


@dataclass(frozen=True)
class ArticleRegion:
    """The elements of an article, and those inside them that are not the article's."""

    headline: HtmlElement | None
    text: HtmlElement | None  # the element with the most running text
    roots: tuple[HtmlElement, ...]

    @cached_property
    def own_chain(self) -> frozenset[HtmlElement]:
        """The elements around the headline and the text: never foreign."""
        chain: set[HtmlElement] = set()
        for element in (self.headline, self.text):
            if element is not None:
                chain.update((element, *element.iterancestors()))
        return frozenset(chain)

    @cached_property
    def elements(self) -> tuple[HtmlElement, ...]:
        """The elements of the article in document order, before the tree changes."""
        elements: list[HtmlElement] = []
        for root in self.roots:
            self.collect_elements(root, elements)
        return tuple(elements)

    def collect_elements(
        self, element: HtmlElement, elements: list[HtmlElement]
    ) -> None:
        """Add *element* and those in it, without foreign ones and what they have."""
        if not isinstance(element.tag, str) or self.is_foreign(element):
            return
        elements.append(element)
        for child in element:
            if is_end_label(child):
                return
            self.collect_elements(child, elements)

    def is_foreign(self, element: HtmlElement) -> bool:
        """Return whether an element of the region is marked as something else."""
        if element in self.own_chain:
            return False
        if element.tag == "table" and is_certain_table(element):
            return True
        if is_marked_foreign(element) or is_story_link(element):
            return True
        return is_labelled_list(element)

    def contains(self, element: HtmlElement) -> bool:
        """Return whether *element* is in the region and not in a foreign element."""
        for ancestor in (element, *element.iterancestors()):
            if self.is_foreign(ancestor):
                return False
            if ancestor in self.roots:
                return True
        return False


def is_end_label(element: HtmlElement) -> bool:
    """Return whether an element is the label of what follows an article: comments."""
    if element.tag not in END_LABEL_TAGS:
        return False
    text = element.text or ""
    if not 0 < len(text) < LONGEST_END_LABEL or text.isspace():
        return False
    return END_LABEL.fullmatch(normalise_for_dates(text)) is not None


def is_labelled_list(element: HtmlElement) -> bool:
    """Return whether an element begins with the label of what follows an article."""
    if element.tag not in LIST_TAGS or (element.text or "").strip():
        return False
    first = next(element.iterchildren(etree.Element), None)
    return first is not None and is_end_label(first)


def is_marked_foreign(element: HtmlElement) -> bool:
    """Return whether tag, class or id of an element mark it as no part of the text."""
    if element.tag in FOREIGN_TAGS or element.tag in SILENT_TAGS:
        return True
    return has_word(FOREIGN_WORD, class_and_id(element))


@lru_cache(4096)  # the pages of a site have the same classes
def has_word(pattern: re.Pattern[str], marks: str) -> bool:
    """Return whether a word of a class or an id matches *pattern*."""
    return any(map(pattern.fullmatch, CLASS_WORD.findall(marks)))


def is_certain_foreign(element: HtmlElement) -> bool:
    """Return whether an element cannot be a part of the text, a box beside it either.

    Of the marks of foreign elements those count that no paragraph of a text has.
    """
    if element.tag in FOREIGN_TAGS - {"aside"} or is_story_link(element):
        return True
    return has_word(CERTAIN_WORD, class_and_id(element))


def is_story_link(element: HtmlElement) -> bool:
    """Return whether an element is a list or an item that links another headline."""
    if element.tag not in {"ul", "ol", "li", "article", "tr", "dl"}:
        return False
    return any(
        len((link.text_content() or "").split()) >= HEADLINE_LINK_WORDS
        for link in element.iter("a")
    )


@lru_cache(1)  # of the page that is read: several stages need it
def find_region(tree: HtmlElement, headline: HtmlElement | None) -> ArticleRegion:
    """Return the region of the article whose headline is at *headline*."""
    text = text_container(tree)
    body = next(tree.iter("body"), tree)
    if headline is None or text is None:
        anchor = text if headline is None else headline
        return ArticleRegion(headline, text, (nearest_article(anchor, body),))
    common = common_ancestor(headline, text)
    article = enclosing_article(common)
    if article is not None:
        return ArticleRegion(headline, text, (article,))
    return ArticleRegion(headline, text, children_between(common, headline, text))


def nearest_article(element: HtmlElement | None, body: HtmlElement) -> HtmlElement:
    """Return the article around *element*, else *body*."""
    article = None if element is None else enclosing_article(element)
    return body if article is None else article


def enclosing_article(element: HtmlElement) -> HtmlElement | None:
    """Return *element* or its nearest ancestor that is marked as an article."""
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag == "article" or ARTICLE_ITEM.search(
            ancestor.get("itemtype", "")
        ):
            return ancestor
        if is_hentry(ancestor):
            return ancestor
    return None


def is_hentry(element: HtmlElement) -> bool:
    """Return whether a blog's microformat marks an element as a post."""
    if element.tag == "body":
        return False
    return not HENTRY.isdisjoint((element.get("class") or "").split())


def common_ancestor(first: HtmlElement, second: HtmlElement) -> HtmlElement:
    """Return the nearest element that contains both."""
    ancestors = {first, *first.iterancestors()}
    for ancestor in (second, *second.iterancestors()):
        if ancestor in ancestors:
            return ancestor
    return first


def children_between(
    common: HtmlElement, headline: HtmlElement, text: HtmlElement
) -> tuple[HtmlElement, ...]:
    """Return the children of *common* from the headline's to the text's.

    Below an element smaller than the page they begin with its first child, because a
    byline may be above its headline.
    """
    children = [child for child in common if isinstance(child.tag, str)]
    around = {headline, *headline.iterancestors(), text, *text.iterancestors()}
    ends = positions_in(children, around.__contains__)
    if common is text:
        ends += positions_in(children, is_running_text)
    if not ends:
        return (common,)
    first = ends[0] if common.tag in {"body", "html", "main", "td"} else 0
    return tuple(children[first : max(ends) + 1])


def positions_in(
    children: list[HtmlElement], applies: Callable[[HtmlElement], bool]
) -> list[int]:
    """Return the positions of the children to which a test applies."""
    return [position for position, child in enumerate(children) if applies(child)]


def is_running_text(child: HtmlElement) -> bool:
    """Return whether *child* is a paragraph, a line, or text follows it directly."""
    if child.tag == "p" or len((child.tail or "").strip()) >= MIN_RUNNING_TEXT:
        return True
    is_line = child.tag in INLINE_TAGS and child.tag != "a"
    return is_line and len(child.text_content().strip()) >= MIN_RUNNING_TEXT


def text_container(tree: HtmlElement) -> HtmlElement | None:
    """Return the element with the most running text among its children."""
    lengths = Counter[HtmlElement]()
    body = next(tree.iter("body"), tree)
    for element, length in own_text_lengths(body).items():
        if not length or element.tag in SILENT_TAGS or element.tag == "a":
            continue
        container = block_around(element)
        if container is not None:
            lengths[container] += length
    return max(lengths, key=lambda element: lengths[element], default=None)


def own_text_lengths(body: HtmlElement) -> dict[HtmlElement, int]:
    """Return the length of the text directly in each element, between its children.

    The elements are in document order. Each text is read once: a tail belongs to the
    parent.
    """
    lengths: dict[HtmlElement, int] = {}
    for node in body.iter():
        if isinstance(node.tag, str):
            text = node.text
            lengths[node] = len(text.strip()) if text else 0
        tail = node.tail
        if tail and node is not body and (length := len(tail.strip())):
            lengths[node.getparent()] += length
    return lengths


def block_around(element: HtmlElement) -> HtmlElement | None:
    """Return the element whose paragraph or block *element* is."""
    while element is not None and element.tag in INLINE_TAGS:
        element = element.getparent()
    if element is None:
        return None
    is_paragraph = element.tag in {"p", "li", "blockquote", "h2", "h3", "h4"}
    return element.getparent() if is_paragraph else element
