# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publishes to a branch of this repository, for hosts that serve one.

The branch always has a single commit without a parent: an old version of a page, and
with it a text that was removed, is not kept. Neither the working tree nor the index of
the checkout is touched.
"""

import os
import subprocess
import tempfile
from pathlib import Path

from storage.manifest import MANIFEST, SIGNATURE
from upkeep import ROOT, verify
from upkeep.publish.changes import (
    CannotPublish,
    Changes,
    find_changes,
    parse_published,
)

MESSAGE = "Publish the site"
# The bytes of the site are committed as they are.
AS_IT_IS = ("-c", "core.autocrlf=false", "-c", "core.attributesFile=")


def publish(site: Path, place: str, dry: bool) -> Changes:  # noqa: FBT001 - see Publisher
    """Commit *site* to the branch *place*; ``REMOTE/NAME`` is pushed there too."""
    remote, branch = split_place(place)
    refuse_checked_out(branch)
    old = published_commit(remote, branch)
    new = verify.published_digests(site)
    changes = find_changes(new, manifest_of(old, branch))
    if not dry:
        commit = commit_site(site)
        git("update-ref", f"refs/heads/{branch}", commit)
        if remote:
            push(remote, branch, commit, old)
    return changes


def git(*words: str, **environment: str) -> str:
    """Return what git printed. Raises ``CannotPublish`` if it failed."""
    done = subprocess.run(
        ["git", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise CannotPublish(
            f"git {' '.join(words[:3])} … failed: {done.stderr.strip()}"
        )
    return done.stdout.strip()


def split_place(place: str) -> tuple[str, str]:
    """Return the remote, "" without one, and the name of the branch."""
    remote, separator, branch = place.partition("/")
    if not separator or remote not in git("remote").split():
        remote, branch = "", place
    git("check-ref-format", f"refs/heads/{branch}")
    return remote, branch


def refuse_checked_out(branch: str) -> None:
    """Raise ``CannotPublish`` if somebody works on *branch*."""
    worktrees = git("worktree", "list", "--porcelain").splitlines()
    if f"branch refs/heads/{branch}" in worktrees:
        raise CannotPublish(f"the branch {branch} is checked out: name another one")


def published_commit(remote: str, branch: str) -> str:
    """Return the last commit of *branch*, on *remote* if there is one; "" if none."""
    if remote:
        if not git("ls-remote", remote, f"refs/heads/{branch}"):
            return ""
        git("fetch", "--quiet", remote, f"refs/heads/{branch}")
        return git("rev-parse", "FETCH_HEAD")
    return git("for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}")


def manifest_of(commit: str, branch: str) -> dict[str, str]:
    """Return the manifest of a published commit, {} for "".

    Raises ``CannotPublish`` if the branch has something else.
    """
    if not commit:
        return {}
    names = git("ls-tree", "--name-only", commit).splitlines()
    if MANIFEST not in names:
        raise CannotPublish(
            f"the branch {branch} has no {MANIFEST}, so it is no published site:"
            " name another one"
        )
    text = git("show", f"{commit}:{MANIFEST}")
    unlisted = {name: "" for name in (MANIFEST, SIGNATURE) if name in names}
    return {**parse_published(f"{text}\n".encode(), branch), **unlisted}


def commit_site(site: Path) -> str:
    """Return a new commit with the files of *site*, without a parent."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "GIT_INDEX_FILE": str(Path(folder, "index")),
            "GIT_DIR": git("rev-parse", "--absolute-git-dir"),
            "GIT_WORK_TREE": str(site.resolve()),
        }
        git("-C", str(site), *AS_IT_IS, "add", "--all", "--force", ".", **environment)
        return git("commit-tree", git("write-tree", **environment), "-m", MESSAGE)


def push(remote: str, branch: str, commit: str, old: str) -> None:
    """Replace the commit *old* of *branch* on *remote*, if it is still the last one."""
    reference = f"refs/heads/{branch}"
    lease = f"--force-with-lease={reference}:{old}"
    git("push", "--quiet", lease, remote, f"{commit}:{reference}")
