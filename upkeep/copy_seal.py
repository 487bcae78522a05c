# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `inv verify` reports on the seal of a copy."""

from pathlib import Path
from typing import NamedTuple

from archive_settings.archive_file import read_archive_settings
from seal.minisign import BadSignature, PublicKey, Signature
from seal.site import find_seal_problems, read_statement
from seal.timestamp_errors import BadTimestamp
from seal.timestamps import describe_timestamps
from storage.files import read_regular_file
from storage.manifest import SIGNATURE


class SealState(NamedTuple):
    """A sentence on the seal, and a line for each thing that is wrong with it."""

    summary: str
    problems: list[str]


def seal_state(site: Path, chosen: str, authority: Path | None = None) -> SealState:
    """Return the state of the seal of *site*.

    It is checked with the key *chosen*, or else with that of archive.toml. A copy that
    must be sealed is one whose key was named. Timestamps are checked with the
    certificates in the file *authority*. Raises ``BadKey``.
    """
    stated = chosen or read_archive_settings()["archive.public_key"]
    signature = read_regular_file(site / SIGNATURE)
    if signature is None and not chosen:
        return SealState("Not sealed: the digests detect damage, not forgery.", [])
    if not stated:
        return SealState(
            f"Sealed with the key {signer(signature or b'')}; not checked: name the key"
            " that you have from the archive with --key.",
            [],
        )
    key = PublicKey.parse(stated)
    problems = list(find_seal_problems(site, key))
    if problems:
        return SealState(f"The seal does not agree with the key {key}.", problems)
    statement = read_statement(site, key)
    assert statement is not None  # find_seal_problems has checked it
    lines = [
        f"Sealed on {statement.sealed} with the key {key}:"
        f" {statement.articles:,} articles, root {statement.root}"
    ]
    roots = authority.read_bytes() if authority else b""
    try:
        lines += describe_timestamps(site, roots)
    except BadTimestamp as error:
        problems.append(str(error))
    return SealState("\n".join(lines), problems)


def signer(signature: bytes) -> str:
    """Return the name of the key of a signature."""
    try:
        return PublicKey(Signature.parse(signature).key_id, b"").name
    except BadSignature:
        return "(damaged)"
