# SPDX-License-Identifier: AGPL-3.0-or-later
"""Datasets of other tools: every common shape and name is read, the rest is reported."""

import json
from pathlib import Path

import pytest

from ingest.edit.editing import edit_article
from ingest.extract.readers import read_article
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import (
    ExtractedArticle,
    Failure,
    PassedOver,
    RawArticle,
    SetAside,
    UnreadableInput,
)

BODY = "زرعت بلدة عين الريم ألف شجرة تين على ضفاف الوادي هذا الربيع، وقال أهلها إنهم سيسقونها بالتناوب."
ROWS = [
    {"title": "ألف شجرة تين في عين الريم", "content": BODY},
    {"title": "جسر خشبي فوق وادي الريم", "content": f"{BODY} وسيبنى جسر."},
]
ALIASED = [
    {"Title": "خبر أول", "Content": BODY, "Publish Date": "2021-05-06"},
    {"headline": "خبر أول", "article_text": BODY, "published_at": "2021-05-06"},
    {"title": "خبر أول", "maintext": BODY, "date_publish": "2021-05-06 00:00:00"},
    {"title": "خبر أول", "text": BODY, "publish_date": "2021-05-06T00:00:00"},
    {
        "title": {"rendered": "خبر أول"},
        "content": {"rendered": f"<p>{BODY}</p>"},
        "date": "2021-05-06",
    },
    {
        "_id": {"$oid": "6"},
        "title": "خبر أول",
        "body": BODY,
        "date": {"$date": "2021-05-06T00:00:00Z"},
    },
    {
        "_index": "news",
        "_source": {"title": "خبر أول", "body": BODY, "date": "2021-05-06"},
    },
    {
        "id": 3,
        "attributes": {"title": "خبر أول", "body": BODY, "publishedAt": "2021-05-06"},
    },
    {"title": ["خبر أول"], "content": [BODY], "date": ["2021-05-06"]},
    {"عنوان الخبر": "خبر أول", "نص الخبر": BODY, "تاريخ النشر": "2021-05-06"},
    {"title": "خبر أول", "content": BODY, "timestamp": 1620259200},
    {"title": "خبر أول", "content": BODY, "date": 1620259200000},
    {"title": "خبر أول", "content": BODY, "date": 20210506},
]
SHAPES = {
    "list": ROWS,
    "wrapped": {"status": "ok", "articles": ROWS},
    "nested": {"data": {"page": 1, "result": {"news": ROWS}}},
    "keyed": {"a1": ROWS[0], "a2": ROWS[1]},
    "two lists": {"local": ROWS[:1], "sport": ROWS[1:]},
    "elasticsearch": {
        "hits": {
            "total": 2,
            "hits": [{"_id": str(n), "_source": row} for n, row in enumerate(ROWS)],
        }
    },
    "strapi": {
        "data": [{"id": n, "attributes": row} for n, row in enumerate(ROWS)],
        "meta": {},
    },
    "pandas columns": {
        name: {str(n): row[name] for n, row in enumerate(ROWS)}
        for name in ("title", "content")
    },
    "pandas split": {
        "columns": ["title", "content"],
        "index": [0, 1],
        "data": [list(row.values()) for row in ROWS],
    },
    "columns of lists": {
        name: [row[name] for row in ROWS] for name in ("title", "content")
    },
    "paragraphs": [
        {"title": row["title"], "body": {"paragraphs": [{"text": row["content"]}]}}
        for row in ROWS
    ],
    "blocks": [
        {
            "headlines": {"basic": row["title"]},
            "content_elements": [{"type": "text", "content": row["content"]}],
        }
        for row in ROWS
    ],
    "rows of cells": [["title", "content"], *(list(row.values()) for row in ROWS)],
}
EMPTY = [
    "-",
    "—",
    "غير معروف",
    "nan",
    "NaN",
    "NULL",
    "None",
    r"\N",
    "N/A",
    "",
    None,
    float("nan"),
]


def split_data(folder: Path, data: bytes | str, field_names=()) -> list:
    path = folder / "input.bin"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    input_file = identify_file(path, path.name, field_names=field_names)
    return list(split_input(input_file))


def read_rows(
    folder: Path, data: bytes | str, options: ReadOptions | None = None
) -> list[ExtractedArticle]:
    options = options or ReadOptions()
    items = split_data(folder, data, options.field_names)
    return [read_article(raw, options) for raw in items if isinstance(raw, RawArticle)]


def read_row(folder: Path, row: object) -> ExtractedArticle:
    (article,) = read_rows(folder, json.dumps([row], ensure_ascii=False))
    return article


def text_of(article: ExtractedArticle) -> str:
    return "\n".join(block.text for block in article.blocks)


def titles(articles: list[ExtractedArticle]) -> list[str]:
    return [article.first_value("title") for article in articles]


@pytest.mark.parametrize("row", ALIASED, ids=lambda row: "-".join(row))
def test_names_of_other_tools_are_known(tmp_path, row):
    article = read_row(tmp_path, row)
    assert article.first_value("title") == "خبر أول"
    assert article.first_value("date").startswith("2021-05-06")
    assert text_of(article) == BODY


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_articles_are_found_in_every_shape(tmp_path, shape):
    text = json.dumps(shape, ensure_ascii=False)
    articles = read_rows(tmp_path, text)
    assert titles(articles) == [row["title"] for row in ROWS]
    assert [text_of(article) for article in articles] == [
        row["content"] for row in ROWS
    ]
    assert titles(read_rows(tmp_path, json.dumps(shape, indent=1))) == titles(articles)


@pytest.mark.parametrize("separator", ["\n", "", " , ", "\n\n"])
def test_concatenated_objects_are_rows(tmp_path, separator):
    text = separator.join(json.dumps(row, indent=1) for row in ROWS)
    assert titles(read_rows(tmp_path, text)) == [row["title"] for row in ROWS]


def test_a_list_that_scrapy_appended_to_is_read_whole(tmp_path):
    text = json.dumps(ROWS[:1]) + json.dumps(ROWS[1:])
    assert titles(read_rows(tmp_path, text)) == [row["title"] for row in ROWS]


@pytest.mark.parametrize(
    "prefix",
    [
        "// exported\n// on Monday\n",
        "/* exported\n * on Monday */\n",
        "# exported\n",
        ")]}',\n",
        "while(1);",
        "// exported\nwindow.rows = ",
    ],
)
def test_comments_and_guards_before_json_are_skipped(tmp_path, prefix):
    text = prefix + json.dumps(ROWS)
    assert titles(read_rows(tmp_path, text)) == [row["title"] for row in ROWS]


def test_a_comment_between_lines_of_json_is_passed_over(tmp_path):
    first, comment, second = split_data(
        tmp_path, "\n// next\n".join(json.dumps(row) for row in ROWS)
    )
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert isinstance(comment, PassedOver)


def test_the_complete_rows_of_a_broken_list_are_read_and_the_damage_is_reported(
    tmp_path,
):
    items = split_data(tmp_path, json.dumps(ROWS, ensure_ascii=False)[:-20])
    assert isinstance(items[0], RawArticle)
    assert "broken JSON" in items[-1].reason


@pytest.mark.parametrize("empty", EMPTY, ids=repr)
def test_what_tools_write_for_no_value_is_no_value(tmp_path, empty):
    article = read_row(tmp_path, {**ROWS[0], "author": empty, "date": empty})
    assert {fact.field for fact in article.facts} == {"title"}
    with pytest.raises(UnreadableInput, match="no body"):
        read_row(tmp_path, {"title": "خبر", "content": empty})


def test_ids_of_a_database_are_neither_author_nor_section(tmp_path):
    row = {**ROWS[0], "author": 4, "categories": [3, 7], "tags": [1]}
    assert {fact.field for fact in read_row(tmp_path, row).facts} == {"title"}


def test_the_rest_interface_of_wordpress_has_names_in_its_embedded_part(tmp_path):
    article = read_row(
        tmp_path,
        {
            "title": {"rendered": "جسر &#8211; وواد"},
            "content": {"rendered": f"<p>{BODY}</p>", "protected": False},
            "date": "2021-05-06T12:30:00",
            "date_gmt": "2021-05-06T09:30:00",
            "author": 4,
            "_embedded": {
                "author": [{"id": 4, "name": "ليلى الصافي"}],
                "wp:term": [
                    [{"taxonomy": "category", "name": "محليات"}],
                    [{"taxonomy": "post_tag", "name": "تين"}],
                ],
            },
        },
    )
    facts = {
        field: article.first_value(field)
        for field in ("title", "date", "author", "section", "tags")
    }
    assert facts == {
        "title": "جسر – وواد",
        "date": "2021-05-06T12:30:00+03:00",
        "author": "ليلى الصافي",
        "section": "محليات",
        "tags": "تين",
    }


HIDDEN = [
    {"status": "draft"},
    {"status": "private"},
    {"visibility": "members"},
    {"password": "sesame"},
    {"is_published": "false"},
    {"draft": True},
    {"content": {"rendered": f"<p>{BODY}</p>", "protected": True}},
]


@pytest.mark.parametrize("hidden", HIDDEN, ids=str)
def test_drafts_and_private_posts_are_set_aside(tmp_path, hidden):
    with pytest.raises(SetAside):
        read_row(tmp_path, {**ROWS[0], **hidden})


def test_a_row_that_says_it_is_published_is_read(tmp_path):
    row = {
        **ROWS[0],
        "status": "publish",
        "published": True,
        "password": "",
        "visibility": "public",
    }
    assert read_row(tmp_path, row).first_value("title") == ROWS[0]["title"]


TELEGRAM = {
    "name": "أخبار الوادي",
    "type": "public_channel",
    "messages": [
        {
            "id": 1,
            "type": "service",
            "action": "create_channel",
            "title": "أخبار الوادي",
            "text": "",
        },
        {
            "id": 2,
            "type": "message",
            "date": "2021-05-06T12:00:00",
            "text": [
                {"type": "bold", "text": "جسر خشبي"},
                f"\n\n{BODY} ",
                {"type": "link", "text": "المزيد"},
            ],
        },
        {"id": 3, "type": "message", "date": "2021-05-07T12:00:00", "text": BODY},
        {
            "id": 4,
            "type": "message",
            "date": "2021-05-07T12:00:00",
            "text": "",
            "photo": "a.jpg",
        },
    ],
}


def test_a_telegram_channel_is_read_message_by_message(tmp_path):
    items = split_data(tmp_path, json.dumps(TELEGRAM, ensure_ascii=False, indent=1))
    first, second = (
        read_article(raw, ReadOptions()) for raw in items if isinstance(raw, RawArticle)
    )
    assert first.first_value("title") == "جسر خشبي"
    assert text_of(first) == f"{BODY} المزيد"
    assert first.first_value("source") == "أخبار الوادي"
    assert second.values_of("title") == []
    assert sum(isinstance(item, PassedOver) for item in items) == 2


def test_a_private_telegram_chat_is_set_aside(tmp_path):
    with pytest.raises(SetAside, match="personal_chat"):
        read_rows(tmp_path, json.dumps({**TELEGRAM, "type": "personal_chat"}))


def test_a_ghost_export_has_its_authors_and_tags(tmp_path):
    export = {
        "db": [
            {
                "data": {
                    "posts": [
                        {
                            "id": 1,
                            "title": "خبر",
                            "html": f"<p>{BODY}</p>",
                            "status": "published",
                            "published_at": "2021-05-06",
                        },
                        {
                            "id": 2,
                            "title": "مسودة",
                            "html": f"<p>{BODY}</p>",
                            "status": "draft",
                        },
                    ],
                    "users": [{"id": 7, "name": "ليلى الصافي"}],
                    "posts_authors": [{"post_id": 1, "author_id": 7}],
                    "tags": [{"id": 5, "name": "محليات"}],
                    "posts_tags": [{"post_id": 1, "tag_id": 5}],
                    "settings": [{"key": "title", "value": "صحيفة الوادي"}],
                }
            }
        ]
    }
    items = split_data(tmp_path, json.dumps(export))
    article = read_article(items[0], ReadOptions())
    assert [article.first_value(field) for field in ("author", "tags", "source")] == [
        "ليلى الصافي",
        "محليات",
        "صحيفة الوادي",
    ]
    with pytest.raises(SetAside):
        read_article(items[1], ReadOptions())


def edit_row(folder: Path, row: object):
    (raw,) = split_data(folder, json.dumps([row]))
    options = ReadOptions(source="صحيفة الوادي")
    return edit_article(read_article(raw, options), raw, options, {}).article


XML_ROWS = [
    "<news><item_><title>{title}</title><text>{body}</text><date>2021-05-06</date></item_></news>",
    "<corpus><N_1><Headline>{title}</Headline><Dateline>2021-05-06</Dateline><Text>{body}</Text></N_1></corpus>",
    "<response><result><doc_><str name='title'>{title}</str><str name='content'>{body}</str><date name='date'>2021-05-06</date></doc_></result></response>",
]


@pytest.mark.parametrize("form", XML_ROWS)
def test_an_xml_dataset_is_read_by_the_names_of_its_elements(tmp_path, form):
    text = '<?xml version="1.0" encoding="utf-8"?>' + form.format(
        title="خبر", body=BODY
    )
    (article,) = read_rows(tmp_path, text)
    assert [article.first_value(field) for field in ("title", "date")] == [
        "خبر",
        "2021-05-06",
    ]
    assert text_of(article) == BODY


def test_a_record_without_a_title_has_its_first_sentence_marked(tmp_path):
    article = edit_row(
        tmp_path,
        {"text": "فتح الجسر اليوم أمام المارة. وسيغلق ليلاً.", "source": "صحيفة الوادي"},
    )
    assert (article.title, article.title_source) == (
        "فتح الجسر اليوم أمام المارة",
        "lead",
    )


def test_a_description_stands_in_for_a_missing_body_and_is_marked(tmp_path):
    article = edit_row(
        tmp_path, {"title": "خبر", "description": BODY, "source": "صحيفة الوادي"}
    )
    assert (article.blocks[0].text, article.body_source) == (BODY, "description")


def test_entities_in_a_body_without_tags_are_decoded(tmp_path):
    row = {"title": "خبر", "content": "قال &quot;نعم&quot;&nbsp;ثم مضى &#8211; ولم يعد"}
    assert text_of(read_row(tmp_path, row)) == 'قال "نعم" ثم مضى – ولم يعد'


def test_escaped_markup_is_markup(tmp_path):
    row = {
        "title": "خبر",
        "content": "&lt;p&gt;فقرة أولى.&lt;/p&gt;&lt;p&gt;فقرة ثانية.&lt;/p&gt;",
    }
    assert text_of(read_row(tmp_path, row)) == "فقرة أولى.\nفقرة ثانية."


def test_names_from_the_command_line_decide_the_format(tmp_path):
    options = ReadOptions(field_names=(("title", "Kopf"), ("body", "Inhalt")))
    (article,) = read_rows(tmp_path, f"Kopf,Inhalt\nخبر,{BODY}\n", options)
    assert (article.first_value("title"), text_of(article)) == ("خبر", BODY)


def test_a_name_from_the_command_line_may_be_a_path(tmp_path):
    options = ReadOptions(field_names=(("body", "data.inner"), ("title", "data.kopf")))
    row = {"data": {"inner": BODY, "kopf": "خبر"}}
    (article,) = read_rows(tmp_path, json.dumps([row]), options)
    assert (article.first_value("title"), text_of(article)) == ("خبر", BODY)


def test_a_table_names_its_delimiter_in_the_first_line(tmp_path):
    (article,) = read_rows(tmp_path, f"sep=;\nTitle;Text\nخبر, أول;{BODY}\n")
    assert article.first_value("title") == "خبر, أول"


def test_a_table_with_unknown_columns_is_refused_by_their_names(tmp_path):
    with pytest.raises(UnreadableInput, match=r"alpha, beta.*--field body"):
        split_data(
            tmp_path, "alpha,beta\n" + "".join(f"خبر {n},{BODY}\n" for n in range(4))
        )


def test_of_two_columns_with_one_name_the_first_with_a_value_counts(tmp_path):
    (article,) = read_rows(tmp_path, f"title,title,content\nخبر,,{BODY}\n")
    assert article.first_value("title") == "خبر"


def test_a_header_in_the_middle_of_joined_tables_is_no_row(tmp_path):
    items = split_data(
        tmp_path, f"title,content\nخبر,{BODY}\ntitle,content\nخبر ثان,{BODY}\n"
    )
    assert [type(item) for item in items] == [RawArticle, PassedOver, RawArticle]


def test_a_stray_quotation_mark_swallows_no_row(tmp_path):
    text = f'title,content,date\nخبر 1,{BODY},2021-05-01\n"خبر 2,{BODY},2021-05-02\nخبر 3,{BODY},2021-05-03\n'
    articles = read_rows(tmp_path, text)
    assert titles(articles) == ["خبر 1", "خبر 2", "خبر 3"]
    assert "stray" in articles[1].repairs[0]


def test_a_damaged_line_of_a_table_is_repaired_alone(tmp_path):
    lines = [f"خبر {number},{BODY}\n".encode() for number in range(4)]
    lines[1] = lines[1][:-8] + lines[1][-7:]
    lines[2] = lines[2].decode().encode("cp1256")
    articles = read_rows(tmp_path, b"title,content\n" + b"".join(lines))
    assert titles(articles) == [f"خبر {number}" for number in range(4)]
    assert [text_of(articles[number]) for number in (0, 2, 3)] == [BODY] * 3
    assert "\ufffd" in text_of(articles[1])


def test_a_damaged_line_of_json_lines_is_repaired_alone(tmp_path):
    lines = [json.dumps(row, ensure_ascii=False).encode() for row in ROWS]
    lines[1] = lines[1].replace("جسر".encode(), "جسر".encode()[:-1], 1)
    first, second = read_rows(tmp_path, b"\n".join(lines))
    assert first.repairs == ()
    assert "could not be decoded" in second.repairs[0]


def test_json_without_any_text_is_reported_with_its_fields(tmp_path):
    (raw,) = split_data(tmp_path, '{"name": "paket", "version": "1.0"}')
    with pytest.raises(UnreadableInput, match="no body in the fields name, version"):
        read_article(raw, ReadOptions())


def test_the_error_of_an_api_is_no_article(tmp_path):
    items = split_data(
        tmp_path,
        '{"code": "rest_no_route", "message": "No route was found matching the URL"}',
    )
    assert not isinstance(items[0], Failure)
    with pytest.raises(UnreadableInput):
        read_article(items[0], ReadOptions())


def test_a_comma_before_the_end_of_a_list_loses_nothing(tmp_path):
    text = json.dumps(ROWS, ensure_ascii=False).removesuffix("]")
    path = tmp_path / "rows.json"
    path.write_text(f"{text},\n]\n", "utf-8")
    items = list(split_input(identify_file(path, path.name)))
    assert [type(item) for item in items] == [RawArticle, RawArticle]


def test_typed_values_of_firestore_are_read(tmp_path):
    fields = {
        "title": {"stringValue": "خبر أول"},
        "content": {"stringValue": BODY},
        "date": {"timestampValue": "2021-05-06T00:00:00Z"},
    }
    path = tmp_path / "rows.json"
    path.write_text(json.dumps({"documents": [{"name": "a", "fields": fields}] * 2}))
    raws = list(split_input(identify_file(path, path.name)))
    article = read_article(raws[0], ReadOptions())
    assert article.first_value("title") == "خبر أول"
    assert article.first_value("date").startswith("2021-05-06")
    assert article.blocks[0].text == BODY


def test_a_quotation_mark_that_joins_rows_of_several_lines_is_undone(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(
        f'title,content,date\n"خبر أول","{BODY},2021-05-06\n'
        f'"خبر ثان","{BODY}\n\n{BODY}",2021-05-07\n',
        "utf-8",
    )
    raws = list(split_input(identify_file(path, path.name)))
    articles = [read_article(raw, ReadOptions()) for raw in raws]
    assert [each.first_value("title") for each in articles] == ["خبر أول", "خبر ثان"]
    assert [each.first_value("date") for each in articles] == [
        "2021-05-06",
        "2021-05-07",
    ]
    assert all(each.fields.damage for each in articles)
