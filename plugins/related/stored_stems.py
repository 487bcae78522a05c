# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stems of the words of all titles, in a file of ``RELATED_CACHE``.

To analyse them takes longer than to relate all articles. The file may be deleted at any
time.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from storage.code_digest import code_digest
from storage.computed_file import read_computed, write_computed

FILE = "stems"
Stems = Mapping[str, str]  # of a word that carries no content it is ""


def stems_of(
    words: Iterable[str],
    analyse: Callable[[list[str]], Stems],
    path: Path | None = None,
) -> Stems:
    """Return the stems of *words*; *analyse* those that the file *path* does not have.

    The file is written if there were such words, with the stems of *words* only.
    """
    key = code_digest([Path(__file__).parent])
    stored = read_stems(path, key) if path else {}
    distinct = dict.fromkeys(words)
    new = [word for word in distinct if word not in stored]
    if not new:
        return stored
    known = {**stored, **analyse(new)}
    stems = {word: known[word] for word in distinct}
    if path:
        write_computed(path, key, json.dumps(stems, ensure_ascii=False).encode())
    return stems


def read_stems(path: Path, key: str) -> dict[str, str]:
    """Return the stems that were stored under *key*; none if there are none."""
    body = read_computed(path, key)
    stems: dict[str, str] = json.loads(body) if body else {}
    return stems
