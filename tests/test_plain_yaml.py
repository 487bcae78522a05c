# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fast parser of front matter reads what PyYAML reads, or leaves the text to it."""

import json
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plugins.frontmatter.plain_yaml import parse_plain_lines

SIGNS = "\"\\'[]{}:,#&*!|>%@`?-–.0159eE~+_ \t\x85\u00a0\u2028\ufeff"
LETTERS = "ابةىي٣\u064bـabnoyesTtruxN😀"


def read_by_yaml(text):
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: خبر من دمشق", "خبر من دمشق"),
        ('title: "قال: \\"نعم\\" \\\\"', 'قال: "نعم" \\'),
        ('authors: ["سالم", "نادر"]', ["سالم", "نادر"]),
        (
            'extraction: {"method": "field", "kept": 1.0}',
            {"method": "field", "kept": 1.0},
        ),
        ('x: {"a": 0.25, "b": 1}', {"a": 0.25, "b": 1}),
    ],
)
def test_what_ingest_writes_is_read_without_pyyaml(line, value):
    assert parse_plain_lines(f"{line}\n") == {"".join(line.split(":")[0]): value}


def test_a_date_is_that_of_pyyaml():
    line = "date: 2015-08-07T01:02:03+03:00\n"
    assert parse_plain_lines(line) == yaml.safe_load(line)


@pytest.mark.parametrize(
    "text",
    [
        "title: no\n",
        "title: 2020\n",
        "date: 2020-02-30T00:00:00+03:00\n",
        'title: "a\\x41"\n',
        "title: خبر: آخر\n",
        "title: خبر # آخر\n",
        "title: |\n  خبر\n",
        "title: خبر\n  آخر\n",
        "a: خبر\na: آخر\n",
        "title:\n",
        "- خبر\n",
    ],
)
def test_what_yaml_may_read_otherwise_is_left_to_pyyaml(text):
    assert parse_plain_lines(text) is None


@given(st.lists(st.text(SIGNS + LETTERS, max_size=12), min_size=1, max_size=3))
def test_any_lines_are_read_as_pyyaml_reads_them_or_not_at_all(values):
    text = "".join(f"k{number}: {value}\n" for number, value in enumerate(values))
    head = parse_plain_lines(text)
    assert head is None or head == read_by_yaml(text)


@given(
    st.recursive(
        st.text(SIGNS + LETTERS) | st.sampled_from([0, 1, 0.5, 1.0]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text(LETTERS), inner, max_size=3)
        ),
        max_leaves=5,
    )
)
def test_json_is_read_as_pyyaml_reads_it_or_not_at_all(value):
    text = f"k: {json.dumps(value, ensure_ascii=False)}\n"
    head = parse_plain_lines(text)
    assert head is None or head == read_by_yaml(text)


@pytest.mark.parametrize(
    "sign", ['"', "\\", '\\"', "[", '["', "{", "ا ", ", ", '"a", ']
)
def test_hostile_lines_take_time_in_proportion_to_their_length(sign):
    def seconds(length):
        start = time.process_time()
        parse_plain_lines(f"k: [{sign * length}\n")
        parse_plain_lines(f'k: "{sign * length}\n')
        return time.process_time() - start

    assert seconds(20_000) < 0.2 + 8 * seconds(10_000)
