# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of fields in datasets: our fields, and what other tools call them.

Names are compared without case, spaces and punctuation: ``Publish Date``,
``publish_date`` and ``publishDate`` are one name.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice

from ingest.inputs.datasets.aliases import ALIASES

FIELDS = tuple(ALIASES)
# A member that only wraps a row: Elasticsearch, Strapi, Django, Airtable and others.
WRAPPERS: tuple[str, ...] = (
    "_source",
    "attributes",
    "fields",
    "data",
    "article",
    "post",
    "document",
)
WRAPPERS += ("item", "node", "record", "doc", "news", "story", "value", "row", "json")
WRAPPERS += ("snippet",)  # of YouTube's interface
# Members of a row that are objects with fields of it, by key.
DETAILS = (
    *("meta", "metadata", "info", "details", "properties", "frontmatter", "header"),
    *("extra", "headers"),
)
PREFIX = re.compile(r"^(?:_source|attributes|fields|data|article|post|item)\.")
PUNCTUATION = re.compile(r"[\W_]+")
SAMPLED = 3  # members of a list that are asked whether they are articles
ERROR_NAMES = {"code", "message"}  # of the answer of an API that has no article
# What other programs write into a cell without a value.
EMPTY_CELLS = frozenset(
    (
        *("", "nan", "null", "none", r"\n", "n/a", "#n/a", "<na>", "nat", "undefined"),
        *("nil", "-", "--", "–", "—", "لا يوجد", "غير معروف", "غير محدد"),
    )
)
LONGEST_EMPTY_CELL = max(map(len, EMPTY_CELLS))

# Fields that decide whether a row is published, or complete it.
DECIDING = (
    *("status", "post status", "state", "workflow state", "visibility", "audience"),
    *("is published", "draft", "is draft", "private", "protected", "deleted"),
    *("password", "post password", "type", "_embedded"),
    *("id", "_id", "index", "row id", "uuid"),  # of the record: nothing to read
)
# Fields that splitters add to a row: why it yields no article, and what was repaired.
ASIDE = "warraq:aside"
NOTES = "warraq:notes"

LONGEST_NAME, MOST_NAMES = 40, 100  # characters; names of a row that are listed
FieldPairs = tuple[tuple[str, str], ...]  # our field, the dataset's name for it
Row = Mapping[str, object]


@lru_cache(1 << 12)
def name_key(name: str) -> str:
    """Return what is compared of a field's name."""
    return PUNCTUATION.sub("", name.casefold())


ALIAS_KEYS = {
    field: tuple(dict.fromkeys(map(name_key, names)))
    for field, names in ALIASES.items()
}


@lru_cache(16)
def keys_by_field(pairs: FieldPairs) -> dict[str, tuple[str, ...]]:
    """Return the keys to try for each field, in order.

    *pairs* («captured», «date») come from the user: such a name is tried first for its
    field, and for no other.
    """
    chosen = {field: name_key(name) for field, name in pairs}
    taken = set(chosen.values())
    keys = {}
    for field, aliases in ALIAS_KEYS.items():
        names = tuple(name for name in aliases if name not in taken)
        keys[field] = (chosen[field], *names) if field in chosen else names
    return keys


def key_row(row: Row) -> dict[str, object]:
    """Return *row* by the keys of its names; of equal keys the first with a value."""
    keyed: dict[str, object] = {}
    for name, value in row.items():
        if name:
            key = name_key(name)
            if not keyed.get(key):
                keyed[key] = value
            if "." in name and (short := PREFIX.sub("", name)) != name:
                keyed.setdefault(name_key(short), value)
    return keyed


def add_paths(keyed: dict[str, object], row: Row, pairs: FieldPairs) -> None:
    """Add to *keyed* the values of dotted names that the user gave, «data.text»."""
    for _, name in pairs:
        if "." in name and name_key(name) not in keyed:
            keyed[name_key(name)] = follow_path(row, name.split("."))


def add_details(keyed: dict[str, object]) -> None:
    """Add to *keyed* the fields that a row has in an object beside its text.

    ``{"text": …, "metadata": {"date": …}}``: what the row has itself comes first.
    """
    for name in DETAILS:
        inner = keyed.get(name)
        if isinstance(inner, Mapping):
            for key, value in key_row(inner).items():
                keyed.setdefault(key, value)


def follow_path(value: object, names: list[str]) -> object:
    """Return the value below *value* at the path *names*, ``None`` without one."""
    for name in names:
        if isinstance(value, list):
            value = [follow_path(member, [name]) for member in value]
        elif isinstance(value, Mapping):
            value = value.get(name)
        else:
            return None
    return value


def is_empty(value: object) -> bool:
    """Return whether *value* is none: also NaN, and what tools write for no value."""
    if isinstance(value, str):
        cell = value.strip() if len(value) <= 2 * LONGEST_EMPTY_CELL else value
        return len(cell) <= LONGEST_EMPTY_CELL and cell.casefold() in EMPTY_CELLS
    return not value or value != value  # noqa: PLR0124 - NaN is not equal to itself


def first_present(keyed: Row, keys: Iterable[str]) -> object:
    """Return the first value of *keyed* under *keys* that is not empty, else None."""
    for key in keys:
        if key in keyed:
            value = keyed[key]
            # A flag is no value: «published: true» is not a date.
            if not is_empty(value) and not isinstance(value, bool):
                return value
    return None


def has_field(row: Row, field: str, pairs: FieldPairs = ()) -> bool:
    """Return whether *row* has a value for *field*."""
    keyed = key_row(row)
    add_paths(keyed, row, pairs)
    return first_present(keyed, keys_by_field(pairs)[field]) is not None


def looks_like_article(row: object, pairs: FieldPairs = ()) -> bool:
    """Return whether *row* is an object with a text, in itself or in a wrapper."""
    return isinstance(row, Mapping) and has_text(unwrap_row(row, pairs), pairs)


def has_text(row: Row, pairs: FieldPairs) -> bool:
    """Return whether *row* has a body, or a title and a description."""
    if row.keys() >= ERROR_NAMES:
        return False
    if has_field(row, "body", pairs):
        return not is_container(row, pairs)
    has_teaser = has_field(row, "title", pairs) and has_field(row, "description", pairs)
    return has_teaser and not lists_articles(row, pairs)


def lists_articles(row: Row, pairs: FieldPairs) -> bool:
    """Return whether a member of *row* is a list of articles, as in a JSON feed."""
    return any(
        any(looks_like_article(member, pairs) for member in value[:SAMPLED])
        for value in row.values()
        if isinstance(value, list)
    )


def is_container(row: Row, pairs: FieldPairs) -> bool:
    """Return whether the body of *row* is a list or object of articles."""
    keyed = key_row(row)
    body = first_present(keyed, keys_by_field(pairs)["body"])
    members = body if isinstance(body, list) else [body]
    return any(
        isinstance(member, Mapping)
        and has_field(member, "title", pairs)
        and has_field(member, "body", pairs)
        for member in members
    )


def unwrap_row(row: Row, pairs: FieldPairs = ()) -> Row:
    """Return *row* with the members of an object in it that has the article.

    The outer members remain where the inner object lacks them.
    """
    if has_field(row, "body", pairs) and not is_container(row, pairs):
        return row
    for name in WRAPPERS:
        inner = row.get(name)
        if isinstance(inner, Mapping) and inner and has_text(inner, pairs):
            outer = {key: value for key, value in row.items() if key != name}
            return {**outer, **inner}
    return row


def is_column_list(
    names: Iterable[str], pairs: FieldPairs = (), field: str = "body"
) -> bool:
    """Return whether one of *names* is a column of *field*, by default of texts."""
    names = list(names)
    keys = {name_key(name) for name in names}
    keys |= {name_key(PREFIX.sub("", name)) for name in names}
    return not keys.isdisjoint(keys_by_field(pairs)[field])


@lru_cache(16)
def read_keys(pairs: FieldPairs) -> frozenset[str]:
    """Return the keys of all names that a field of ours may have."""
    keys = (key for names in keys_by_field(pairs).values() for key in names)
    return frozenset((*keys, *map(name_key, (ASIDE, NOTES, *WRAPPERS, *DECIDING))))


def unread_names(row: Row, pairs: FieldPairs) -> tuple[str, ...]:
    """Return the names in *row* with a value that are no field of ours."""
    keys = read_keys(pairs)
    return tuple(
        name[:LONGEST_NAME]
        for name, value in islice(row.items(), MOST_NAMES)
        if name
        and not is_empty(value)
        and name_key(name) not in keys
        and name_key(PREFIX.sub("", name)) not in keys
    )


def chosen_names(keyed: Row, pairs: FieldPairs) -> tuple[str, ...]:
    """Return the names that the user gave and a row has."""
    return tuple(name for _, name in pairs if not is_empty(keyed.get(name_key(name))))
