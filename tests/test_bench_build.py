# SPDX-License-Identifier: AGPL-3.0-or-later
"""``bench build``: the time of stages and the size of folders."""

import importlib
import json
import sys
from types import ModuleType

import pytest

from bench.build import build, scenarios
from storage.front_matter import split_front_matter


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


ARTICLE = "---\nid: abcdefgh\ndate: 2015-07-22T10:14:07+03:00\nurl: x\n---\n\nنص\n"


@pytest.fixture
def edited(tmp_path):
    """A copy of an archive of one article, to be edited."""
    folder = tmp_path / "archive"
    (folder / "articles" / "ab").mkdir(parents=True)
    (folder / "pages").mkdir()
    (folder / "articles" / "ab" / "abcdefgh.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "work").mkdir()
    return scenarios.EditedArchive(folder, tmp_path / "work")


def test_an_added_article_has_another_id_and_is_the_newest(edited):
    edited.add_article()
    edited.add_article(is_new=False)
    added = set(edited.content.glob("articles/*/*.md")) - set(edited.files)
    texts = {path: path.read_text("utf-8") for path in added}
    assert all(f"id: {path.stem}\n" in text for path, text in texts.items())
    heads = [split_front_matter(text)[0] for text in texts.values()]
    assert sorted("date: 2015" in head for head in heads) == [False, True]
    assert all(head.count("date: ") == 1 for head in heads)
    edited.remove_article()
    assert len(list(edited.content.glob("articles/*/*.md"))) == 2


def test_an_added_article_has_a_text_of_its_own():
    text = "---\nid: a\n---\n\nأول\n\nثان\n"
    assert scenarios.reverse_paragraphs(text) == "---\nid: a\n---\n\nثان\n\nأول\n"


def test_the_renamed_entity_is_one_that_articles_mention(edited):
    ids = {
        "e1": {
            "origin": "gazetteer",
            "type": "place",
            "labels": ["دمشق"],
            "page": True,
        },
        "e2": {
            "origin": "gazetteer",
            "type": "org",
            "labels": ["x", "نص"],
            "page": True,
        },
        "e3": {"origin": "gazetteer", "type": "org", "labels": ["نص"]},
    }
    lock = edited.content / "entities.lock.json"
    lock.write_text(json.dumps({"format": 1, "ids": ids}), encoding="utf-8")
    edited.rename_entity(3)
    text = edited.editors.read_text("utf-8")
    assert text == "entities:\n  - id: e2\n    label: نص 3\n    type: org\n"


def test_ratios_are_those_of_the_same_round(capsys):
    builds = [
        scenarios.Paired(scenarios.Cost(6, 9, 100), scenarios.Cost(2, 3, 50)),
        scenarios.Paired(scenarios.Cost(4, 8, 120), scenarios.Cost(4, 4, 50)),
    ]
    scenarios.print_paired("edited", builds)
    line = capsys.readouterr().out
    assert "5.0 s wall      8.5 s CPU    120 MiB" in line
    assert "wall 1.00/2.00/3.00" in line
    assert "CPU 2.00/2.50/3.00" in line
