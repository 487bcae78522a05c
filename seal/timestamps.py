# SPDX-License-Identifier: AGPL-3.0-or-later
"""Timestamps of a seal: others confirm that it existed. Optional, they need a network.

=====================  =============================================================
``seal/root.txt.tsr``  the answer of a time-stamping authority (RFC 3161): it signs
                       the time; `openssl ts -verify` reads the file too
``seal/root.txt.ots``  the proof of OpenTimestamps calendars, which enter the seals of
                       some hours into a block of Bitcoin; `ots verify` reads it too
=====================  =============================================================

Both are of the statement ``seal/root.txt``, whose root covers every article. They are
made once for a statement, and of nothing but its digest; without their libraries, and
without a network, everything else of a seal works.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from seal.authority import check_token, parse_token, request_token
from seal.calendars import complete_proof, describe_proof, request_proof
from seal.site import ROOT_TEXT
from seal.timestamp_errors import BadTimestamp, missing
from storage.files import read_or_none, write_atomic

TOKEN, PROOF = f"{ROOT_TEXT}.tsr", f"{ROOT_TEXT}.ots"


class Services(NamedTuple):
    """Who is asked for timestamps: URLs; "" and () for none."""

    authority: str = ""
    calendars: Sequence[str] = ()


class Timestamps(NamedTuple):
    """The files of a sealed site: a statement and what others confirmed of it."""

    statement: bytes = b""
    token: bytes | None = None
    proof: bytes | None = None

    @classmethod
    def read(cls, site: Path) -> "Timestamps":
        """Return those of *site*."""
        statement = read_or_none(site / ROOT_TEXT) or b""
        return cls(statement, read_or_none(site / TOKEN), read_or_none(site / PROOF))


def write_timestamps(site: Path, former: Timestamps, services: Services) -> None:
    """Write the timestamps of the statement of *site*; *former* ones of it are kept.

    A proof that awaits its block is completed where a calendar can do that by now.
    Raises ``NoTimestamp``.
    """
    statement = (site / ROOT_TEXT).read_bytes()
    _, token, proof = former if former.statement == statement else Timestamps()
    if services.authority and not token:
        token = request_token(services.authority, statement)
    if services.calendars and proof:
        proof = complete_proof(proof)
    elif services.calendars:
        proof = request_proof(services.calendars, statement)
    for name, data in ((TOKEN, token), (PROOF, proof)):
        if data:
            write_atomic(site / name, data)


def describe_timestamps(site: Path, roots: bytes) -> Iterator[str]:
    """Yield a sentence on each timestamp of *site*. Raises ``BadTimestamp``.

    *roots* are certificates that the reader trusts, PEM; b"" if there are none.
    """
    stamps = Timestamps.read(site)
    if stamps.token:
        yield describe_file(TOKEN, lambda: describe_token(stamps, roots))
    if proof := stamps.proof:
        yield describe_file(PROOF, lambda: describe_proof(stamps.statement, proof))


def describe_file(name: str, describe: Callable[[], str]) -> str:
    """Return the sentence on a file. Raises ``BadTimestamp``, with its name."""
    try:
        return f"{name}: {describe()}"
    except ImportError as error:
        return f"{name}: not checked: {missing(str(error.name).partition('.')[0])}"
    except BadTimestamp as error:
        raise BadTimestamp(f"{name}: {error}") from None


def describe_token(stamps: Timestamps, roots: bytes) -> str:
    """Return what a token states. Raises ``BadTimestamp``."""
    token = stamps.token or b""
    info = parse_token(stamps.statement, token).tst_info
    stated = f"existed on {info.gen_time:%Y-%m-%d %H:%M:%S} UTC"
    if not roots:
        return (
            f"states that the seal {stated}; the signature is not checked: name the"
            " certificate of the authority with --authority"
        )
    check_token(stamps.statement, token, roots)
    return f"the seal {stated}, as the authority signed"
