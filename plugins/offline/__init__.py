# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the site's manifest, and the offline copy if ``OFFLINE_ZIP`` is set.

The manifest's own digest is printed; the offline copy's is in ``NAME.zip.sha256``.
"""

from pathlib import Path

from pelican import Pelican, signals
from pelican.log import console
from slugify import slugify

from arabic.spelling import fold
from plugins.contract import Settings
from plugins.offline.sealing import pack_site, write_manifest


def seal_site(pelican: Pelican) -> None:
    """Write the manifest, and the zip if the settings name one."""
    settings: Settings = pelican.settings
    site = Path(settings["OUTPUT_PATH"])
    # Outside the copy, for whoever changes a file can change the manifest too.
    known = getattr(pelican, "known_digests", {})  # plugins.publish has them
    console.print(f"SHA-256 of the manifest: {write_manifest(site, known)}")
    zip_name = settings["OFFLINE_ZIP"]
    if zip_name:
        name = slugify(fold(settings["SITENAME"])) or "archive"
        pack_site(site, Path(zip_name.format(name=name)))


def register() -> None:
    """Connect after all other plugins, so that every file is on disk."""
    signals.finalized.connect(seal_site)
