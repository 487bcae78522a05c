# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of places, agencies and papers as bylines have them."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from arabic.spelling import name_key

# Agencies, each with the other ways it is signed, and cities that datelines name but CLDR's time zones do not.
TABLES: dict[str, Any] = json.loads(
    (files(__package__) / "places.json").read_text(encoding="utf-8")
)

# What data sets call papers → how the papers write themselves.
OUTLETS: dict[str, str] = json.loads(
    (files(__package__) / "outlets.json").read_text(encoding="utf-8")
)


@cache
def places() -> frozenset[str]:
    """Return the keys of the places that a dateline may name: CLDR's territories and zone cities, and our table."""
    arabic = Locale("ar")
    cities = [zone["city"] for zone in arabic.time_zones.values() if "city" in zone]
    return frozenset(
        map(joined, (*TABLES["cities"], *cities, *arabic.territories.values()))
    )


@cache
def agencies() -> dict[str, str]:
    """Return key → name of the news agencies."""
    return {
        joined(sign): name
        for name, signs in TABLES["agencies"].items()
        for sign in (name, *signs)
    }


def is_place(text: str) -> bool:
    """Say whether *text* is the name of a place that the tables know."""
    return joined(text) in places()


def agency(text: str) -> str:
    """Return the name of the agency that signs as *text*, "" if none does."""
    return agencies().get(joined(text), "")


def joined(name: str) -> str:
    """Return the key of a name without its spaces: «أ. ف. ب» and «أ.ف.ب», «أبو ظبي» and «أبوظبي» are the same."""
    return name_key(name).replace(" ", "")
