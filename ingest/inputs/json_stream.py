# SPDX-License-Identifier: AGPL-3.0-or-later
"""A JSON file too large for the memory: the articles of its list, one after the other."""

import json
import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import TextIO

DECODE = json.JSONDecoder().raw_decode
SPACE = re.compile(r"[ \t\r\n]*")
ENDS = frozenset(", \t\r\n]}")  # what may stand behind a number
CHUNK = 1 << 20  # characters
LARGEST = 10_000_000  # characters of one article


class Reader:
    """The values of a JSON text, read as far as each needs."""

    def __init__(self, text: TextIO) -> None:
        self.text, self.buffer, self.at = text, "", 0

    def more(self) -> bool:
        """Read on; say whether there was anything."""
        chunk = self.text.read(CHUNK)
        self.buffer, self.at = self.buffer[self.at :] + chunk, 0
        return bool(chunk)

    def next(self) -> str:
        """Return the next character that is no space, "" at the end."""
        while True:
            self.at = SPACE.match(self.buffer, self.at).end()  # type: ignore[union-attr]  # it fits everywhere
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if not self.more():
                return ""

    def take(self, sign: str) -> bool:
        """Pass over *sign* if it comes next; say whether it did."""
        found = self.next() == sign
        self.at += found
        return found

    def value(self) -> object:
        """Return the next value. Raises ``JSONDecodeError``, also for one that is larger than any article."""
        self.next()
        while not self.whole():
            if len(self.buffer) - self.at > LARGEST or not self.more():
                break
        value, self.at = DECODE(self.buffer, self.at)
        return value

    def whole(self) -> bool:
        """Say whether the buffer holds the next value to its end; the digits of a number may go on behind it."""
        try:
            value, end = DECODE(self.buffer, self.at)
        except JSONDecodeError:
            return False
        return not isinstance(value, int | float) or self.buffer[end : end + 1] in ENDS


def rows(text: TextIO) -> Iterator[object]:
    """Yield the members of a list, or of the first list of objects that an object holds, its title theirs as outlet."""
    reader = Reader(text)
    if reader.take("["):
        yield from members(reader)
        return
    outlet: dict[str, object] = {}
    while reader.take("{") or reader.take(","):
        key = reader.value()
        reader.take(":")
        if reader.take("["):
            if reader.next() == "{":
                yield from (
                    {**outlet, **row} if isinstance(row, dict) else row
                    for row in members(reader)
                )
                return
            list(members(reader))
        elif isinstance(value := reader.value(), str) and key == "title":
            outlet = {"source": value}


def members(reader: Reader) -> Iterator[object]:
    """Yield the members of a list whose bracket has been passed."""
    while not reader.take("]"):
        yield reader.value()
        if not reader.take(",") and reader.next() != "]":
            raise JSONDecodeError("the list breaks off", reader.buffer, reader.at)
