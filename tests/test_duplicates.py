# SPDX-License-Identifier: AGPL-3.0-or-later
"""Duplicates: merged within a newspaper, linked between newspapers, edited files kept."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import build

from ingest.text.minhash import (
    comparable_words,
    compute_signature,
    jaccard_similarity,
    minhash_bands,
    shingle_hashes,
    word_shingles,
)
from plugins.frontmatter.copies import link_both_ways
from plugins.frontmatter.document import split_document

ROOT = Path(__file__).resolve().parent.parent
STORY = (
    "افتتحت بلدية عين السنديان أمس جسرا خشبيا فوق الوادي يصل الحارة القديمة بالمدرسة. وقال رئيسها إن العمل دام ستة"
    " أشهر وشارك فيه أهالي الحارة كلهم، وإن التلاميذ لن يقطعوا الوادي سيرا في الشتاء بعد اليوم."
)
OTHER = "توقعت دائرة الأرصاد أن تهب رياح نشطة على المرتفعات وأن يتساقط المطر مساء الغد على القرى المجاورة للوادي كلها."


def row(number: int, source: str, text: str = STORY) -> dict[str, str]:
    return {
        "title": f"جسر {number}",
        "source": source,
        "url": f"http://example.org/{number}",
        "content": text,
    }


def ingest(folder: Path, *rows: dict[str, str]) -> str:
    """Ingest *rows* as a dataset into the archive of *folder*; return the output."""
    data = folder / "rows.jsonl"
    data.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows),
        encoding="utf-8",
    )
    command = [
        sys.executable,
        "-m",
        "ingest",
        str(data),
        "--out",
        str(folder / "out"),
        "--jobs",
        "2",
    ]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def heads(folder: Path) -> dict[str, dict[str, object]]:
    """Return the front matter of the articles by title."""
    front_matters = [
        split_document(path.read_text(encoding="utf-8"))[0]
        for path in (folder / "out" / "articles").rglob("*.md")
    ]
    return {str(head["title"]): head for head in front_matters}


def article(folder: Path, title: str) -> Path:
    article_id = str(heads(folder)[title]["id"])
    return folder / "out" / "articles" / article_id[:2] / f"{article_id}.md"


def test_exact_duplicates_in_a_newspaper_become_the_first_with_both_urls(
    tmp_path,
):
    ingest(
        tmp_path,
        row(1, "الوادي"),
        row(2, "الوادي", STORY.replace("أمس", "أمسِ")),
        row(3, "الوادي", OTHER),
    )
    by_title = heads(tmp_path)
    assert sorted(by_title) == ["جسر 1", "جسر 3"]
    assert (by_title["جسر 1"]["url"], by_title["جسر 1"]["other_urls"]) == (
        "http://example.org/1",
        ["http://example.org/2"],
    )


def test_the_sidecar_of_a_merged_article_remains_and_names_the_other(tmp_path):
    ingest(tmp_path, row(1, "الوادي"), row(2, "الوادي"))
    sides = [
        json.loads(path.read_text("utf-8"))
        for path in (tmp_path / "out" / "sidecars").rglob("*.json")
    ]
    first_id = heads(tmp_path)["جسر 1"]["id"]
    assert {side["url"]: side.get("merged_into") for side in sides} == {
        "http://example.org/1": None,
        "http://example.org/2": first_id,
    }


def test_the_same_text_in_another_newspaper_is_linked_both_ways(tmp_path):
    changed = STORY.replace("بعد اليوم", "أبدا")
    ingest(
        tmp_path,
        row(1, "الوادي"),
        row(2, "الريحان", changed),
        row(3, "الصدى"),
        row(4, "الصدى", OTHER),
    )
    by_title = heads(tmp_path)
    ids = {title: head["id"] for title, head in by_title.items()}
    assert {
        title: set(head.get("also_in", [])) for title, head in by_title.items()
    } == {
        "جسر 1": {ids["جسر 2"], ids["جسر 3"]},
        "جسر 2": {ids["جسر 1"], ids["جسر 3"]},
        "جسر 3": {ids["جسر 1"], ids["جسر 2"]},
        "جسر 4": set(),
    }


def test_a_near_duplicate_in_the_same_newspaper_is_linked_not_merged(tmp_path):
    ingest(
        tmp_path,
        row(1, "الوادي"),
        row(2, "الوادي", STORY.replace("ستة أشهر", "سبعة أشهر")),
    )
    by_title = heads(tmp_path)
    assert [by_title[f"جسر {number}"]["also_in"] for number in (1, 2)] == [
        [by_title[f"جسر {other}"]["id"]] for other in (2, 1)
    ]


def test_captions_are_not_compared(tmp_path):
    ingest(
        tmp_path, row(1, "الوادي", "صورة من الحفل"), row(2, "الريحان", "صورة من الحفل")
    )
    assert not any("also_in" in head for head in heads(tmp_path).values())


def test_a_later_run_links_what_an_earlier_one_wrote(tmp_path):
    ingest(tmp_path, row(1, "الوادي"))
    ingest(tmp_path, row(2, "الريحان"))
    by_title = heads(tmp_path)
    assert by_title["جسر 1"]["also_in"] == [by_title["جسر 2"]["id"]]


def test_links_remain_when_the_same_input_is_read_again(tmp_path):
    rows = row(1, "الوادي"), row(2, "الوادي"), row(3, "الريحان")
    ingest(tmp_path, *rows)
    before = heads(tmp_path)
    (tmp_path / "out" / "ledger.jsonl").unlink()
    ingest(tmp_path, *rows)
    assert heads(tmp_path) == before


def test_a_link_is_removed_when_the_other_article_is_deleted(tmp_path):
    ingest(tmp_path, row(1, "الوادي"), row(2, "الريحان"))
    deleted = article(tmp_path, "جسر 2")
    # Without its sidecar: an article that has one is restored.
    next(tmp_path.rglob(f"sidecars/*/{deleted.stem}.json")).unlink()
    deleted.unlink()
    ingest(tmp_path, row(3, "الريحان", OTHER))
    assert "also_in" not in heads(tmp_path)["جسر 1"]


@pytest.mark.parametrize("title", ["جسر 1", "جسر 2"])
def test_an_article_that_an_editor_changed_is_neither_merged_nor_written_to(
    tmp_path, title
):
    ingest(tmp_path, row(1, "الوادي"))
    ingest(tmp_path, row(2, "الوادي", OTHER))
    path = article(tmp_path, title)
    edited = (
        path.read_text(encoding="utf-8")
        .replace("lang: ", "place: عجلون\nlang: ")
        .replace(OTHER, STORY)
        .encode()
    )
    path.write_bytes(edited)
    ingest(tmp_path, row(3, "الريحان"))
    assert path.read_bytes() == edited
    assert sorted(heads(tmp_path)) == ["جسر 1", "جسر 2", "جسر 3"]


def test_texts_that_share_eight_tenths_have_a_band_in_common():
    chance = random.Random(1)
    vocabulary = [f"كلمة{number}" for number in range(5000)]
    missed = 0
    for _ in range(200):
        words = chance.choices(vocabulary, k=200)
        other = words[:185] + chance.choices(vocabulary, k=15)
        first, second = word_shingles(words), word_shingles(other)
        bands = [set(minhash_bands(hashes_of(text))) for text in (words, other)]
        is_similar = jaccard_similarity(first, second) >= 0.8
        missed += is_similar and bands[0].isdisjoint(bands[1])
    assert missed <= 2


def hashes_of(words):
    return shingle_hashes(" ".join(words).encode())


@pytest.mark.parametrize("count", [1, 2, 3, 4, 400])
def test_each_shingle_has_a_number_of_its_own_wherever_it_stands(count):
    chance = random.Random(count)
    words = chance.choices([f"w{number}" for number in range(20)], k=count)
    numbers = hashes_of(words)
    assert len(numbers) == len(word_shingles(words))
    expected = {int(hashes_of(shingle.split())[0]) for shingle in word_shingles(words)}
    assert set(map(int, numbers)) == expected


def test_a_text_has_one_signature_whether_or_not_the_code_page_encodes_it():
    text = " ".join(f"كلمة{number}" for number in range(200))
    plain, extended = compute_signature(text), compute_signature(f"{text} žena")
    assert plain.wording != extended.wording
    assert set(plain.bands) & set(extended.bands)


def test_marks_hamza_and_punctuation_make_no_difference():
    assert comparable_words("أعلنَ «المجلسُ» قراراً.") == comparable_words(
        "اعلن المجلس قرارا"
    )


def test_a_link_in_one_of_two_articles_is_made_symmetric():
    assert link_both_ways({"a": ["b", "gone"], "b": [], "c": []}) == {
        "a": ["b"],
        "b": ["a"],
    }


def test_the_page_of_an_article_shows_other_newspapers_and_its_other_urls(
    tmp_path,
):
    ingest(tmp_path, row(1, "الوادي"), row(2, "الوادي"), row(3, "الريحان"))
    shutil.copytree(ROOT / "demo" / "pages", tmp_path / "out" / "pages")
    build(tmp_path / "out", tmp_path / "site")
    first, other = (str(heads(tmp_path)[title]["id"]) for title in ("جسر 1", "جسر 3"))
    page = (tmp_path / "site" / "a" / first[:2] / f"{first}.html").read_text(
        encoding="utf-8"
    )
    assert f'a/{other[:2]}/{other}.html"><bdi>الريحان</bdi>' in page
    assert 'href="http://example.org/2"' in page


def test_the_same_text_with_and_without_its_image_has_the_same_words():
    assert comparable_words(
        '![جسر](../../images/ab/abc.jpg "640×480")\\\nعلى النهر'
    ) == comparable_words("*على النهر*")
