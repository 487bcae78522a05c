# SPDX-License-Identifier: AGPL-3.0-or-later
"""The download page has every exported file, and the site links to it."""

import csv
import hashlib
import subprocess

import pytest
from conftest import build
from lxml import html

from archive_settings.archive_file import read_archive_settings
from export.data import export_data
from export.downloads import write_downloads
from export.epub import export_epub

PACKAGES = ("archive.zim", "archive.wacz", "a.warraq.zip", "open.html", "a.zip")


@pytest.fixture(scope="module")
def folder(site, content, tmp_path_factory):
    """The exports of the sample, with stand-ins for the large ones."""
    folder = tmp_path_factory.mktemp("dist")
    settings = read_archive_settings()
    export_data(settings, site, content, folder / "data", folder / "cache")
    source = next(site.glob("source/*.html")).relative_to(site).as_posix()
    export_epub(site, source, folder, "أرشيف")
    for name in PACKAGES:
        (folder / name).write_bytes(name.encode())
    (folder / "bag").mkdir()
    (folder / "bag" / "bagit.txt").write_bytes(b"")
    write_downloads(settings, folder)
    return folder


def read(folder):
    return html.document_fromstring((folder / "index.html").read_bytes())


def test_every_file_is_linked_with_its_size_and_digest(folder):
    own = {path.relative_to(folder).as_posix() for path in folder.glob("data/*")}
    own |= {path.name for path in folder.glob("*.epub")} | set(PACKAGES)
    rows = {
        row.xpath("string(td[1]/a/@href)"): row.xpath("string(td[3])")
        for row in read(folder).xpath("//tr[td/a]")
    }
    assert rows.keys() == own
    for name, digest in rows.items():
        assert digest == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (size,) = read(folder).xpath("//tr[td/a='archive.zim']/td[2]/text()")
    assert size == "11 B"


def test_the_bag_has_hidden_articles_and_is_not_linked(folder):
    assert not [link for link in read(folder).xpath("//a/@href") if "bag" in link]


def test_an_absent_format_is_not_linked(folder, tmp_path):
    (tmp_path / "archive.zim").write_bytes(b"")
    write_downloads(read_archive_settings(), tmp_path)
    assert read(tmp_path).xpath("//td/a/@href") == ["archive.zim"]
    assert len(read(tmp_path).xpath("//h2")) == 2  # its own, and how to verify


def test_the_licence_of_each_newspaper_is_stated(folder):
    with (folder / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        sources = {row["name"]: row["licence"] for row in csv.DictReader(file)}
    rows = {
        row.xpath("string(td[1])"): row.xpath("string(td[2])")
        for row in read(folder).xpath("//tr[td/bdi]")
    }
    assert rows.keys() == sources.keys()
    for name, licence in sources.items():
        assert licence in rows[name]
        assert rows[name]


def test_sha256sum_checks_what_was_downloaded(folder):
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=folder, check=False).returncode == 0
    (folder / "archive.zim").write_bytes(b"damaged")
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True)
    assert b"archive.zim" in done.stdout
    assert done.returncode == 1


def test_every_page_of_the_site_links_to_the_downloads(content, tmp_path):
    address = "https://archive.example/downloads/index.html"
    build(content, tmp_path / "output", SITE_DOWNLOADS=address, SEARCH_CACHE="")
    for name in ("index.html", "search.html", "about.html"):
        page = html.document_fromstring((tmp_path / "output" / name).read_bytes())
        assert address in page.xpath("//footer//a/@href"), name


def test_without_downloads_nothing_is_linked(site):
    assert "بيانات وتنزيل" not in (site / "index.html").read_text("utf-8")
