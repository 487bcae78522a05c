# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds a Chromium for the tests, or installs one: the machine's, else Debian's, else Playwright's own."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoBrowser(RuntimeError):
    """No Chromium is on this machine and none could be installed."""


def on_path() -> str | None:
    """Return the program of the machine's own Chromium or Chrome, if there is one."""
    found = (shutil.which(name) for name in (*NAMES, *MAC_APPLICATIONS))
    return next((path for path in found if path), None)


def playwrights_own() -> str | None:
    """Return the program of the Chromium that Playwright has downloaded, if it has."""
    from playwright.sync_api import (
        sync_playwright,
    )  # the tests' package: absent where only sites are built

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def find() -> str:
    """Return the program of a Chromium on this machine; raises ``NoBrowser``."""
    path = on_path() or playwrights_own()
    if not path:
        raise NoBrowser(
            "no Chromium here: install one (Debian: apt-get install chromium) or run `inv setup --browser`"
        )
    return path


def by_apt() -> None:
    """Install Debian's Chromium, which only root on a Debian can."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        packages = ["chromium", "fonts-noto-core"]
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            check=False,
        )


def by_playwright() -> None:
    """Let Playwright download the Chromium of its version."""
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], check=False
    )


def install() -> None:
    """Make sure that there is a Chromium; raises ``NoBrowser``, in one sentence, if none can be had."""
    for attempt in (None, by_apt, by_playwright):
        if attempt:
            attempt()
        if on_path() or playwrights_own():
            return
    raise NoBrowser(
        "no Chromium could be found or installed: install Chromium or Chrome by hand, then run this again"
    )
