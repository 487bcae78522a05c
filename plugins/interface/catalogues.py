# SPDX-License-Identifier: AGPL-3.0-or-later
"""Interface strings from gettext catalogues, compiled in memory: no .mo file, no system locale."""

from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

CATEGORIES = (
    "zero",
    "one",
    "two",
    "few",
    "many",
    "other",
)  # CLDR's, as Intl.PluralRules names them
SAMPLES = range(
    101
)  # holds a number of each category of each language CLDR knows by whole numbers


def load(folder: Path, lang: str) -> Translations:
    """Return the catalogue ``<folder>/<lang>.po``; raises ``FileNotFoundError`` without one."""
    compiled = BytesIO()
    with (folder / f"{lang}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=lang, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)


def sample_numbers(lang: str) -> dict[str, int]:
    """Return for each plural category of *lang* the smallest whole number that takes it."""
    plural_form = Locale.parse(lang).plural_form
    first = {plural_form(number): number for number in reversed(SAMPLES)}
    return {category: first[category] for category in CATEGORIES if category in first}


def plural_forms(
    translations: Translations, lang: str, singular: str, plural: str
) -> dict[str, str]:
    """Return the forms of a counted message by plural category, ``%(shown)s`` standing as ``{n}``."""
    return {
        category: translations.ungettext(singular, plural, number).replace(
            "%(shown)s", "{n}"
        )
        for category, number in sample_numbers(lang).items()
    }


def direction(lang: str) -> str:
    """Return ``rtl`` or ``ltr``, the direction in which *lang* is written."""
    return Locale.parse(lang).text_direction
