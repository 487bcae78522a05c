# SPDX-License-Identifier: AGPL-3.0-or-later
"""A recogniser from a local folder of the transformers library; nothing is downloaded.

ENTITIES_BACKEND = "plugins.entities.models.transformer:load_transformer:models/FOLDER",
after `pip install transformers torch`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from plugins.entities.models.load_recogniser import BadBackend
from plugins.entities.models.recogniser import Span

# Classes of Arabic models → our types. Other classes (MISC, dates, money) are dropped.
CLASSES = {
    **dict.fromkeys(("PER", "PERS", "PERSON"), "person"),
    **dict.fromkeys(("LOC", "LOCATION", "GPE", "FAC", "PLACE"), "place"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "ORGANISATION"), "org"),
    **dict.fromkeys(("EVENT", "EVE"), "event"),
}
OVERLAP = 4  # a quarter of a window is in the next one too, so that no name is cut


class LabelledWord(NamedTuple):
    """A word by its offsets, the label of its first word piece and its probability."""

    start: int
    end: int
    label: str
    probability: float


class Transformer:
    """A token-classification *model* with its *tokenizer*.

    Its labels are BIO tags or bare class names.
    """

    def __init__(self, tokenizer: Any, model: Any, fingerprint: str) -> None:
        self.tokenizer = tokenizer
        self.model = model.eval()
        self.fingerprint = fingerprint
        self.window = min(
            tokenizer.model_max_length, model.config.max_position_embeddings
        )

    def __call__(self, text: str, /) -> list[Span]:
        """Return the spans of *text*, which may be longer than the model's window."""
        encoded = self.tokenizer(
            text,
            truncation=True,
            max_length=self.window,
            stride=self.window // OVERLAP,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding=True,
            return_tensors="pt",
        )
        offsets = encoded.pop("offset_mapping").tolist()
        encoded.pop("overflow_to_sample_mapping")
        probabilities, labels = self._classify(encoded)
        windows = [
            words_of_window(
                encoded.word_ids(number),
                offsets[number],
                labels[number],
                probabilities[number],
            )
            for number in range(len(offsets))
        ]
        return spans_of(merge_windows(windows))

    def _classify(self, encoded: Any) -> tuple[list[list[float]], list[list[str]]]:
        """Return probability and label of each word piece of each window."""
        import torch

        with torch.inference_mode():
            logits = self.model(**encoded).logits
            probabilities, classes = logits.softmax(-1).max(-1)
        names = self.model.config.id2label
        labels = [[names[number] for number in row] for row in classes.tolist()]
        return probabilities.tolist(), labels


def words_of_window(
    word_ids: Sequence[int | None],
    offsets: Sequence[Sequence[int]],
    labels: Sequence[str],
    probabilities: Sequence[float],
) -> dict[int, LabelledWord]:
    """Return the words of a window by their number in the text."""
    pieces = [piece for piece, word in enumerate(word_ids) if word is not None]
    words: dict[int, LabelledWord] = {}
    for word, group in groupby(pieces, key=lambda piece: word_ids[piece]):
        first, *others = group
        last = others[-1] if others else first
        words[word or 0] = LabelledWord(
            offsets[first][0], offsets[last][1], labels[first], probabilities[first]
        )
    return words


def merge_windows(windows: Iterable[Mapping[int, LabelledWord]]) -> list[LabelledWord]:
    """Return the words of all *windows* in order.

    A word that is in two windows is taken from the one that has more context.
    """
    best: dict[int, tuple[int, LabelledWord]] = {}
    for words in windows:
        first, last = min(words, default=0), max(words, default=0)
        for number, word in words.items():
            context = min(number - first, last - number)
            if number not in best or context > best[number][0]:
                best[number] = context, word
    return [word for _, (_, word) in sorted(best.items())]


def spans_of(words: Iterable[LabelledWord]) -> list[Span]:
    """Return the names among *words*, with the confidence of the least certain word."""
    return [
        Span(
            start=name[0].start,
            end=name[-1].end,
            type=entity_type,
            confidence=min(word.probability for word in name),
        )
        for entity_type, name in group_names(words)
    ]


def group_names(
    words: Iterable[LabelledWord],
) -> Iterator[tuple[str, list[LabelledWord]]]:
    """Yield type and words of each name."""
    current_type, name = "", list[LabelledWord]()
    for word in words:
        prefix, _, class_name = word.label.rpartition("-")
        entity_type = CLASSES.get(class_name.upper(), "")
        if name and entity_type == current_type and prefix != "B":
            name.append(word)
            continue
        if name:
            yield current_type, name
        current_type, name = entity_type, [word] if entity_type else []
    if name:
        yield current_type, name


def load_transformer(folder: str) -> Transformer:
    """Return the model of *folder* as a recogniser. Raises ``BadBackend``."""
    try:
        from transformers import AutoModelForTokenClassification, AutoTokenizer
    except ModuleNotFoundError as error:
        raise BadBackend(
            f"{folder}: this model needs `pip install transformers torch`"
        ) from error
    if not Path(folder).is_dir():
        raise BadBackend(
            f"{folder}: no folder of a model; it must be local, nothing is downloaded"
        )
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModelForTokenClassification.from_pretrained(
        folder, local_files_only=True
    )
    return Transformer(tokenizer, model, folder_digest(Path(folder)))


def folder_digest(folder: Path) -> str:
    """Return the SHA-256 of the names and bytes of the model's files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        with path.open("rb") as stream:
            file_digest = hashlib.file_digest(stream, "sha256").hexdigest()
        digest.update(f"{path.name}\n{file_digest}\n".encode())
    return digest.hexdigest()
