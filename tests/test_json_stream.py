# SPDX-License-Identifier: AGPL-3.0-or-later
"""A JSON file that is parsed as a stream yields the same rows as one parsed at once."""

import io
import json

import pytest

from ingest.inputs import formats
from ingest.inputs.datasets import json_stream
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input

ROWS = [
    {"title": "جسر «خشبي»", "n": [1, -2.5e3, None], "content": 'سطر\n\\ " آخر'},
    {},
    {"title": 'ب"', "x": {"y": [{}]}},
]


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_yields_its_members_wherever_chunks_end(monkeypatch, chunk, indent):
    monkeypatch.setattr(json_stream, "CHUNK", chunk)
    text = json.dumps(ROWS, ensure_ascii=False, indent=indent)
    assert list(json_stream.read_rows(io.StringIO(text))) == ROWS


@pytest.mark.parametrize("chunk", [1, 5, 1000])
def test_an_object_yields_its_first_list_of_objects_with_its_title_as_source(
    monkeypatch, chunk
):
    monkeypatch.setattr(json_stream, "CHUNK", chunk)
    value = {
        "version": 1.1,
        "tags": ["أ"],
        "title": "الضفة",
        "items": [{"title": "خبر"}, {"source": "الوادي"}],
        "z": 1,
    }
    rows = list(json_stream.read_rows(io.StringIO(json.dumps(value))))
    assert rows == [{"source": "الضفة", "title": "خبر"}, {"source": "الوادي"}]


@pytest.mark.parametrize(
    "text", ['[{"a": 1}, {"b"', '[{"a": 1} {"b": 2}]', '[{"a": 1},', '[{"a": 1}']
)
def test_a_list_that_is_cut_off_raises_after_the_complete_members(text):
    rows = json_stream.read_rows(io.StringIO(text))
    assert next(rows) == {"a": 1}
    with pytest.raises(ValueError, match=r"."):
        next(rows)


@pytest.mark.parametrize(
    "first", ["[", '{"title": "الضفة",\n"items": [', '{"title": "الضفة", "items": [']
)
def test_a_streamed_file_yields_the_same_rows_as_one_parsed_at_once(
    tmp_path, monkeypatch, first
):
    articles = [
        {"title": f"خبر {number}", "content": "نص " * 200} for number in range(50)
    ]
    end = "]" if first == "[" else "]}"
    body = ",".join(json.dumps(article, ensure_ascii=False) for article in articles)
    path = tmp_path / "input.json"
    path.write_text(first + body + end, encoding="utf-8")
    at_once = [piece.data for piece in split_input(identify_file(path, "x"))]
    monkeypatch.setattr(formats, "LARGEST_LIST", 5000)
    assert [
        json.loads(piece.data) for piece in split_input(identify_file(path, "x"))
    ] == list(map(json.loads, at_once))


TEXT = "نص الخبر وفيه كلمات كثيرة عن السوق والبلدية. " * 5
ARTICLES = [{"title": f"خبر {number}", "content": TEXT} for number in range(30)]
MESSAGES = [{"type": "message", "text": TEXT, "date": "2021-05-06T10:00:00"}] * 30


@pytest.mark.parametrize(
    "value",
    [
        {f"id-{number}": article for number, article in enumerate(ARTICLES)},
        {"site": "السدى", "data": {"count": 30, "articles": ARTICLES}},
        {"hits": {"hits": [{"_id": "1", "_source": article} for article in ARTICLES]}},
        [{"site": "السدى", "pages": {"rows": ARTICLES}}],
        {"name": "قناة السدى", "type": "public_channel", "messages": MESSAGES},
        {"title": "السدى", "description": "أخبار", "items": ARTICLES},
    ],
)
def test_a_large_file_of_any_shape_yields_the_same_rows(tmp_path, monkeypatch, value):
    path = tmp_path / "input.json"
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    at_once = [piece.data for piece in split_input(identify_file(path, "x"))]
    monkeypatch.setattr(formats, "LARGEST_LIST", 1000)
    monkeypatch.setattr(json_stream, "LARGEST", 2000)
    monkeypatch.setattr(json_stream, "CHUNK", 500)

    streamed = [piece.data for piece in split_input(identify_file(path, "x"))]

    assert len(at_once) == 30
    assert list(map(json.loads, streamed)) == list(map(json.loads, at_once))


def test_members_of_a_large_file_without_a_text_are_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "LARGEST_LIST", 100)
    path = tmp_path / "keyed.json"
    path.write_text(json.dumps({str(n): {"title": "خبر"} for n in range(50)}), "utf-8")

    *passed_over, failure = split_input(identify_file(path, path.name))

    assert sum(item.parts for item in passed_over) == 50
    assert "without articles" in failure.reason
