# SPDX-License-Identifier: AGPL-3.0-or-later
"""Encodings of Arabic are detected and mojibake is repaired."""

from pathlib import Path

import pytest

from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_and_repair, decode_text
from ingest.text.mojibake import repair_mojibake
from ingest.text.normalise import normalise_line

SAMPLE_ARTICLES = sorted((Path(__file__).parent / "expected/articles").glob("*/*.md"))
SAMPLE_PARAGRAPHS = [
    paragraph
    for path in SAMPLE_ARTICLES
    for paragraph in path.read_text("utf-8").split("\n---\n\n", 1)[1].split("\n\n")
]
TEXT = "أعلنت البلدية في بيان أن العمل على السد سيبدأ من الأحد المقبل، وقالت إن المياه ستصل إلى القرى التي تقع في الوادي."
CODE_PAGES = [
    "utf-8",
    "utf-8-sig",
    "cp1256",
    "iso8859-6",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
]
TYPEWRITER = TEXT.replace("أ", "ا").replace(
    "إ", "ا"
)  # cp720 has them, yet many of its texts do not
WRONG = [
    ("utf-8", "latin-1"),
    ("utf-8", "cp1256"),
    ("cp1256", "latin-1"),
    ("cp1256", "cp1252"),
]


@pytest.mark.parametrize("encoding", CODE_PAGES)
def test_a_text_is_decoded_with_its_encoding(encoding):
    assert decode_text(TEXT.encode(encoding)).text == TEXT


def test_a_declared_encoding_that_yields_no_arabic_is_ignored():
    assert decode_text(
        b'<meta charset="iso-8859-1">' + TEXT.encode("cp1256")
    ).text.endswith(TEXT)


def test_the_code_page_of_a_dos_text_is_detected():
    assert decode_text(TYPEWRITER.encode("cp720", "ignore")).encoding == "cp720"


def test_the_bytes_of_an_image_are_refused():
    with pytest.raises(UnreadableInput):
        decode_text(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40)


@pytest.mark.parametrize(("right", "wrong"), WRONG)
def test_mojibake_is_repaired(right, wrong):
    assert repair_mojibake(TEXT.encode(right).decode(wrong)).text == TEXT


def test_mojibake_of_two_wrong_decodings_is_repaired():
    once = TEXT.encode().decode("latin-1")
    assert repair_mojibake(once.encode().decode("latin-1")).text == TEXT


@pytest.mark.parametrize(
    "text", [TEXT, "Café à Genève", "iPhone 6 بسعر 20£", "ظ، ط", ""]
)
def test_a_text_without_mojibake_is_unchanged(text):
    assert repair_mojibake(text).text == text


def browsers_windows_1252(data: bytes) -> str:
    """Return *data* decoded as browsers do: five bytes are control characters."""
    undefined = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
    return "".join(
        chr(byte) if byte in undefined else bytes([byte]).decode("cp1252")
        for byte in data
    )


NEW_WRONG = {
    "UTF-8 as windows-1252 of browsers": browsers_windows_1252(TEXT.encode()),
    "UTF-8 as Mac Roman": TEXT.encode().decode("mac-roman"),
    "windows-1256 as Mac Roman": TEXT.encode("cp1256").decode("mac-roman"),
    "UTF-8 as windows-1256": TEXT.encode().decode("cp1256"),
}
CLEAN_LINE = "وقال المزارعون إن الماء وصل إلى الحقول قبل أوانه هذا العام."


@pytest.mark.parametrize("damaged", NEW_WRONG.values(), ids=NEW_WRONG)
def test_mojibake_of_a_single_paragraph_is_repaired(damaged):
    assert repair_mojibake(damaged).text == TEXT
    text = "\n".join((CLEAN_LINE * 40, damaged, CLEAN_LINE * 40))
    repaired = repair_mojibake(text)
    assert repaired.text == text.replace(damaged, TEXT)
    assert repaired.tables.endswith("in a part")


def test_mojibake_within_a_line_is_repaired():
    text = f"{CLEAN_LINE * 40} {browsers_windows_1252(TEXT.encode())} {CLEAN_LINE}"
    assert TEXT in repair_mojibake(text).text


@pytest.mark.parametrize(
    "quotation",
    ["à Genève, près de l'École supérieure", "Straße über Köln", "¿Qué pasó, señor?"],
)
def test_a_quotation_in_another_language_is_no_mojibake(quotation):
    text = f"{CLEAN_LINE}\n{quotation}\n{CLEAN_LINE}"
    assert repair_mojibake(text).text == text


@pytest.mark.parametrize("position", [0, 7, 100, -1])
def test_one_bad_byte_does_not_decide_about_a_text(position):
    data = bytearray((TEXT * 3).encode())
    data[position] = 0xFF
    decoded = decode_text(bytes(data))
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") <= 2
    assert "could not be decoded" in decoded.repairs[0]


def test_a_part_in_windows_1256_within_utf_8_is_read():
    part = "جميع الحقوق محفوظة لصحيفة الوادي"
    page = f"<p>{TEXT}</p><footer>".encode() + part.encode("cp1256") + b"</footer>"
    decoded = decode_text(page)
    assert decoded.text == f"<p>{TEXT}</p><footer>{part}</footer>"
    assert decoded.repairs == ("a part in windows-1256 within UTF-8",)


def test_a_text_in_windows_1256_stays_that_with_a_part_in_utf_8():
    data = TEXT.encode("cp1256") + b"\n" + CLEAN_LINE.encode() + b"\n"
    text, repairs = decode_and_repair(data)
    assert text == f"{TEXT}\n{CLEAN_LINE}\n"
    assert len(repairs) == 2


def test_repairs_are_listed():
    assert "cp1256" in decode_and_repair(TEXT.encode("cp1256"))[1][0]


def test_repair_changes_no_paragraph_of_the_sample_archive():
    assert len(SAMPLE_PARAGRAPHS) > 300
    changed = [text for text in SAMPLE_PARAGRAPHS if repair_mojibake(text).text != text]
    assert changed == []


CLEANED = [
    ("\ufeff\u202bنص\u202c", "نص"),
    ("السن\u00a0ديان", "السن ديان"),
    ("\ufedf\ufea8\ufea4", "لخح"),
    ("قال ﷺ إن ﷲ", "قال ﷺ إن ﷲ"),
    ("2.\u200f16", "2.16"),
    ("\uf0fc بند", "- بند"),
    ("سطر\x1a\x00", "سطر"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("كـــتاب مُحَمَّد ½ …", "كـــتاب مُحَمَّد ½ …"),
]


@pytest.mark.parametrize(("dirty", "clean"), CLEANED)
def test_invisible_characters_are_removed_and_spelling_is_unchanged(dirty, clean):
    assert normalise_line(dirty) == clean


@pytest.mark.parametrize("wrong", ["cp1256", "latin-1", "cp1252", "mac-roman"])
@pytest.mark.parametrize(
    "damaged",
    [
        "وقال المدير: «افتتحنا “المكتبة” الجديدة»",
        "\xa0 اذهب إلى الرابط التالي: https://sada.example/a",
    ],
)
def test_a_damaged_sentence_within_a_line_is_repaired(wrong, damaged):
    before, after = "افتتحت المكتبة «الشرقية». ", ". وأضاف أن العمل دام عامين."
    mojibake = bytes_read_as(damaged.encode(), wrong)

    repaired = repair_mojibake(f"{before}{mojibake}{after}").text

    assert repaired == f"{before}{damaged}{after}"


def bytes_read_as(data: bytes, wrong: str) -> str:
    """Return *data* decoded as browsers do: undefined bytes are control characters."""
    return "".join(
        bytes([byte]).decode(wrong, "replace").replace("\ufffd", chr(byte))
        for byte in data
    )
