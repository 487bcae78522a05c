# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the site's manifest, and the offline copy if ``OFFLINE_ZIP`` is set."""

from pathlib import Path

from pelican import Pelican, signals
from slugify import slugify

from arabic.spelling import fold
from plugins.offline.sealing import pack_site, write_manifest


def seal_site(pelican: Pelican) -> None:
    """Write the manifest, and the zip if the settings name one."""
    settings = pelican.settings
    site = Path(settings["OUTPUT_PATH"])
    write_manifest(site)
    if settings["OFFLINE_ZIP"]:
        name = slugify(fold(settings["SITENAME"])) or "archive"
        pack_site(site, Path(settings["OFFLINE_ZIP"].format(name=name)))


def register() -> None:
    """Connect after all other plugins, so that every file is on disk."""
    signals.finalized.connect(seal_site)
