# SPDX-License-Identifier: AGPL-3.0-or-later
"""``bench build``: the time of stages and the size of folders."""

import importlib
import sys
from types import ModuleType

import pytest

from bench.build import build


def test_the_time_of_an_inner_stage_is_not_that_of_the_outer(monkeypatch):
    clock = build.StageClock()
    inner = clock.timed("inner", lambda: None)
    monkeypatch.setattr(build.time, "perf_counter", iter([10, 11, 15, 17]).__next__)
    clock.timed("outer", inner)()
    assert clock.seconds == {"inner": 4, "outer": 3}
    assert clock.running == []


def test_a_stage_that_fails_is_timed_too():
    clock = build.StageClock()
    with pytest.raises(ZeroDivisionError):
        clock.timed("failing", lambda: 1 / 0)()
    assert clock.running == []
    assert clock.seconds["failing"] > 0


@pytest.mark.parametrize("function", build.STAGES.values())
def test_every_stage_is_a_function_of_the_build(function):
    module, _, dotted_name = function.partition(":")
    owner = importlib.import_module(module)
    for name in dotted_name.split("."):
        owner = getattr(owner, name)
    assert callable(owner)


def test_a_watched_function_returns_what_it_returned(monkeypatch):
    module = ModuleType("watched_module")
    module.double = lambda number: 2 * number
    monkeypatch.setitem(sys.modules, "watched_module", module)
    clock = build.StageClock()
    clock.watch("doubling", "watched_module:double")
    assert module.double(4) == 8
    assert list(clock.seconds) == ["doubling"]


def test_files_are_counted_by_top_folder(tmp_path, capsys):
    (tmp_path / "a" / "aa").mkdir(parents=True)
    (tmp_path / "a" / "1.html").write_bytes(b"12")
    (tmp_path / "a" / "aa" / "2.html").write_bytes(b"345")
    (tmp_path / "index.html").write_bytes(b"1")
    assert build.measure_folders(tmp_path) == {"a": (2, 5), "(top)": (1, 1)}
    build.print_folders(tmp_path)
    assert "all                             3 files      0.00 MB" in (
        capsys.readouterr().out
    )
