# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hand-made labels, given by article, laid over the words of its text."""

import gzip
import json
import lzma
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from arabic.spelling import MARKS
from plugins.entities.lists.clitics import PROCLITICS
from plugins.entities.match.text import Text

LABELS = Path(__file__).parent / "data"
OPENERS: Mapping[str, Callable[..., IO[str]]] = {".gz": gzip.open, ".xz": lzma.open}
GLUED = re.compile(
    f"(?:{'|'.join(sorted(PROCLITICS, key=len, reverse=True))})(?:{MARKS.pattern})*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An article and the entities a reader found in it: mappings of ``label``, ``type`` and ``mentions``."""

    id: str
    text: str
    entities: Sequence[Mapping[str, Any]]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-lines file, packed or not."""
    opener = OPENERS.get(path.suffix, cast("Callable[..., IO[str]]", open))
    with opener(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def given(data: Path) -> list[Labelled]:
    """Return the articles that *data* has labels for: entities/train.jsonl."""
    return read([data / "entities" / "train.jsonl"], data)


def ours(data: Path) -> list[Labelled]:
    """Return the articles that we labelled besides, none of them among the given ones."""
    return read(sorted((LABELS / "labels").glob("*.jsonl")), data)


def held_out(data: Path) -> list[Labelled]:
    """Return the articles that we labelled to measure by: never trained on, never a reason for a rule or a gate."""
    return read([LABELS / "held-out.jsonl"], data)


def read(labels: Iterable[Path], data: Path) -> list[Labelled]:
    """Return labelled articles with their texts from *data*: news/ and entities/texts.jsonl.gz.

    Raises ``KeyError`` with the address of an article whose text is in none of these.
    """
    rows = [row for path in labels for row in lines(path)]
    found = texts(data, {row["url"] for row in rows})
    return [
        Labelled(id=row["id"], text=found[row["url"]], entities=row["entities"])
        for row in rows
    ]


def texts(data: Path, urls: Container[str]) -> dict[str, str]:
    """Return title and body of the articles of *data* at *urls*."""
    files = [
        *sorted((data / "news").glob("*.jsonl.*")),
        data / "entities" / "texts.jsonl.gz",
    ]
    rows = (row for path in files for row in lines(path) if row["url"] in urls)
    return {row["url"]: f"{row['title']}\n\n{row['content']}" for row in rows}


def tags(text: Text, entities: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return B-type, I-type or O for each word: every mention wherever it stands, the longest first."""
    marks = ["O"] * len(text.words)
    starts = {start: at for at, (start, _) in enumerate(text.spans)}
    ends = {end: at for at, (_, end) in enumerate(text.spans)}
    named = {
        (mention, entity["type"])
        for entity in entities
        for mention in entity["mentions"]
    }
    for mention, kind in sorted(named, key=lambda pair: (-len(pair[0]), pair)):
        for match in re.finditer(re.escape(mention), text.text):
            first, last = _word_at(text, starts, match.start()), ends.get(match.end())
            if (
                first is not None
                and last is not None
                and set(marks[first : last + 1]) == {"O"}
            ):
                marks[first : last + 1] = [f"B-{kind}", *[f"I-{kind}"] * (last - first)]
    return marks


def _word_at(text: Text, starts: Mapping[int, int], at: int) -> int | None:
    """Return the number of the word that begins at *at*, or before it with nothing but a proclitic between."""
    if at in starts:
        return starts[at]
    before = next(
        (start for start in range(at - 1, max(-1, at - 5), -1) if start in starts), None
    )
    return (
        starts[before]
        if before is not None and GLUED.fullmatch(text.text, before, at)
        else None
    )
