# SPDX-License-Identifier: AGPL-3.0-or-later
"""The URL and the time that a saving tool notes in a page are read."""

import hashlib

import pytest

from ingest.extract.readers import read_article
from ingest.inputs.formats import LARGEST_PAGE, split_html
from ingest.model.options import ReadOptions
from ingest.model.record import (
    ExtractedArticle,
    PassedOver,
    RawArticle,
    UnreadableInput,
)
from tests.test_datasets import BODY

URL = "https://alwadi.example/news/7"
PARAGRAPHS = "".join(f"<p>{BODY} وهذه الفقرة رقم {number}.</p>" for number in range(4))
PAGE = f"<html lang=ar{{attributes}}><head><meta charset=utf-8>{{head}}<title>ألف شجرة تين</title></head><body>{{start}}<article><h1>ألف شجرة تين</h1>{PARAGRAPHS}</article></body></html>"
NOTES = {
    "SingleFile": (
        "",
        "<!--\n Page saved with SingleFile \n url: {url} \n saved date: Fri May 07 2021 01:11:12 GMT+0300 (AST)\n-->",
        "2021-05-07T01:11:12+03:00",
    ),
    "monolith": (
        "<!-- Saved from {url} at 2021-05-07T07:11:12Z using monolith v2.7.0 -->",
        "",
        "2021-05-07T07:11:12+00:00",
    ),
    "HTTrack": (
        "<!-- Mirrored from alwadi.example/news/7 by HTTrack Website Copier/3.x [XR&CO'2014], Fri, 07 May 2021 07:11:12 GMT -->",
        "",
        "2021-05-07T07:11:12+00:00",
    ),
    "Save Page WE": (
        "",
        '<meta name="savepage-url" content="{url}"><meta name="savepage-date" content="Fri May 07 2021 10:11:12 GMT+0300 (AST)">',
        "2021-05-07T10:11:12+03:00",
    ),
    "Chrome": ("<!-- saved from url=(0029){url} -->", "", ""),
}


def read_page(page: str | bytes, name: str = "page.html") -> ExtractedArticle:
    data = page.encode() if isinstance(page, str) else page
    sha256 = hashlib.sha256(data).hexdigest()
    raw = RawArticle(kind="html", data=data, sha256=sha256, original="x", name=name)
    return read_article(raw, ReadOptions())


def fill(attributes: str = "", head: str = "", start: str = "") -> str:
    return PAGE.format(attributes=attributes, head=head, start=start)


@pytest.mark.parametrize("tool", NOTES)
def test_the_note_of_a_tool_has_url_and_time(tool):
    before, head, captured = (
        text.format(url=URL) if "{" in text else text for text in NOTES[tool]
    )
    article = read_page(f"{before}\n{fill(head=head)}")
    assert article.first_value("url").partition("://")[2] == URL.partition("://")[2]
    assert article.first_value("captured") == captured


def test_the_attributes_of_webscrapbook_have_url_and_time():
    page = fill(
        f' data-scrapbook-source="{URL}" data-scrapbook-create="20210507071112345"'
    )
    article = read_page(page)
    assert article.first_value("url") == URL
    assert article.first_value("captured") == "2021-05-07T07:11:12+00:00"


ARCHIVED = [
    f"https://web.archive.org/web/20210507071112/{URL}",
    f"http://web.archive.org/web/20210507071112id_/{URL}",
    "https://web.archive.org/web/20210507071112/https:/alwadi.example/news/7",
    f"https://arquivo.pt/wayback/20210507071112/{URL}",
    f"https://archive.ph/2021.05.07-071112/{URL}",
    f"http://localhost:8080/pages/20210507071112mp_/{URL}",
]


@pytest.mark.parametrize("address", ARCHIVED)
def test_the_address_in_a_web_archive_is_replaced_by_the_original(address):
    article = read_page(fill(head=f'<link rel="canonical" href="{address}">'))
    assert article.values_of("url") == [URL]
    assert article.first_value("captured") == "2021-05-07T07:11:12+00:00"


def test_a_date_in_a_path_is_no_stamp_of_an_archive():
    url = "https://alwadi.example/2021/05/07/fig"
    assert read_page(fill(head=f'<link rel="canonical" href="{url}">')).values_of(
        "url"
    ) == [url]


def test_the_toolbar_of_an_archive_is_no_text_of_the_page():
    start = "<!-- BEGIN WAYBACK TOOLBAR INSERT --><p>five captures of this page in two years, and a long text</p><!-- END WAYBACK TOOLBAR INSERT -->"
    text = "\n".join(block.text for block in read_page(fill(start=start)).blocks)
    assert "captures" not in text
    assert BODY in text


def test_headers_that_wget_saved_are_no_text_of_the_page():
    page = (
        f"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html\r\n\r\n{fill()}"
    )
    assert "nginx" not in "\n".join(block.text for block in read_page(page).blocks)


def test_the_folder_of_wget_names_the_protocol():
    article = read_page(fill(), "mirror/https/alwadi.example/news/7.html")
    assert article.values_of("url") == ["https://alwadi.example/news/7.html"]


def test_images_inside_a_page_do_not_count_for_its_size(tmp_path):
    image = f'<img src="data:image/png;base64,{"A" * (LARGEST_PAGE + 1)}">'
    path = tmp_path / "page.html"
    path.write_text(fill(start=image), "utf-8")
    dropped, part = split_html(path, ())
    assert dropped == PassedOver("images and films inside a page that is too large", 1)
    assert BODY in part.data.decode()


def test_a_page_that_is_too_large_without_its_images_is_refused(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(fill(start="<p>" + "نص " * (LARGEST_PAGE // 4) + "</p>"), "utf-8")
    with pytest.raises(UnreadableInput, match="without the images"):
        list(split_html(path, ()))
