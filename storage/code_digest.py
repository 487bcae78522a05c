# SPDX-License-Identifier: AGPL-3.0-or-later
"""Digest of the code and tables that produced a cached value: part of a cache key.

Only what decides a value is digested. Of a Python file that is its syntax tree without
docstrings; comments and formatting are not in the tree. Rewording a comment therefore
invalidates no cache.

Code that changes while a program runs, as in a merge during a build, is not the code
that the program has loaded. Its digest is one that no other program has, so that
nothing is stored under the key of the new code.

To parse all files takes a second, so ``.cache/code`` has the digest of each tree by the
SHA-256 of the file's bytes. It may be deleted at any time.
"""

import ast
import hashlib
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from storage.files import read_or_none, sha256_hex, write_atomic

ROOT = Path(__file__).parent.parent
TREE_DIGESTS = ROOT / ".cache" / "code"
ARABIC = ROOT / "arabic"  # every cached value depends on how Arabic is read
DECIDING = frozenset({".py", ".json", ".tsv"})
LINE = re.compile("([0-9a-f]{64}) ([0-9a-f]{64})")
STARTED_NS = time.time_ns()
OF_THIS_PROCESS = os.urandom(16).hex()
MOST_TREES = 5000  # kept: a dozen versions of the code
PYTHON = "".join(sys.version.splitlines())  # syntax trees depend on it
WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def code_digest(paths: Iterable[Path], libraries: Iterable[str] = ()) -> str:
    """Return the digest of *paths*, of ``arabic/`` and of the versions of *libraries*.

    A path is a file or a folder, which is searched with its subfolders. The digest has
    32 hexadecimal digits.
    """
    digest = hashlib.blake2b(" ".join(map(version, libraries)).encode(), digest_size=16)
    trees = tree_digests()
    parsed = len(trees)
    for path in (ARABIC, *paths):
        for file in deciding_files(path):
            digest.update(digest_file(file, trees).encode())
    if len(trees) > parsed:
        save_tree_digests(trees)
    return digest.hexdigest()


def deciding_files(path: Path) -> Iterator[Path]:
    """Yield *path* if it is a file, else the code and tables below it in order."""
    if path.is_file():
        yield path
        return
    for file in sorted(path.rglob("*.*")):
        if file.suffix in DECIDING:
            yield file


def digest_file(path: Path, trees: dict[str, str]) -> str:
    """Return the digest of what of a file can change a result.

    That is the syntax tree of Python code: *trees* has its digest by that of the file.
    """
    data = path.read_bytes()
    if has_changed(path):
        return OF_THIS_PROCESS
    digest = sha256_hex(data)
    if path.suffix != ".py":
        return digest
    if digest not in trees:
        trees[digest] = digest_tree(data)
    return trees[digest]


def has_changed(path: Path) -> bool:
    """Return whether a file of this checkout changed since the program began."""
    if not path.is_relative_to(ROOT):
        return False
    return STARTED_NS < path.stat().st_mtime_ns <= time.time_ns()


def digest_tree(code: bytes) -> str:
    """Return the digest of the syntax tree of *code*, without docstrings."""
    tree = ast.parse(code)
    remove_docstrings(tree)
    return sha256_hex(ast.dump(tree).encode("utf-8", "surrogatepass"))


def remove_docstrings(tree: ast.Module) -> None:
    """Remove the docstrings of a module, its classes and its functions."""
    for node in ast.walk(tree):
        if isinstance(node, WITH_DOCSTRING) and ast.get_docstring(node) is not None:
            del node.body[0]


@cache
def tree_digests() -> dict[str, str]:
    """Return the cached digests: SHA-256 of a file → digest of its syntax tree."""
    lines = (read_or_none(TREE_DIGESTS) or b"").decode("ascii", "replace").splitlines()
    if not lines or lines[0] != PYTHON:
        return {}
    matches = map(LINE.fullmatch, lines)
    return {match[1]: match[2] for match in matches if match}


def save_tree_digests(trees: Mapping[str, str]) -> None:
    """Write the newest digests for the next program, unless the folder is read-only."""
    newest = list(trees.items())[-MOST_TREES:]
    lines = [PYTHON, *map(" ".join, newest), ""]
    with suppress(OSError):
        write_atomic(TREE_DIGESTS, "\n".join(lines).encode())
