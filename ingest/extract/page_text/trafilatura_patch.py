# SPDX-License-Identifier: AGPL-3.0-or-later
"""A patch of trafilatura: its XPath conditions are cached by kind of element.

What is patched: the lists of compiled XPath expressions in ``trafilatura.xpaths`` that
select the body of a page or elements to discard. Most are of the form
``.//*[self::div or self::p][contains(@class, "share")]…``: a tag and conditions on the
attributes of the element itself. `apply` replaces such an expression in its list by a
function with the same result.

Why: the conditions use regular expressions, for which lxml calls Python once for every
element of a page and every expression. That took a third of the time of a page. But a
page has few kinds of elements, and pages of one site have the same ones. The conditions
are therefore evaluated once per kind, that is tag and attributes, and the answer is
cached. Example: a page has 40 elements ``<p class="text">``. A shipped expression
evaluates its conditions 40 times, a patched one once, and not at all on the next page.

How a new version of trafilatura is checked: tests/test_trafilatura_patch.py loads the
expressions as they are shipped, applies both forms to all sample pages and compares the
elements. It also lists the expressions that cannot be cached. The patch changes global
state of the process, so it is applied explicitly: in the initialiser of each worker.
"""

import re
from collections.abc import Callable
from itertools import islice, takewhile
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import xpaths

PATCHED_LISTS = (
    xpaths.BODY_XPATH,
    xpaths.DISCARD_IMAGE_ELEMENTS,
    xpaths.OVERALL_DISCARD_XPATH,
    xpaths.PRECISION_DISCARD_XPATH,
    xpaths.RAW_TREE_PRUNE_XPATH,
    xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH,
    xpaths.REMOVE_COMMENTS_XPATH,
    xpaths.TEASER_DISCARD_XPATH,
)
# Any descendant with conditions in brackets, and no alternative to it. Some expressions
# select only the first; of BODY_XPATH's, trafilatura uses only the first element.
CACHEABLE = re.compile(
    r"(?!.*\]\|)\s*\(?\s*\.//\*(?P<conditions>\[.*?\])\s*(?P<first>\)?\s*\[1\])?\s*",
    re.DOTALL,
)
BETWEEN_CONDITIONS = re.compile(r"(?<=\])\s*(?=\[)")
# In a condition that depends on other elements.
OTHER_ELEMENTS = re.compile(r"\.//|(?<!self)::")
TAG_NAMES = re.compile(r"self::(\w+)")
MAX_KINDS = 4096  # cached for each expression

Selector = Callable[[HtmlElement], Any]


def apply() -> None:
    """Patch trafilatura in this process; a second call changes nothing."""
    for expressions in PATCHED_LISTS:
        # trafilatura only calls the expressions.
        expressions[:] = map(cached_selector, expressions)  # type: ignore[arg-type]


def cached_selector(expression: etree.XPath) -> Selector:
    """Return a function that selects the same elements as *expression*, faster.

    That is *expression* itself if its first condition depends on other elements, or if
    it is patched already.
    """
    form = CACHEABLE.fullmatch(getattr(expression, "path", ""))
    if form is None:
        return expression
    conditions = BETWEEN_CONDITIONS.split(form["conditions"])
    own = list(takewhile(is_about_element_alone, conditions))
    if not own:
        return expression
    tags = TAG_NAMES.findall(own[0]) or ["*"]
    limit = 1 if form["first"] else None
    matches = cached_test(own, conditions[len(own) :])

    def select(tree: HtmlElement) -> list[HtmlElement]:
        return list(islice(filter(matches, tree.iterdescendants(*tags)), limit))

    return select


def is_about_element_alone(condition: str) -> bool:
    """Return whether a condition depends only on an element's tag and attributes."""
    return not OTHER_ELEMENTS.search(condition)


def cached_test(own: list[str], others: list[str]) -> Callable[[HtmlElement], bool]:
    """Return a test of the conditions *own*, cached by kind, and of the *others*."""
    matches_own, matches_others = compile_test(own), compile_test(others)
    cache: dict[tuple[object, ...], bool] = {}

    def matches(element: HtmlElement) -> bool:
        kind = (element.tag, *element.items())
        if kind not in cache:
            if len(cache) == MAX_KINDS:
                cache.clear()
            cache[kind] = bool(matches_own(element))
        return cache[kind] and bool(matches_others(element))

    return matches


def compile_test(conditions: list[str]) -> etree.XPath:
    """Return an expression that is true of an element that meets all *conditions*."""
    return etree.XPath(
        f"boolean(self::*{''.join(conditions)})", namespaces={"re": xpaths.REGEXP_NS}
    )
