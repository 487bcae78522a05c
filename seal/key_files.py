# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where secret keys are kept: outside the checkout, so that git never has them."""

import os
from collections.abc import Callable
from pathlib import Path

from seal.minisign import BadKey, PublicKey
from seal.secret_key import KeyFile, SecretKey

VARIABLE = "WARRAQ_KEY"  # a key file elsewhere, on a stick for one
FOLDER = Path("~/.config/warraq")
AskPassword = Callable[[str], str]  # prompt → password


class NoKey(BadKey):
    """This machine does not have the secret key; the message says where it belongs."""


def key_path(key: PublicKey) -> Path:
    """Return the file of the secret key that belongs to *key*."""
    chosen = os.environ.get(VARIABLE)
    return Path(chosen) if chosen else FOLDER.expanduser() / f"{key.name}.key"


def load_key(key: PublicKey, ask: AskPassword) -> SecretKey:
    """Return the secret key of *key*. Raises ``BadKey`` or ``NoKey``.

    *ask* is called for the password of an encrypted key file.
    """
    path = key_path(key)
    if not path.is_file():
        raise NoKey(
            f"{path}: the secret key of {key} is not there: copy it there, or name its"
            f" file in {VARIABLE}"
        )
    key_file = KeyFile.parse(path.read_bytes())
    password = ask(f"Password of {path}: ") if key_file.is_encrypted else ""
    secret = key_file.open(password)
    if secret.public != key:
        raise BadKey(f"{path}: is the key {secret.public}, not {key} of archive.toml")
    return secret


def save_key(key: SecretKey, path: Path, password: str) -> None:
    """Write a new key to *path*, readable by its owner only. Never overwrites."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(key.render(password))
