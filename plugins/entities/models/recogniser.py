# SPDX-License-Identifier: AGPL-3.0-or-later
"""Interface of named entity recognisers: from a text to spans with type and confidence.

The setting ``ENTITIES_BACKEND`` names a recogniser as ``module:callable``; "" means
that only known entities are found.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A recognised name: character offsets, one of ``TYPES``, confidence of 0 to 1."""

    start: int
    end: int
    type: str
    confidence: float


class Recogniser(Protocol):
    """Returns the spans of a text, in order and without overlaps.

    The text is title, two newlines, plain text. ``fingerprint`` identifies the model
    in cache keys: the SHA-256 of its weights, for example.
    """

    @property
    def fingerprint(self) -> str: ...

    def __call__(self, text: str, /) -> list[Span]: ...


class NoRecogniser:
    """Recognises nothing: the archive's names come from the lists only."""

    fingerprint = ""

    def __call__(self, text: str, /) -> list[Span]:
        """Return no span."""
        return []
