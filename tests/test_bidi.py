# SPDX-License-Identifier: AGPL-3.0-or-later
"""Left-to-right runs of Arabic text are isolated, and nothing else is."""

import json
import time

import pytest
from node import SCRIPTS, node

from arabic.bidi import left_to_right_runs
from plugins.frontmatter.isolate import isolate_runs
from upkeep import ROOT

ROWS = json.loads((ROOT / "tests" / "vectors" / "bidi.json").read_text("utf-8"))
# Sequences that would be slow for a pattern that reads a text again and again.
REPEATED = [".", "-", "1-", "+1", "1 ", "0 ", "a.", "a ", '"a', "(", "«", "٪1", "<"]


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_a_text_has_the_runs_that_the_vectors_name(row):
    text = row["text"]
    runs = [text[start:end] for start, end in left_to_right_runs(text)]
    assert runs == row["runs"]


def test_the_twin_finds_the_runs_that_the_vectors_name():
    assert "# fail 0" in node("--test", "--test-reporter=tap", SCRIPTS / "bidi.test.js")


@pytest.mark.parametrize("piece", REPEATED)
def test_a_long_text_is_read_in_linear_time(piece):
    text = f"نص {piece * (20_000 // len(piece))} نص"
    start = time.process_time()
    list(left_to_right_runs(text))
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<p>قال The <em>bridge</em> is open! ثم</p>",
            '<p>قال <bdi dir="ltr">The <em>bridge</em> is open!</bdi> ثم</p>',
        ),
        (
            "<p>كتب <em>The bridge</em> is open! ثم</p>",
            '<p>كتب <bdi dir="ltr"><em>The bridge</em> is open!</bdi> ثم</p>',
        ),
        (
            '<p>لغة <a href="https://wadi.example/-5">C++</a> هنا</p>',
            '<p>لغة <a href="https://wadi.example/-5"><bdi dir="ltr">C++</bdi></a> هنا</p>',
        ),
        (
            "<p>شرط &lt;C++&gt; و-5</p>",
            '<p>شرط <bdi dir="ltr">&lt;C++&gt;</bdi> و<bdi dir="ltr">-5</bdi></p>',
        ),
    ],
)
def test_a_run_contains_whole_elements_of_the_line(body, expected):
    assert isolate_runs(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<pre><code>rm -5\n</code></pre>",
        "<p>شغّل <code>rm -5</code> الآن</p>",
        "<p>قال <em>إن The bridge</em> is open! ثم</p>",
        "<p>نص &amp; نص&nbsp;آخر 12 &lt;</p>",
    ],
    ids=["a block of code", "code", "half in an element", "no run"],
)
def test_other_html_stays_as_it_is(body):
    assert isolate_runs(body) == body
