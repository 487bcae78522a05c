# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hand-made labels of articles, aligned with the tokens of their texts.

A row of a label file has ``id``, ``url`` and ``entities``: mappings of ``label``,
``type`` and ``mentions``. The texts are in the data folder, not in this repository.
"""

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
from plugins.entities.match.tokenised_text import TokenisedText

LABELS = Path(__file__).parent / "data"
OPENERS: Mapping[str, Callable[..., IO[str]]] = {".gz": gzip.open, ".xz": lzma.open}
LONGEST_PROCLITIC = 4  # characters, diacritics included
PROCLITIC = re.compile(
    f"(?:{'|'.join(sorted(PROCLITICS, key=len, reverse=True))})(?:{MARKS.pattern})*"
)
EntityLabel = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledArticle:
    """An article, and the entities that a person labelled in it."""

    id: str
    text: str
    entities: Sequence[EntityLabel]


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-lines file, which may be compressed."""
    opener = OPENERS.get(path.suffix, cast("Callable[..., IO[str]]", open))
    with opener(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def read_shared_labels(data: Path) -> list[LabelledArticle]:
    """Return the training set of the data folder: entities/train.jsonl."""
    return read_labels([data / "entities" / "train.jsonl"], data)


def read_own_labels(data: Path) -> list[LabelledArticle]:
    """Return the training set of this repository, of other articles."""
    return read_labels(own_label_files(), data)


def own_label_files() -> list[Path]:
    """Return the files of the training set of this repository."""
    return sorted((LABELS / "labels").glob("*.jsonl"))


def read_held_out(data: Path) -> list[LabelledArticle]:
    """Return the test set: no training, rule or threshold ever used it."""
    return read_labels([LABELS / "held-out.jsonl"], data)


def read_unseen(data: Path, half: str) -> list[LabelledArticle]:
    """Return a half of the sample of newspapers without training labels.

    *half* is "development", whose errors may be read, or "held-out". Articles whose
    texts the data folder lacks are left out: they are not in every copy of it.
    """
    rows = list(read_json_lines(LABELS / f"unseen-{half}.jsonl"))
    texts = read_texts(data, {row["url"] for row in rows})
    return join_texts((row for row in rows if row["url"] in texts), texts)


def read_labels(files: Iterable[Path], data: Path) -> list[LabelledArticle]:
    """Return labelled articles with their texts from the folder *data*.

    Raises ``KeyError`` with the URL of an article that has no text there.
    """
    rows = [row for path in files for row in read_json_lines(path)]
    return join_texts(rows, read_texts(data, {row["url"] for row in rows}))


def join_texts(
    rows: Iterable[Mapping[str, Any]], texts: Mapping[str, str]
) -> list[LabelledArticle]:
    """Return the labelled articles of *rows*, with *texts* by URL."""
    return [
        LabelledArticle(id=row["id"], text=texts[row["url"]], entities=row["entities"])
        for row in rows
    ]


def read_texts(data: Path, urls: Container[str]) -> dict[str, str]:
    """Return title and body of the articles at *urls*, by URL.

    From news/ and entities/texts*.jsonl.gz in the folder *data*.
    """
    files = [
        *sorted((data / "news").glob("*.jsonl.*")),
        *sorted((data / "entities").glob("texts*.jsonl.gz")),
    ]
    texts: dict[str, str] = {}
    for path in files:
        for row in read_json_lines(path):
            if row["url"] in urls:
                texts[row["url"]] = article_text(row)
    return texts


def article_text(row: Mapping[str, Any]) -> str:
    """Return title and body of a row as one text, as a build joins them."""
    return f"{row['title']}\n\n{row['content']}"


def bio_tags(text: TokenisedText, entities: Iterable[EntityLabel]) -> list[str]:
    """Return B-type, I-type or O for each token.

    Every occurrence of every mention is tagged; longer mentions take precedence.
    """
    tags = ["O"] * len(text.tokens)
    for mention, entity_type in longest_first(entities):
        for first, last in occurrences(text, mention):
            if set(tags[first : last + 1]) == {"O"}:
                inside = [f"I-{entity_type}"] * (last - first)
                tags[first : last + 1] = [f"B-{entity_type}", *inside]
    return tags


def longest_first(entities: Iterable[EntityLabel]) -> list[tuple[str, str]]:
    """Return the mentions of *entities* with their types, without duplicates."""
    mentions = {
        (mention, entity["type"])
        for entity in entities
        for mention in entity["mentions"]
    }
    return sorted(mentions, key=lambda pair: (-len(pair[0]), pair))


def occurrences(text: TokenisedText, mention: str) -> Iterator[tuple[int, int]]:
    """Yield first and last token of each occurrence of *mention* as whole tokens."""
    starts = {start: token for token, start in enumerate(text.starts)}
    ends = {end: token for token, (_, end) in enumerate(text.spans)}
    for match in re.finditer(re.escape(mention), text.text):
        first = token_starting_at(text, starts, match.start())
        last = ends.get(match.end())
        if first is not None and last is not None:
            yield first, last


def token_starting_at(
    text: TokenisedText, starts: Mapping[int, int], offset: int
) -> int | None:
    """Return the token that begins at *offset*, or before it with a proclitic only."""
    if offset in starts:
        return starts[offset]
    earliest = max(0, offset - LONGEST_PROCLITIC)
    for start in range(offset - 1, earliest - 1, -1):
        if start in starts:
            is_proclitic = PROCLITIC.fullmatch(text.text, start, offset)
            return starts[start] if is_proclitic else None
    return None
