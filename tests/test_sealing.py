# SPDX-License-Identifier: AGPL-3.0-or-later
"""The offline copy is reproducible, and its manifest reports changed files."""

import hashlib
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


def test_the_digest_of_the_zip_is_beside_it(site, tmp_path):
    pack_site(site, tmp_path / "copy.zip")
    digest = hashlib.sha256((tmp_path / "copy.zip").read_bytes()).hexdigest()
    assert (tmp_path / "copy.zip.sha256").read_text() == f"{digest}  copy.zip\n"


def link_to_a_folder(site):
    (site / "link").symlink_to(site / "a")
    return "link: a symbolic link"


def dangling_link(site):
    (site / "link").symlink_to(site / "none")
    return "link: a symbolic link"


def link_with_the_same_bytes(site):
    (site / "index.html").rename(site.parent / "index.html")
    (site / "index.html").symlink_to(site.parent / "index.html")
    return "index.html: a symbolic link"


def empty_folder(site):
    (site / "b" / "c").mkdir(parents=True)
    return "b/c: an empty folder"


def named_pipe(site):
    os.mkfifo(site / "pipe")
    return "pipe: a special file"


@pytest.mark.parametrize(
    "add",
    [
        link_to_a_folder,
        dangling_link,
        link_with_the_same_bytes,
        empty_folder,
        named_pipe,
    ],
)
def test_what_no_build_writes_is_reported(site, add):
    reported = add(site)
    assert verify.find_problems(site) == [f"{reported}, which no build writes"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data + data.splitlines(keepends=True)[0],
        lambda data: data[:-5],
        lambda data: data[:40],
        lambda data: data.replace(b"  ", b" "),
        lambda data: b"\xff\xfe" + data,
        lambda data: data.replace(b"index", b"ind\xffx"),
        lambda data: bytes(len(data)),
    ],
    ids=["crlf", "twice", "cut", "cut-line", "space", "bom", "utf8", "zeroed"],
)
def test_a_damaged_manifest_is_one_sentence(site, damage):
    manifest = site / "SHA256SUMS"
    manifest.write_bytes(damage(manifest.read_bytes()))
    with pytest.raises(verify.NoManifest, match=r"SHA256SUMS: .* cannot be verified"):
        verify.find_problems(site)


def test_a_manifest_that_is_a_link_is_refused(site):
    (site / "SHA256SUMS").rename(site.parent / "sums")
    (site / "SHA256SUMS").symlink_to(site.parent / "sums")
    with pytest.raises(verify.NoManifest, match="is no file"):
        verify.find_problems(site)
