# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seals the site when every file is on disk: its manifest always, the offline copy when ``OFFLINE_ZIP`` is set."""

from pathlib import Path

from pelican import Pelican, signals
from slugify import slugify

from arabic.spelling import fold
from plugins.offline.sealing import pack, write_manifest


def seal(pelican: Pelican) -> None:
    """Write the manifest, and the zip if one is asked for."""
    settings = pelican.settings
    site = Path(settings["OUTPUT_PATH"])
    write_manifest(site)
    if settings["OFFLINE_ZIP"]:
        name = slugify(fold(settings["SITENAME"])) or "archive"
        pack(site, Path(settings["OFFLINE_ZIP"].format(name=name)))


def register() -> None:
    """After all other plugins: what they write when Pelican has finished is sealed too."""
    signals.finalized.connect(seal)
