# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several text dumps in one file are several articles."""

import pytest

from ingest.inputs.containers.several_texts import split_texts
from ingest.inputs.formats import split_dump
from tests.test_datasets import BODY

TEXTS = [f"خبر رقم {number}\n6 مايو 2021\n{BODY}\n{BODY} انتهى." for number in range(3)]


@pytest.mark.parametrize(
    "line", ["====", "=" * 40, "= = = = =", "-" * 30, "*" * 25, "  ======  \r"]
)
def test_texts_between_lines_of_signs_are_separate(line):
    assert split_texts(f"\n{line}\n".join(TEXTS)) == TEXTS
    assert split_texts(f"{line}\n{TEXTS[0]}\n{line}\n{TEXTS[1]}\n{line}\n") == TEXTS[:2]


@pytest.mark.parametrize("line", ["-----", "- - - - - -", "__________", "*****"])
def test_a_short_line_separates_texts_that_have_a_date(line):
    assert split_texts(f"\n{line}\n".join(TEXTS)) == TEXTS
    undated = TEXTS[1].replace("6 مايو 2021", "تتمة الخبر")
    assert split_texts(f"{TEXTS[0]}\n{line}\n{undated}") == []


@pytest.mark.parametrize("line", ["***", "* * *", "----", "=", "a = b"])
def test_a_short_line_of_signs_is_a_break_within_a_text(line):
    assert split_texts(f"{TEXTS[0]}\n{line}\n{TEXTS[1]}") == []


def test_a_line_of_signs_under_a_headline_separates_nothing():
    assert split_texts(f"خبر\n=======\n\n{BODY}\n{BODY}") == []


def test_a_file_with_several_texts_has_a_part_for_each(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text("\n=====\n".join(TEXTS), "utf-8")
    parts = list(split_dump(path, ()))
    assert [part.data.decode() for part in parts] == TEXTS
    assert all(part.is_one_of_several for part in parts)


@pytest.mark.parametrize(
    "line",
    ["***", "\f", "ـــــ", "• • •", "══════", "===== 2 =====", "<<<END>>>", "...."],
)
def test_any_mark_separates_three_dated_texts(line):
    texts = [TEXTS[0], TEXTS[1], TEXTS[0]]
    assert len(split_texts(f"\n{line}\n".join(texts))) == len(texts)


def test_texts_that_begin_with_the_name_of_the_title_are_separate():
    texts = [f"العنوان: خبر {number}\nالنص:\n{TEXTS[0]}" for number in (1, 2)]
    assert split_texts("\n\n".join(texts)) == texts
