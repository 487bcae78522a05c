# SPDX-License-Identifier: AGPL-3.0-or-later
"""The headline of a page: the heading that the page's own titles name, not its logo."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from arabic.spelling import name_key
from ingest.extract.page_facts.json_ld import json_ld_headlines
from ingest.extract.page_facts.meta_elements import meta_values
from ingest.text.normalise import normalise_line

# White space before it is matched from its start only, which takes linear time.
TITLE_SEPARATOR = re.compile(r"(?:(?<!\s)\s++)?(?:::|[|»«–—\-:])\s*")
MAX_SEPARATORS = 30  # of a title that are considered
HEADINGS = ("h1", "h2", "h3", "h4")
# Elements that are headlines where a page has no headings, as before 2005.
UNMARKED = ("font", "b", "strong", "big", "td", "div", "p", "span", "center")
MAX_HEADINGS = 60  # of a page that are considered
MAX_HEADLINE = 300  # characters
MIN_UNMARKED = 12  # characters of the key: shorter texts match by chance
LOGO_CLASS = re.compile(
    r"(?:^|[\s_-])(?:logo|brand|branding|masthead"
    r"|site-?(?:title|name|logo|header)|title-area)(?:$|[\s_-])",
    re.IGNORECASE,
)
TITLE_CLASSES = frozenset(("title", "msotitle"))
LOGO_LEVELS = 3  # ancestors of a heading whose class may be a logo's
HOME_LINK = re.compile(
    r"(?:https?://[^/?#]+)?(?:\.?/)?(?:index\.\w+|default\.\w+|#)?", re.IGNORECASE
)
OUTSIDE_TEXT = frozenset(("nav", "footer", "aside"))


@lru_cache(1)  # of the page that is read: several stages need it
def find_headline(tree: HtmlElement) -> HtmlElement | None:
    """Return the element of the headline, ``None`` if the page shows none.

    It is the longest heading that a title in the page's head repeats, else unmarked
    text that does, else the first ``<h1>`` that is no logo.
    """
    titles = stated_title_keys(tree)
    headings = [element for element in candidate_headings(tree) if not is_logo(element)]
    named = [element for element in headings if key_of(element) in titles]
    if named:
        return max(named, key=lambda element: len(key_of(element)))
    first = next((element for element in headings if element.tag == "h1"), None)
    if first is None or is_rest_of_title(key_of(first), tree):
        unmarked = unmarked_headline(tree, titles)
        return headline_by_class(tree, titles) if unmarked is None else unmarked
    return first


def headline_by_class(tree: HtmlElement, titles: frozenset[str]) -> HtmlElement | None:
    """Return the paragraph of the class ``title`` in a page that states no title.

    So Google Docs and Word write documents.
    """
    if titles:
        return None
    for element in islice(tree.iter("p", "div"), MAX_HEADINGS):
        names = (element.get("class") or "").lower().split()
        if not TITLE_CLASSES.isdisjoint(names) and 0 < len(key_of(element)) < (
            MAX_HEADLINE
        ):
            return element
    return None


def is_rest_of_title(key: str, tree: HtmlElement) -> bool:
    """Return whether *key* is the shorter side of the window's title: the site."""
    sides = (
        set(map(name_key, split_title(window_title(tree), separator)))
        for separator in separators_in(window_title(tree))
    )
    return any(key == min(pair, key=len) for pair in sides if len(pair) > 1)


def candidate_headings(tree: HtmlElement) -> list[HtmlElement]:
    """Return the headings with a text, those of the highest level first."""
    headings: list[HtmlElement] = []
    for tag in HEADINGS:
        headings += islice(tree.iter(tag), MAX_HEADINGS)
    return [element for element in headings if 0 < len(key_of(element)) < MAX_HEADLINE]


def key_of(element: HtmlElement) -> str:
    """Return the key of an element's text."""
    return name_key(element.text_content())


def is_logo(heading: HtmlElement) -> bool:
    """Return whether a heading names the site: by its class, place or link home."""
    if any(ancestor.tag in OUTSIDE_TEXT for ancestor in heading.iterancestors()):
        return True
    nearest = (heading, *islice(heading.iterancestors(), LOGO_LEVELS))
    if any(LOGO_CLASS.search(class_and_id(element)) for element in nearest):
        return True
    links = (*heading.iter("a"), *islice(heading.iterancestors("a"), 1))
    return any(HOME_LINK.fullmatch(link.get("href", "-")) for link in links)


def class_and_id(element: HtmlElement) -> str:
    """Return the class and the id of an element, separated by a space."""
    return f"{element.get('class', '')} {element.get('id', '')}"


@lru_cache(1)  # of the page that is read: several stages need it
def stated_title_keys(tree: HtmlElement) -> frozenset[str]:
    """Return the keys of the titles that a page states in its head.

    A title with the site's name also counts without it; the name is the shorter side:
    «عنوان من كلمات - اليوم السابع».
    """
    titles = [
        *meta_values(tree, "title"),
        *json_ld_headlines(tree),
        window_title(tree),
    ]
    site_names = {name_key(name) for name in meta_values(tree, "source")}
    keys = {name_key(part) for title in titles for part in title_parts(title)}
    for title in titles:
        for separator in separators_in(title):
            sides = set(map(name_key, split_title(title, separator)))
            if not sides.isdisjoint(site_names):
                keys |= sides  # a headline may be shorter than the name of the site
    return frozenset(keys - site_names - {""})


def title_parts(title: str) -> Iterator[str]:
    """Yield *title*, and the longer side of each of its separators."""
    yield title
    for separator in separators_in(title):
        yield max(split_title(title, separator), key=len)


def separators_in(title: str) -> Iterator[re.Match[str]]:
    """Yield the first separators of *title*: each is compared with all of it."""
    return islice(TITLE_SEPARATOR.finditer(title), MAX_SEPARATORS)


def split_title(title: str, separator: re.Match[str]) -> tuple[str, str]:
    """Return what is before and after a separator."""
    return title[: separator.start()], title[separator.end() :]


def window_title(tree: HtmlElement) -> str:
    """Return the text of the first ``<title>``, "" without one."""
    element = next(tree.iter("title"), None)
    return "" if element is None else normalise_line(element.text_content())


def unmarked_headline(tree: HtmlElement, titles: frozenset[str]) -> HtmlElement | None:
    """Return the innermost element whose whole text is a title, the longest of them."""
    body = next(tree.iter("body"), tree)
    longest: HtmlElement | None = None
    length = MIN_UNMARKED - 1
    for element in body.iter(*UNMARKED):
        key = own_key(element)
        if len(key) > length and key in titles and not is_logo(element):
            longest, length = element, len(key)
    return longest


def own_key(element: HtmlElement) -> str:
    """Return the key of the text directly in an element, "" if that is long."""
    text = element.text or ""
    return name_key(text) if len(text) < MAX_HEADLINE else ""


def name_of_site(title: str, headline: str) -> str:
    """Return what *title*, the window's, has beside the headline, on one side only.

    Of «عنوان - محليات - الضفة» that is the last part, «الضفة».
    """
    before, matched, after = title.partition(headline)
    sides = [side for side in (before, after) if TITLE_SEPARATOR.sub("", side)]
    if not matched or len(sides) != 1:
        return ""
    parts = [part for part in TITLE_SEPARATOR.split(sides[0]) if part]
    return parts[-1] if after in sides else parts[0]
