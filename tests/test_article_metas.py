# SPDX-License-Identifier: AGPL-3.0-or-later
"""What machines read of an article: metas for reference managers, JSON-LD for others."""

import datetime as dt

import pytest
from article_builder import BuiltEntity, BuiltName, build_article

from plugins.dates import precise_iso_date
from plugins.metadata.citations import citations
from plugins.metadata.metas import article_metas
from plugins.metadata.structured_data import collection_page, news_article

ADDRESS = "https://archive.example"
DAMASCUS_TIME = dt.timezone(dt.timedelta(hours=3))


def contents(article, name: str, address: str = "") -> list[str]:
    return [text for _, meta, text in article_metas(article, address) if meta == name]


def by(*names: str, **facts: object):
    authors = [BuiltName(name) for name in names]
    return build_article(authors=authors, metadata={"authors": authors, **facts})


def test_the_type_is_that_of_a_newspaper_article():
    assert contents(build_article(), "DC.type") == ["newspaperArticle"]


def test_the_newspaper_is_the_source():
    assert contents(build_article(source="مجلة المرسى"), "DC.source") == ["مجلة المرسى"]


@pytest.mark.parametrize(
    ("name", "creator"),
    [
        ("نجلاء الصوفي", "نجلاء الصوفي"),
        ("سارة عبد الله", "عبد الله, سارة"),
        ("كمال أبو زيد", "أبو زيد, كمال"),
        ("سلمى", "سلمى"),
    ],
)
def test_a_compound_family_name_is_kept_together(name, creator):
    assert contents(by(name), "DC.creator") == [creator]


def test_each_author_has_a_meta():
    assert len(contents(by("نجلاء الصوفي", "كمال حداد"), "DC.creator")) == 2


def test_an_agency_is_one_name():
    article = build_article(metadata={"agency": "وكالة الريحان للأنباء"})
    assert contents(article, "DC.creator") == ["وكالة الريحان للأنباء,"]


@pytest.mark.parametrize("separator", ["، ", "؛ ", ", ", " ; "])
def test_each_of_several_agencies_is_a_name(separator):
    names = ["وكالة الريحان للأنباء", "وكالة المرسى"]
    article = build_article(metadata={"agency": separator.join(names)})
    assert contents(article, "DC.creator") == [f"{name}," for name in names]
    thing = news_article(article, ADDRESS, {})
    assert [author["name"] for author in thing["author"]] == names
    assert f"AU  - {names[1]}" in citations(article, ADDRESS)["RIS"].splitlines()


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (dt.datetime(2020, 2, 8, tzinfo=DAMASCUS_TIME), "2020-02-08"),
        (
            dt.datetime(2020, 2, 8, 9, 30, tzinfo=DAMASCUS_TIME),
            "2020-02-08T09:30:00+03:00",
        ),
    ],
)
def test_a_date_has_an_hour_only_if_it_is_known(moment, expected):
    assert precise_iso_date(moment) == expected


def test_an_undated_article_has_no_date():
    article = build_article(undated=True, iso_date="")
    assert contents(article, "article:published_time") == []
    assert "datePublished" not in news_article(article, ADDRESS, {})


def test_no_meta_is_one_of_a_journal():
    metas = article_metas(by("نجلاء الصوفي"), ADDRESS)
    assert not [meta for _, meta, _ in metas if meta.startswith("citation_")]


def test_an_image_of_the_article_is_its_image_elsewhere():
    article = build_article(content='<img src="../../images/aa/b.png" alt="">')
    assert contents(article, "og:image", ADDRESS) == [f"{ADDRESS}/images/aa/b.png"]
    assert contents(article, "og:image") == []


def test_json_ld_names_the_page_only_if_its_address_is_known():
    article = build_article()
    page = news_article(article, ADDRESS, {})["mainEntityOfPage"]
    assert page == f"{ADDRESS}/{article.url}"
    assert "url" not in news_article(article, "", {})


def test_json_ld_links_entities_to_wikidata():
    article = build_article(entities=[BuiltEntity(wikidata="Q3766", url="e/x.html")])
    assert news_article(article, ADDRESS, {})["mentions"] == [
        {
            "@type": "Place",
            "name": "دمشق",
            "sameAs": "https://www.wikidata.org/entity/Q3766",
            "url": f"{ADDRESS}/e/x.html",
        }
    ]


def test_json_ld_names_the_original_and_the_authors():
    thing = news_article(by("نجلاء الصوفي", url="https://wadi.example/1"), "", {})
    assert thing["isBasedOn"] == "https://wadi.example/1"
    assert thing["author"] == [{"@type": "Person", "name": "نجلاء الصوفي"}]


def test_each_format_of_a_citation_names_every_author():
    article = by("نجلاء الصوفي", "كمال حداد")
    for text in citations(article, ADDRESS).values():
        assert "نجلاء الصوفي" in text
        assert "كمال حداد" in text
        assert f"{ADDRESS}/{article.url}" in text


def test_without_an_address_the_original_is_cited():
    texts = citations(by("كمال حداد", url="https://wadi.example/1"), "")
    assert all("https://wadi.example/1" in text for text in texts.values())


def test_bibtex_escapes_its_signs():
    assert (
        r"5 \% \& \{سد\}" in citations(build_article(title="5 % & {سد}"), "")["BibTeX"]
    )


def test_an_undated_article_is_cited_without_a_date():
    texts = citations(build_article(undated=True, day=None, iso_date=""), "")
    assert "date" not in texts["BibTeX"]
    assert "DA" not in texts["RIS"]
    assert "issued" not in texts["CSL-JSON"]


def test_a_list_says_what_it_is_about():
    newspaper = collection_page("الضفة", "source/x.html", ADDRESS, kind="source")
    assert newspaper["about"] == {"@type": "NewsMediaOrganization", "name": "الضفة"}
    writer = collection_page("سلمى حداد", "author/x.html", "", kind="author")
    assert writer["about"] == {"@type": "Person", "name": "سلمى حداد"}
    assert "about" not in collection_page("محليات", "", "", kind="section")
