# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds a Chromium for the tests, or installs one.

The machine's own comes first, then Debian's package, then Playwright's download.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

APT_COMMANDS = (
    "apt-get update -qq",
    "apt-get install -y -qq --no-install-recommends chromium fonts-noto-core",
)


class NoBrowser(RuntimeError):
    """No Chromium is on this machine and none could be installed."""


def find_on_path() -> str | None:
    """Return the path of the machine's own Chromium or Chrome, if there is one."""
    for name in (*NAMES, *MAC_APPLICATIONS):
        path = shutil.which(name)
        if path:
            return path
    return None


def find_playwrights() -> str | None:
    """Return the path of the Chromium that Playwright has downloaded, if any."""
    # Installed for the tests only.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path: str = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_chromium() -> str:
    """Return the path of a Chromium on this machine; raises ``NoBrowser``."""
    path = find_on_path() or find_playwrights()
    if not path:
        raise NoBrowser(
            "no Chromium found: install one (Debian: apt-get install chromium) or run"
            " `inv setup --browser`"
        )
    return path


def install_with_apt() -> None:
    """Install Debian's Chromium, if this is root on a Debian."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    for command in APT_COMMANDS:
        subprocess.run(command.split(), check=False)


def install_with_playwright() -> None:
    """Let Playwright download the Chromium of its version."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, check=False)


def is_installed() -> bool:
    """Return whether there is a Chromium."""
    return bool(find_on_path() or find_playwrights())


def install() -> None:
    """Install a Chromium unless there is one; raises ``NoBrowser`` if none can be."""
    for install_chromium in (install_with_apt, install_with_playwright):
        if is_installed():
            return
        install_chromium()
    if not is_installed():
        raise NoBrowser(
            "no Chromium could be installed: install Chromium or Chrome by hand, then"
            " run this again"
        )
