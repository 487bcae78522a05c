# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the site's manifest, its seal, and the offline copy, as the settings say.

The manifest's own digest is printed; the offline copy's is in ``NAME.zip.sha256``. With
``OFFLINE_SEAL`` the manifest is signed, and ``seal/`` has the proofs of the articles.
"""

import datetime as dt
import getpass
from collections.abc import Mapping
from pathlib import Path

from pelican import Pelican, signals
from pelican.log import console
from slugify import slugify

from arabic.spelling import fold
from plugins.contract import BuildProblem, Settings
from plugins.offline.opener import ONE_FILE, write_opener
from plugins.offline.sealing import pack_site, site_digests, write_manifest
from seal.articles import FOLDER
from seal.key_files import load_key
from seal.minisign import BadKey, PublicKey
from seal.secret_key import SecretKey
from seal.site import sign_manifest, write_proofs
from seal.timestamp_errors import NoTimestamp
from seal.timestamps import Services, Timestamps, write_timestamps

NO_SERVICES = Services()


def seal_site(pelican: Pelican) -> None:
    """Write the manifest, and the seal and the zip if the settings ask for them."""
    settings: Settings = pelican.settings
    site = Path(settings["OUTPUT_PATH"])
    cached = getattr(pelican, "known_digests", {})  # plugins.publish has them
    unchanged = getattr(pelican, "unchanged_files", {})
    former = getattr(pelican, "published_site", None)
    # Outside the copy, for whoever changes a file can change the manifest too.
    if settings["OFFLINE_SEAL"]:
        calendars = settings["OFFLINE_CALENDARS"]
        services = Services(settings["OFFLINE_AUTHORITY"], calendars)
        digest = write_sealed(site, cached, secret_key(settings), former, services)
    else:
        digest = write_manifest(site, cached, unchanged)
    console.print(f"SHA-256 of the manifest: {digest}")
    zip_name = settings["OFFLINE_ZIP"]
    if zip_name:
        name = slugify(fold(settings["SITENAME"])) or "archive"
        target = Path(zip_name.format(name=name))
        pack_site(site, target)
        if target.name.endswith(ONE_FILE):
            write_opener(Path(settings["THEME"]), target, settings["SITENAME"])


def secret_key(settings: Settings) -> SecretKey:
    """Return the key that signs. Raises ``BuildProblem``."""
    if not settings["SITE_KEY"]:
        raise BuildProblem(
            "archive.toml has no public_key, so nothing can be signed: run"
            " `inv seal --new-key`"
        )
    try:
        return load_key(PublicKey.parse(settings["SITE_KEY"]), getpass.getpass)
    except BadKey as error:
        raise BuildProblem(str(error)) from error


def write_sealed(
    site: Path,
    cached: Mapping[str, str],
    key: SecretKey,
    former: Path | None,
    services: Services = NO_SERVICES,
) -> str:
    """Write proofs, timestamps, manifest and signature; return the manifest's digest.

    *former* is the site as it was sealed last. Raises ``BuildProblem``.
    """
    stamps = Timestamps.read(former) if former else Timestamps()
    digests = {
        name: digest
        for name, digest in site_digests(site, cached).items()
        if not name.startswith(f"{FOLDER}/")  # of an earlier seal
    }
    today = dt.datetime.now(dt.UTC).date()
    statement = write_proofs(site, digests, key, today, former)
    try:
        write_timestamps(site, stamps, services)
    except NoTimestamp as error:
        raise BuildProblem(str(error)) from error
    digest = write_manifest(site, digests)
    sign_manifest(site, key, statement)
    console.print(
        f"Sealed with the key {key.public.name}: {statement.articles:,} articles,"
        f" root {statement.root}"
    )
    return digest


def register() -> None:
    """Connect after all other plugins, so that every file is on disk."""
    signals.finalized.connect(seal_site)
