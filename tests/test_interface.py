# SPDX-License-Identifier: AGPL-3.0-or-later
"""The interface's catalogues have every string of the templates and all plural forms."""

import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from plugins.interface import catalogues
from upkeep import ROOT

THEME = ROOT / "theme"
LANGUAGES = ["ar", "en", "fr"]
PLACEHOLDER = re.compile(r"%\(\w+\)s|<[^>]+>")


def extracted() -> set[str | tuple[str, ...]]:
    """Return every message of the templates, a counted one as its two forms."""
    extracted_messages = extract_from_dir(
        THEME / "templates",
        method_map=[("**.html", "jinja2")],
        options_map={
            "**.html": {
                "trimmed": "true",
                "silent": "false",
                "extensions": "jinja2.ext.i18n",
            }
        },
        keywords={
            "_": None,
            "gettext": None,
            "ngettext": (1, 2),
            "plural_forms": (1, 2),
        },
    )
    return {message for _, _, message, _, _ in extracted_messages}


def catalogue(lang: str):
    with (THEME / "locale" / f"{lang}.po").open("rb") as source:
        return read_po(source, locale=lang, abort_invalid=True)


@pytest.fixture(params=LANGUAGES)
def messages(request):
    """The messages of one catalogue, without its header."""
    return [message for message in catalogue(request.param) if message.id]


def test_the_templates_have_strings_to_translate():
    assert "Search the archive" in extracted()


def test_a_catalogue_has_the_strings_of_the_templates_and_no_others(messages):
    assert {message.id for message in messages} == extracted()


def test_no_string_is_left_untranslated(messages):
    forms = [
        message.string if message.pluralizable else (message.string,)
        for message in messages
    ]
    assert all(all(form) for form in forms)


def test_a_translation_keeps_the_markup_and_names_no_value_of_its_own(messages):
    for message in messages:
        if not message.pluralizable:
            assert sorted(PLACEHOLDER.findall(message.string)) == sorted(
                PLACEHOLDER.findall(message.id)
            )


def test_arabic_counts_in_six_forms_none_alike():
    counted = [message for message in catalogue("ar") if message.pluralizable]
    assert all(len(set(message.string)) == 6 for message in counted)


def test_arabic_zero_one_and_two_are_words_without_a_digit():
    for message in catalogue("ar"):
        if message.pluralizable:
            assert ["%(shown)s" in form for form in message.string] == [
                False,
                False,
                False,
                True,
                True,
                True,
            ]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "لا مقالات"),
        (1, "مقالة واحدة"),
        (2, "مقالتان"),
        (3, "3 مقالات"),
        (10, "10 مقالات"),
        (11, "11 مقالةً"),
        (99, "99 مقالةً"),
        (100, "100 مقالة"),
        (102, "102 مقالة"),
        (103, "103 مقالات"),
    ],
)
def test_arabic_takes_the_form_of_the_number(number, expected):
    arabic = catalogues.load_catalogue(THEME / "locale", "ar")
    form = arabic.ungettext("%(shown)s article", "%(shown)s articles", number)
    assert form.replace("%(shown)s", str(number)) == expected


def test_browsers_get_the_forms_by_the_names_they_ask_for():
    forms = catalogues.plural_forms(
        catalogues.load_catalogue(THEME / "locale", "ar"),
        "ar",
        "%(shown)s result",
        "%(shown)s results",
    )
    assert list(forms) == ["zero", "one", "two", "few", "many", "other"]
    assert forms["few"] == "{n} نتائج"


@pytest.mark.parametrize(
    ("lang", "expected"), [("ar", "rtl"), ("en", "ltr"), ("fa", "rtl"), ("he", "rtl")]
)
def test_each_language_has_its_direction(lang, expected):
    assert catalogues.text_direction(lang) == expected
