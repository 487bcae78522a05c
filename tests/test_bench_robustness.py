# SPDX-License-Identifier: AGPL-3.0-or-later
"""Benchmarks of robustness: corrupt inputs, hostile inputs, and runs that are killed."""

import os
import random
import signal

from bench.robustness import (
    corrupt_inputs,
    fuzz,
    hostile,
    hostile_inputs,
    resume,
    valid_inputs,
)

PAGE = "<!DOCTYPE html><h1>افتتاح الجسر</h1><p>افتتحت البلدية الجسر أمس.</p>".encode()
ROWS = "".join(
    f'{{"title": "خبر {number}", "content": "افتتحت البلدية الجسر رقم {number} أمس.", '
    f'"date": "2020-02-08", "source": "الوادي", "url": "http://a.example/{number}"}}\n'
    for number in range(2)
)


def test_valid_inputs_of_every_format_become_articles(tmp_path):
    path = tmp_path / "input.bin"
    for name, text in valid_inputs.TEXTS.items():
        path.write_text(text)
        expected = "reasons" if name == "sitemap" else "articles"
        assert (name, fuzz.outcome_of(path)) == (name, expected)
        assert fuzz.split_by_all(path) in {"articles", "reasons"}
    for content in (valid_inputs.WARC, *valid_inputs.make_zips()):
        path.write_bytes(content)
        assert fuzz.outcome_of(path) == "articles"
    path.write_bytes(b"\x00\x01")
    assert fuzz.outcome_of(path) == "reasons"


def test_corruptions_are_the_same_for_a_seed():
    inputs = [PAGE, valid_inputs.WARC]
    first = [corrupt_inputs.corrupt(random.Random(7), inputs) for _ in range(2)]
    assert first[0] == first[1]
    generator = random.Random(8)
    corrupted = {corrupt_inputs.corrupt(generator, inputs) for _ in range(20)}
    assert len(corrupted) > 10


def test_an_exception_of_a_reader_is_kept_with_its_input(tmp_path, monkeypatch):
    def fail(_path):
        raise KeyError("missing")

    fuzzer = fuzz.Fuzzer(tmp_path / "failures", fail)
    fuzzer.feed(b"content", tmp_path / "input.bin")
    ((failure, count),) = fuzzer.outcomes.items()
    assert failure.startswith("KeyError at test_bench_robustness.py:")
    assert count == 1
    (kept,) = (tmp_path / "failures").iterdir()
    assert kept.read_bytes() == b"content"
    assert "missing" in fuzzer.tracebacks[failure]


def kill_reader(_path):
    os.kill(os.getpid(), signal.SIGXCPU)


def read_nothing(_path):
    return "articles"


def test_an_input_that_kills_its_reader_is_kept_and_the_run_goes_on(tmp_path):
    fuzzer = fuzz.Fuzzer(tmp_path / "failures", kill_reader)
    fuzzer.run_round(tmp_path / "input.bin", 1, 1)
    fuzzer.judge = read_nothing
    fuzzer.run_round(tmp_path / "input.bin", 2, 0.1)
    assert fuzzer.outcomes.pop("articles") > 0
    ((failure, count),) = fuzzer.outcomes.items()
    assert failure == f"a child process exited with code {-signal.SIGXCPU}"
    assert count == 1
    (kept,) = (tmp_path / "failures").iterdir()
    assert kept.read_bytes()


def test_the_outcome_of_a_hostile_input_names_articles_and_reasons():
    report = "1 article written\nunreadable a.html: too large\nset aside b: a comment\n"
    assert hostile.describe_outcome(report, 1) == "1 article; too large; a comment"
    assert hostile.describe_outcome("", 0) == "NOTHING"
    assert hostile.describe_outcome("Traceback …\nValueError: x\n", 0) == (
        "TRACEBACK ValueError: x"
    )


def test_a_hostile_input_is_measured(tmp_path):
    path = tmp_path / "escaping.zip"
    path.write_bytes(hostile_inputs.INPUTS["escaping.zip"]())
    cost = hostile.measure_input(path, tmp_path / "content")
    assert 0 < cost.cpu_seconds < hostile.MAX_SECONDS
    assert cost.memory > 10
    assert "../../evil.html" in cost.outcome


def test_small_hostile_inputs_are_what_their_names_promise():
    assert hostile_inputs.repeat("<", 10).count(b"<<<<<<<<<<") == 1
    assert hostile_inputs.make_attributes(3).count(b'="x"') == 3
    assert hostile_inputs.make_entity_bomb().count(b"<!ENTITY") == 10
    assert len(hostile_inputs.INPUTS["nested.json"]()) == hostile_inputs.SIZE


def test_a_run_that_is_not_killed_writes_the_same_archive(tmp_path, capsys):
    dataset = tmp_path / "rows.jsonl"
    dataset.write_text(ROWS)
    first_row = tmp_path / "first.jsonl"
    resume.copy_records(dataset, 1, first_row)
    assert first_row.read_text().count("\n") == 1
    resume.ingest(first_row, tmp_path / "whole")
    expected = resume.read_tree(tmp_path / "whole")
    assert len(expected) > 0
    assert resume.is_equal_after_kill(first_row, tmp_path / "again", 0.3, expected)
    assert "equal archive" in capsys.readouterr().out
