# SPDX-License-Identifier: AGPL-3.0-or-later
"""The everyday commands pass paths and options to the shell as words, never as code."""

import shlex

import pytest

import tasks


class Recorder:
    """Stands for invoke's context: keeps the commands instead of running them."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def run(self, command: str, **_: object) -> None:
        self.words = shlex.split(command)[3:]


def ingested(*paths: str, **options: str) -> list[str]:
    recorder = Recorder()
    tasks.ingest.body(recorder, path=list(paths), field=[], **options)
    return recorder.words


@pytest.mark.parametrize(
    "name", ["my scrape", "$(touch x)", "it's", "a; ls", "أخبار قديمة"]
)
def test_an_existing_path_is_one_word_whatever_its_signs(tmp_path, name):
    path = tmp_path / name
    path.mkdir()
    assert ingested(str(path)) == [str(path), "--out", "content"]


def test_several_paths_and_options_are_words_of_their_own():
    assert ingested("a", "b", out="$(x) y") == ["a", "b", "--out", "$(x) y"]
