# SPDX-License-Identifier: AGPL-3.0-or-later
"""Benchmarks: each one runs, and the shared tools measure what they say."""

import gzip
import sys

import pytest

from bench.__main__ import BENCHMARKS, main, module_of
from bench.results import release
from bench.tools import meter
from bench.tools.datasets import read_records
from bench.tools.node import run_node
from upkeep import ROOT

NAMES = [name for names in BENCHMARKS.values() for name in names]


@pytest.mark.parametrize("name", NAMES)
def test_every_benchmark_prints_its_help(name, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench", name, "--help"])
    with pytest.raises(SystemExit) as exit_info:
        main()
    assert exit_info.value.code == 0
    assert f"usage: bench {name}" in capsys.readouterr().out


def test_every_module_with_a_main_function_is_listed():
    modules = sorted((ROOT / "bench").glob("*/*.py"))
    runnable = {
        path.stem for path in modules if "\ndef main(" in path.read_text("utf-8")
    }
    assert runnable <= set(NAMES)


def test_an_unknown_name_lists_all_benchmarks(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench", "unknown"])
    assert main() == 2
    printed = capsys.readouterr().out
    assert [name for name in NAMES if name not in printed] == []
    assert module_of("unknown") is None


def test_records_are_read_compressed_or_not(tmp_path):
    lines = b'{"a": 1}\n{"a": 2}\n'
    plain, compressed = tmp_path / "plain.jsonl", tmp_path / "compressed.jsonl.gz"
    plain.write_bytes(lines)
    compressed.write_bytes(gzip.compress(lines))
    assert list(read_records(plain)) == [{"a": 1}, {"a": 2}]
    assert list(read_records(compressed)) == [{"a": 1}, {"a": 2}]


def test_gzip_size_is_that_of_the_smaller_form(tmp_path):
    text, compressed = tmp_path / "text.js", tmp_path / "text.js.gz"
    text.write_bytes(b"a" * 10_000)
    compressed.write_bytes(gzip.compress(b"a" * 10_000))
    assert meter.gzip_size(text) < 100
    assert meter.gzip_size(compressed) == compressed.stat().st_size


def test_the_95th_percentile_is_near_the_largest_figures():
    figures = [float(number) for number in range(1, 101)]
    assert 95 <= meter.percentile_95(figures) <= 97
    assert meter.format_spread(figures).split()[0] == "50.5"


def test_the_cost_of_work_is_printed_with_its_memory(capsys):
    with meter.print_cost("counting"):
        sum(range(1_000_000))
    printed = capsys.readouterr().out
    assert printed.startswith("counting: ")
    own, child = meter.peak_memory()
    assert own > 10
    assert child >= 0
    assert 0 <= meter.child_cpu_seconds() <= meter.cpu_seconds()


def test_node_returns_what_a_script_prints(tmp_path):
    script = tmp_path / "script.js"
    script.write_text("console.log(JSON.stringify([1, process.argv[2]]))")
    assert run_node(script, tmp_path) == [1, str(tmp_path)]


def test_results_of_a_release_are_written_to_a_file(tmp_path, capsys):
    path = tmp_path / "2026-11-30.txt"
    release.write_results(path, [("house", "bench/results"), ("unknown",)])
    written = path.read_text(encoding="utf-8")
    assert written.startswith("commit ")
    assert "== bench house\n" in written
    assert "functions of complexity > 10: 0" in written
    assert "FAILED with status 2" in written
    assert "== bench unknown" in capsys.readouterr().out


def test_every_run_of_a_release_is_a_benchmark():
    assert {run[0] for run in release.RUNS} <= set(NAMES)
