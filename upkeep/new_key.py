# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv seal --new-key`: makes the key that signs the archive's sites.

The secret key is written outside the checkout, the public one into archive.toml.
"""

import getpass
import re
import sys
from collections.abc import Callable
from pathlib import Path

from archive_settings.archive_file import ArchiveSettings
from seal.key_files import key_path, save_key
from seal.secret_key import SecretKey
from storage.files import write_atomic
from upkeep import ROOT

PUBLIC_KEY = re.compile(r"^public_key[ \t]*=.*$", re.MULTILINE)
TABLE = re.compile(r"^\[archive\][ \t]*(?:#.*)?$", re.MULTILINE)
MADE = """\
The secret key is in {path}.
Copy it to a place that is neither this machine nor a copy of the archive: whoever has
it can sign in the archive's name, and nobody can restore it.

The public key is in archive.toml:
  {key}
Print it where readers know that it is yours: a letterhead, another site.

Next: inv seal"""


class CannotMakeKey(RuntimeError):
    """No key was made; the message is the reason and what to do."""


def make_key(settings: ArchiveSettings, password: Callable[[], str]) -> str:
    """Make a key for the archive of *settings*; return what to print.

    Raises ``CannotMakeKey``.
    """
    if not settings.is_own:
        raise CannotMakeKey("The sample archive has no key: run `inv start` first.")
    if settings["archive.public_key"]:
        raise CannotMakeKey(
            f"{settings.path.name} has the key {settings['archive.public_key']}. To"
            " replace it, empty public_key there; seals of the old key stay valid only"
            " for readers who keep that key."
        )
    key = SecretKey.generate()
    path = key_path(key.public)
    if path.resolve().is_relative_to(ROOT.resolve()):
        raise CannotMakeKey(f"{path} is in the checkout, which is published: move it")
    if path.exists():
        raise CannotMakeKey(f"{path} exists: name another file")
    save_key(key, path, password())
    write_public_key(settings.path, str(key.public))
    return MADE.format(path=path, key=key.public)


def ask_new_password() -> str:
    """Ask for the password of a new key twice; without a terminal it has none.

    Raises ``CannotMakeKey`` if the two differ.
    """
    if not sys.stdin.isatty():
        return ""
    password = getpass.getpass("Password of the new key (empty: none): ")
    if password and getpass.getpass("The same again: ") != password:
        raise CannotMakeKey("The two passwords differ; no key was made.")
    return password


def write_public_key(path: Path, key: str) -> None:
    """Write the public key into archive.toml, and leave all else as it is."""
    text = path.read_text(encoding="utf-8-sig")
    line = f'public_key = "{key}"'
    if PUBLIC_KEY.search(text):
        text = PUBLIC_KEY.sub(line, text, count=1)
    elif match := TABLE.search(text):
        text = f"{text[: match.end()]}\n{line}{text[match.end() :]}"
    else:
        text = f"[archive]\n{line}\n\n{text}"
    write_atomic(path, text.encode())
