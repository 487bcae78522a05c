# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds for the repository itself: no trace of a machine, locks by hash, a README that names what exists."""

import re
import subprocess
import sys
import tomllib

import pytest

import tasks
from upkeep import ROOT

MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w")


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return [
        name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()
    ]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8", errors="ignore")


def test_no_tracked_file_names_a_path_of_a_machine():
    files = [name for name in tracked() if not name.startswith(("tests/", "content/"))]
    if not files:
        pytest.skip("not a git checkout")
    assert [name for name in files if MACHINE_PATH.search(text(name))] == []


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "package-lock.json"]
)
def test_a_lock_names_no_host(name):
    assert "://" not in text(name)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_a_version_and_a_hash(name):
    entries = re.split(r"\n(?=\S)", text(name).strip())
    unpinned = [
        entry
        for entry in entries
        if not re.match(r"[a-z0-9.-]+==\S+.*--hash=sha256:", entry, re.DOTALL)
    ]
    assert [entry for entry in unpinned if not entry.startswith("#")] == []


def test_every_direct_dependency_is_bounded_and_locked():
    project = tomllib.loads(text("pyproject.toml"))["project"]
    locked = {
        line.split("==")[0]
        for line in text("requirements.lock").splitlines()
        if "==" in line
    }
    for requirement in project["dependencies"]:
        name, bound = re.fullmatch(r"([a-z0-9-]+)(.*)", requirement).groups()
        assert "<" in bound or "==" in bound, requirement
        assert name in locked, requirement


def test_the_readme_names_only_tasks_that_exist():
    named = {
        name
        for file in ("README.md", "docs/development.md", "Makefile", ".ci/run")
        for name in re.findall(r"\b(?:inv|invoke) ([a-z][a-z.-]*[a-z])", text(file))
    }
    assert named <= set(tasks.ns.task_names)


def test_the_tasks_of_archivists_are_listed_before_those_of_developers():
    listed = subprocess.run(
        [sys.executable, "-m", "invoke", "--list"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = re.findall(r"^  (\w\S*)", listed.stdout, re.MULTILINE)
    first_of_developers = next(n for n, name in enumerate(names) if "." in name)
    assert names[:2] == ["start", "status"]
    assert all(name.startswith("dev.") for name in names[first_of_developers:])


def test_the_readme_names_only_folders_that_exist():
    tree = text("README.md").split("## The folders")[1].split("```")[1]
    folders = re.findall(r"^([a-z]+/)", tree, re.MULTILINE)
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
