# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site's search page and the settings that its index is built with."""

import tempfile
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from upkeep import ROOT

CONFIGURATION = ROOT / "pelicanconf.py"
EMPTY_SITE = {
    "DIRECT_TEMPLATES": ["search"],
    "PLUGINS": [
        "plugins.frontmatter",
        "plugins.interface",
        "plugins.dates",
        "plugins.search",
    ],
}
# Selector of what the search page shows in the end: a result, or why there is none.
SHOWN = "ol.results > li, search-box > .search-notes > .message"


def read_search_settings(**changes: Any) -> dict[str, Any]:
    """Return the site's settings with *changes*, without a cache of earlier builds."""
    settings: dict[str, Any] = read_settings(str(CONFIGURATION))
    return settings | {"SEARCH_CACHE": ""} | changes


def build_search_page(output: Path, settings: dict[str, Any]) -> None:
    """Write the theme's search page and scripts below *output*, without articles."""
    with tempfile.TemporaryDirectory() as empty_folder:
        paths = {"PATH": empty_folder, "OUTPUT_PATH": str(output)}
        site = read_settings(override={**settings, **EMPTY_SITE, **paths})
        Pelican(site).run()
