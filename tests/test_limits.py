# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page that asks for too much is refused with the reason; it costs neither the run nor another record."""

import pytest

from ingest.model.options import ReadOptions
from ingest.model.record import Fact, Failure, RawArticle
from ingest.work import limits
from ingest.work.workers import Crew, work

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


def read(*pages: str) -> list[str]:
    """Return what becomes of *pages*: article, or the reason why not."""
    facts = (Fact("source", "الوادي", "command line"),)
    data = [page.encode() for page in pages]
    pieces = [
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
    outcomes = dict(work(iter(pieces), Crew(2, ReadOptions(), {})))
    return [
        outcome.reason if isinstance(outcome, Failure) else "article"
        for outcome in outcomes.values()
    ]


@pytest.fixture(autouse=True)
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    """One second a record, so that the test need not wait longer."""
    monkeypatch.setattr(limits, "SECONDS", 1)


def test_a_page_that_takes_too_long_is_refused_and_the_others_are_read():
    assert read(GOOD, MANY_ELEMENTS, GOOD) == [
        "article",
        "takes too much processor time",
        "article",
    ]


def test_a_page_that_kills_its_reader_is_refused_and_the_others_are_read():
    assert read(GOOD, MANY_ATTRIBUTES, GOOD) == [
        "article",
        "it killed the process that read it",
        "article",
    ]


def test_of_two_pages_that_kill_their_readers_no_other_is_taken_for_one():
    found = read(MANY_ATTRIBUTES, GOOD, MANY_ATTRIBUTES, GOOD)
    assert found == ["it killed the process that read it", "article"] * 2


def test_a_page_of_nothing_but_signs_is_refused_in_time():
    assert read(LESS_THAN) == ["takes too much processor time"]


def test_a_page_of_countless_comments_is_read(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 2.5)
    assert read(COMMENTS) == ["article"]


def test_a_page_that_fills_the_memory_is_refused_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(limits, "MEMORY", 30_000_000)
    assert read(GOOD, MANY_ELEMENTS, GOOD)[::2] == ["article", "article"]
