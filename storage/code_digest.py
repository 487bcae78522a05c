# SPDX-License-Identifier: AGPL-3.0-or-later
"""Digest of the code and tables that produced a cached value: part of a cache key.

Only what decides a value is digested. Of a Python file that is its syntax tree without
docstrings; comments and formatting are not in the tree. Rewording a comment therefore
invalidates no cache.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
ARABIC = ROOT / "arabic"  # every cached value depends on how Arabic is read
DECIDING = frozenset({".py", ".json", ".tsv"})
WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def code_digest(paths: Iterable[Path], libraries: Iterable[str] = ()) -> str:
    """Return the digest of *paths*, of ``arabic/`` and of the versions of *libraries*.

    A path is a file or a folder, which is searched with its subfolders. The digest has
    32 hexadecimal digits.
    """
    digest = hashlib.blake2b(" ".join(map(version, libraries)).encode(), digest_size=16)
    for path in (ARABIC, *paths):
        for file in deciding_files(path):
            digest.update(deciding_bytes(file))
    return digest.hexdigest()


def deciding_files(path: Path) -> Iterator[Path]:
    """Yield *path* if it is a file, else the code and tables below it in order."""
    if path.is_file():
        yield path
        return
    for file in sorted(path.rglob("*.*")):
        if file.suffix in DECIDING:
            yield file


def deciding_bytes(path: Path) -> bytes:
    """Return what of a file can change a result: of Python code its syntax tree."""
    data = path.read_bytes()
    if path.suffix != ".py":
        return data
    tree = ast.parse(data)
    remove_docstrings(tree)
    return ast.dump(tree).encode("utf-8", "surrogatepass")


def remove_docstrings(tree: ast.Module) -> None:
    """Remove the docstrings of a module, its classes and its functions."""
    for node in ast.walk(tree):
        if isinstance(node, WITH_DOCSTRING) and ast.get_docstring(node) is not None:
            del node.body[0]
