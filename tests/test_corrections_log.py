# SPDX-License-Identifier: AGPL-3.0-or-later
"""An edited article shows that it was corrected, when and why."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from conftest import build
from lxml import etree, html

from ingest.archive.corrections import (
    NotCorrected,
    explain_correction,
    record_corrections,
)
from storage.json_lines import BadLog, read_log

DAY, LATER = date(2026, 11, 30), date(2026, 12, 5)
REASON = "كان في العنوان خطأ <ظاهر> & قديم"


@pytest.fixture
def archive(content, tmp_path) -> Path:
    return Path(shutil.copytree(content, tmp_path / "content"))


def first_article(archive: Path, number: int = 0) -> Path:
    return sorted((archive / "articles").rglob("*.md"))[number]


def edit(article: Path, word: str) -> None:
    article.write_text(article.read_text("utf-8") + f"\n{word}\n", encoding="utf-8")


def test_an_archive_without_edits_has_no_corrections(archive):
    assert record_corrections(archive, DAY) == []
    assert not (archive / "corrections.jsonl").exists()


def test_every_edit_is_logged_once_with_the_digests_of_both_texts(archive):
    article = first_article(archive)
    sidecar = archive / "sidecars" / article.parent.name / f"{article.stem}.json"
    before = sidecar.read_bytes()
    edit(article, "أول")
    (row,) = record_corrections(archive, DAY)
    assert (row.id, row.date, row.reason) == (article.stem, "2026-11-30", "")
    assert row.before == json.loads(before)["markdown_sha256"]
    assert record_corrections(archive, LATER) == []
    edit(article, "ثان")
    (again,) = record_corrections(archive, LATER)
    assert again.before == row.after
    assert sidecar.read_bytes() == before


def test_an_article_that_is_taken_back_is_a_correction_too(archive):
    article = first_article(archive)
    original = article.read_bytes()
    edit(article, "خطأ")
    record_corrections(archive, DAY)
    article.write_bytes(original)
    assert len(record_corrections(archive, LATER)) == 1


def test_a_hidden_article_is_not_corrected(archive):
    article = first_article(archive)
    text = article.read_text("utf-8").replace("---\n", "---\nstatus: hidden\n", 1)
    article.write_text(text, encoding="utf-8")
    assert record_corrections(archive, DAY) == []


def test_a_reason_needs_an_edit(archive):
    with pytest.raises(NotCorrected, match="edit content/articles"):
        explain_correction(archive, first_article(archive).stem, REASON, DAY)


def test_a_damaged_log_is_named_with_its_line(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"id": "a"}\n{"id\n')
    with pytest.raises(BadLog, match=r"x\.jsonl:2"):
        read_log(tmp_path / "x.jsonl")


def test_page_list_and_feed_show_day_and_reason(archive, tmp_path):
    article, other = first_article(archive), first_article(archive, 1)
    edit(article, "زيادة")
    record_corrections(archive, DAY)
    explain_correction(archive, article.stem, REASON, LATER)
    output = tmp_path / "output"
    build(archive, output, SITE_ADDRESS="https://archive.example")
    page = (output / "a" / article.parent.name / f"{article.stem}.html").read_text(
        "utf-8"
    )
    assert "كان في العنوان خطأ &lt;ظاهر&gt; &amp; قديم" in page
    shown = html.fromstring(page).findtext(".//ul[@class='corrections']//span")
    assert "30 نوفمبر 2026م" in shown
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    thing = json.loads(data)
    assert thing["dateModified"] == "2026-11-30"
    assert [row["text"] for row in thing["correction"]] == [REASON]
    listed = (output / "corrections.html").read_text("utf-8")
    assert f"a/{article.parent.name}/{article.stem}.html" in listed
    feed = etree.parse(output / "corrections.xml")
    assert feed.findtext(".//{*}entry/{*}content") == REASON
    unchanged = output / "a" / other.parent.name / f"{other.stem}.html"
    assert "2026-11-30" not in unchanged.read_text("utf-8")
    assert 'href="../../corrections.html"' in unchanged.read_text("utf-8")
