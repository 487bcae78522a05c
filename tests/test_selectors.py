# SPDX-License-Identifier: AGPL-3.0-or-later
"""What trafilatura finds in a page by what is remembered of its elements is what its own expressions find."""

from importlib.util import find_spec, module_from_spec
from itertools import chain
from types import ModuleType

import lxml.html
import pytest
from trafilatura import xpaths

from ingest.extract import trafilatura_patch
from upkeep import ROOT

PAGE = """<html><body><article><div id="cookie" class="post-content"><p class="share-links">أ</p><h1>ب</h1>
<div class="Infinite-scroll infinite-scroll"><p>ج</p></div><div class="infinite-scroll"><h1>د</h1></div>
<section style="display:none" class="x"><span class="bottom">ه</span></section></div>
<div class="post-content"><ul class="comments"><li class="comment">و</li></ul><p id="related" class="teaser">ز</p></div>
</article><div class="main-content sidebar" role="Navigation"><span class="link" id="b">ح</span></div></body></html>"""


def as_shipped() -> ModuleType:
    """Return the expressions as trafilatura has them, whatever this process has made of them."""
    spec = find_spec(xpaths.__name__)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SHIPPED = as_shipped()
GROUPS = {
    name: value
    for name, value in vars(SHIPPED).items()
    if name in dir(xpaths) and isinstance(value, list)
}
ASKED = [
    (expression, name == "BODY_XPATH")
    for name, group in GROUPS.items()
    if any(getattr(xpaths, name) is asked for asked in trafilatura_patch.ASKED)
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


def test_all_that_is_asked_is_known_by_name():
    assert len(ASKED) == sum(map(len, trafilatura_patch.ASKED)) > 10


@pytest.mark.parametrize(("expression", "first_alone"), ASKED)
def test_the_same_elements_are_found(expression, first_alone, trees):
    select = trafilatura_patch.remembering(expression)
    for tree in (*trees, *trees):
        expected, found = expression(tree), select(tree)
        assert (found[:1] == expected[:1]) if first_alone else (found == expected)


def test_what_looks_beyond_an_element_first_is_left_as_it_is():
    left = [
        expression
        for expression, _ in ASKED
        if trafilatura_patch.remembering(expression) is expression
    ]
    assert [expression.path.strip()[:12] for expression in left] == [
        "(.//article)",
        "(.//*[self::",
        ".//header",
    ]
