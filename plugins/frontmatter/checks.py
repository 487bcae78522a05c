# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks front matter: whether each key has the kind of value that the build reads.

YAML gives ``no`` as false and ``2020`` as a number, and an editor may write a date as
in a newspaper. Whatever is not as ingest writes it is refused with the key, so that the
message can name the line.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

ARTICLE_KEYS = ("id", "title", "source", "lang", "sha256")
PAGE_KEYS = ("title", "slug")
ID = re.compile(r"[a-z2-7]{8,12}")
PAGE_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
HIJRI_DATE = re.compile(r"\d{3,4}-\d{1,2}-\d{1,2}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIRST_YEAR, LAST_YEAR = 1000, 9998  # calendars and time zones fail beyond
URL_SCHEME = re.compile(r"([^/?#:]*):")
# What a browser removes from an address before it reads the scheme.
IGNORED_IN_URLS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]")
SAFE_SCHEMES = frozenset({"http", "https", "ftp"})
STATUSES = ("published", "draft", "hidden", "skip")
# Pelican takes these for its own; ``authors`` and ``section`` are the archive's.
RESERVED_KEYS = frozenset(
    {
        *("author", "category", "content", "date_format", "default_status", "locale"),
        *("modified", "path", "reader", "save_as", "shelf", "summary", "timezone"),
        *("translation", "translations"),
    }
)


class BadFrontMatter(ValueError):
    """The front matter of a Markdown file is not as ingest writes it.

    *key* is the key that is wrong, *line* its line in the file; either may be unknown.
    """

    def __init__(self, reason: str, key: str = "", line: int = 0) -> None:
        super().__init__(reason)
        self.key, self.line = key, line


def check_article(head: dict[str, Any]) -> dict[str, Any]:
    """Return an article's front matter with its date as an aware ``datetime``.

    Without a date the article is undated. Raises ``BadFrontMatter`` for a key that is
    missing or wrong.
    """
    require_keys(head, ARTICLE_KEYS)
    check_values(head, {**COMMON_CHECKS, **ARTICLE_CHECKS})
    if "date" not in head:
        return head
    return head | {"date": parse_date(head["date"])}


def check_page(head: dict[str, Any]) -> dict[str, Any]:
    """Return a page's front matter; raises ``BadFrontMatter``."""
    require_keys(head, PAGE_KEYS)
    check_values(head, {**COMMON_CHECKS, "slug": check_page_slug})
    return head


def require_keys(head: dict[str, Any], keys: tuple[str, ...]) -> None:
    """Raise ``BadFrontMatter`` naming those of *keys* that are missing or empty."""
    missing = [key for key in keys if not head.get(key)]
    if missing:
        raise BadFrontMatter(f"missing: {', '.join(missing)}")


def check_values(
    head: dict[str, Any], checks: dict[str, Callable[[Any], str | None]]
) -> None:
    """Raise ``BadFrontMatter`` for the first key with a wrong value."""
    for key, value in head.items():
        if key in RESERVED_KEYS or not isinstance(key, str):
            raise BadFrontMatter(f"the key {key!r} has no meaning here: remove it", key)
        check = checks.get(key)
        reason = check(value) if check else None
        if reason:
            raise BadFrontMatter(f"{key}: {reason}", key)


def check_text(value: object) -> str | None:
    """Return why *value* is not a text of one line."""
    if not isinstance(value, str):
        return f"{value!r} is not text to YAML: put it in double quotes"
    return None


def check_texts(value: object) -> str | None:
    """Return why *value* is not a list of texts; it may be empty."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return f'{value!r} is not a list of texts: write ["one", "two"]'
    if not all(one.strip() for one in value):
        return f"{value!r} has an empty text: remove it"
    return None


def check_id(value: object) -> str | None:
    """Return why *value* is no article's id."""
    if ID.fullmatch(str(value)):
        return None
    return f"{value!r} is not 8 to 12 letters a-z or digits 2-7"


def check_page_slug(value: object) -> str | None:
    """Return why *value* cannot be the file name of a page."""
    if PAGE_SLUG.fullmatch(str(value)):
        return None
    return f"{value!r} is not a file name of letters a-z, digits and hyphens"


@cache
def check_language(value: object) -> str | None:
    """Return why *value* is no language that Babel has."""
    try:
        Locale.parse(str(value))
    except (UnknownLocaleError, ValueError):
        return f"{value!r} is no known language: write ar, en, fr …"
    return check_text(value)


def check_url(value: object) -> str | None:
    """Return why *value* may not be a link: a scheme that runs code, or no text."""
    if not isinstance(value, str):
        return check_text(value)
    scheme = URL_SCHEME.match(IGNORED_IN_URLS.sub("", value))
    if scheme and scheme[1].lower() not in SAFE_SCHEMES:
        return f"{value[:80]!r} is no web address: it must begin with http or https"
    return None


def check_urls(value: object) -> str | None:
    """Return why *value* is not a list of links."""
    reason = check_texts(value)
    if reason or not isinstance(value, list):
        return reason
    return next(filter(None, map(check_url, value)), None)


def check_hijri_date(value: object) -> str | None:
    """Return why *value* is no Hijri date."""
    if HIJRI_DATE.fullmatch(str(value)):
        return None
    return f"{value!r} is no Hijri date: write 1441-06-14"


def check_extraction(value: object) -> str | None:
    """Return why *value* is not what ingest notes of the extraction."""
    if not isinstance(value, dict):
        return f"{value!r} is not a mapping"
    for name in ("confidence", "kept"):
        number = value.get(name, 0)
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            return f"{name} {number!r} is not a number"
    return check_text(value.get("method", ""))


def check_status(value: object) -> str | None:
    """Return why *value* is no status."""
    if value in STATUSES:
        return None
    return f"{value!r} is none of {', '.join(STATUSES)}"


COMMON_CHECKS: dict[str, Callable[[Any], str | None]] = {
    "title": check_text,
    "lang": check_language,
    "status": check_status,
    "template": check_text,
}


def check_precision(value: object) -> str | None:
    """Return why *value* is no precision of a date."""
    if value != "day":
        return f"{value!r} is no precision: write day, or leave the line out"
    return None


ARTICLE_CHECKS: dict[str, Callable[[Any], str | None]] = {
    **dict.fromkeys(("source", "section", "agency", "place", "credit"), check_text),
    **dict.fromkeys(("byline", "date_source", "date_text", "original"), check_text),
    **dict.fromkeys(("authors", "tags", "date_flags", "also_in"), check_texts),
    "id": check_id,
    "sha256": check_text,
    "url": check_url,
    "other_urls": check_urls,
    "hijri_stated": check_hijri_date,
    "date_precision": check_precision,
    "extraction": check_extraction,
}


def parse_date(date: object) -> datetime:
    """Return an ISO 8601 date with UTC offset; YAML may have parsed it already.

    A day without a time of day becomes its midnight, which the calendars show as a day.
    Raises ``BadFrontMatter`` for any other form.
    """
    try:
        if isinstance(date, datetime):
            parsed = date
        elif DAY.fullmatch(str(date)):
            parsed = datetime.fromisoformat(str(date)).replace(tzinfo=UTC)
        else:
            parsed = datetime.fromisoformat(str(date))
    except ValueError as error:
        reason = f"date {date!r} is not ISO 8601: write 2020-02-08T00:00:00+03:00"
        raise BadFrontMatter(reason, "date") from error
    if parsed.tzinfo is None:
        reason = f"date {str(date)!r} has no offset from UTC, such as +03:00"
        raise BadFrontMatter(reason, "date")
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise BadFrontMatter(f"date {str(date)!r}: no calendar has this year", "date")
    return parsed
