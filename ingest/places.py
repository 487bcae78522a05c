# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of places and agencies as bylines have them."""

import json
from functools import cache
from importlib.resources import files

from babel import Locale

from arabic.spelling import name_key

# Agencies in the forms that bylines use, and cities that datelines name but CLDR's time zones do not.
TABLES: dict[str, list[str]] = json.loads((files(__package__) / "places.json").read_text(encoding="utf-8"))

# What data sets call papers → how the papers write themselves.
OUTLETS: dict[str, str] = json.loads((files(__package__) / "outlets.json").read_text(encoding="utf-8"))


@cache
def places() -> frozenset[str]:
    """Return the keys of the places that a dateline may name: CLDR's territories and zone cities, and our table."""
    arabic = Locale("ar")
    cities = [zone["city"] for zone in arabic.time_zones.values() if "city" in zone]
    return frozenset(map(name_key, (*TABLES["cities"], *cities, *arabic.territories.values())))


@cache
def agencies() -> dict[str, str]:
    """Return key → name of the news agencies."""
    return {name_key(name): name for name in TABLES["agencies"]}
