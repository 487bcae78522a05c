# SPDX-License-Identifier: AGPL-3.0-or-later
"""The length of what two strings begin with alike."""


def shared_prefix_length(first: str, second: str) -> int:
    """Return how many characters both strings begin with."""
    length = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        length += 1
    return length
