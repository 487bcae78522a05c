# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a recogniser answers: stretches of a text with a type and how sure it is.

A backend is a callable from a text (title, two newlines, plain text) to its spans, in order, none overlapping another.
The setting ``ENTITIES_BACKEND`` names it as ``module:callable``; "" leaves the gazetteer alone. Its attribute
``fingerprint`` (a string: the SHA-256 of the weights, say) stands in the key of the cache of its answers.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A name by the character offsets *start* and *end*, its type (one of ``TYPES``) and a confidence of 0 to 1."""

    start: int
    end: int
    type: str
    confidence: float


class Backend(Protocol):
    """A recogniser of names."""

    fingerprint: str

    def __call__(self, text: str, /) -> list[Span]: ...


class Nobody:
    """The recogniser of an archive whose names come from lists alone."""

    fingerprint = ""

    def __call__(self, text: str, /) -> list[Span]:
        """Return no span."""
        return []
