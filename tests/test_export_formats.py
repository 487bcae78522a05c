# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export --bag` and `--epub`: the validators of both formats accept them."""

import logging
import re
import shutil
import subprocess
import zipfile
from pathlib import PurePosixPath

import bagit
import pytest
from lxml import etree

from archive_settings.archive_file import read_archive_settings
from export import CannotExport
from export.bag import encode_path, export_bag
from export.epub import export_epub
from export.lists import read_list

EPUBCHECK = shutil.which("epubcheck")  # Debian's is a jar
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def bag(content, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bag") / "bag"
    export_bag(read_archive_settings(), content, folder)
    return folder


def validate(bag):
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    return bagit.Bag(str(bag)).validate()


def test_the_bag_is_valid(bag):
    assert validate(bag)
    assert list(bagit.Bag(str(bag)).algorithms) == ["sha512"]


def test_the_bag_has_every_file_of_the_archive(bag, content):
    own = {path.relative_to(content) for path in content.rglob("*") if path.is_file()}
    own = {path for path in own if not path.name.startswith(".sketches")}
    payload = bag / "data" / "content"
    bagged = {path.relative_to(payload) for path in payload.rglob("*")}
    assert own <= bagged
    for folder in ("articles", "sidecars", "raw"):
        assert any(path.parts[0] == folder for path in own)
    assert (bag / "data" / "archive.toml").is_file()


def test_the_same_archive_gives_the_same_bag(bag, content):
    info = bag / "bag-info.txt"
    before = {path: path.read_bytes() for path in bag.iterdir() if path.is_file()}
    info.write_bytes(re.sub(rb"(Bagging-Date: )\S+", rb"\g<1>2001-02-03", before[info]))
    export_bag(read_archive_settings(), content, bag)
    assert b"Bagging-Date: 2001-02-03" in info.read_bytes()
    unchanged = bag / "manifest-sha512.txt"
    assert unchanged.read_bytes() == before[unchanged]
    assert validate(bag)


def test_a_damaged_bag_is_not_valid(bag, tmp_path):
    copy = shutil.copytree(bag, tmp_path / "copy")
    file = next((copy / "data" / "content" / "articles").rglob("*.md"))
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(bagit.BagValidationError):
        validate(copy)


def test_a_manifest_encodes_line_ends_and_percent_signs():
    assert encode_path("a%\n\r") == "a%25%0A%0D"


def test_a_folder_without_articles_is_no_archive(tmp_path):
    with pytest.raises(CannotExport, match="no archive"):
        export_bag(read_archive_settings(), tmp_path, tmp_path / "bag")


def largest_source(site):
    return max(site.glob("source/*.html"), key=lambda path: path.stat().st_size)


@pytest.fixture(scope="module")
def book(site, tmp_path_factory):
    place = largest_source(site).relative_to(site).as_posix()
    return export_epub(site, place, tmp_path_factory.mktemp("epub"), "أرشيف")


@pytest.mark.skipif(
    not (EPUBCHECK and shutil.which("java")), reason="epubcheck is not installed"
)
def test_epubcheck_accepts_the_book(book):
    done = subprocess.run(
        ["java", "-jar", EPUBCHECK, "--failonwarnings", book],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def chapters(book):
    with zipfile.ZipFile(book) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("book/a-")
        }


def test_a_book_has_the_articles_of_the_list_in_its_order(book, site):
    _, paths = read_list(site, f"source/{book.stem}.html")
    names = [f"book/a-{PurePosixPath(path).stem}.xhtml" for path in paths]
    assert list(chapters(book)) == names
    with zipfile.ZipFile(book) as archive:
        package = archive.read("book/book.opf").decode()
    assert 'page-progression-direction="rtl"' in package


def test_a_chapter_has_every_word_of_its_article(book, site):
    for name, chapter in chapters(book).items():
        identity = name.removeprefix("book/a-").removesuffix(".xhtml")
        page = (site / "a" / identity[:2] / f"{identity}.html").read_text("utf-8")
        own = etree.HTML(page).xpath("//div[@class='text']")[0]
        shown = chapter.find(f".//{XHTML}div[@class='text']")
        assert "".join(shown.itertext()).split() == "".join(own.itertext()).split()


def test_the_same_list_gives_the_same_book(book, site, tmp_path):
    again = export_epub(site, f"source/{book.stem}.html", tmp_path, "أرشيف")
    assert again.read_bytes() == book.read_bytes()


def test_a_file_with_addresses_is_a_list(site, tmp_path):
    paths = [path.relative_to(site).as_posix() for path in site.glob("a/*/*.html")][:3]
    lines = [f"https://archive.example/{path}?q=x" for path in (*paths, paths[0])]
    (tmp_path / "results.csv").write_text("\n".join(lines), encoding="utf-8")
    assert read_list(site, str(tmp_path / "results.csv")) == ("results", paths)


@pytest.mark.parametrize("place", ["none.html", "calendar.html"])
def test_a_list_without_articles_is_refused(site, tmp_path, place):
    with pytest.raises(CannotExport, match=place):
        export_epub(site, place, tmp_path, "أرشيف")
    assert list(tmp_path.iterdir()) == []
