# SPDX-License-Identifier: AGPL-3.0-or-later
"""The process behind `inv serve` builds what a build from the command line builds."""

import time

import pytest
from test_expected import files_below
from test_permanence import TEXTS, add, article_path
from test_publish import Archive

from upkeep import build_server
from upkeep.build_server import BuildServer


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path)


@pytest.fixture
def server(archive):
    """A process that builds the archive."""
    server = BuildServer(archive.command()[3:])
    yield server
    server.close()


def test_after_each_edit_the_site_is_that_of_a_clean_build(archive, server):
    code, printed = server.build()
    assert code == 0, printed
    process = server.process.pid
    add(archive.content, 9, "زار وفد من عجلون مدينة دمشق.")
    code, printed = server.build()
    assert code == 0, printed
    assert files_below(archive.site) == archive.clean_build()
    path = article_path(archive.content, 1)
    text = path.read_text("utf-8")
    path.write_text(text.replace(TEXTS[0], "وصل وفد من بيروت."), encoding="utf-8")
    article_path(archive.content, 3).unlink()
    code, printed = server.build()
    assert code == 0, printed
    assert files_below(archive.site) == archive.clean_build()
    assert server.process.pid == process


def test_a_failed_build_says_why_and_the_next_one_succeeds(archive, server):
    path = article_path(archive.content, 2)
    text = path.read_text("utf-8")
    for _ in range(2):  # in the process itself, and in a child
        path.write_text(text.replace("title:", 'title: "'), encoding="utf-8")
        code, printed = server.build()
        assert code == 1
        assert path.name in "".join(printed.split())  # the terminal wraps it
        assert "Traceback" not in printed
        path.write_text(text, encoding="utf-8")
        code, printed = server.build()
        assert code == 0, printed


def test_a_change_of_code_starts_the_process_anew(
    archive, server, tmp_path, monkeypatch
):
    setting = tmp_path / "setting.py"
    setting.write_text("A = 1")
    monkeypatch.setattr(build_server, "LOADED", (str(setting),))
    assert server.build()[0] == 0
    first = server.process.pid
    assert server.build()[0] == 0
    assert server.process.pid == first
    setting.write_text("A = 2")
    assert server.build()[0] == 0
    assert server.process.pid != first


def test_a_killed_process_is_started_anew(archive, server):
    assert server.build()[0] == 0
    server.process.kill()
    server.process.wait()
    time.sleep(0.1)
    assert server.build()[0] == 0
    assert files_below(archive.site) == archive.clean_build()
