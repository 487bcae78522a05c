# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries of zip files that are the same on every machine at every time."""

import zipfile

EARLIEST_TIME = (1980, 1, 1, 0, 0, 0)  # that the format can state


def fixed_entry(name: str, method: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    """Return the entry of a file, compressed by *method*."""
    entry = zipfile.ZipInfo(name, EARLIEST_TIME)
    entry.compress_type = method
    return entry
