# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables and TREC-like collections: any delimiter, any encoding."""

import gzip
from pathlib import Path

import pytest

from ingest.extract.readers import read_article
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import ExtractedArticle, Failure, RawArticle

DOCUMENTS = """<DOC>
<DOCNO> SADA-1 </DOCNO>
<TITLE> خبر أول </TITLE>
<DATE> 08/02/2020 </DATE>
<AUTHOR> سالم عباد </AUTHOR>
<CATEGORY>محليات</CATEGORY>
<TEXT>
<P>فقرة أولى.</P>
<P>فقرة ثانية.</P>
</TEXT>
</DOC>
<DOC id="2"><HEADLINE>خبر ثان</HEADLINE><TEXT>فقرة أولى.
فقرة ثانية.</TEXT></DOC>
"""
LINES = 'العنوان,النص,التاريخ\r\n"خبر، أول","سطر ""أول""\r\nسطر ثان",2020-02-08\r\nخبر ثان,نص,\r\n'


def split_file(folder: Path, data: bytes | str) -> list[RawArticle | Failure]:
    path = folder / "input.bin"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(split_input(identify_file(path, path.name)))


def read_articles(folder: Path, data: bytes | str) -> list[ExtractedArticle]:
    return [
        read_article(piece, ReadOptions())
        for piece in split_file(folder, data)
        if isinstance(piece, RawArticle)
    ]


def texts(record: ExtractedArticle) -> list[str]:
    return [block.text for block in record.blocks]


def test_each_document_of_a_trec_collection_is_a_row(tmp_path):
    first, second = read_articles(tmp_path, DOCUMENTS)
    facts = {
        field: first.values_of(field)
        for field in ("title", "date", "author", "section")
    }
    assert facts == {
        "title": ["خبر أول"],
        "date": ["08/02/2020"],
        "author": ["سالم عباد"],
        "section": ["محليات"],
    }
    assert texts(first) == texts(second) == ["فقرة أولى.", "فقرة ثانية."]


def test_a_trec_document_is_serialised_as_rows_of_other_formats_are(tmp_path):
    assert all(
        "خبر" in piece.data.decode() for piece in split_file(tmp_path, DOCUMENTS)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_a_compressed_trec_collection_in_any_encoding_is_read(tmp_path, encoding):
    prose = DOCUMENTS.replace("فقرة ثانية.", "عاد من النهر إلى البلدة في المساء.")
    articles = read_articles(tmp_path, gzip.compress(prose.encode(encoding)))
    assert [record.values_of("title") for record in articles] == [
        ["خبر أول"],
        ["خبر ثان"],
    ]


def test_a_trec_collection_that_is_cut_off_keeps_the_documents_before(tmp_path):
    first, *_, last = split_file(tmp_path, DOCUMENTS[:-8])
    assert (read_article(first, ReadOptions()).values_of("title"), last.reason) == (
        ["خبر أول"],
        "cut off within a document, after 1 record; how many follow is unknown",
    )


def test_a_trec_document_beyond_the_limit_is_a_failure_and_the_next_is_read(tmp_path):
    huge = f"<DOC><TITLE>ك</TITLE><TEXT>{'ك' * 6_000_000}</TEXT></DOC>\n{DOCUMENTS}"
    first, *others = split_file(tmp_path, huge)
    assert ("a document of more than" in first.reason, len(others)) == (True, 2)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_of_a_table_is_that_of_its_header(tmp_path, sign):
    first, second = read_articles(tmp_path, LINES.replace(",", sign))
    assert (first.values_of("title"), texts(first)) == (
        ["خبر، أول"],
        ['سطر "أول"', "سطر ثان"],
    )
    assert (second.values_of("title"), texts(second)) == (["خبر ثان"], ["نص"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1256", "utf-16"])
def test_a_table_in_any_encoding_is_read(tmp_path, encoding):
    long = (
        LINES
        + "خبر ثالث,ذهب من البلدة إلى النهر في الصباح ثم عاد من النهر إلى البلدة على قدميه,\r\n"
    )
    assert read_articles(tmp_path, long.encode(encoding))[0].values_of("title") == [
        "خبر، أول"
    ]


def test_a_cell_longer_than_the_modules_limit_is_read(tmp_path):
    assert (
        len(
            texts(
                read_articles(tmp_path, f"title,content\nخبر,{'كلمة ' * 60_000}\n")[0]
            )[0]
        )
        == 299_999
    )


def test_surplus_cells_are_joined_to_the_text_and_noted(tmp_path):
    (article,) = read_articles(
        tmp_path, "title,content,date\nخبر,نص,وبقيته,2021-05-06\n"
    )
    assert texts(article) == ["نص,وبقيته"]
    assert article.values_of("date") == ["2021-05-06"]
    assert "surplus" in article.repairs[0]
    assert article.confidence < 0.5


def test_a_row_without_its_text_is_unreadable(tmp_path):
    _, second = split_file(tmp_path, "title,content\nخبر,نص\nخبر\n")
    with pytest.raises(ValueError, match="no body"):
        read_article(second, ReadOptions())
