# SPDX-License-Identifier: AGPL-3.0-or-later
"""``bench house``: the figures of the code's language on small sources."""

from pathlib import Path

import pytest

from bench.code import house
from bench.code.source_metrics import measure_source

SOURCE = """
def find(names):
    found = [name for name in names if name]
    return found
"""


def measured_function(source):
    (function,) = measure_source(source).functions
    return function


def test_a_vague_name_is_listed_with_its_line():
    metrics = measure_source(SOURCE)
    assert metrics.names == 3
    assert metrics.vague_names == (("found", 3),)


def test_a_parameter_can_be_vague_and_a_used_name_cannot():
    assert measure_source("def read_rest(rest): pass").vague_names == (("rest", 1),)
    assert measure_source("print(rest)").vague_names == ()


def test_a_name_without_an_inner_underscore_is_one_word():
    assert measured_function("def find(): pass").has_one_word
    assert measured_function("def __init__(): pass").has_one_word
    assert not measured_function("def find_names(): pass").has_one_word


def test_expressions_are_counted_without_annotations():
    plain = measured_function(SOURCE)
    assert (plain.lines, plain.expressions) == (3, 7)
    typed = SOURCE.replace("found =", "found: dict[str, list[int]] =")
    assert measured_function(typed).expressions == 7


@pytest.mark.parametrize(
    ("body", "complexity"),
    [
        ("return 1", 1),
        ("return 1 if a else 2", 2),
        ("return a and b and c", 3),
        ("return [x for x in a if x if b]", 4),
        ("for x in a:\n  if x: pass", 3),
        ("try: pass\n except ValueError: pass", 2),
    ],
)
def test_complexity_is_one_plus_the_decisions(body, complexity):
    assert measured_function(f"def f(a, b, c):\n {body}").complexity == complexity


def test_discouraged_words_are_counted_whole_and_in_any_case():
    words = measure_source("# Held in a table; it stands. Holder, withheld.").words
    assert words == {"held": 1, "stands": 1}


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    (tmp_path / "large").mkdir()
    for number in range(16):
        (tmp_path / "large" / f"module{number}.py").write_text("x = 1\n")
    (tmp_path / "large" / "__init__.py").write_text("")
    (tmp_path / "tasks.py").write_text(SOURCE)
    return tmp_path


def test_totals_add_up_the_modules_of_packages(packages):
    totals = house.add_up(house.measure_modules(packages, ["large", "tasks.py"]))
    assert (totals.modules, totals.lines, totals.names) == (18, 20, 19)
    assert (totals.vague_names, totals.functions, totals.one_word_functions) == (
        1,
        1,
        1,
    )


def test_a_folder_of_more_than_fifteen_modules_is_listed(packages):
    modules = house.measure_modules(packages, ["large", "tasks.py"])
    assert house.large_folders(modules) == {Path("large"): 16}


def test_commits_are_described_by_length_and_body():
    commits = [("a" * 80, ""), ("b" * 40, "why"), ("c" * 30, "why"), ("d" * 50, "")]
    assert house.describe_commits(commits) == (
        "4 commits: subject of 45 characters (median), 25.0% over 72, 50.0% with a body"
    )


def test_without_a_git_repository_there_are_no_commits(tmp_path):
    assert house.read_commits(tmp_path, "HEAD") is None


def test_the_report_prints_every_figure(packages, capsys):
    modules = house.measure_modules(packages, ["large", "tasks.py"])
    house.print_packages(modules)
    house.print_files(modules)
    house.print_functions(modules)
    house.print_words(modules)
    house.print_folders(modules)
    printed = capsys.readouterr().out
    assert "vague name: tasks.py:3 found" in printed
    assert "functions of complexity > 10: 0" in printed
    assert "large 16" in printed
