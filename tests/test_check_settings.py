# SPDX-License-Identifier: AGPL-3.0-or-later
"""A wrong setting is named before the build, with what is allowed."""

import pytest
from pelican.settings import read_settings

from plugins.contract import BuildProblem
from plugins.publish.check_settings import check_settings
from upkeep import ROOT


def settings(**changes):
    return read_settings(str(ROOT / "pelicanconf.py"), changes)


def test_the_settings_as_they_are_have_no_problem():
    check_settings(settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INTERFACE_LANG", "xx"),
        ("INTERFACE_LANG", "../ar"),
        ("INTERFACE_LANG", None),
        ("DATES_LOCALE", "xx"),
        ("DATES_LOCALE", 3),
        ("DATES_ORDER", "both"),
        ("DATES_DIGITS", 1),
        ("TIMEZONE", "Mars"),
        ("TIMEZONE", "../../etc/passwd"),
        ("DEFAULT_PAGINATION", 0),
        ("DEFAULT_PAGINATION", 2.5),
        ("SEARCH_SNIPPET_WORDS", "many"),
        ("ENTITIES_PROCESSES", True),
    ],
)
def test_a_wrong_setting_is_named_with_its_value(name, value):
    with pytest.raises(BuildProblem, match=f"{name} = "):
        check_settings(settings(**{name: value}))
