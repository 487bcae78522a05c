# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks the settings before a build: name, value and what is allowed.

A wrong one would fail deep in a library, or only on the last page.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError

from plugins.contract import BuildProblem, Settings

CHOICES = {
    "DATES_ORDER": ("hijri-first", "gregorian-first"),
    "DATES_DIGITS": ("latin", "arab"),
}
# Whole numbers, each with the least that makes sense.
NUMBERS = {
    "DEFAULT_PAGINATION": 1,
    "ENTITIES_PROCESSES": 1,
    "ENTITIES_PAGE_ARTICLES": 1,
    "FEEDS_ARTICLES": 1,
    "FEEDS_LIST_ARTICLES": 1,
    "SEARCH_SHARD_BYTES": 1,
    "SEARCH_PARTITION_ARTICLES": 1,
    "SEARCH_RECORDS_PER_FILE": 1,
    "SEARCH_SNIPPET_WORDS": 1,
    "SEARCH_SUGGESTION_ARTICLES": 1,
    "SEARCH_FACET_VALUES": 0,
}


def check_settings(settings: Settings) -> None:
    """Raise ``BuildProblem`` with a line for each setting that is wrong."""
    problems = [
        f"{name} = {settings[name]!r} in pelicanconf.py: {reason}"
        for name, check in CHECKS.items()
        if name in settings and (reason := check(settings))
    ]
    if problems:
        raise BuildProblem("\n".join(problems))


def check_interface_language(settings: Settings) -> str | None:
    """Return why there are no menus in ``INTERFACE_LANG``."""
    folder = Path(settings["THEME"], "locale")
    languages = sorted(path.stem for path in folder.glob("*.po"))
    if settings["INTERFACE_LANG"] in languages:
        return None
    return f"the theme is translated into {', '.join(languages)}"


def check_locale(settings: Settings) -> str | None:
    """Return why Babel has no names of months in ``DATES_LOCALE``."""
    try:
        Locale.parse(settings["DATES_LOCALE"])
    except (UnknownLocaleError, ValueError, TypeError):
        return "Babel has no such locale; write ar, ar_SY, en …"
    return None


def check_time_zone(settings: Settings) -> str | None:
    """Return why ``TIMEZONE`` is none."""
    try:
        ZoneInfo(settings["TIMEZONE"])
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        return "there is no such time zone; write Asia/Riyadh, UTC …"
    return None


def check_choice(name: str) -> Callable[[Settings], str | None]:
    """Return the check of a setting that has a few values."""

    def check(settings: Settings) -> str | None:
        if settings[name] in CHOICES[name]:
            return None
        return f"must be {' or '.join(CHOICES[name])}"

    return check


def check_number(name: str) -> Callable[[Settings], str | None]:
    """Return the check of a setting that is a whole number."""

    def check(settings: Settings) -> str | None:
        value: Any = settings[name]
        if type(value) is int and value >= NUMBERS[name]:
            return None
        return f"must be a whole number, at least {NUMBERS[name]}"

    return check


CHECKS: dict[str, Callable[[Settings], str | None]] = {
    "INTERFACE_LANG": check_interface_language,
    "DATES_LOCALE": check_locale,
    "TIMEZONE": check_time_zone,
    **{name: check_choice(name) for name in CHOICES},
    **{name: check_number(name) for name in NUMBERS},
}
