# SPDX-License-Identifier: AGPL-3.0-or-later
"""Originals are never live: nothing makes the site, an export or a copy show one."""

import shutil
import zipfile
from types import SimpleNamespace

import conftest
import pytest

from archive_settings.archive_file import read_archive_settings
from export import CannotExport
from export.data import export_data
from export.epub import export_epub
from export.wacz import export_wacz
from plugins.contract import BuildProblem
from plugins.hosting import refuse_live_files

MARK = b"original-9f86d081"
ORIGINAL = b"<!DOCTYPE html><script>alert('%s')</script><p>text</p>" % MARK
ARTICLE = """---
id: "aaaaaaaaaa"
title: خبر
source: صحيفة
lang: "ar"
sha256: "42aa546201f17086080c9887ed8b929cf37928977392962ffdc5984c6a7c5078"
original: "{name}"
---

نص [الأصل](../../raw/{name}) و<a href="../../raw/{name}">رابط</a>

![صورة](../../raw/{name})

<iframe src="../../raw/{name}"></iframe><object data="../../raw/{name}"></object>
"""
NAME = "aa/original.html"


@pytest.fixture
def archive(tmp_path):
    content = tmp_path / "content"
    for folder in ("articles/aa", "raw/aa", "images", "pages"):
        (content / folder).mkdir(parents=True)
    (content / "raw" / NAME).write_bytes(ORIGINAL)
    (content / "articles/aa/aaaaaaaaaa.md").write_text(ARTICLE.format(name=NAME))
    return content


def files_with_original(folder):
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and MARK in path.read_bytes()
    ]


def entries_with_original(path):
    with zipfile.ZipFile(path) as package:
        return [name for name in package.namelist() if MARK in package.read(name)]


def build(archive, **settings):
    output = archive.parent / "output"
    conftest.build(archive, output, SEARCH_CACHE="", **settings)
    return output


def test_an_article_that_links_to_its_original_publishes_nothing_of_it(
    archive, tmp_path
):
    output = build(archive, OFFLINE_ZIP=str(tmp_path / "copy.warraq.zip"))
    assert files_with_original(output) == []
    page = (output / "a/aa/aaaaaaaaaa.html").read_text("utf-8")
    assert "<iframe" not in page
    assert "<object" not in page
    assert "<img" not in page.partition('class="text"')[2]
    assert entries_with_original(tmp_path / "copy.warraq.zip") == []
    settings = read_archive_settings()
    export_data(settings, output, archive, tmp_path / "data", tmp_path / "cache")
    assert files_with_original(tmp_path / "data") == []
    (tmp_path / "list.txt").write_text("a/aa/aaaaaaaaaa.html")
    book = export_epub(output, str(tmp_path / "list.txt"), tmp_path, "أرشيف")
    assert entries_with_original(book) == []
    # Players show it apart from the site: it is an original of a shown article.
    with pytest.raises(CannotExport):  # without an address it cannot be replayed
        export_wacz(output, archive, tmp_path / "a.wacz", tmp_path / "cache")


@pytest.mark.parametrize("syntax", ["{static}", "{attach}"])
def test_a_page_of_the_editors_cannot_attach_an_original(archive, syntax):
    page = f"---\ntitle: صفحة\nslug: own\n---\n\n[الأصل]({syntax}/raw/{NAME})\n"
    (archive / "pages" / "own.md").write_text(page, "utf-8")
    output = build(archive)
    assert files_with_original(output) == []
    assert (output / "own.html").exists()


def static_generator(archive, *names):
    """What Pelican is about to copy."""
    files = [
        SimpleNamespace(source_path=str(archive / name), relative_dir="")
        for name in names
    ]
    return SimpleNamespace(settings={"PATH": str(archive)}, staticfiles=files)


def test_a_link_in_a_published_folder_to_an_original_stops_the_build(archive):
    (archive / "images" / "a.png").symlink_to(archive / "raw" / NAME)
    with pytest.raises(AssertionError, match="never published"):
        build(archive)


@pytest.mark.parametrize("name", ["raw/aa/original.html", "raw/x.warc.gz", "raw/a.png"])
def test_no_original_is_copied_whatever_the_settings(archive, name):
    with pytest.raises(BuildProblem, match="never published"):
        refuse_live_files(static_generator(archive, "images/a.png", name))


@pytest.mark.parametrize("name", ["stray.html", "stray.HTM", "a/b.mhtml", "c.xml"])
def test_a_copy_of_an_original_among_the_images_is_refused(archive, name):
    with pytest.raises(BuildProblem, match="scripts of its own"):
        refuse_live_files(static_generator(archive, f"images/{name}"))


def test_a_link_with_another_ending_to_a_page_is_refused(archive, tmp_path):
    shutil.copy(archive / "raw" / NAME, tmp_path / "copy.html")
    (archive / "images" / "a.png").symlink_to(tmp_path / "copy.html")
    with pytest.raises(BuildProblem, match="scripts of its own"):
        refuse_live_files(static_generator(archive, "images/a.png"))


def test_images_are_copied(archive):
    refuse_live_files(static_generator(archive, "images/aa/x.png", "images/y.webp"))
