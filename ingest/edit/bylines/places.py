# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gazetteer of the places and news agencies that bylines name."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from arabic.spelling import name_key
from arabic.stem import spell_loanword

# Agencies with the other ways they sign, and cities of datelines that are not among
# CLDR's time zones.
TABLES: dict[str, Any] = json.loads(
    (files(__package__) / "places.json").read_text(encoding="utf-8")
)


@cache
def place_keys() -> frozenset[str]:
    """Return the keys of CLDR's territories and zone cities, and of our own table."""
    arabic = Locale("ar")
    cities = [zone["city"] for zone in arabic.time_zones.values() if "city" in zone]
    names = (*TABLES["cities"], *cities, *arabic.territories.values())
    return frozenset(map(place_key, names))


@cache
def agency_names() -> dict[str, str]:
    """Return the names of the news agencies by the keys of all ways they sign."""
    return {
        spaceless_key(signature): name
        for name, signatures in TABLES["agencies"].items()
        for signature in (name, *signatures)
    }


def is_place(text: str) -> bool:
    """Return whether *text* is the name of a place in the tables."""
    return place_key(text) in place_keys()


def place_key(name: str) -> str:
    """Return the key of a place's name, the same for «بطرسبرغ» and «بطرسبرج»."""
    return spell_loanword(spaceless_key(name))


def agency_name(text: str) -> str:
    """Return the name of the agency that signs as *text*, "" if there is none."""
    return agency_names().get(spaceless_key(text), "")


def spaceless_key(name: str) -> str:
    """Return the key of a name without spaces.

    «أ. ف. ب» and «أ.ف.ب» have the same key, «أبو ظبي» and «أبوظبي» too.
    """
    return name_key(name).replace(" ", "")
