# SPDX-License-Identifier: AGPL-3.0-or-later
"""Digest of what every page depends on: settings, theme, code, menu."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from plugins.contract import Settings
from plugins.publish.pages.page_inputs import digest_of
from storage.code_digest import code_digest

LIBRARIES = (
    *("pelican", "Jinja2", "MarkupSafe", "Babel", "hijridate"),
    *("pyromark", "nh3", "PyYAML"),
)
PLUGINS = Path(__file__).parents[2]
# No page shows what is in these: where files are, and how fast a build is.
NOT_IN_PAGES = frozenset(
    {
        *("PATH", "OUTPUT_PATH", "THEME", "THEME_TEMPLATES_OVERRIDES", "CACHE_PATH"),
        *("ENTITIES_AUTHORITY", "ENTITIES_CACHE", "ENTITIES_PROCESSES"),
        *("SEARCH_CACHE", "RELATED_CACHE", "OFFLINE_ZIP", "OFFLINE_SEAL"),
        *("PELICAN_CLASS", "PLUGIN_PATHS", "DEBUG"),
    }
)
# Code of the search index and of the recogniser decides no page.
NO_PAGES = ("plugins.search", "plugins.offline", "plugins.entities")


def site_inputs(settings: Settings, context: Mapping[str, Any]) -> bytes:
    """Return the digest of what every page depends on."""
    menu = [(page.title, page.url, page.lang) for page in context["pages"]]
    code = digest_code(tuple(settings["PLUGINS"]))
    return digest_of(
        (list(stable_settings(settings)), menu, code, list(template_files(settings)))
    )


def reading_inputs(settings: Settings) -> str:
    """Return the digest of what decides how Markdown files are read, in hexadecimal.

    Plugins may change settings once the articles are read: ask before.
    """
    code = digest_code(tuple(settings["PLUGINS"]))
    return digest_of((sys.version, code, list(stable_settings(settings)))).hex()


def template_inputs(settings: Settings) -> str:
    """Return the digest of what decides how templates are compiled."""
    return digest_of((reading_inputs(settings), list(template_files(settings)))).hex()


@cache
def digest_code(plugins: tuple[str, ...]) -> str:
    """Return the digest of the code of *plugins* that decides pages."""
    return code_digest(plugin_paths(plugins), LIBRARIES)


def stable_settings(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the settings that a page may show, as texts equal in every run."""
    for name in sorted(settings):
        if name.isupper() and name not in NOT_IN_PAGES:
            yield name, stable_text(settings[name])


def stable_text(value: object) -> str:
    """Return a text for *value*; of a function its name, for its code is digested."""
    if isinstance(value, Mapping):
        return str([(str(key), stable_text(member)) for key, member in value.items()])
    if isinstance(value, (list, tuple)):
        return str(list(map(stable_text, value)))
    if isinstance(value, (set, frozenset)):
        return str(sorted(map(stable_text, value)))
    if callable(value):
        return f"{getattr(value, '__module__', '')}.{getattr(value, '__name__', '')}"
    return repr(value)


def plugin_paths(plugins: Iterable[str]) -> list[Path]:
    """Return the files and folders of the code of *plugins* that decides pages."""
    paths = [PLUGINS / path for path in ("contract.py", "entities/build", "publish")]
    for name in plugins:
        module = sys.modules.get(name)
        if name not in NO_PAGES and module is not None and module.__file__:
            file = Path(module.__file__)
            paths.append(file.parent if file.stem == "__init__" else file)
    return paths


def template_files(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of every template and translation."""
    theme = Path(settings["THEME"])
    overrides = map(Path, settings["THEME_TEMPLATES_OVERRIDES"])
    for folder in (theme / "templates", theme / "locale", *overrides):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path.read_bytes()
