# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page over the limits of time or memory fails alone, and its failure has the reason."""

import resource

import pytest

from ingest.model.options import ReadOptions
from ingest.model.record import Fact, Failure, RawArticle
from ingest.work import limits
from ingest.work.workers import LocalPool, read_in_order

GOOD = "<html><h1>جسر خشبي يعيد التلاميذ</h1><p>{}</p></html>".format(
    "افتتحت البلدية الجسر أمس. " * 9
)
MANY_ELEMENTS = "<html><h1>عنوان</h1><p>" + "<span>ن</span> " * 400_000
MANY_ATTRIBUTES = (
    "<html><h1>عنوان</h1><p "
    + " ".join(f'a{number}="x"' for number in range(500_000))
    + ">نص"
)
LESS_THAN = "<html><h1>عنوان</h1><p>" + "<" * 9_500_000
COMMENTS = GOOD + "<!-- تعليق -->" * 300_000


def outcomes(*pages: str) -> list[str]:
    """Return the outcome of each of *pages*: article, or the reason of its failure."""
    facts = (Fact("source", "الوادي", "command line"),)
    data = [page.encode() for page in pages]
    raw_articles = [
        RawArticle(
            kind="html",
            data=page,
            sha256=f"{number:064}",
            original="x",
            name=f"{number}",
            facts=facts,
        )
        for number, page in enumerate(data)
    ]
    pool = LocalPool(2, ReadOptions(), {})
    return [
        outcome.reason if isinstance(outcome, Failure) else "article"
        for _, outcome in read_in_order(iter(raw_articles), pool)
    ]


@pytest.fixture(autouse=True)
def one_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limit each page to one second, so that tests are short."""
    monkeypatch.setattr(limits, "SECONDS", 1)


def test_a_page_that_takes_too_long_fails_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 0.4)  # a fast processor needs less than one
    assert outcomes(GOOD, MANY_ELEMENTS, GOOD) == [
        "article",
        "takes too much processor time",
        "article",
    ]


def test_a_page_that_kills_its_worker_fails_and_the_others_are_read():
    assert outcomes(GOOD, MANY_ATTRIBUTES, GOOD) == [
        "article",
        "it killed the process that read it",
        "article",
    ]


def test_no_other_page_is_blamed_for_two_that_kill_their_workers():
    pages = MANY_ATTRIBUTES, GOOD, MANY_ATTRIBUTES, GOOD
    assert outcomes(*pages) == ["it killed the process that read it", "article"] * 2


def test_a_page_of_nothing_but_signs_fails_in_time():
    assert outcomes(LESS_THAN) == ["takes too much processor time"]


def test_a_page_of_countless_comments_is_read(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 2.5)
    assert outcomes(COMMENTS) == ["article"]


def test_a_page_that_fills_the_memory_fails_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(limits, "MEMORY", 30_000_000)
    assert outcomes(GOOD, MANY_ELEMENTS, GOOD)[::2] == ["article", "article"]


def test_a_system_without_proc_has_no_limit_of_memory(monkeypatch, tmp_path):
    assert limits.missing_limits() == []
    monkeypatch.setattr(limits, "STATM", tmp_path / "statm")
    assert limits.missing_limits() == ["memory"]


def test_the_limit_of_an_item_does_not_stay_with_the_process():
    before = resource.getrlimit(resource.RLIMIT_CPU)
    with limits.time_limit():
        assert resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY
    assert resource.getrlimit(resource.RLIMIT_CPU) == before
