# SPDX-License-Identifier: AGPL-3.0-or-later
"""Interface strings from gettext catalogues, compiled in memory.

No .mo file and no system locale is needed.
"""

from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

# The plural categories of CLDR, as Intl.PluralRules names them.
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
# They have a number of each category that whole numbers take, in every CLDR language.
SAMPLES = range(101)


def load_catalogue(folder: Path, lang: str) -> Translations:
    """Return the catalogue ``<folder>/<lang>.po``; raises ``FileNotFoundError``."""
    compiled = BytesIO()
    with (folder / f"{lang}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=lang, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)


def sample_numbers(lang: str) -> dict[str, int]:
    """Return for each plural category of *lang* the smallest whole number in it.

    For Arabic: zero 0, one 1, two 2, few 3, many 11, other 100.
    """
    plural_form = Locale.parse(lang).plural_form
    smallest = {plural_form(number): number for number in reversed(SAMPLES)}
    return {
        category: smallest[category] for category in CATEGORIES if category in smallest
    }


def plural_forms(
    translations: Translations, lang: str, singular: str, plural: str
) -> dict[str, str]:
    """Return the forms of a counted message by plural category.

    The scripts of the theme replace ``{n}``; the catalogues have ``%(shown)s``.
    """
    forms = {}
    for category, number in sample_numbers(lang).items():
        form = translations.ungettext(singular, plural, number)
        forms[category] = form.replace("%(shown)s", "{n}")
    return forms


def text_direction(lang: str) -> str:
    """Return ``rtl`` or ``ltr``, the direction in which *lang* is written."""
    return Locale.parse(lang).text_direction
