# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language of menus and labels (``INTERFACE_LANG``), given to the theme's templates."""

import json
import re
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from babel.support import Translations
from jinja2.ext import Extension
from pelican.plugins import signals

from plugins.interface import catalogues


@cache
def read_catalogue(folder: Path, lang: str) -> Translations:
    """Return the catalogue, read once for all generators of a build."""
    return catalogues.load(folder, lang)


class Translated(Extension):
    """Writes fixed messages into a template when it is compiled: a page has forty, and an archive 100,000 pages."""

    MESSAGE = re.compile(r'\b_\("([^"\\]*)"\)')

    def preprocess(
        self, source: str, name: str | None, filename: str | None = None
    ) -> str:
        """Return *source* with each message that takes no values in the language of the interface."""
        return self.MESSAGE.sub(self.literal, source)

    def literal(self, message: re.Match[str]) -> str:
        """Return an expression that Jinja folds: the markup that ``gettext`` would return."""
        text = self.environment.catalogue.ugettext(message[1]) % {}  # type: ignore[attr-defined]
        return f"({json.dumps(text, ensure_ascii=False)}|safe)"


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
    env.filters["number"] = lru_cache(partial(format_decimal, locale=lang))
    env.extend(catalogue=translations)
    env.add_extension(Translated)


def register() -> None:
    """Connect to Pelican."""
    signals.generator_init.connect(install_language)
