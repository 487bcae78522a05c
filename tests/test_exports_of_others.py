# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exports of social networks, content systems, agencies and press databases."""

import json

import pytest

from ingest.edit.editing import edit_article
from ingest.extract.readers import read_article
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import Failure, PassedOver, RawArticle, SetAside
from tests.test_datasets import BODY

TITLE, OTHER = "ألف شجرة تين في عين الريم", "جسر خشبي فوق وادي الريم"
SECOND = BODY.replace("ألف شجرة تين", "جسرا من الخشب")


def as_latin(text: str) -> str:
    """Return UTF-8 as Facebook escapes it: each byte as a character."""
    return text.encode().decode("latin-1")


def read(tmp_path, data, name="a.json"):
    """Return the articles of an input, then the reasons for what is none."""
    path = tmp_path / name
    text = data if isinstance(data, str) else json.dumps(data)
    path.write_text(text, encoding="utf-8")
    articles, reasons = [], []
    for item in split_input(identify_file(path, name), source="الريم"):
        if isinstance(item, RawArticle):
            try:
                extracted = read_article(item, ReadOptions())
            except SetAside as error:
                reasons.append(str(error))
            else:
                edited = edit_article(extracted, item, ReadOptions(), {})
                articles.append(edited.article)
        elif isinstance(item, Failure | PassedOver):
            reasons.append(item.reason)
    return articles, reasons


def text_of(article):
    return "\n\n".join(block.text for block in article.blocks)


def day_of(article):
    return article.date and article.date.date().isoformat()


FACEBOOK = [
    {
        "timestamp": 1620259200,
        "data": [{"post": as_latin(BODY)}, {"update_timestamp": 1620259300}],
        "title": as_latin("الريم updated her status."),
    },
    {
        "timestamp": 1620259200,
        "attachments": [{"data": [{"media": {"uri": "a.jpg"}}]}],
        "title": as_latin("الريم added a photo."),
    },
]


@pytest.mark.parametrize("data", [FACEBOOK, {"page_posts": FACEBOOK}])
def test_posts_of_facebook_are_read_and_those_without_text_are_counted(tmp_path, data):
    (article,), reasons = read(tmp_path, data)
    assert BODY in text_of(article)
    assert (day_of(article), article.title_source) == ("2021-05-06", "lead")
    assert reasons == ["posts of a social network without a text"]


def test_captions_of_instagram_are_texts(tmp_path):
    media = {"uri": "1.jpg", "creation_timestamp": 1620259200, "title": as_latin(BODY)}
    (article,), _ = read(tmp_path, [{"media": [media]}])
    assert (text_of(article), day_of(article)) == (BODY, "2021-05-06")


def test_the_script_of_a_twitter_archive_is_data(tmp_path):
    tweets = [
        {
            "tweet": {
                "id_str": "1",
                "created_at": "Thu May 06 09:12:00 +0000 2021",
                "full_text": text,
                "source": "<a href='x'>Web App</a>",
            }
        }
        for text in (BODY, f"RT @x: {SECOND}")
    ]
    script = f"window.YTD.tweets.part0 = {json.dumps(tweets)}"
    (article,), reasons = read(tmp_path, script, "tweets.js")
    assert (day_of(article), article.source) == ("2021-05-06", "الريم")
    assert reasons == ["tweets of other accounts"]


def test_replies_in_a_forum_are_no_part_of_the_text(tmp_path):
    posts = [
        {"cooked": f"<p>{BODY}</p>", "created_at": "2021-05-06T08:00:00Z", "name": "x"},
        {"cooked": f"<p>{SECOND}</p>", "created_at": "2022-05-06T08:00:00Z"},
    ]
    topic = {"title": TITLE, "post_stream": {"posts": posts}}
    (article,), reasons = read(tmp_path, topic)
    assert (text_of(article), day_of(article)) == (BODY, "2021-05-06")
    assert reasons == ["replies in a forum"]


def test_a_row_of_json_api_has_the_names_that_it_refers_to(tmp_path):
    def node(identity, **attributes):
        return {
            "type": "node--article",
            "id": identity,
            "attributes": {
                "body": {"processed": f"<p>{BODY}</p>"},
                "created": "2021-05-06T10:00:00+03:00",
                **attributes,
            },
            "relationships": {"uid": {"data": {"type": "user--user", "id": "p"}}},
        }

    user = {"type": "user--user", "id": "p", "attributes": {"name": "هند القاسم"}}
    answer = {
        "data": [node("1", title=TITLE, status=True), node("2", status=False)],
        "included": [user],
    }
    (article,), reasons = read(tmp_path, answer)
    assert (article.title, article.authors) == (TITLE, ("هند القاسم",))
    assert reasons == ["not published: status is false"]


@pytest.mark.parametrize(
    "row",
    [
        {"Meta": {"published_at": "2021-05-06", "author": "هند القاسم"}},
        {"metadata": {"date": "2021-05-06", "author": "هند القاسم"}},
        {"info": {"publication_date": "06/05/2021", "writer": "هند القاسم"}},
    ],
)
def test_fields_in_an_object_beside_the_text_are_the_rows(tmp_path, row):
    (article,), _ = read(tmp_path, [{"title": TITLE, "text": BODY, **row}])
    assert (day_of(article), article.authors) == ("2021-05-06", ("هند القاسم",))


def test_both_parts_of_a_text_of_joomla_are_read(tmp_path):
    header = "title,introtext,fulltext,state,publish_up,created_by_alias"
    row = f'"{TITLE}","<p>{BODY}</p>","<p>{SECOND}</p>",{{}},2021-05-06,هند القاسم'
    table = "\n".join([header, row.format(1), row.format(0)])
    (article,), reasons = read(tmp_path, table, "a.csv")
    assert text_of(article) == f"{BODY}\n\n{SECOND}"
    assert reasons == ["not published: state is 0"]


NITF = f"""<?xml version="1.0"?><nitf><head><docdata><date.issue norm="20210506T101500Z"/>
</docdata></head><body><body.head><hedline><hl1>{TITLE}</hl1></hedline>
<byline>هند القاسم</byline></body.head><body.content><p>{BODY}</p></body.content></body></nitf>"""
NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><versionCreated>
2021-05-06T10:00:00Z</versionCreated></itemMeta><contentMeta><headline>{TITLE}</headline>
<by>x</by><byline>هند القاسم</byline></contentMeta><contentSet><inlineXML><html><body><p>{BODY}</p>
</body></html></inlineXML></contentSet></newsItem>"""


@pytest.mark.parametrize("item", [NITF, NEWSML])
def test_items_of_agencies_are_read(tmp_path, item):
    (article,), _ = read(tmp_path, item, "a.xml")
    assert (article.title, text_of(article)) == (TITLE, BODY)
    assert (day_of(article), article.authors) == ("2021-05-06", ("هند القاسم",))


def nexis(number: int, title: str, text: str) -> str:
    return (
        f"\n          {number} of 2 DOCUMENTS\n\n        الريم\n\n    6 مايو 2021\n\n{title}\n\n"
        f"BYLINE: هند القاسم\n\nLENGTH: 20 words\n\n{text}\n\nLOAD-DATE: May 9, 2021\n\n"
        "LANGUAGE: ARABIC\n\n   Copyright 2021 الريم\n"
    )


def nexis_uni(title: str, text: str) -> str:
    return (
        f"{title}\nالريم\nMay 6, 2021\n\nCopyright 2021 الريم\nLength: 20 words\n"
        f"Byline: هند القاسم\n\nBody\n\n{text}\n\nLoad-Date: May 9, 2021\n\nEnd of Document\n"
    )


def factiva(number: int, title: str, text: str) -> str:
    return (
        f"HD\n{title}\n\nBY  هند القاسم\n\nWC  20 words\n\nPD  6 May 2021\n\nSN  الريم\n\n"
        f"LP\n{text}\n\nDocument RIM000002021050{number}\n\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        nexis(1, TITLE, BODY) + nexis(2, OTHER, SECOND),
        nexis_uni(TITLE, BODY) + nexis_uni(OTHER, SECOND),
        factiva(1, TITLE, BODY) + factiva(2, OTHER, SECOND),
    ],
    ids=["Nexis", "Nexis Uni", "Factiva"],
)
def test_exports_of_press_databases_are_split_into_articles(tmp_path, text):
    articles, reasons = read(tmp_path, text, "a.txt")
    found = [(each.title, text_of(each), day_of(each)) for each in articles]
    assert found == [(TITLE, BODY, "2021-05-06"), (OTHER, SECOND, "2021-05-06")]
    assert {each.authors for each in articles} == {("هند القاسم",)}
    assert reasons == []


def test_a_page_of_factiva_is_split_into_articles(tmp_path):
    markup = "".join(
        f'<div class="article xArticle"><div id="hd"><span class="xHeadline">{title}</span></div>'
        "<div>هند القاسم</div><div>20 words</div><div>6 May 2021</div><div>الريم</div>"
        f'<p class="articleParagraph xarticleParagraph">{text}</p></div>'
        for title, text in ((TITLE, BODY), (OTHER, SECOND))
    )
    page = f"<html><head><title>Factiva</title></head><body>{markup}</body></html>"
    articles, _ = read(tmp_path, page, "a.html")
    assert [each.title for each in articles] == [TITLE, OTHER]
    assert [(day_of(each), each.authors) for each in articles] == [
        ("2021-05-06", ("هند القاسم",))
    ] * 2


def test_properties_below_a_title_are_fields(tmp_path):
    text = f"# {TITLE}\n\nالتاريخ: May 6, 2021\nالكاتب: هند القاسم\nالحالة: نشر\n\n{BODY}\n"
    (article,), _ = read(tmp_path, text, "a.md")
    assert (text_of(article), day_of(article)) == (BODY, "2021-05-06")
    assert article.authors == ("هند القاسم",)


def test_json_that_was_encoded_twice_is_decoded(tmp_path):
    text = json.dumps(f"{BODY}\n\n«{SECOND}»\n")[1:-1]
    (article,), _ = read(tmp_path, [{"title": TITLE, "content": text}])
    assert text_of(article) == f"{BODY}\n\n«{SECOND}»"


def test_a_feed_behind_the_warning_of_a_program_is_read(tmp_path):
    feed = (
        "<br />\n<b>Warning</b>: headers in <b>x.php</b><br />\n<?xml version='1.0'?>"
        f"<rss><channel><title>الريم</title><item><title>{TITLE}</title>"
        f"<description>{BODY}</description></item></channel></rss>"
    )
    (article,), _ = read(tmp_path, feed, "a.xml")
    assert article.title == TITLE


@pytest.mark.parametrize(
    "row",
    [
        {"year": 2021, "month": 5, "day": 6},
        {"published_parsed": [2021, 5, 6, 10, 0, 0, 3, 126, 0]},
        {"PublishDate": "/Date(1620259200000)/"},
        {"created_utc": 1620259200.0},
        {"publishing_date": "2021-05-06 10:00:00+03:00"},
    ],
)
def test_days_in_the_forms_of_other_tools_are_read(tmp_path, row):
    (article,), _ = read(tmp_path, [{"title": TITLE, "content": BODY, **row}])
    assert day_of(article) == "2021-05-06"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"node": {"name": "هند القاسم"}}, ("هند القاسم",)),
        ({"id": 3, "first_name": "هند", "last_name": "القاسم"}, ("هند القاسم",)),
        ("هند القاسم; سالم عباد", ("هند القاسم", "سالم عباد")),
    ],
)
def test_authors_in_the_forms_of_other_tools_are_read(tmp_path, author, names):
    row = {"title": TITLE, "content": BODY, "author": author}
    (article,), _ = read(tmp_path, [row])
    assert article.authors == names


def test_a_page_of_notion_is_a_row_of_its_properties(tmp_path):
    properties = {
        "Name": {"type": "title", "title": [{"plain_text": TITLE}]},
        "Date": {"type": "date", "date": {"start": "2021-05-06"}},
        "Text": {"type": "rich_text", "rich_text": [{"plain_text": BODY}]},
    }
    answer = {"results": [{"object": "page", "properties": properties}]}
    (article,), _ = read(tmp_path, answer)
    found = (article.title, text_of(article), day_of(article))
    assert found == (TITLE, BODY, "2021-05-06")


def test_a_row_with_attachments_is_no_post_of_facebook(tmp_path):
    row = {"title": TITLE, "content": BODY, "timestamp": 1620259200, "attachments": []}
    (article,), reasons = read(tmp_path, [row, {**row, "content": SECOND}][:1])
    assert (article.title, text_of(article), reasons) == (TITLE, BODY, [])


def test_posts_of_the_interface_for_pages_are_rows_and_its_events_are_none(tmp_path):
    posts = [
        {"message": BODY, "created_time": "2021-05-06T10:00:00+0000", "id": "1"},
        {"story": "x updated the cover.", "created_time": "2021-05-06T11:00:00+0000"},
    ]
    (article,), reasons = read(tmp_path, {"data": posts})
    assert (text_of(article), day_of(article)) == (BODY, "2021-05-06")
    assert reasons == ["posts of a social network without a text"]


def test_the_name_of_a_source_is_not_the_title_of_a_row_without_one(tmp_path):
    row = {"text": BODY, "source": {"title": "جريدة الريم", "url": "https://r.example"}}
    (article,), _ = read(tmp_path, [row])
    assert (article.title_source, article.url) == ("lead", "")
