# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv publish`: to a folder, by rsync, to a branch; nothing but the target is touched."""

import shutil
import subprocess
from pathlib import Path

import pytest

from storage.files import sha256_hex
from storage.manifest import render_manifest
from upkeep import hosts
from upkeep.publish import git_branch, publish_site
from upkeep.publish.changes import CannotPublish

PAGES = {"index.html": "one", "a/b/x.html": "x", "a/c.html": "c", ".nojekyll": ""}
needs_rsync = pytest.mark.skipif(
    shutil.which("rsync") is None, reason="rsync is not installed"
)


def write_site(folder: Path, files: dict[str, str]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    digests = {name: sha256_hex(text.encode()) for name, text in files.items()}
    (folder / "SHA256SUMS").write_bytes(render_manifest(digests))
    return folder


@pytest.fixture
def site(tmp_path) -> Path:
    return write_site(tmp_path / "site", PAGES)


def publish(site: Path, target: str, host: str = "", *, dry: bool = False) -> str:
    return "\n".join(publish_site(site, target, host, dry=dry))


def texts_below(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }


KINDS = ["folder", pytest.param("rsync", marks=needs_rsync)]


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_changed_is_written_and_only_our_files_are_deleted(
    kind, site, tmp_path
):
    target = tmp_path / "public"
    assert ": 5 new, 0 changed, 0 deleted" in publish(site, f"{kind}:{target}")
    assert texts_below(target) == PAGES
    (target / "CNAME").write_text("archive.example")
    (target / "a" / "theirs.txt").write_text("theirs")
    changed = {"index.html": "two", "a/c.html": "c", ".nojekyll": ""}
    write_site(site, changed)
    printed = publish(site, f"{kind}:{target}", dry=True)
    assert "deleted: a/b/x.html" in printed
    assert "Would publish" in printed
    assert texts_below(target)["index.html"] == "one"
    assert "0 new, 2 changed, 1 deleted" in publish(site, f"{kind}:{target}")
    assert texts_below(target) == {
        **changed,
        "CNAME": "archive.example",
        "a/theirs.txt": "theirs",
    }
    assert not (target / "a" / "b").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_with_other_files_is_refused(kind, site, tmp_path):
    target = tmp_path / "home"
    target.mkdir()
    (target / "letter.txt").write_text("mine")
    with pytest.raises(CannotPublish, match="no published site"):
        publish(site, f"{kind}:{target}")
    assert texts_below(target) == {"letter.txt": "mine"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["../letter.txt", "/etc/hostname", "a/../../x"])
def test_a_manifest_that_names_files_elsewhere_is_refused(kind, name, site, tmp_path):
    target = tmp_path / "public"
    target.mkdir()
    (tmp_path / "letter.txt").write_text("mine")
    (target / "SHA256SUMS").write_bytes(render_manifest({name: "0" * 64}))
    with pytest.raises(CannotPublish, match="outside"):
        publish(site, f"{kind}:{target}")
    assert (tmp_path / "letter.txt").exists()


def test_a_file_that_was_damaged_at_the_target_is_written_again(site, tmp_path):
    publish(site, f"folder:{tmp_path / 'public'}")
    (tmp_path / "public" / "a" / "c.html").write_text("damaged")
    (tmp_path / "public" / "index.html").unlink()
    publish(site, f"folder:{tmp_path / 'public'}")
    assert texts_below(tmp_path / "public") == PAGES


def test_a_link_out_of_the_folder_is_not_followed(site, tmp_path):
    publish(site, f"folder:{tmp_path / 'public'}")
    elsewhere = tmp_path / "elsewhere"
    shutil.move(tmp_path / "public" / "a", elsewhere)
    (tmp_path / "public" / "a").symlink_to(elsewhere)
    write_site(site, {**PAGES, "a/c.html": "new"})
    with pytest.raises(CannotPublish, match="symbolic link"):
        publish(site, f"folder:{tmp_path / 'public'}")
    assert (elsewhere / "c.html").read_text() == "c"


@pytest.mark.parametrize("part", [".", "site", "site/a"])
def test_the_site_and_what_contains_it_are_no_targets(part, site, tmp_path):
    with pytest.raises(CannotPublish, match="folder of this archive"):
        publish(site, f"folder:{tmp_path / part}")


@pytest.mark.parametrize("target", ["", "folder:", "public", "ftp:x"])
def test_a_target_of_no_kind_is_refused(target, site):
    with pytest.raises(CannotPublish, match="write folder:PATH"):
        publish(site, target)


def test_a_damaged_site_is_not_published(site, tmp_path):
    (site / "index.html").write_text("changed")
    with pytest.raises(CannotPublish, match=r"index\.html: changed"):
        publish(site, f"folder:{tmp_path / 'public'}")
    assert not (tmp_path / "public").exists()


def test_a_site_above_the_limits_of_the_host_is_not_published(
    site, tmp_path, monkeypatch
):
    small = hosts.Host(name="small", source="x", read_on="2026", files=2)
    monkeypatch.setitem(hosts.HOSTS, "small", small)
    with pytest.raises(CannotPublish) as failure:
        publish(site, f"folder:{tmp_path / 'public'}", "small")
    assert "TOO MUCH files: 5 of 2" in str(failure.value)
    assert "few-files" in str(failure.value)
    assert "within the limits of: github" in str(failure.value)
    assert not (tmp_path / "public").exists()


@pytest.fixture
def repository(tmp_path, monkeypatch) -> Path:
    """A repository with a remote, and an uncommitted change."""
    for name, value in {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "A"),
        **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a@x.org"),
    }.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    (folder / "file").write_text("committed")
    git(folder, "add", "file")
    git(folder, "commit", "--quiet", "-m", "x")
    (folder / "file").write_text("not committed")
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(folder, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(folder, "push", "--quiet", "origin", "main")
    monkeypatch.setattr(git_branch, "ROOT", folder)
    return folder


def git(folder: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


def test_a_branch_gets_one_commit_and_nothing_else_changes(site, repository, tmp_path):
    before = git(repository, "rev-parse", "main"), git(repository, "status", "-s")
    publish(site, "branch:origin/gh-pages")
    write_site(site, {**PAGES, "index.html": "two"})
    printed = publish(site, "branch:origin/gh-pages", dry=True)
    assert "changed: index.html" in printed
    remote = tmp_path / "remote.git"
    assert git(remote, "show", "gh-pages:index.html") == "one"
    publish(site, "branch:origin/gh-pages")
    assert git(remote, "show", "gh-pages:index.html") == "two"
    assert git(remote, "rev-list", "--count", "gh-pages") == "1\n"
    files = git(remote, "ls-tree", "-r", "--name-only", "gh-pages").split()
    assert sorted(files) == sorted([*PAGES, "SHA256SUMS"])
    after = git(repository, "rev-parse", "main"), git(repository, "status", "-s")
    assert before == after
    assert git(remote, "rev-parse", "main") == before[0]


@pytest.mark.parametrize("target", ["branch:main", "branch:origin/main", "branch:x"])
def test_a_branch_with_other_work_is_refused(target, site, repository):
    git(repository, "branch", "x")
    before = git(repository, "for-each-ref")
    with pytest.raises(CannotPublish, match="name another one"):
        publish(site, target)
    assert git(repository, "for-each-ref") == before
