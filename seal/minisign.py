# SPDX-License-Identifier: AGPL-3.0-or-later
"""Public keys and signatures of minisign: Ed25519 over the BLAKE2b-512 of a file.

Source: https://jedisct1.github.io/minisign/, section "Signature format".
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519, PREHASHED = b"Ed", b"ED"  # of keys, of signatures
KEY_ID_SIZE, PUBLIC_SIZE, SIGNATURE_SIZE = 8, 32, 64
UNTRUSTED, TRUSTED = "untrusted comment: ", "trusted comment: "


class BadKey(ValueError):
    """A key cannot be read, or the password is wrong."""


class BadSignature(ValueError):
    """A signature is damaged, of another key, or of other bytes."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key with the id that signatures name."""

    key_id: bytes
    key: bytes

    @classmethod
    def parse(cls, text: str) -> "PublicKey":
        """Return the key of the text that `minisign -P` takes. Raises ``BadKey``."""
        data = decode(text.strip().splitlines()[-1] if text.strip() else "", BadKey)
        if len(data) != 2 + KEY_ID_SIZE + PUBLIC_SIZE or data[:2] != ED25519:
            raise BadKey(f"{text.strip()[:60]!r} is no public key of minisign")
        return cls(data[2:10], data[10:])

    def __str__(self) -> str:
        return base64.b64encode(ED25519 + self.key_id + self.key).decode()

    @property
    def name(self) -> str:
        """The id as minisign prints it: 16 hexadecimal digits."""
        return self.key_id[::-1].hex().upper()

    def check(self, data: bytes, signature_file: bytes) -> str:
        """Return the trusted comment of a signature of *data*.

        Raises ``BadSignature`` unless this key signed both *data* and the comment.
        """
        signature = Signature.parse(signature_file)
        if signature.key_id != self.key_id:
            theirs = PublicKey(signature.key_id, b"").name
            raise BadSignature(f"signed with the key {theirs}, not with {self.name}")
        comment = signature.comment.encode()
        key = Ed25519PublicKey.from_public_bytes(self.key)
        try:
            key.verify(signature.of_data, hashlib.blake2b(data).digest())
        except InvalidSignature:
            raise BadSignature("the signature is not of these bytes") from None
        try:
            key.verify(signature.of_comment, signature.of_data + comment)
        except InvalidSignature:
            raise BadSignature("the comment of the signature was changed") from None
        return signature.comment


@dataclass(frozen=True, slots=True)
class Signature:
    """The content of a ``.minisig`` file."""

    key_id: bytes
    of_data: bytes  # Ed25519 of the BLAKE2b-512 of the data
    comment: str
    of_comment: bytes  # Ed25519 of ``of_data`` and the comment

    @classmethod
    def parse(cls, data: bytes) -> "Signature":
        """Return the signature of a file's bytes. Raises ``BadSignature``."""
        try:
            lines = data.decode().split("\n")
        except UnicodeDecodeError:
            raise BadSignature("the signature is not UTF-8") from None
        is_complete = len(lines) == 5 and not lines[4]  # noqa: PLR2004 - four lines
        if not is_complete or not lines[2].startswith(TRUSTED):
            raise BadSignature("the signature is not four lines, as minisign writes it")
        first, second = (decode(lines[number], BadSignature) for number in (1, 3))
        sizes = (2 + KEY_ID_SIZE + SIGNATURE_SIZE, SIGNATURE_SIZE)
        if (len(first), len(second)) != sizes or first[:2] != PREHASHED:
            raise BadSignature("the signature is not prehashed Ed25519 (ED)")
        return cls(first[2:10], first[10:], lines[2].removeprefix(TRUSTED), second)

    def render(self) -> bytes:
        """Return the bytes of the file."""
        of_data = base64.b64encode(PREHASHED + self.key_id + self.of_data).decode()
        of_comment = base64.b64encode(self.of_comment).decode()
        name = PublicKey(self.key_id, b"").name
        return (
            f"{UNTRUSTED}signature by the key {name}\n{of_data}\n"
            f"{TRUSTED}{self.comment}\n{of_comment}\n"
        ).encode()


def decode(text: str, error: type[ValueError]) -> bytes:
    """Return the bytes of base64; raises *error*."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise error(f"{text[:60]!r} is no base64") from None
