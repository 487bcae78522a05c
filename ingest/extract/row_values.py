# SPDX-License-Identifier: AGPL-3.0-or-later
"""The strings in a value of a dataset row, whatever its shape; moments in ISO 8601."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from ingest.inputs.datasets.field_names import Row, first_present, is_empty

# Members of an object that has the value of a field, the first that is not empty.
VALUE_NAMES = (
    *("name", "rendered", "text", "value", "$date", "$numberLong", "$numberInt"),
    *("#text", "_text", "__cdata", "cdata", "@value", "_", "html", "plain", "content"),
    *("content_elements", "blocks", "data", "title", "display_name", "displayName"),
    *("ar", "basic", "by", "attributes", "bodyModel", "paragraphs", "body", "children"),
    *("main", "original", "root", "processed", "label", "url", "href"),
    *("stringValue", "timestampValue", "arrayValue", "values"),  # Firestore
    *("node", "nodes", "edges", "sections", "plain_text", "start"),
)
NUMERIC = re.compile(r"\d+(?:\.\d+)?")
STRUCT_TIME, SECONDS = 9, 6  # numbers of a moment, and those up to its seconds
NAME_PARTS = (("first_name", "last_name"), ("firstName", "lastName"))
# JSON of .NET: «/Date(1620380000000+0300)/».
DOTNET_DATE = re.compile(r"/Date\((\d{9,16})(?:[+-]\d{4})?\)/")
DAY_NUMBER = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)")  # 20210506
EPOCH_FIELDS = frozenset(("date", "updated", "captured"))
# Their numbers are ids of a database.
NAME_FIELDS = frozenset(("author", "section", "tags", "source"))
# A moment since 1970 in each unit has so many digits from 2001 to 2286.
SECONDS_BY_DIGITS = {10: 1, 13: 1e-3, 16: 1e-6, 19: 1e-9}
INLINE = {"text", "type"}  # members of a formatted part of a text in a list


def strings_in(value: object, field: str = "") -> list[str]:
    """Return *value* as strings: itself, a list's members, the value in an object.

    A list of text and of formatted parts of it is one string.
    """
    if isinstance(value, str):
        return scalar_strings(value, field)
    if isinstance(value, list):
        return strings_of_list(value, field)
    if isinstance(value, Mapping):
        if name := name_of_parts(value):
            return [name]
        return strings_in(first_present(value, VALUE_NAMES), field)
    return scalar_strings(value, field)


def strings_of_list(value: list[object], field: str) -> list[str]:
    """Return a list as strings, one if it is a moment or text with formatted parts."""
    if field in EPOCH_FIELDS and (moment := moment_of_parts(value)):
        return [moment]
    if any(isinstance(member, str) for member in value) and any(
        isinstance(member, dict) and member.keys() <= INLINE for member in value
    ):
        return ["".join(text for member in value for text in inline_text(member))]
    return [text for member in value for text in strings_in(member, field)]


def moment_of_parts(value: list[object]) -> str:
    """Return the numbers of a moment, as feedparser has it, in ISO 8601, else ""."""
    numbers = [part for part in value[:SECONDS] if isinstance(part, int)]
    if len(value) != STRUCT_TIME or len(numbers) != SECONDS:
        return ""
    year, month, day, *time = numbers
    hour, minute, second = (f"{part:02}" for part in time)
    return f"{year:04}-{month:02}-{day:02}T{hour}:{minute}:{second}+00:00"


def name_of_parts(value: Row) -> str:
    """Return the name of a person that has its parts in two members, else ""."""
    for first, last in NAME_PARTS:
        if isinstance(value.get(first), str) and isinstance(value.get(last), str):
            return f"{value[first]} {value[last]}".strip()
    return ""


def inline_text(member: object) -> list[str]:
    """Return the text of a part of a formatted text, with its spaces."""
    if isinstance(member, Mapping):
        member = member.get("text")
    return [member] if isinstance(member, str) else []


def scalar_strings(value: object, field: str) -> list[str]:
    """Return a string or number as a list, [] if it is empty or means nothing."""
    if is_empty(value) or isinstance(value, bool):
        return []
    text = str(value)
    if field in NAME_FIELDS and not isinstance(value, str):
        return []
    if field in EPOCH_FIELDS:
        if NUMERIC.fullmatch(text):
            return [moment_of_number(text)]
        if dotnet := DOTNET_DATE.fullmatch(text):
            return [moment_of_number(dotnet[1])]
    return [text]


def moment_of_number(text: str) -> str:
    """Return a number as an ISO date: of digits YYYYMMDD, or a time since 1970.

    Any other number is returned unchanged, for the date parser.
    """
    if day := DAY_NUMBER.fullmatch(text):
        return "-".join(day.groups())
    unit = SECONDS_BY_DIGITS.get(len(text.partition(".")[0]))
    if unit is None:
        return text
    try:
        moment = datetime.fromtimestamp(round(float(text) * unit), UTC)
    except (ValueError, OverflowError, OSError):
        return text
    return moment.isoformat()
