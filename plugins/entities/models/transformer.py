# SPDX-License-Identifier: AGPL-3.0-or-later
"""A model of the transformers library as a recogniser, loaded from a folder of this machine; nothing is fetched.

ENTITIES_BACKEND = "plugins.entities.models.transformer:load:models/FOLDER", after `pip install transformers torch`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from plugins.entities.models.backend import NoBackend
from plugins.entities.models.spans import Span

# What Arabic models call their classes → our types; every other class (MISC, dates, money) is no entity.
CLASSES = {
    **dict.fromkeys(("PER", "PERS", "PERSON"), "person"),
    **dict.fromkeys(("LOC", "LOCATION", "GPE", "FAC", "PLACE"), "place"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "ORGANISATION"), "org"),
    **dict.fromkeys(("EVENT", "EVE"), "event"),
}
SHARED = 4  # a quarter of a window stands in the next one too, so that no name is read at an edge only


class Word(NamedTuple):
    """A word by its offsets, the label of its first piece and how probable that is."""

    start: int
    end: int
    label: str
    probability: float


class Transformer:
    """A token-classification *model* with its *tokenizer*; labels are BIO or bare class names."""

    def __init__(self, tokenizer: Any, model: Any, fingerprint: str) -> None:
        self.tokenizer = tokenizer
        self.model = model.eval()
        self.fingerprint = fingerprint
        self.window = min(
            tokenizer.model_max_length, model.config.max_position_embeddings
        )

    def __call__(self, text: str, /) -> list[Span]:
        """Return the spans of *text*, which may be longer than the model's window."""
        cut = self.tokenizer(
            text,
            truncation=True,
            max_length=self.window,
            stride=self.window // SHARED,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding=True,
            return_tensors="pt",
        )
        offsets = cut.pop("offset_mapping").tolist()
        cut.pop("overflow_to_sample_mapping")
        probable, labels = self._read(cut)
        windows = [
            _words(cut.word_ids(at), offsets[at], labels[at], probable[at])
            for at in range(len(offsets))
        ]
        return spans(merged(windows))

    def _read(self, cut: Any) -> tuple[list[list[float]], list[list[str]]]:
        import torch

        with torch.inference_mode():
            probable, best = self.model(**cut).logits.softmax(-1).max(-1)
        names = self.model.config.id2label
        return probable.tolist(), [
            [names[number] for number in row] for row in best.tolist()
        ]


def _words(
    ids: list[int | None],
    offsets: list[list[int]],
    labels: list[str],
    probable: list[float],
) -> dict[int, Word]:
    """Return the words of a window by their number in the text."""
    pieces = [place for place, number in enumerate(ids) if number is not None]
    found: dict[int, Word] = {}
    for number, group in groupby(pieces, key=lambda place: ids[place]):
        places = list(group)
        start, end = offsets[places[0]][0], offsets[places[-1]][1]
        found[number or 0] = Word(start, end, labels[places[0]], probable[places[0]])
    return found


def merged(windows: list[dict[int, Word]]) -> list[Word]:
    """Return the words of all *windows* in order, each from the window that shows most of its surroundings."""
    best: dict[int, tuple[int, Word]] = {}
    for words in windows:
        first, last = min(words, default=0), max(words, default=0)
        for number, word in words.items():
            seen = min(number - first, last - number)
            if number not in best or seen > best[number][0]:
                best[number] = seen, word
    return [word for _, (_, word) in sorted(best.items())]


def spans(words: Iterable[Word]) -> list[Span]:
    """Return the entities that *words* spell; one is as sure as its least sure word."""
    return [
        Span(
            start=group[0].start,
            end=group[-1].end,
            type=kind,
            confidence=min(word.probability for word in group),
        )
        for kind, group in _groups(words)
    ]


def _groups(words: Iterable[Word]) -> Iterator[tuple[str, list[Word]]]:
    kind, group = "", list[Word]()
    for word in words:
        mark, _, name = word.label.rpartition("-")
        named = CLASSES.get(name.upper(), "")
        if group and named == kind and mark != "B":
            group.append(word)
            continue
        if group:
            yield kind, group
        kind, group = named, [word] if named else []
    if group:
        yield kind, group


def load(folder: str) -> Transformer:
    """Return the model of *folder* as a recogniser. Raises ``NoBackend``."""
    try:
        from transformers import AutoModelForTokenClassification, AutoTokenizer
    except ModuleNotFoundError as error:
        raise NoBackend(
            f"{folder}: a model of this kind needs `pip install transformers torch`"
        ) from error
    if not Path(folder).is_dir():
        raise NoBackend(
            f"{folder}: no folder of a model; it must lie on this machine, nothing is fetched"
        )
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModelForTokenClassification.from_pretrained(
        folder, local_files_only=True
    )
    return Transformer(tokenizer, model, fingerprint(Path(folder)))


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 of the names and bytes of the model's files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        with path.open("rb") as file:
            digest.update(
                f"{path.name}\n{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode()
            )
    return digest.hexdigest()
