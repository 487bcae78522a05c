# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers in as many bits as they need; theme/static/js/bits.js reads them back."""

ORDERS = 24  # a gap of 2^24 articles is beyond any archive


class Codes(dict[int, str]):
    """Exponential Golomb codes of one order, as text of 0 and 1, each made when it is first asked for.

    Numbers up to 2^order are about as long as the order; each doubling beyond costs two bits.
    Source: Teuhola, A compression method for clustered bit-vectors (1978).
    """

    def __init__(self, order: int) -> None:
        super().__init__()
        self.order = order

    def __missing__(self, number: int) -> str:
        raised = number + (1 << self.order)
        size = raised.bit_length()
        self[number] = code = format(raised, f"0{2 * size - 1 - self.order}b")
        return code


CODES = [Codes(order) for order in range(ORDERS)]


def order_for(mean: float) -> int:
    """Return the order that codes numbers of that *mean* in few bits."""
    return max(0, int(mean * 0.7).bit_length() - 1)


def packed(bits: str) -> bytes:
    """Return text of 0 and 1 as bytes, filled up with 0."""
    size = -(-len(bits) // 8)
    return int(bits.ljust(8 * size, "0") or "0", 2).to_bytes(size, "big")
