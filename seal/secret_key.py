# SPDX-License-Identifier: AGPL-3.0-or-later
"""Secret keys of minisign: making, signing, and their file, which may be encrypted.

Source: https://jedisct1.github.io/minisign/, section "Secret key format".
"""

import base64
import hashlib
import os
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from seal.minisign import (
    ED25519,
    KEY_ID_SIZE,
    UNTRUSTED,
    BadKey,
    PublicKey,
    Signature,
    decode,
)

SCRYPT, NO_KDF = b"Sc", b"\0\0"
BLAKE2B = b"B2"
SECRET_SIZE = KEY_ID_SIZE + 64 + 32  # id, seed and public key, checksum
HEAD_SIZE = 54  # algorithms, salt, limits
BLOCK_SIZE = 8  # r of scrypt, as libsodium sets it


class KdfLimits(NamedTuple):
    """How expensive a guess of the password is; the defaults are minisign's own."""

    operations: int = 1 << 25
    memory: int = 1 << 30  # bytes

    def stream(self, password: str, salt: bytes) -> bytes:
        """Return the bytes that encrypt a secret key.

        N and p are chosen as libsodium's ``crypto_pwhash_scryptsalsa208sha256`` does.
        """
        is_small = self.operations < self.memory // 32
        largest = (
            self.operations // (BLOCK_SIZE * 4)
            if is_small
            else self.memory // (BLOCK_SIZE * 128)
        )
        cost = 1 << max(1, (largest // 2).bit_length())
        lanes = 1 if is_small else max(1, self.operations // 4 // cost // BLOCK_SIZE)
        return hashlib.scrypt(
            password.encode(),
            salt=salt,
            n=cost,
            r=BLOCK_SIZE,
            p=lanes,
            maxmem=min(self.memory + (1 << 26), (1 << 31) - 1),
            dklen=SECRET_SIZE,
        )


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A secret key: the id and the 32 bytes that all else follows from."""

    key_id: bytes
    seed: bytes

    @classmethod
    def generate(cls) -> "SecretKey":
        """Return a new key."""
        return cls(os.urandom(KEY_ID_SIZE), os.urandom(32))

    @property
    def public(self) -> PublicKey:
        """The public key."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return PublicKey(self.key_id, key.public_bytes_raw())

    def sign(self, data: bytes, comment: str) -> bytes:
        """Return the signature file of *data* with a trusted comment of one line."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        of_data = key.sign(hashlib.blake2b(data).digest())
        of_comment = key.sign(of_data + comment.encode())
        return Signature(self.key_id, of_data, comment, of_comment).render()

    def render(self, password: str = "", limits: KdfLimits | None = None) -> bytes:
        """Return the key file, encrypted if there is a *password*."""
        limits = limits or KdfLimits()
        pair = self.seed + self.public.key
        secret = self.key_id + pair + checksum(self.key_id, pair)
        salt = os.urandom(32)
        if password:
            secret = xor(secret, limits.stream(password, salt))
            numbers = (limits.operations, limits.memory)
        else:
            salt, numbers = bytes(32), (0, 0)
        head = ED25519 + (SCRYPT if password else NO_KDF) + BLAKE2B + salt
        head += b"".join(number.to_bytes(8, "little") for number in numbers)
        kind = "encrypted secret key" if password else "secret key"
        text = base64.b64encode(head + secret).decode()
        return f"{UNTRUSTED}minisign {kind}\n{text}\n".encode()


class KeyFile(NamedTuple):
    """A secret key file of minisign, which may be encrypted."""

    salt: bytes
    limits: KdfLimits
    secret: bytes
    is_encrypted: bool

    @classmethod
    def parse(cls, data: bytes) -> "KeyFile":
        """Return the content of a key file. Raises ``BadKey``."""
        lines = data.decode("utf-8", "replace").strip().splitlines()
        raw = decode(lines[-1] if lines else "", BadKey)
        kdf = raw[2:4]
        is_known = raw[:2] == ED25519 and raw[4:6] == BLAKE2B
        if (
            len(raw) != HEAD_SIZE + SECRET_SIZE
            or not is_known
            or kdf not in (SCRYPT, NO_KDF)
        ):
            raise BadKey("this is no secret key of minisign")
        operations, memory = (
            int.from_bytes(raw[start : start + 8], "little") for start in (38, 46)
        )
        limits = KdfLimits(operations, memory)
        return cls(raw[6:38], limits, raw[HEAD_SIZE:], kdf == SCRYPT)

    def open(self, password: str = "") -> SecretKey:
        """Return the key. Raises ``BadKey`` with a wrong password."""
        secret = self.secret
        if self.is_encrypted:
            secret = xor(secret, self.limits.stream(password, self.salt))
        key_id, pair, digest = secret[:8], secret[8:72], secret[72:]
        # minisign -W writes no checksum.
        is_unchecked = not self.is_encrypted and not any(digest)
        if not is_unchecked and digest != checksum(key_id, pair):
            raise BadKey("the password is wrong, or the key file is damaged")
        return SecretKey(key_id, pair[:32])


def checksum(key_id: bytes, pair: bytes) -> bytes:
    """Return the checksum that a key file has of its key."""
    return hashlib.blake2b(ED25519 + key_id + pair, digest_size=32).digest()


def xor(data: bytes, stream: bytes) -> bytes:
    """Return *data* encrypted or decrypted with *stream*."""
    return bytes(a ^ b for a, b in zip(data, stream, strict=True))
