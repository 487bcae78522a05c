# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forgets the entities that only an erased article named.

``entities.lock.json`` keeps the name of every entity that had a page, for redirects. A
name that was discovered in an erased article, and is in no other one, is a part of its
text.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from arabic.spelling import fold
from storage.files import write_atomic

LOCK = "entities.lock.json"
# In the lock: discovered in an archive. Others are in a list of their own.
DISCOVERED = "minted"
LINE = re.compile(r'^"(?P<id>[^"]+)": (?P<entry>\{.*\}),?$')
LAST_COMMA = re.compile(r",(\n\}\})")


def forget_entities(out: Path, erased: Iterable[str], others: Iterable[str]) -> int:
    """Remove the entities that are in *erased* texts only; return how many.

    *others* are the texts of all other articles.
    """
    path = out / LOCK
    if not path.exists():
        return 0
    lines = path.read_text(encoding="utf-8").split("\n")
    named = dict(names_within(discovered_names(lines), "\n".join(erased)))
    for text in others:
        if not named:
            break
        for number, _ in list(names_within(named.items(), text)):
            del named[number]
    if named:
        kept = "\n".join(line for n, line in enumerate(lines) if n not in named)
        write_atomic(path, LAST_COMMA.sub(r"\1", kept).encode())
    return len(named)


def names_within(
    named: Iterable[tuple[int, list[str]]], text: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield those of *named*, pairs of line and folded names, that *text* mentions."""
    folded = fold(text)
    for number, names in named:
        if any(name in folded for name in names):
            yield number, names


def discovered_names(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line with a discovered entity, and its folded names."""
    for number, line in enumerate(lines):
        match = LINE.fullmatch(line)
        if match is None:
            continue
        entry = json.loads(match["entry"])
        if entry.get("origin") == DISCOVERED:
            yield number, [fold(label) for label in entry["labels"]]
