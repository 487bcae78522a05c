# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language of menus and labels (``INTERFACE_LANG``), given to the theme's templates."""

from functools import cache, partial
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from babel.support import Translations
from pelican.plugins import signals

from plugins.interface import catalogues


@cache
def read_catalogue(folder: Path, lang: str) -> Translations:
    """Return the catalogue, read once for all generators of a build."""
    return catalogues.load(folder, lang)


def install_language(generator: Any) -> None:
    """Give the templates gettext, ``plural_forms``, ``direction`` and the filter ``number``."""
    lang = generator.settings["INTERFACE_LANG"]
    translations = read_catalogue(Path(generator.theme) / "locale", lang)
    env = generator.env
    env.policies["ext.i18n.trimmed"] = True
    # Arabic stays letters in JSON-LD: a third of the bytes, and readable in the page's source.
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    env.install_gettext_translations(translations, newstyle=True)
    env.globals["plural_forms"] = partial(catalogues.plural_forms, translations, lang)
    env.globals["direction"] = catalogues.direction
    env.filters["number"] = partial(format_decimal, locale=lang)


def register() -> None:
    """Connect to Pelican."""
    signals.generator_init.connect(install_language)
