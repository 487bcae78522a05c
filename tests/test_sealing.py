# SPDX-License-Identifier: AGPL-3.0-or-later
"""The offline copy is reproducible, and its manifest reports changed files."""

import os
import zipfile

import pytest

from plugins.offline.sealing import pack_site, write_manifest
from upkeep import verify


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    (folder / "index.html").write_text("<p>مرحبا</p>", encoding="utf-8")
    (folder / "a" / "b.html").write_text("<p>ب</p>", encoding="utf-8")
    write_manifest(folder)
    return folder


def test_two_copies_of_one_site_are_byte_identical(site, tmp_path):
    pack_site(site, tmp_path / "one" / "copy.zip")
    for path in site.rglob("*.html"):
        os.utime(path, (1, 1))
    pack_site(site, tmp_path / "two" / "copy.zip")
    assert (tmp_path / "one" / "copy.zip").read_bytes() == (
        tmp_path / "two" / "copy.zip"
    ).read_bytes()


def test_an_unpacked_copy_agrees_with_its_manifest(site, tmp_path):
    pack_site(site, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    assert verify.find_problems(tmp_path / "unpacked" / "copy") == []


def test_changed_absent_and_unknown_files_are_reported(site):
    (site / "index.html").write_text("<p>غير</p>", encoding="utf-8")
    (site / "a" / "b.html").unlink()
    (site / "new.html").write_text("", encoding="utf-8")
    assert verify.find_problems(site) == [
        "a/b.html: absent",
        "index.html: changed",
        "new.html: not in the manifest",
    ]


def test_a_folder_without_a_manifest_is_refused(tmp_path):
    with pytest.raises(verify.NoManifest):
        verify.find_problems(tmp_path)
