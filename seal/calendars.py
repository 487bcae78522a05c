# SPDX-License-Identifier: AGPL-3.0-or-later
"""The proofs of OpenTimestamps calendars. Needs the library opentimestamps."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any

from seal.timestamp_errors import BadTimestamp, NoTimestamp, missing, unreachable

PATIENCE = 30  # seconds for an answer
NONCE_SIZE = 16  # bytes


def request_proof(urls: Sequence[str], data: bytes) -> bytes:
    """Return the proof of all calendars that answer. Raises ``NoTimestamp``.

    What they get is a digest of the digest and a nonce: they learn nothing of *data*.
    """
    try:
        from opentimestamps.core import op
        from opentimestamps.core.timestamp import DetachedTimestampFile
    except ImportError:
        raise NoTimestamp(missing("opentimestamps")) from None
    proof = DetachedTimestampFile.from_fd(op.OpSHA256(), BytesIO(data))
    nonce = op.OpAppend(os.urandom(NONCE_SIZE))
    asked = proof.timestamp.ops.add(nonce).ops.add(op.OpSHA256())
    problems = [problem for url in urls if (problem := submit(url, asked))]
    if len(problems) == len(urls):
        raise NoTimestamp("; ".join(problems))
    return render_proof(proof)


def submit(url: str, asked: Any) -> str:
    """Add what a calendar answers to *asked*; return what went wrong, or ""."""

    def ask(calendar: Any) -> Any:
        return calendar.submit(asked.msg, PATIENCE)

    return ask_calendar(url, ask, asked)


def ask_calendar(url: str, ask: Callable[[Any], Any], asked: Any) -> str:
    """Merge the answer of a calendar into *asked*; return what went wrong, or ""."""
    from opentimestamps.calendar import CommitmentNotFoundError, RemoteCalendar
    from opentimestamps.core.serialize import DeserializationError

    try:
        asked.merge(ask(RemoteCalendar(f"{url.rstrip('/')}/")))
    except CommitmentNotFoundError:
        return f"{url}: not in a block yet"
    except DeserializationError:
        return f"{url}: no answer of a calendar"
    except OSError as error:
        return unreachable(url, error)
    return ""


def complete_proof(data: bytes) -> bytes:
    """Return a proof with the blocks that its calendars have for it by now."""
    from opentimestamps.core.notary import PendingAttestation

    proof = parse_proof(data)
    for step, attestation in list(proof.timestamp.all_attestations()):
        if isinstance(attestation, PendingAttestation):
            complete_step(proof.timestamp, step, attestation.uri)
    return render_proof(proof)


def complete_step(timestamp: Any, message: bytes, url: str) -> None:
    """Ask a calendar for the block of a step of a proof."""

    def ask(calendar: Any) -> Any:
        return calendar.get_timestamp(message, PATIENCE)

    for step in steps_of(timestamp):
        if step.msg == message:
            ask_calendar(url, ask, step)


def steps_of(timestamp: Any) -> Iterator[Any]:
    """Yield the steps of a proof."""
    yield timestamp
    for following in timestamp.ops.values():
        yield from steps_of(following)


def parse_proof(data: bytes) -> Any:
    """Return a proof. Raises ``BadTimestamp``."""
    from opentimestamps.core.serialize import (
        BytesDeserializationContext,
        DeserializationError,
    )
    from opentimestamps.core.timestamp import DetachedTimestampFile

    try:
        return DetachedTimestampFile.deserialize(BytesDeserializationContext(data))
    except (DeserializationError, ValueError):
        raise BadTimestamp("no proof of OpenTimestamps") from None


def render_proof(proof: Any) -> bytes:
    """Return the bytes of the file of a proof."""
    from opentimestamps.core.serialize import BytesSerializationContext

    context = BytesSerializationContext()
    proof.serialize(context)
    return bytes(context.getbytes())


def describe_proof(statement: bytes, data: bytes) -> str:
    """Return what a proof states. Raises ``BadTimestamp``."""
    from opentimestamps.core.notary import BitcoinBlockHeaderAttestation

    proof = parse_proof(data)
    if proof.file_digest != hashlib.sha256(statement).digest():
        raise BadTimestamp("the proof is of another statement")
    blocks = [
        f"in block {attestation.height} of Bitcoin, if its Merkle root is"
        f" {message[::-1].hex()}"
        for message, attestation in proof.timestamp.all_attestations()
        if isinstance(attestation, BitcoinBlockHeaderAttestation)
    ]
    return "; ".join(blocks) or "awaits its block: seal again after some hours"
