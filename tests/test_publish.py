# SPDX-License-Identifier: AGPL-3.0-or-later
"""The published site stays whole: through failed builds, killed builds, and damage."""

import fcntl
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from conftest import BARE
from test_expected import files_below
from test_permanence import TEXTS, add, article_path

from plugins.publish.exchange import exchange_folders
from storage.journal import finish_changes
from upkeep import ROOT, verify

CACHES = ("ENTITIES_CACHE", "SEARCH_CACHE", "RELATED_CACHE")


class Archive:
    """A small archive with caches of its own, to build again and again."""

    def __init__(self, folder):
        self.content, self.site, self.folder = (
            folder / "content",
            folder / "output",
            folder,
        )
        for number, text in enumerate(TEXTS, 1):
            add(self.content, number, text)

    def command(self, output="output", **settings):
        caches = {"ENTITIES_BACKEND": "", "ENTITIES_PAGE_ARTICLES": 1}
        for name in CACHES:
            caches[name] = str(self.folder / name / output)
        extra = [
            f"{name}={json.dumps(value)}" for name, value in (caches | settings).items()
        ]
        program = (sys.executable, "-m", "pelican", str(self.content))
        places = ("-o", str(self.folder / output), "-s", str(ROOT / "pelicanconf.py"))
        return [*program, *places, "--fatal", "warnings", "-e", *extra]

    def build(self, output="output", **settings):
        return subprocess.run(
            self.command(output, **settings),
            cwd=ROOT,
            env=BARE,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def start(self):
        return subprocess.Popen(
            self.command(),
            cwd=ROOT,
            env=BARE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def clean_build(self):
        """Return the files of a build from nothing, also without caches."""
        assert self.build("clean").returncode == 0
        files = files_below(self.folder / "clean")
        for name in ("clean", ".clean.build", *(f"{name}/clean" for name in CACHES)):
            shutil.rmtree(self.folder / name)
        return files


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    """The folder of an archive with its site and its caches."""
    archive = Archive(tmp_path_factory.mktemp("built"))
    done = archive.build()
    assert done.returncode == 0, done.stdout + done.stderr
    return archive.folder


@pytest.fixture
def archive(built_once, tmp_path):
    """A copy of an archive whose site has been built."""
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True)
    return Archive(tmp_path)


def add_to_head(archive, line):
    path = article_path(archive.content, 2)
    text = path.read_text("utf-8").replace("lang: ar\n", f"lang: ar\n{line}\n")
    path.write_text(text, encoding="utf-8")
    return path


def assert_refused(archive, done, *parts):
    """Assert a failure of one screen, without a traceback, with *parts*."""
    told = done.stdout + done.stderr
    words = "".join(told.split())
    assert done.returncode == 1
    assert "Traceback" not in told
    assert len(told.splitlines()) < 24
    for part in parts:
        assert "".join(str(part).split()) in words, told
    assert verify.find_problems(archive.site) == []


@pytest.mark.parametrize("line", ['title: "x', "date: 2020-02-30", "x: *y"])
def test_broken_front_matter_names_the_file_and_leaves_the_site(archive, line):
    before = files_below(archive.site)
    path = add_to_head(archive, line)
    assert_refused(archive, archive.build(), path.name)
    assert files_below(archive.site) == before


def test_a_value_that_the_build_cannot_use_names_file_and_line(archive):
    path = add_to_head(archive, "url: 'javascript:alert(1)'")
    assert_refused(archive, archive.build(), f"{path.name}:7")


def test_two_files_with_one_id_are_both_named(archive):
    path = article_path(archive.content, 2)
    copy = path.with_name("copy.md")
    shutil.copy(path, copy)
    assert_refused(archive, archive.build(), "copy.md", path.name)


def test_an_empty_list_of_authors_is_none(archive):
    add_to_head(archive, "authors: []")
    assert archive.build().returncode == 0


def test_a_draft_is_named_and_not_published(archive):
    path = add_to_head(archive, "status: draft")
    done = archive.build()
    assert done.returncode == 0
    assert path.name in done.stdout
    assert not any(path.stem in name for name in files_below(archive.site))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INTERFACE_LANG", "de"),
        ("LOCALE", ["xx_XX"]),
        ("PLUGINS", ["plugins.fronmatter"]),
        ("DIRECT_TEMPLATES", ["nothing"]),
        ("THEME", "nowhere"),
    ],
)
def test_a_wrong_setting_is_one_screen(archive, name, value):
    assert_refused(archive, archive.build(**{name: value}))


@pytest.mark.parametrize(
    "template", ["{% block x %}", "{% include 'none.html' %}", "{{ nothing.at.all }}"]
)
def test_a_broken_template_is_named_with_its_line(archive, template):
    theme = archive.folder / "theme"
    shutil.copytree(ROOT / "theme", theme)
    home = theme / "templates" / "index.html"
    text = home.read_text("utf-8").replace(
        '<div class="home-columns">', f"{template}<div>"
    )
    home.write_text(text, encoding="utf-8")
    assert_refused(archive, archive.build(THEME=str(theme)), "index.html:")


def test_a_killed_build_leaves_the_old_site_and_the_next_one_heals(archive):
    before = files_below(archive.site)
    add(archive.content, 5, "أمطار في دمشق.")
    chance = random.Random(7)
    for _ in range(4):
        running = archive.start()
        time.sleep(chance.uniform(0.3, 3))
        running.kill()
        running.communicate()
        finish_changes(archive.site)
        assert verify.find_problems(archive.site) == []
        if files_below(archive.site) != before:
            break
    assert archive.build().returncode == 0
    assert files_below(archive.site) == archive.clean_build()


def test_leftovers_of_a_killed_build_are_removed(archive):
    work = archive.folder / ".output.build"
    (work / "site" / "a").mkdir(parents=True)
    (work / "site" / "a" / "old.html").write_text("x")
    assert archive.build().returncode == 0
    assert not (archive.site / "a" / "old.html").exists()
    assert sorted(path.name for path in work.iterdir()) == [
        *("articles", "files", "lock", "pages", "stamp"),
    ]


def file_times(folder):
    return {
        path: (path.stat().st_ino, path.stat().st_ctime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_an_edit_leaves_all_other_files_untouched(archive):
    """Not even a link is made, so a host's or an editor's watcher sees only the change."""
    before = file_times(archive.site)
    add_to_head(archive, "url: https://example.org/2")
    assert archive.build().returncode == 0
    after = file_times(archive.site)
    changed = before.items() ^ after.items()
    assert 0 < len(changed) < len(before)
    assert files_below(archive.site) == archive.clean_build()


def test_files_that_no_build_wrote_are_removed(archive):
    stray = archive.site / "stray" / "deep" / "x.html"
    stray.parent.mkdir(parents=True)
    stray.write_text("x", encoding="utf-8")
    (archive.site / "link.html").symlink_to("index.html")
    add(archive.content, 5, "أمطار في دمشق.")
    assert archive.build().returncode == 0
    assert files_below(archive.site) == archive.clean_build()
    assert not stray.parent.parent.exists()


def test_a_folder_where_a_page_belongs_is_replaced(archive):
    (archive.site / "index.html").unlink()
    (archive.site / "index.html").mkdir()
    assert archive.build().returncode == 0
    assert files_below(archive.site) == archive.clean_build()


def test_a_journal_of_a_killed_build_is_completed_by_the_next(archive):
    work = archive.folder / ".output.build"
    (work / "site").mkdir()
    (work / "site" / "index.html").write_text("x", encoding="utf-8")
    body = json.dumps([["index.html"], [], []])
    digest = hashlib.sha256(body.encode()).hexdigest()
    (work / "journal").write_text(f"{digest} {body}", encoding="utf-8")
    assert archive.build().returncode == 0
    assert not (work / "journal").exists()
    assert files_below(archive.site) == archive.clean_build()


def test_a_site_that_was_moved_away_returns(archive):
    work = archive.folder / ".output.build"
    archive.site.rename(work / "old")
    add_to_head(archive, "authors: x")
    assert archive.build().returncode == 1
    assert verify.find_problems(archive.site) == []


def test_a_second_build_waits_and_says_so(archive):
    with (archive.folder / ".output.build" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        running = archive.start()
        assert "waiting" in running.stderr.readline()
    assert running.wait(60) == 0
    running.stderr.close()


KILLED_BUILD = """\
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from plugins.entities.build.prefill_cache import start_worker
from storage.build_lock import hold_build_lock

with hold_build_lock(Path(sys.argv[1])):
    fork, parent = get_context("fork"), (os.getpid(),)
    pool = ProcessPoolExecutor(1, fork, initializer=start_worker, initargs=parent)
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(100)
"""


def test_a_worker_of_a_killed_build_ends_and_releases_the_lock(tmp_path):
    command = [sys.executable, "-c", KILLED_BUILD, str(tmp_path)]
    build = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    worker = int(build.stdout.readline())
    build.stdout.close()
    build.kill()
    build.wait()
    with (tmp_path / "lock").open("w") as lock:
        for _ in range(100):
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            time.sleep(0.1)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("the worker has the lock")


@pytest.mark.parametrize("kind", ["r", "t", "f"])
def test_a_damaged_file_of_the_index_is_written_again(archive, kind):
    before = files_below(archive.site)
    damaged = sorted((archive.site / "search" / kind).rglob("*.js"))[0]
    data = bytearray(damaged.read_bytes())
    data[-4] ^= 1
    times = damaged.stat()
    damaged.write_bytes(data)
    os.utime(damaged, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert archive.build().returncode == 0
    assert files_below(archive.site) == before


def test_emptied_files_are_written_again(archive):
    before = files_below(archive.site)
    for name in ("index.html", "search/root.js", "SHA256SUMS"):
        (archive.site / name).write_bytes(b"")
    assert archive.build().returncode == 0
    assert files_below(archive.site) == before


def test_strange_entries_of_the_site_are_gone_after_a_build(archive):
    (archive.site / "empty").mkdir()
    (archive.site / "search" / "link.js").symlink_to(
        archive.site / "search" / "root.js"
    )
    (archive.site / "stray.html").write_text("x")
    assert archive.build().returncode == 0
    assert verify.find_problems(archive.site) == []


def test_a_deleted_article_leaves_no_page_and_no_empty_folder(archive):
    article_path(archive.content, 2).unlink()
    assert archive.build().returncode == 0
    assert files_below(archive.site) == archive.clean_build()
    assert all(
        any(folder.iterdir()) for folder in archive.site.rglob("*") if folder.is_dir()
    )


def test_pelicans_own_class_builds_the_same_bytes(archive):
    done = archive.build("stock", PELICAN_CLASS="pelican.Pelican")
    assert done.returncode == 0
    assert files_below(archive.folder / "stock") == files_below(archive.site)


def test_the_home_page_has_no_copies(archive):
    assert list(archive.site.glob("index*.html")) == [archive.site / "index.html"]


def test_folders_are_exchanged_where_names_cannot_be(tmp_path, monkeypatch):
    monkeypatch.setattr("plugins.publish.exchange.exchange_names", lambda *_: False)
    for name in ("new", "current"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    exchange_folders(tmp_path / "new", tmp_path / "current", tmp_path / "old")
    assert [path.name for path in (tmp_path / "current").iterdir()] == ["new"]
    assert [path.name for path in (tmp_path / "old").iterdir()] == ["current"]
