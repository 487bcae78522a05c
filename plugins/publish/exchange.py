# SPDX-License-Identifier: AGPL-3.0-or-later
"""Replaces one folder by another in a single step, where the system can."""

import ctypes
import os
from pathlib import Path

AT_FDCWD = -100
EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def exchange_folders(new: Path, current: Path, old: Path) -> None:
    """Move *new* to *current*; what was there is then at *new* or at *old*.

    On Linux and macOS the two are exchanged in one step, so at every moment a complete
    folder is at *current*. Elsewhere, and on disks that cannot exchange, there is none
    between two renames; whoever finds none there finds it at *old*.
    """
    if not current.exists():
        new.rename(current)
    elif not exchange_names(new, current):
        current.rename(old)
        new.rename(current)


def exchange_names(first: Path, second: Path) -> bool:
    """Exchange two paths of one file system; return whether the system could."""
    system = ctypes.CDLL(None)
    paths = os.fsencode(first), os.fsencode(second)
    if hasattr(system, "renameat2"):
        status = system.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], EXCHANGE)
    elif hasattr(system, "renamex_np"):
        status = system.renamex_np(*paths, EXCHANGE)
    else:
        return False
    return bool(status == 0)
