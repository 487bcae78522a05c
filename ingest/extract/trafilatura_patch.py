# SPDX-License-Identifier: AGPL-3.0-or-later
"""trafilatura's XPath expressions, asked once for each kind of element instead of once for each element.

They look at an element's name and attributes alone, and lxml calls Python for each regular expression in them: that was
a third of the time of a page, whose elements are a few kinds that come again and on the next page too.
"""

import re
from collections.abc import Callable
from itertools import islice, takewhile
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import xpaths

ASKED = (
    xpaths.BODY_XPATH,
    xpaths.DISCARD_IMAGE_ELEMENTS,
    xpaths.OVERALL_DISCARD_XPATH,
    xpaths.PRECISION_DISCARD_XPATH,
    xpaths.RAW_TREE_PRUNE_XPATH,
    xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH,
    xpaths.REMOVE_COMMENTS_XPATH,
    xpaths.TEASER_DISCARD_XPATH,
)
# Any descendant that fulfils conditions, each in brackets, and no more; of some expressions the first alone, and
# of BODY_XPATH's only the first is ever looked at.
SHAPE = re.compile(
    r"(?!.*\]\|)\s*\(?\s*\.//\*(?P<conditions>\[.*?\])\s*(?P<first>\)?\s*\[1\])?\s*",
    re.DOTALL,
)
BETWEEN = re.compile(r"(?<=\])\s*(?=\[)")
ELSEWHERE = re.compile(
    r"\.//|(?<!self)::"
)  # a condition on more than the element itself
NAMES = re.compile(r"self::(\w+)")
MOST = 4096  # kinds of elements remembered

Selector = Callable[[HtmlElement], Any]


def remember() -> None:
    """Let trafilatura, in this process, ask by ``remembering``."""
    for expressions in ASKED:
        expressions[:] = map(remembering, expressions)  # type: ignore[arg-type]  # it only ever calls them


def remembering(expression: etree.XPath) -> Selector:
    """Return what finds the same as *expression*, sooner; *expression* itself if it first looks beyond the element."""
    shape = SHAPE.fullmatch(getattr(expression, "path", ""))
    conditions = BETWEEN.split(shape["conditions"]) if shape else []
    own = list(takewhile(lambda condition: not ELSEWHERE.search(condition), conditions))
    if not shape or not own:
        return expression
    names = NAMES.findall(own[0]) or ["*"]
    fulfils, beyond = test(own), test(conditions[len(own) :])
    known: dict[tuple[object, ...], bool] = {}

    def found(element: HtmlElement) -> bool:
        kind = (element.tag, *element.items())
        if kind not in known:
            if len(known) == MOST:
                known.clear()
            known[kind] = bool(fulfils(element))
        return known[kind] and bool(beyond(element))

    def select(tree: HtmlElement) -> list[HtmlElement]:
        return list(
            islice(
                filter(found, tree.iterdescendants(*names)),
                1 if shape["first"] else None,
            )
        )

    return select


def test(conditions: list[str]) -> etree.XPath:
    """Return what says whether an element fulfils *conditions*."""
    return etree.XPath(
        f"boolean(self::*{''.join(conditions)})", namespaces={"re": xpaths.REGEXP_NS}
    )
