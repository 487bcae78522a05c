# SPDX-License-Identifier: AGPL-3.0-or-later
"""Template text is learned from three pages by its place in the DOM."""

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.edit.boilerplate.template_blocks import (
    LineCount,
    is_template,
    located_lines,
)
from ingest.extract.page_text.region_paragraphs import is_in_text
from ingest.model.record import Block, BlockPlace
from upkeep import ROOT

APP = "حمّلوا تطبيق السدى"
NOTE = "لا تتحمل الصحيفة أي مسؤولية عن الآراء الواردة في المقالات على صفحاتها."
CLOSING = "والله ولي التوفيق."
WORDS = [
    "افتتح",
    "المجلس",
    "سوقا",
    "ومدرسة",
    "وطريقا",
    "وجسرا",
    "في",
    "حي",
    "السرو",
    "بعد",
    "عامين",
    "من",
    "العمل",
]


def write_page(folder: Path, number: int) -> None:
    """Write a page of three paragraphs, a box, and what all pages repeat."""
    texts = [
        " ".join((*WORDS[start:], *WORDS[:start], f"والرقم {number}-{start}."))
        for start in (number, number + 2, number + 4)
    ]
    paragraphs = "".join(f"<p>{text}</p>" for text in texts)
    title = f"عنوان الخبر رقم {number} من السرو"
    (folder / f"{number}.html").write_text(
        f"<html><head><title>{title}</title>"
        f"<link rel='canonical' href='https://sada.example/{number}'></head><body>"
        f"<article><h1>{title}</h1><div class='text'>{paragraphs}"
        f"<div class='box-{number}'><p>{APP}</p></div><h3>أداء الأسهم</h3>"
        f"<p>{CLOSING}</p><p>{NOTE}</p></div></article></body></html>",
        encoding="utf-8",
    )


def ingest_pages(pages: Path, out: Path, *options: str) -> list[str]:
    command = [sys.executable, "-m", "ingest", str(pages), "--out", str(out), *options]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    files = sorted((out / "articles").rglob("*.md"))
    return [file.read_text("utf-8") for file in files]


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in (1, 2, 3):
        write_page(folder, number)
    return folder


def test_three_pages_teach_what_the_site_repeats_in_one_place(pages, tmp_path):
    texts = ingest_pages(pages, tmp_path / "out", "--jobs", "1")

    assert len(texts) == 3
    for text in texts:
        assert APP not in text
        assert NOTE not in text
        assert CLOSING in text  # a short sentence may be the author's
        assert "أداء الأسهم" in text
    sidecar = next((tmp_path / "out" / "sidecars").rglob("*.json")).read_text("utf-8")
    assert sidecar.count('"rule": "template"') == 2


def test_what_was_learned_does_not_depend_on_order_or_earlier_runs(pages, tmp_path):
    at_once = ingest_pages(pages, tmp_path / "at_once", "--jobs", "2")
    ingest_pages(pages / "3.html", tmp_path / "by_and_by")
    ingest_pages(pages / "1.html", tmp_path / "by_and_by")

    assert ingest_pages(pages, tmp_path / "by_and_by") == at_once


def test_versions_of_one_article_teach_nothing(tmp_path):
    """Their longest block is the same, so they count as one page."""
    count = LineCount(articles=5, longest_blocks=1, of_source=5)

    assert not is_template("⟨a.example div.box > p⟩ نص", count, is_sentence=False)


@pytest.mark.parametrize(
    ("line", "articles", "is_sentence", "expected"),
    [
        ("⟨a.example div.box > p⟩ نص", 3, True, True),
        ("⟨a.example div.box > p⟩ نص", 2, True, False),
        ("⟨a.example div > p -1⟩ نص", 60, False, True),
        ("⟨a.example div > p -1⟩ نص", 20, False, False),
        ("⟨a.example div > p -1⟩ والله ولي التوفيق.", 100, True, False),
        (f"⟨a.example div > p -1⟩ {NOTE}", 95, True, True),
        (f"⟨a.example div > p -1⟩ {NOTE}", 60, True, False),
    ],
)
def test_a_box_needs_three_pages_and_running_text_most(
    line, articles, is_sentence, expected
):
    count = LineCount(articles, longest_blocks=articles, of_source=100)

    assert is_template(line, count, is_sentence=is_sentence) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("article > div.text > p", True),
        ("article > div.text > h3.title", True),
        ("article > div.text > ul.list > li", True),
        ("article > div.text > blockquote > p", True),
        ("article > div.text > p.promo", False),
        ("article > div.text > div.box > p", False),
        ("article > div.tools", False),
    ],
)
def test_a_box_is_what_has_classes_of_its_own(path, expected):
    assert is_in_text(path, "article > div.text > p") is expected


def test_running_text_is_located_by_its_distance_from_the_ends():
    blocks = [Block("paragraph", f"فقرة {number}") for number in range(8)]
    place = BlockPlace("div > p", in_text=True)
    places = {f"فقرة{number}": place for number in range(8)}

    lines = located_lines(blocks, places, "a.example")

    assert lines[0] == ("⟨a.example div > p +0⟩ فقرة 0",)
    assert lines[4] == ()
    assert lines[7] == ("⟨a.example div > p -1⟩ فقرة 7",)
