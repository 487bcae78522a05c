# SPDX-License-Identifier: AGPL-3.0-or-later
"""A JSON file too large for memory: the articles of its list, parsed one at a time.

ijson parses the same 1.8 times as fast, but refuses values that the json module accepts
and that scrapers write (NaN, numbers out of range), and replaces lone surrogates: a
file would be read differently from the size on at which it is streamed.
"""

import json
import re
from collections.abc import Callable, Iterator
from json import JSONDecodeError
from typing import TextIO

from ingest.inputs.datasets.json_prefix import prefix_end

DECODE = json.JSONDecoder().raw_decode
SPACE = re.compile(r"[ \t\r\n]*")
AFTER_NUMBER = frozenset(", \t\r\n]}")
CHUNK = 1 << 20  # characters
LARGEST = 10_000_000  # characters of one article


TOO_LARGE = object()  # in place of a value
CONTAINERS = frozenset("[{")
# Of an object around articles: what is kept of its other members.
MOST_SCALARS = 50
LONGEST_SCALAR = 1_000  # characters
# Puts a value into the lists and objects around it.
Wrapper = Callable[[object], object]


class JsonReader:
    """The values of a JSON text, of which only the current one is in memory.

    *buffer* is the part that was read, *position* the offset of the next value in it.
    """

    def __init__(self, text: TextIO) -> None:
        self.text, self.buffer, self.position = text, "", 0

    def fill_buffer(self) -> bool:
        """Read another chunk; return False at the end of the text."""
        chunk = self.text.read(CHUNK)
        self.buffer, self.position = self.buffer[self.position :] + chunk, 0
        return bool(chunk)

    def skip_prefix(self) -> None:
        """Skip comments and guards before the first value."""
        self.fill_buffer()
        self.position = prefix_end(self.buffer)

    def peek(self) -> str:
        """Return the next character that is not a space, "" at the end."""
        while True:
            space = SPACE.match(self.buffer, self.position)
            assert space is not None  # the pattern matches everywhere
            self.position = space.end()
            if self.position < len(self.buffer):
                return self.buffer[self.position]
            if not self.fill_buffer():
                return ""

    def accept(self, sign: str) -> bool:
        """Return whether *sign* is next, and skip it if so."""
        if self.peek() != sign:
            return False
        self.position += 1
        return True

    def read_value(self) -> object:
        """Return the next value.

        Raises ``JSONDecodeError`` if it is malformed or larger than any article.
        """
        self.peek()
        while not self.has_whole_value():
            is_too_large = len(self.buffer) - self.position > LARGEST
            if is_too_large or not self.fill_buffer():
                break
        value, self.position = DECODE(self.buffer, self.position)
        return value

    def read_small_value(self) -> object:
        """Return the next value, TOO_LARGE for a list or an object that is too large.

        Raises ``JSONDecodeError`` for any other that cannot be read.
        """
        try:
            return self.read_value()
        except JSONDecodeError:
            is_large = len(self.buffer) - self.position > LARGEST
            if is_large and self.peek() in CONTAINERS:
                return TOO_LARGE
            raise

    def has_whole_value(self) -> bool:
        """Return whether the buffer contains the next value to its end.

        The digits of a number may continue in the next chunk.
        """
        try:
            value, end = DECODE(self.buffer, self.position)
        except JSONDecodeError:
            return False
        is_number = isinstance(value, int | float)
        return not is_number or self.buffer[end : end + 1] in AFTER_NUMBER


def read_rows(text: TextIO) -> Iterator[object]:
    """Yield the members of a list, or of the first list of objects in an object.

    An object's title becomes the source of its rows: in a JSON feed it is the outlet.
    """
    reader = JsonReader(text)
    if reader.accept("["):
        yield from read_members(reader)
        return
    outlet: dict[str, object] = {}
    while reader.accept("{") or reader.accept(","):
        name = reader.read_value()
        reader.accept(":")
        if not reader.accept("["):
            value = reader.read_value()
            if isinstance(value, str) and name == "title":
                outlet = {"source": value}
        elif reader.peek() == "{":
            for row in read_members(reader):
                yield {**outlet, **row} if isinstance(row, dict) else row
            return
        else:
            skip_members(reader)


def read_members(reader: JsonReader) -> Iterator[object]:
    """Yield the members of a list after its opening bracket."""
    while not reader.accept("]"):
        yield reader.read_value()
        if not reader.accept(",") and reader.peek() != "]":
            raise JSONDecodeError("the list breaks off", reader.buffer, reader.position)


def skip_members(reader: JsonReader) -> None:
    """Read a list after its opening bracket to its end."""
    for _ in read_members(reader):
        pass


def read_wrapped(text: TextIO) -> Iterator[object]:
    """Yield the parts of a large JSON value that fit into memory, each in its place.

    A part is a member of a list or an object, in the lists, objects and scalars around
    it: of ``{"site": "السدى", "data": {"rows": [1, 2]}}`` they are ``{"site": "السدى",
    "data": {"rows": [1]}}`` and the same with 2, if the rows are large.
    """
    reader = JsonReader(text)
    reader.skip_prefix()
    while reader.peek():
        yield from read_parts(reader, lambda value: value)
        reader.accept(",")


def read_parts(reader: JsonReader, wrap: Wrapper) -> Iterator[object]:
    """Yield the parts of the next value, each in what *wrap* puts around it."""
    if reader.accept("["):
        yield from read_list_parts(reader, wrap)
    elif reader.accept("{"):
        yield from read_object_parts(reader, wrap)
    else:
        yield wrap(reader.read_value())


def read_list_parts(reader: JsonReader, wrap: Wrapper) -> Iterator[object]:
    """Yield the parts of a list after its opening bracket."""

    def wrap_member(member: object) -> object:
        return wrap([member])

    while not reader.accept("]"):
        member = reader.read_small_value()
        if member is TOO_LARGE:
            yield from read_parts(reader, wrap_member)
        else:
            yield wrap_member(member)
        if not reader.accept(",") and reader.peek() != "]":
            raise JSONDecodeError("the list breaks off", reader.buffer, reader.position)


def read_object_parts(reader: JsonReader, wrap: Wrapper) -> Iterator[object]:
    """Yield the parts of an object after its opening bracket."""
    scalars: dict[str, object] = {}
    while not reader.accept("}"):
        name = str(reader.read_value())
        reader.accept(":")
        member = reader.read_small_value()
        if member is TOO_LARGE:
            yield from read_parts(reader, wrapper_of_member(wrap, dict(scalars), name))
        elif isinstance(member, list | dict):
            yield wrap({**scalars, name: member})
        elif len(scalars) < MOST_SCALARS and len(str(member)) <= LONGEST_SCALAR:
            scalars[name] = member
        if not reader.accept(",") and reader.peek() != "}":
            raise JSONDecodeError(
                "the object breaks off", reader.buffer, reader.position
            )


def wrapper_of_member(wrap: Wrapper, scalars: dict[str, object], name: str) -> Wrapper:
    """Return the wrapper of the member *name* of an object with *scalars*."""

    def wrap_member(value: object) -> object:
        return wrap({**scalars, name: value})

    return wrap_member
