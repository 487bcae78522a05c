# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pickles of texts, numbers, bytes, lists and mappings, without any class.

They are read several times as fast as JSON, and equal texts are stored once.
"""

import io
import pickle
from typing import Any

PROTOCOL = 5


class ValueUnpickler(pickle.Unpickler):
    """Restores texts, numbers, bytes and lists of them; refuses every class."""

    def find_class(self, module: str, name: str) -> Any:
        """Raise ``pickle.UnpicklingError``."""
        raise pickle.UnpicklingError(f"{module}.{name} is refused")


def load_values(data: bytes | memoryview) -> Any:
    """Return what a pickle without classes contains.

    Raises ``pickle.UnpicklingError`` for another: a copied archive may bring a cache
    that somebody wrote to run code.
    """
    return ValueUnpickler(io.BytesIO(data)).load()
