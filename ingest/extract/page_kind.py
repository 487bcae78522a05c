# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is no article among saved pages: lists, errors, redirects, frames, notices.

A page is set aside with a reason that names its kind. Each kind needs two signs, words
and structure, because a headline may consist of the same words: «البحث عن ناجين» is
news, and so is «404 قتلى».
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from arabic.date_patterns import normalise_for_dates
from ingest.extract.headline import find_headline, title_parts, window_title
from ingest.extract.page_data import data_scripts
from ingest.extract.page_text.body import count_characters_outside_links
from ingest.extract.page_words import (
    BARRIER_TEXT,
    BARRIER_TITLE,
    CHECK_TITLE,
    ERROR_NUMBER,
    ERROR_TEXT,
    FILES_TITLE,
    MOVED,
    NOTICE_TEXT,
    SEARCH_TITLE,
    SITE_TITLE,
)
from ingest.model.record import Block, Fact
from ingest.text.normalise import clean_text, normalise_line

FRAMESET = "a frameset: its frames are other pages"
FRAMES = "only a frame: its text is another page"
REDIRECT = "a redirect: the page has moved"
ERROR = "an error page"
SEARCH = "a page of search results, a list of links"
LIST = "a list of other articles"
NOTICE = "a cookie or script notice"
BARRIER = "a page of the site's own: a login, a check, a payment, a thank-you"
SITE_PAGE = "a page about the site: its terms, its addresses, its editors"
FILES = "a list of the files in a folder"
STUB = "a stub without a sentence of text"

# Origins of facts that the page's data state, not its visible text.
DATA_ORIGINS = frozenset(("json-ld", "microdata", "meta"))
SHORT_PAGE = 600  # characters outside links: an article is longer, mostly
MAX_ERROR_PAGE = 2_000
MAX_MOVED_PAGE = 400
MAX_TITLE_WORDS = 9
REFRESH_URL = re.compile(
    r"\s*+(?P<delay>\d++)?[\d.]*+\s*+(?:[;,]\s*+)?url\s*+=", re.IGNORECASE
)
LONGEST_DELAY = 30  # seconds until a page that has moved is left
SCRIPT_REDIRECT = re.compile(
    r"(?:window|document|top|self)?\.?location(?:\.href\s*=|\.(?:replace|assign)\(|\s*=)"
)
STORY_LINK_WORDS = 4
MIN_GROUP = 2  # like items
MIN_RESULTS = 2  # of a search
MIN_TEASERS = 4  # of a list
MAX_TEASER = 700  # characters on average: longer ones are articles
LIST_SHARE = 0.6  # of the body that is teasers
CERTAIN_LIST_SHARE = 0.9  # where the page calls itself an article
MIN_WORDS = 5  # of a sentence
STUB_WORDS = 15  # of a text without a sentence's end
SENTENCE_END = re.compile(r"[.!؟?…:»\"”][\s)]*$")
LETTERS = re.compile(r"[^\W\d_]{2,}")


class Teasers(NamedTuple):
    """The items of a page that each link another article.

    *texts* are their texts without white space, as the markup separates them.
    """

    number: int
    texts: frozenset[str]


class PageSigns(NamedTuple):
    """What is known of a page before its text is extracted."""

    tree: HtmlElement
    length: int  # characters outside links
    teasers: int


def kind_before_extraction(
    tree: HtmlElement, facts: Sequence[Fact], teasers: Teasers
) -> str:
    """Return what the page is by its head and its words, "" if it may be an article."""
    if next(tree.iter("frameset"), None) is not None:
        return FRAMESET
    if is_only_frames(tree):
        return FRAMES
    if has_article_date(facts):
        return ""
    page = PageSigns(tree, count_characters_outside_links(tree), teasers.number)
    return next((kind for kind, applies in KINDS_BY_WORDS if applies(page)), "")


def is_only_frames(tree: HtmlElement) -> bool:
    """Return whether a page has a frame and no visible letter."""
    has_frame = next(tree.iter("iframe"), None) is not None
    if not has_frame or data_scripts(tree):
        return False
    text = visible_text(tree).removeprefix(fold_line(window_title(tree)))
    return not any(map(str.isalpha, text))


def has_article_date(facts: Iterable[Fact]) -> bool:
    """Return whether the page's data state when its article was published."""
    return any(
        fact.field == "date" and fact.value and fact.origin in DATA_ORIGINS
        for fact in facts
    )


def is_redirect(page: PageSigns) -> bool:
    """Return whether a page only leads to another: by its head, a script or its words.

    A page that reloads itself states no URL.
    """
    if page.length > MAX_MOVED_PAGE:
        return False
    if any(map(is_refresh, page.tree.iter("meta"))):
        return True
    text = visible_text(page.tree)
    scripts = (script.text or "" for script in page.tree.iter("script"))
    is_empty = not any(map(str.isalpha, text.removeprefix(window_title(page.tree))))
    if is_empty and not data_scripts(page.tree):
        return any(map(SCRIPT_REDIRECT.search, scripts))
    return MOVED.search(text) is not None


def is_refresh(element: HtmlElement) -> bool:
    """Return whether a ``<meta>`` element leads to another page at once."""
    if (element.get("http-equiv") or "").lower() != "refresh":
        return False
    match = REFRESH_URL.match(element.get("content") or "")
    return match is not None and int(match["delay"] or 0) <= LONGEST_DELAY


def is_error(page: PageSigns) -> bool:
    """Return whether title or headline are those of an error, or a short text is."""
    if page.length > MAX_ERROR_PAGE:
        return False
    if any(map(is_error_title, short_titles(page.tree))):
        return True
    is_short = page.length <= SHORT_PAGE
    return is_short and ERROR_TEXT.search(visible_text(page.tree)) is not None


def is_search(page: PageSigns) -> bool:
    """Return whether a page with the title of a search lists other pages, or little."""
    if page.teasers < MIN_RESULTS and page.length > SHORT_PAGE:
        return False
    return any(map(SEARCH_TITLE.search, short_titles(page.tree)))


def visible_text(tree: HtmlElement) -> str:
    """Return the text of the window's title and of the body, folded."""
    texts = [window_title(tree)]
    for body in tree.iter("body"):
        texts += body.xpath(
            ".//text()[not(parent::script or parent::style or parent::noscript)]"
        )
    return fold_line(" ".join(texts))


def fold_line(text: str) -> str:
    """Return *text* as one line in the spelling of the patterns here."""
    return normalise_for_dates(normalise_line(" ".join(text.split())))


def short_titles(tree: HtmlElement) -> list[str]:
    """Return the window's title, its parts and the headline, folded, if short."""
    headline = find_headline(tree)
    titles = list(title_parts(window_title(tree)))
    if headline is not None:
        titles.append(headline.text_content())
    folded = map(fold_line, titles)
    return [title for title in folded if len(title.split()) <= MAX_TITLE_WORDS]


def is_error_title(title: str) -> bool:
    """Return whether a folded title is that of an error page."""
    return bool(ERROR_TEXT.search(title) or ERROR_NUMBER.fullmatch(title.strip(" -:!")))


def is_barrier(page: PageSigns) -> bool:
    """Return whether a short page has the title and the words, or a form, of one.

    The title alone is no evidence: «تسجيل دخول شاحنات المساعدات» is news.
    """
    if page.length > SHORT_PAGE:
        return False
    if not any(map(BARRIER_TITLE.match, short_titles(page.tree))):
        return False
    has_password = bool(page.tree.xpath("//input[@type='password']"))
    return has_password or BARRIER_TEXT.search(visible_text(page.tree)) is not None


def is_site_page(page: PageSigns) -> bool:
    """Return whether the headline is that of a page which every site has."""
    headline = find_headline(page.tree)
    if headline is None:
        return any(map(SITE_TITLE.fullmatch, short_titles(page.tree)))
    return SITE_TITLE.fullmatch(fold_line(headline.text_content()).strip()) is not None


def is_file_list(page: PageSigns) -> bool:
    """Return whether a page lists the files in a folder of a server."""
    return any(map(FILES_TITLE.match, short_titles(page.tree)))


KINDS_BY_WORDS: tuple[tuple[str, Callable[[PageSigns], bool]], ...] = (
    (REDIRECT, is_redirect),
    (ERROR, is_error),
    (SEARCH, is_search),
    (BARRIER, is_barrier),
    (SITE_PAGE, is_site_page),
    (FILES, is_file_list),
)


def kind_of_text(
    blocks: Sequence[Block], teasers: Teasers, facts: Sequence[Fact]
) -> str:
    """Return what a page is whose extracted text is *blocks*, "" for an article."""
    share = CERTAIN_LIST_SHARE if has_article_date(facts) else LIST_SHARE
    if teasers.number >= MIN_TEASERS and share_of_teasers(blocks, teasers) >= share:
        return LIST
    titles = [fact.value for fact in facts if fact.field == "title"]
    if is_notice(blocks, titles):
        return NOTICE
    if is_mostly(BARRIER_TEXT, blocks):
        return BARRIER
    if not is_stub(blocks):
        return ""
    return LIST if teasers.number >= MIN_TEASERS else STUB


def share_of_teasers(blocks: Sequence[Block], teasers: Teasers) -> float:
    """Return the share of the letters in *blocks* that are in teasers.

    Extractors join what is separate in the page, so white space does not count.
    """
    letters = "".join("".join(block.text.split()) for block in blocks)
    in_texts = sum(len(text) * letters.count(text) for text in teasers.texts)
    return min(1.0, in_texts / max(1, len(letters)))


def is_notice(blocks: Sequence[Block], titles: Iterable[str]) -> bool:
    """Return whether most of a short text is about cookies or scripts.

    Or its title is that of a check which protects a site.
    """
    length = sum(len(block.text) for block in blocks)
    if length <= SHORT_PAGE and any(
        CHECK_TITLE.match(fold_line(title)) for title in titles
    ):
        return True
    return is_mostly(NOTICE_TEXT, blocks)


def is_mostly(pattern: re.Pattern[str], blocks: Sequence[Block]) -> bool:
    """Return whether *pattern* is in most of a short text, by its folded blocks."""
    length = sum(len(block.text) for block in blocks)
    if length > SHORT_PAGE:
        return False
    matching = [block for block in blocks if pattern.search(fold_line(block.text))]
    return 2 * sum(len(block.text) for block in matching) > length


def is_stub(blocks: Sequence[Block]) -> bool:
    """Return whether *blocks* have too few words for a sentence."""
    each_word = (word for block in blocks for word in LETTERS.finditer(block.text))
    words = sum(1 for _ in islice(each_word, STUB_WORDS))
    if words < MIN_WORDS:
        return True
    has_sentence = any(SENTENCE_END.search(block.text) for block in blocks)
    return words < STUB_WORDS and not has_sentence


def find_teasers(tree: HtmlElement) -> Teasers:
    """Return the teasers of a page: like items, each with links to one other page.

    To be called before extractors change the tree.
    """
    items = teaser_items(tree)
    groups: dict[tuple[HtmlElement | None, str], list[HtmlElement]] = {}
    for item in items:
        key = item.getparent(), f"{item.tag} {item.get('class', '')}"
        groups.setdefault(key, []).append(item)
    count, texts = 0, set[str]()
    for group in groups.values():
        letters = ["".join(text.split()) for item in group for text in item.itertext()]
        is_short = sum(map(len, letters)) <= MAX_TEASER * len(group)
        if is_short and len(group) >= MIN_GROUP:
            count += len(group)
            texts.update(map(clean_text, letters))
    return Teasers(count, frozenset(texts - {""}))


def teaser_items(tree: HtmlElement) -> list[HtmlElement]:
    """Return for each linked story the largest element that links no other one."""
    addresses: dict[HtmlElement, set[str]] = {}
    links: list[HtmlElement] = []
    for link in tree.iter("a"):
        href = link.get("href") or ""
        if not href or len(link.text_content().split()) < STORY_LINK_WORDS:
            continue
        links.append(link)
        for ancestor in link.iterancestors():
            addresses.setdefault(ancestor, set()).add(href)
    items: dict[HtmlElement, None] = {}
    for link in links:
        item = link
        for ancestor in link.iterancestors():
            if len(addresses[ancestor]) > 1:
                break
            item = ancestor
        items[item] = None
    return list(items)
