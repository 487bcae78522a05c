# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles that declare one URL, and pages that declare the front page's."""

from pathlib import Path

import pytest
import yaml

from ingest.extract.html import read_page
from ingest.model.identity import canonical_url
from ingest.model.options import ReadOptions
from ingest.model.record import Fact, RawArticle, SetAside
from tests.test_ingest import articles, ingest

SHARED = "https://daffa.example/view.php"
FIRST = "أعادت بلدية السرو فتح الحديقة القديمة بعد عامين من الأعمال، وقالت إن الدخول مجاني حتى نهاية الشهر."
SECOND = "فاز نادي التلة بكأس القرى للمرة الرابعة، وسجل أهدافه الثلاثة لاعبون لم يبلغوا العشرين من العمر بعد."
UPDATE = (
    "وأضافت البلدية أن المقاعد كلها صنعت في ورشة القرية، وأن الأشجار سقيت طوال الصيف."
)


def page(title: str, text: str, url: str = SHARED, comment: str = "") -> str:
    return (
        f'{comment}<html><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="canonical" href="{url}"><meta property="og:site_name" content="الضفة">'
        f"</head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    return folder


def test_articles_with_one_canonical_url_are_all_written(pages, tmp_path):
    (pages / "1.html").write_text(page("الحديقة تفتح أبوابها", FIRST), "utf-8")
    (pages / "2.html").write_text(page("كأس القرى لنادي التلة", SECOND), "utf-8")
    ingest(pages, "--out", tmp_path / "out")
    written = [path.read_text("utf-8") for path in articles(tmp_path / "out")]
    assert sorted("الحديقة تفتح" in text for text in written) == [False, True]


def test_the_second_page_of_an_article_is_not_a_copy(pages, tmp_path):
    (pages / "1.html").write_text(page("رحلة إلى السرو", FIRST), "utf-8")
    (pages / "2.html").write_text(page("رحلة إلى السرو", SECOND), "utf-8")
    ingest(pages, "--out", tmp_path / "out")
    assert len(articles(tmp_path / "out")) == 2


def test_an_article_that_has_grown_is_one_article(pages, tmp_path):
    (pages / "1.html").write_text(page("الحديقة", FIRST), "utf-8")
    (pages / "2.html").write_text(page("الحديقة", f"{FIRST} {UPDATE}"), "utf-8")
    output = ingest(pages, "--out", tmp_path / "out").stdout
    assert (len(articles(tmp_path / "out")), "copy" in output) == (1, True)


def test_another_article_of_a_later_run_does_not_replace_the_first(pages, tmp_path):
    (pages / "1.html").write_text(page("الحديقة", FIRST), "utf-8")
    ingest(pages, "--out", tmp_path / "out")
    (pages / "2.html").write_text(page("الكأس", SECOND), "utf-8")
    ingest(pages, "--out", tmp_path / "out")
    assert len(articles(tmp_path / "out")) == 2


def test_a_third_run_changes_nothing(pages, tmp_path):
    for name, text in (("1", FIRST), ("2", SECOND)):
        (pages / f"{name}.html").write_text(page(f"عنوان {name}", text), "utf-8")
    ingest(pages, "--out", tmp_path / "out")
    before = [path.read_bytes() for path in articles(tmp_path / "out")]
    ingest(pages, "--out", tmp_path / "out")
    assert [path.read_bytes() for path in articles(tmp_path / "out")] == before


def test_a_dry_run_counts_them_like_a_real_one(pages, tmp_path):
    (pages / "1.html").write_text(page("الحديقة", FIRST), "utf-8")
    (pages / "2.html").write_text(page("الكأس", SECOND), "utf-8")
    output = ingest(pages, "--out", tmp_path / "out", "--dry-run").stdout
    assert output.count("new: articles/") == 2


def test_of_two_articles_with_one_url_the_second_gets_its_own(pages, tmp_path):
    saved = f"<!-- saved from url=(0030){SHARED}?id=2 -->"
    (pages / "1.html").write_text(page("الحديقة", FIRST), "utf-8")
    (pages / "2.html").write_text(page("الكأس", SECOND, comment=saved), "utf-8")
    ingest(pages, "--out", tmp_path / "out")
    heads = [
        yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
        for path in articles(tmp_path / "out")
    ]
    assert {head["url"] for head in heads} == {SHARED, f"{SHARED}?id=2"}


def raw_page(text: str, *facts: Fact) -> RawArticle:
    return RawArticle(
        kind="html", data=text.encode(), sha256="", original="", name="", facts=facts
    )


def test_a_page_that_declares_the_front_page_as_its_url_is_an_article():
    raw = raw_page(page("الحديقة", FIRST, "https://daffa.example/"))
    assert read_page(raw, ReadOptions()).blocks[-1].text == FIRST


@pytest.mark.parametrize("url", ["https://daffa.example", "https://daffa.example/"])
def test_a_page_fetched_from_the_root_of_a_site_is_a_front_page(url):
    raw = raw_page(page("الحديقة", FIRST), Fact("url", url, "warc"))
    with pytest.raises(SetAside, match="front page"):
        read_page(raw, ReadOptions())


@pytest.mark.parametrize("route", ["#/news/12", "#!news/12", "#!/news/12"])
def test_a_hash_route_is_an_address_of_its_own(route):
    url = f"https://daffa.example/{route}"
    raw = raw_page(page("الحديقة", FIRST), Fact("url", url, "warc"))
    assert (canonical_url(url), len(read_page(raw, ReadOptions()).blocks)) == (url, 1)
