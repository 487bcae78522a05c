# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of field cases counts what is right, field by field."""

import json
from collections import Counter

from bench.ingest.field import (
    Case,
    by_page,
    extract_by_ingest,
    judge,
    judge_tool,
    read_cases,
    sum_verdicts,
)
from bench.ingest.pages import Extraction
from tests.test_bench_ingest import HTML, PARAGRAPH

EXPECTED = {
    "title": "افتتاح الجسر",
    "date": "2020-02-08",
    "authors": None,
    "has": [PARAGRAPH],
    "hasnot": ["جميع الحقوق"],
}
RIGHT = Extraction(PARAGRAPH, "إفتتاح الجسر", "2020-02-08", ())


def verdict_on(*extractions, **outcome):
    outcomes = [outcome or {"count": 1, "articles": [EXPECTED]}]
    return judge(Case("a", None, (), outcomes), extractions).right


def test_each_field_is_judged_alone():
    assert verdict_on(RIGHT) == Counter(title=1, date=1, author=1, body=1)
    wrong = RIGHT._replace(day="2020-02-09", authors=("افتتاح",))
    assert verdict_on(wrong) == Counter(title=1, body=1, date=0, author=0)
    assert verdict_on(RIGHT._replace(text=f"{PARAGRAPH} جميع الحقوق"))["body"] == 0
    assert verdict_on().total() == 0


def test_a_page_without_an_article_is_right_if_nothing_is_extracted():
    assert verdict_on(count=0)["no article"] == 1
    assert verdict_on(RIGHT, count=0)["no article"] == 0


def test_ours_reads_a_case_and_a_failing_peer_reads_nothing(tmp_path):
    case = tmp_path / "bridge"
    (case / "input").mkdir(parents=True)
    (case / "input" / "a.html").write_text(HTML, "utf-8")
    outcome = {"count": 1, "articles": [EXPECTED]}
    options = ["--source", "الوادي"]
    (case / "expected.json").write_text(
        json.dumps({"accept": [outcome], "options": options}), "utf-8"
    )
    cases = list(read_cases(tmp_path))

    def fail(_page):
        raise ValueError

    ours, failing = (
        sum_verdicts(judge_tool(tool, cases))
        for tool in (extract_by_ingest, by_page(fail))
    )

    assert (ours.right.total(), ours.total.total()) == (4, 4)
    assert (failing.right.total(), failing.total.total()) == (0, 4)
