# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv status`: what is in the archive, what changed since the build, what waits."""

import json
import os
import shutil

import pytest

from archive_settings.archive_file import SAMPLE, read_archive_settings
from storage.json_lines import BadLog
from upkeep import status


@pytest.fixture
def archive(content, tmp_path):
    shutil.copytree(content, tmp_path / "content")
    site = tmp_path / "site"
    for article in (tmp_path / "content" / "articles").rglob("*.md"):
        page = site / "a" / article.parent.name / f"{article.stem}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.touch()
    (site / "SHA256SUMS").touch()
    return tmp_path


def state_of(archive):
    settings = read_archive_settings(SAMPLE)
    return status.read_status(settings, archive / "content", archive / "site")


def test_articles_are_counted_by_newspaper(archive):
    state = state_of(archive)
    articles = list((archive / "content" / "articles").rglob("*.md"))
    assert state.articles == len(articles) == sum(state.sources.values())
    assert "الوادي اليوم" in state.sources
    assert "Site: up to date" in list(status.describe(state))


def test_what_changed_since_the_build_is_counted(archive):
    first, second, third, *_ = sorted((archive / "content/articles").rglob("*.md"))
    site = archive / "site" / "a"
    (site / first.parent.name / f"{first.stem}.html").unlink()
    later = (archive / "site" / "SHA256SUMS").stat().st_mtime + 5
    os.utime(second, (later, later))
    third.unlink()
    state = state_of(archive)
    counts = state.pages_missing, state.pages_outdated, state.pages_left
    assert counts == (1, 1, 1)
    assert any(step.startswith("inv build") for step in state.next)


def test_an_empty_archive_is_described_too(tmp_path):
    state = state_of(tmp_path)
    assert state.articles == 0
    assert not state.built
    assert state.next[-1].startswith("inv ingest")


@pytest.mark.parametrize("damaged", ['{"failures": [', "[1]", '{"failures": 1}'])
def test_a_damaged_record_of_the_last_run_is_named(archive, damaged):
    (archive / "content" / "last_run.json").write_text(damaged, "utf-8")
    with pytest.raises(BadLog, match=r"last_run\.json is damaged"):
        state_of(archive)


def test_json_has_what_the_lines_have(archive):
    state = state_of(archive)
    assert json.loads(status.as_json(state))["articles"] == state.articles
