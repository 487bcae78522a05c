# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings of our plugins: each is given once, in pelicanconf.py, and each is read."""

import re
import runpy
from pathlib import Path

from pelican.settings import DEFAULT_CONFIG

from archive_settings import schema
from plugins.dates import style
from plugins.feeds import llms
from upkeep import hosts

ROOT = Path(__file__).resolve().parent.parent
OURS = re.compile(
    r"\b((?:DATES|ENTITIES|FEEDS|INTERFACE|LISTS|OFFLINE|RELATED|SEARCH|SITE|SOURCE)_[A-Z_]+)\b"
)
# Pelican has no defaults of the last two.
PELICANS = {*DEFAULT_CONFIG, "TIMEZONE", "SITESUBTITLE"}


def read_by_plugins_and_theme() -> set[str]:
    files = [
        *(ROOT / "plugins").rglob("*.py"),
        *(ROOT / "theme" / "templates").rglob("*.html"),
    ]
    read = re.compile(
        r"""settings\[["']([A-Z_]+)["']\]|\b(SITE_[A-Z]+|INTERFACE_LANG|SEARCH_[A-Z_]+|DATES_[A-Z_]+)\b"""
    )
    return {
        name
        for path in files
        for match in read.findall(path.read_text(encoding="utf-8"))
        for name in match
        if name
    }


def given() -> set[str]:
    return {
        name
        for name in runpy.run_path(str(ROOT / "pelicanconf.py"))
        if OURS.fullmatch(name)
    }


def test_every_setting_that_is_read_is_given():
    assert {
        name for name in read_by_plugins_and_theme() if name not in PELICANS
    } - given() == set()


def test_every_setting_that_is_given_is_read():
    assert given() - read_by_plugins_and_theme() == set()


def test_no_setting_has_a_second_default_in_code():
    defaults = re.compile(r"settings\.get\(")
    assert [
        str(path)
        for path in (ROOT / "plugins").rglob("*.py")
        if defaults.search(path.read_text(encoding="utf-8"))
    ] == []


def test_settings_offer_the_days_and_the_hosts_that_the_code_has():
    assert (schema.WEEK_DAYS, schema.BY_REGION) == (style.WEEKDAYS, style.BY_REGION)
    assert ("", *hosts.HOSTS) == schema.HOSTS
    assert schema.FOR_PROGRAMS[1:] == (llms.OVERVIEW, llms.TWINS)
