# SPDX-License-Identifier: AGPL-3.0-or-later
"""A build that would repeat the last one does nothing, and only such a build."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pelican.settings import read_settings
from test_expected import files_below
from test_permanence import TEXTS, add, article_path
from test_publish import Archive

from plugins.publish.build_stamp import CODE
from upkeep import ROOT

UNCHANGED = "Nothing changed since the last build."


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    """The folder of an archive with its site, built a moment after its last edit."""
    archive = Archive(tmp_path_factory.mktemp("built"))
    time.sleep(0.1)
    assert archive.build().returncode == 0
    return archive


@pytest.fixture
def archive(built_once, tmp_path):
    """A copy of an archive whose site has just been built."""
    shutil.copytree(built_once.folder, tmp_path, dirs_exist_ok=True)
    archive = Archive.__new__(Archive)
    archive.folder, archive.content = tmp_path, tmp_path / "content"
    archive.site = tmp_path / "output"
    time.sleep(0.1)
    assert UNCHANGED not in archive.build().stdout
    return archive


def test_an_unchanged_archive_is_not_built_again(archive):
    before = {
        path: path.stat().st_ino
        for path in archive.site.rglob("*")  # a build would make a new folder
    }
    assert UNCHANGED in archive.build().stdout
    assert before == {path: path.stat().st_ino for path in archive.site.rglob("*")}


def test_nothing_is_built_again_after_the_very_first_build(tmp_path):
    """The first build writes files that the next one reads, such as the id lock."""
    archive = Archive(tmp_path)
    time.sleep(0.1)
    assert UNCHANGED not in archive.build().stdout
    assert UNCHANGED in archive.build().stdout


@pytest.fixture(scope="module")
def pelicanconf():
    return read_settings(str(ROOT / "pelicanconf.py"))


def edited_article(archive):
    path = article_path(archive.content, 1)
    path.write_text(path.read_text("utf-8").replace(TEXTS[0], "نص آخر."), "utf-8")


def added_article(archive):
    add(archive.content, 9, "زار وفد من عجلون مدينة دمشق.")


def removed_article(archive):
    article_path(archive.content, 3).unlink()


def changed_file_with_its_old_times(archive):
    path = article_path(archive.content, 1)
    status = path.stat()
    path.write_bytes(path.read_bytes().replace("خبر".encode(), "حبر".encode(), 1))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def damaged_page_with_its_old_times(archive):
    path = archive.site / "index.html"
    status = path.stat()
    path.write_bytes(b"\0" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def foreign_file_in_the_site(archive):
    (archive.site / "foreign.html").write_text("x", encoding="utf-8")


def removed_page(archive):
    next(archive.site.glob("a/*/*.html")).unlink()


@pytest.mark.parametrize(
    "change",
    [
        edited_article,
        added_article,
        removed_article,
        changed_file_with_its_old_times,
        damaged_page_with_its_old_times,
        foreign_file_in_the_site,
        removed_page,
    ],
)
def test_whatever_changes_is_noticed(archive, change):
    change(archive)
    time.sleep(0.1)
    done = archive.build()
    assert done.returncode == 0, done.stderr
    assert UNCHANGED not in done.stdout
    assert files_below(archive.site) == archive.clean_build()
    assert UNCHANGED in archive.build().stdout


def test_a_changed_setting_is_noticed(archive):
    assert UNCHANGED not in archive.build(SITENAME="أرشيف آخر").stdout
    assert "أرشيف آخر" in (archive.site / "index.html").read_text("utf-8")


def test_a_plugin_from_elsewhere_runs_in_each_build(archive, pelicanconf):
    plugin = archive.folder / "elsewhere.py"
    plugin.write_text("def register():\n    print('It runs.')\n", encoding="utf-8")
    settings = {
        "PLUGINS": [*pelicanconf["PLUGINS"], "elsewhere"],
        "PLUGIN_PATHS": [str(archive.folder)],
    }
    for _ in range(2):
        done = archive.build(**settings)
        assert done.returncode == 0
        assert "It runs." in done.stdout


def test_a_failed_build_leaves_no_stamp(archive):
    broken = archive.content / "articles" / "aa" / "broken.md"
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_text("---\ntitle: x\n", encoding="utf-8")
    assert archive.build().returncode == 1
    assert archive.build().returncode == 1


def test_an_edit_during_the_build_is_built_by_the_next(archive):
    edited_article(archive)
    running = archive.start()
    time.sleep(0.7)
    added_article(archive)
    running.communicate()
    archive.build()
    assert files_below(archive.site) == archive.clean_build()


def test_the_stamp_covers_all_code_that_a_build_imports():
    program = (
        "import sys; from pelican.settings import read_settings;"
        "from pelican.plugins._utils import load_plugins;"
        f"load_plugins(read_settings({str(ROOT / 'pelicanconf.py')!r}));"
        "print(*(getattr(m, '__file__', None) or '' for m in sys.modules.values()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True
    )
    files = map(Path, done.stdout.decode().split())
    folders = {
        file.relative_to(ROOT).parts[0]
        for file in files
        if file.is_relative_to(ROOT) and ".venv" not in file.parts
    }
    assert "plugins" in folders
    assert {name for name in folders if (ROOT / name).is_dir()} <= set(CODE)
