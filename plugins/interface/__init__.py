# SPDX-License-Identifier: AGPL-3.0-or-later
"""Adds the language of menus and labels (``INTERFACE_LANG``): templates, scripts."""

import json
import re
from functools import cache, lru_cache, partial
from pathlib import Path

from babel.numbers import format_decimal
from babel.support import Translations
from jinja2.ext import Extension
from markupsafe import Markup, escape
from pelican.generators import Generator
from pelican.plugins import signals

from arabic.bidi import left_to_right_runs
from plugins.interface.catalogues import load_catalogue, plural_forms, text_direction
from plugins.interface.page_script import page_script_generator

ISOLATE = Markup('<bdi dir="ltr">{}</bdi>')
# Read once for all generators of a build.
cached_catalogue = cache(load_catalogue)


class CompiledMessages(Extension):
    """Translates fixed messages when a template is compiled.

    A page has forty of them, and an archive may have 100,000 pages.
    """

    MESSAGE = re.compile(r'\b_\("([^"\\]*)"\)')

    def preprocess(
        self, source: str, name: str | None, filename: str | None = None
    ) -> str:
        """Return *source* with every message without values translated."""
        return self.MESSAGE.sub(self.translate, source)

    def translate(self, message: re.Match[str]) -> str:
        """Return a constant expression: the markup that ``gettext`` would return."""
        catalogue: Translations = self.environment.catalogue  # type: ignore[attr-defined]
        text = catalogue.ugettext(message[1]) % {}
        return f"({json.dumps(text, ensure_ascii=False)}|safe)"


def install_language(generator: Generator) -> None:
    """Add gettext, ``plural_forms``, ``direction`` and two filters to the templates."""
    lang = generator.settings["INTERFACE_LANG"]
    translations = cached_catalogue(Path(generator.theme) / "locale", lang)
    env = generator.env
    env.policies["ext.i18n.trimmed"] = True
    # Unescaped Arabic in JSON-LD has a third of the bytes, and people can read it.
    env.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False,
        "sort_keys": True,
        # Nearly every page has such a script.
        "separators": (",", ":"),
    }
    env.install_gettext_translations(translations, newstyle=True)
    env.globals["plural_forms"] = partial(plural_forms, translations, lang)
    env.globals["direction"] = text_direction
    env.filters["number"] = lru_cache(partial(format_decimal, locale=lang))
    env.filters["isolated"] = isolate_text
    env.extend(catalogue=translations)
    env.add_extension(CompiledMessages)


# A title is in a dozen lists.
@lru_cache(maxsize=100_000)
def isolate_text(text: str) -> Markup:
    """Return *text* as HTML with its left-to-right runs isolated."""
    parts: list[str] = []
    done = 0
    for start, end in left_to_right_runs(text):
        parts += escape(text[done:start]), ISOLATE.format(text[start:end])
        done = end
    return Markup("").join([*parts, escape(text[done:])])


def register() -> None:
    """Connect before any template is compiled."""
    signals.generator_init.connect(install_language)
    signals.get_generators.connect(page_script_generator)
