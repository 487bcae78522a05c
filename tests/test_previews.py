# SPDX-License-Identifier: AGPL-3.0-or-later
"""A saved article is previewed from memory: its page is that of the next build."""

import socket
import time

import pytest
from article_builder import BuiltEntity, build_article
from test_build_server import archive, server  # noqa: F401  # fixtures
from test_permanence import article_path

from plugins.publish.preview import moved_mentions
from upkeep.previews import Previews, request_preview, watch_sources

ADDED = "\nفقرة جديدة بلا أسماء.\n"


@pytest.fixture
def built(archive, server):  # noqa: F811
    code, printed = server.build()
    assert code == 0, printed
    return archive


def page_of(archive, number):  # noqa: F811
    identity = article_path(archive.content, number).stem
    return f"a/{identity[:2]}/{identity}.html"


def edit(archive, number, old="", new=""):  # noqa: F811
    path = article_path(archive.content, number)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    return path


def render(server, page):  # noqa: F811
    return request_preview(server.previews, page, render=True)


def test_a_preview_is_the_page_of_the_next_build(built, server):  # noqa: F811
    page = page_of(built, 1)
    for text in (ADDED, "\nفقرة ثانية.\n"):  # of the first build, and of one in a child
        before = (built.site / page).read_bytes()
        assert render(server, page)["page"].encode() == before
        path = edit(built, 1, new=text)
        answer = render(server, page)
        assert answer["source"] == str(path)
        assert (built.site / page).read_bytes() == before
        assert server.build()[0] == 0
        assert answer["page"].encode() == (built.site / page).read_bytes() != before


def test_a_mistake_is_named_and_its_correction_is_shown(built, server):  # noqa: F811
    page = page_of(built, 2)
    for _ in range(2):  # Pelican logs a message once only
        path = edit(built, 2, "title: ", 'title: "')
        answer = render(server, page)
        assert answer["page"] is None
        assert f"{path}:" in answer["problem"]
        assert "not YAML" in answer["problem"]
        assert "Traceback" not in answer["problem"]
        edit(built, 2, 'title: "', "title: ")
        assert render(server, page)["page"].encode() == (built.site / page).read_bytes()


def test_a_hidden_article_and_another_page_have_no_preview(built, server):  # noqa: F811
    edit(built, 3, "lang: ar\n", "lang: ar\nstatus: hidden\n")
    answer = render(server, page_of(built, 3))
    assert (answer["page"], answer["problem"]) == (None, None)
    assert render(server, "index.html")["source"] is None


def test_an_opened_page_is_previewed_until_a_build_has_it(built, server):  # noqa: F811
    reloads = []
    previews = Previews(lambda: server.previews, lambda: reloads.append(1))
    page = page_of(built, 1)
    assert previews.open(page) is None
    for _ in range(3):
        previews.look()
    assert reloads == []
    edit(built, 1, new=ADDED)
    for _ in range(3):  # the second look finds the file as at the first
        previews.look()
    assert reloads == [1]
    assert ADDED.strip() in previews.open(page).decode()
    edit(built, 1, "title: ", 'title: "')
    for _ in range(3):
        previews.look()
    assert previews.open(page) is None
    assert "not YAML" in previews.problem_of(page)
    edit(built, 1, 'title: "', "title: ")
    assert server.build()[0] == 0
    previews.forget()
    for _ in range(3):
        previews.look()
    assert previews.open(page) is None
    assert previews.problem_of(page) == ""


def test_the_process_ends_with_the_next_build_and_with_the_server(built, server):  # noqa: F811
    first = server.previews
    edit(built, 1, new=ADDED)
    assert server.build()[0] == 0
    assert server.previews != first
    assert request_preview(first, "index.html", render=False) is None
    second = server.previews
    server.process.kill()
    server.process.wait()
    assert is_refused_within(second, seconds=20)


def is_refused_within(address, seconds):
    """Return whether nobody answers at *address* any more; its file stays."""
    for _ in range(seconds * 5):
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(str(address))
            except ConnectionRefusedError:
                return True
        time.sleep(0.2)
    return False


def test_without_a_process_there_is_no_preview(tmp_path):
    assert request_preview(None, "a/b.html", render=True) is None
    assert request_preview(tmp_path / "none.socket", "a/b.html", render=True) is None


def test_mentions_before_and_after_an_edit_stay():
    place = BuiltEntity(id="p", label="دمشق")
    other = BuiltEntity(id="q", label="حلب")
    former = build_article(plain_text="من دمشق إلى حلب")
    former.named = [(3, 7, place), (12, 15, other)]
    moved = moved_mentions(former, "من دمشق ثم إلى حلب")
    assert list(moved) == [(3, 7, place), (15, 18, other)]
    assert list(moved_mentions(former, "من حمص إلى حلب")) == [(11, 14, other)]
    assert list(moved_mentions(former, former.plain_text)) == former.named


def test_a_change_of_a_source_is_noticed(tmp_path, monkeypatch):
    source = tmp_path / "a.md"
    source.write_text("1")

    class Enough(Exception):
        pass

    changes = []

    def pause(_seconds):
        if changes:
            raise Enough
        source.write_text("22")

    monkeypatch.setattr(time, "sleep", pause)
    with pytest.raises(Enough):
        watch_sources([str(tmp_path)], lambda: changes.append(source.stat().st_size))
    assert changes == [2]
