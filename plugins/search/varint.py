# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers in base 128, the lowest seven bits first; the top bit says that more follow."""

MOST = 127  # in one byte


class Varints(dict[int, bytes]):
    """Numbers (≥ 0) as bytes, each made when it is first asked for."""

    def __missing__(self, number: int) -> bytes:
        more = number > MOST
        self[number] = coded = bytes([number & MOST | more << 7]) + (self[number >> 7] if more else b"")
        return coded


VARINTS = Varints()
