# SPDX-License-Identifier: AGPL-3.0-or-later
"""The patched expressions of trafilatura select the same elements as the shipped ones."""

from importlib.util import find_spec, module_from_spec
from itertools import chain
from types import ModuleType

import lxml.html
import pytest
from trafilatura import xpaths

from ingest.extract.page_text import trafilatura_patch
from ingest.extract.page_text.trafilatura_patch import PATCHED_LISTS, cached_selector
from upkeep import ROOT

PAGE = """<html><body><article><div id="cookie" class="post-content"><p class="share-links">أ</p><h1>ب</h1>
<div class="Infinite-scroll infinite-scroll"><p>ج</p></div><div class="infinite-scroll"><h1>د</h1></div>
<section style="display:none" class="x"><span class="bottom">ه</span></section></div>
<div class="post-content"><ul class="comments"><li class="comment">و</li></ul><p id="related" class="teaser">ز</p></div>
</article><div class="main-content sidebar" role="Navigation"><span class="link" id="b">ح</span></div></body></html>"""


def load_shipped_expressions() -> ModuleType:
    """Return trafilatura's module of expressions, unpatched even in this process."""
    spec = find_spec(xpaths.__name__)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SHIPPED = load_shipped_expressions()
GROUPS = {
    name: value
    for name, value in vars(SHIPPED).items()
    if name in dir(xpaths) and isinstance(value, list)
}
EXPRESSIONS = [
    (expression, name == "BODY_XPATH")
    for name, group in GROUPS.items()
    if any(getattr(xpaths, name) is patched for patched in PATCHED_LISTS)
    for expression in group
]


@pytest.fixture(scope="module")
def trees():
    paths = chain(
        (ROOT / "samples").rglob("*.html"),
        (ROOT / "tests" / "articles").rglob("*.html"),
    )
    return [
        lxml.html.document_fromstring(page)
        for page in (PAGE, *(path.read_bytes() for path in paths))
    ]


def test_every_patched_list_has_the_length_of_a_shipped_one():
    assert len(EXPRESSIONS) == sum(map(len, PATCHED_LISTS)) > 10


@pytest.mark.parametrize(("expression", "first_alone"), EXPRESSIONS)
def test_the_same_elements_are_selected(expression, first_alone, trees):
    select = cached_selector(expression)
    for tree in (*trees, *trees):
        expected, selected = expression(tree), select(tree)
        if first_alone:
            expected, selected = expected[:1], selected[:1]
        assert selected == expected


def test_an_expression_that_depends_on_other_elements_is_not_replaced():
    not_replaced = [
        expression
        for expression, _ in EXPRESSIONS
        if cached_selector(expression) is expression
    ]
    assert [expression.path.strip()[:12] for expression in not_replaced] == [
        "(.//article)",
        "(.//*[self::",
        ".//header",
    ]


def test_the_patch_is_applied_once():
    trafilatura_patch.apply()
    patched = [list(expressions) for expressions in PATCHED_LISTS]
    trafilatura_patch.apply()
    assert [list(expressions) for expressions in PATCHED_LISTS] == patched
