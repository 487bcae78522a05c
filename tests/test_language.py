# SPDX-License-Identifier: AGPL-3.0-or-later
"""Language detection by letters, by a model and by what the page states."""

import pytest

from ingest.text.language import detect_language

TEXTS = {
    "ar": "افتتحت القرية مكتبتها الجديدة صباح اليوم وقالت إن الدخول مجاني للجميع.",
    "fr": "La commune a ouvert hier une nouvelle bibliothèque pour les habitants du village.",
    "de": "Die Gemeinde hat gestern eine neue Bibliothek für die Bewohner des Dorfes eröffnet.",
    "tr": "Belediye dün köyde yaşayanlar için yeni bir kütüphane açtı ve herkesi davet etti.",
    "en": "The council opened a new library for the people of the village yesterday.",
    "ru": "Муниципалитет вчера открыл новую библиотеку для жителей деревни.",
    "he": "העירייה פתחה אתמול ספרייה חדשה לתושבי הכפר.",
    "ckb": "شارەوانی کتێبخانەیەکی نوێی لە گوندەکە کردەوە بۆ خوێنەران و منداڵان.",
    "fa": "شهرداری کتابخانه جدیدی را در روستا باز کرد و گفت ورود برای همه رایگان است.",
    "ur": "بلدیہ نے گاؤں میں نئی لائبریری کھول دی اور کہا کہ داخلہ سب کے لیے مفت ہے۔",
    "ps": "ښاروالۍ په کلي کې نوی کتابتون پرانیست او ویې ویل چې ټول خلک راتلای شي.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_the_language_of_a_text_is_detected(code):
    assert detect_language(TEXTS[code]) == code


@pytest.mark.parametrize("stated", ["ar", "ar-SA", "en_US", "xx", ""])
def test_a_wrong_language_of_the_template_does_not_decide(stated):
    assert detect_language(TEXTS["fr"], stated) == "fr"


def test_the_stated_language_decides_for_a_short_text():
    assert detect_language("Rabat, Maroc", "fr-MA") == "fr"


def test_an_arabic_text_that_quotes_another_language_is_arabic():
    assert detect_language(TEXTS["ar"] + " «The council opened a library»") == "ar"


def test_a_text_without_letters_is_arabic():
    assert detect_language("2021 / 12") == "ar"


@pytest.mark.parametrize("stated", ["", "ar", "so"])
def test_code_that_a_scraper_left_in_an_arabic_text_does_not_decide(stated):
    code = "#vote ul { padding: 0; margin: 0 } jQuery('#form').submit(function() { });"

    assert detect_language(f"{TEXTS['ar']} {code * 20}", stated) == "ar"


def test_a_list_of_titles_in_an_arabic_text_is_not_in_a_rare_language():
    titles = (
        "Carlito Scarface Panic Needle Heat Merchant Venice Insider Godfather " * 12
    )

    assert detect_language(f"{TEXTS['ar']} {titles}") in {"ar", "en"}


def test_arabic_that_was_typed_on_a_persian_keyboard_is_arabic():
    assert detect_language(TEXTS["ar"].replace("ي", "ی").replace("ك", "ک")) == "ar"
