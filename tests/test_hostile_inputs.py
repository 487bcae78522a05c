# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hostile and broken inputs end in a reason for that input; the others are read."""

import base64
import os
import subprocess
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from bench.ingest.pipeline import edit_raw
from ingest.barren_inputs import MOST_FAILURES, BarrenInputs
from ingest.extract.html import read_page
from ingest.inputs.containers import mhtml
from ingest.inputs.detect_format import detect_format
from ingest.inputs.formats import decode_damaged_line
from ingest.inputs.input_files import (
    InputFile,
    InputPath,
    identify_file,
    list_files,
)
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import Fact, Failure, RawArticle, UnreadableInput
from ingest.text.decode import decode_text
from upkeep import ROOT

PAGE = "<html><h1>افتتاح الجسر</h1><p>افتتحت البلدية الجسر أمس.</p></html>".encode()
SENTENCE = "افتتحت البلدية الجسر أمس بحضور الأهالي والتلاميذ من القرى القريبة."
RSS = b"<rss version='2.0'><channel></channel></rss>"
MULTIPART = b"Content-Type: multipart/related; boundary=%b\r\n\r\n--%b\r\n"
HTML_PART = (
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(PAGE)
)


def split_bytes(folder: Path, data: bytes) -> list[RawArticle | Failure]:
    path = folder / "input.bin"
    path.write_bytes(data)
    return list(split_input(identify_file(path, path.name)))


@pytest.mark.parametrize(
    ("prolog", "root", "expected"),
    [
        (b"<!---->" * 40, PAGE, "html"),
        (b"<!-- a --> " * 300, PAGE, "html"),
        (b"<?xml version='1.0'?><!---->" * 40, RSS, "feed"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]>", RSS, "feed"),
        (
            b"<?xml version='1.0'?>\n<!DOCTYPE rss SYSTEM 'x'>\n<!-- a -->\n",
            RSS,
            "feed",
        ),
    ],
)
def test_what_precedes_the_root_element_does_not_hide_the_format(
    prolog, root, expected
):
    assert detect_format((prolog + root)[:4096]) == expected


@pytest.mark.parametrize("depth", [3, 3000])
def test_a_page_beside_nested_multiparts_is_read(tmp_path, depth):
    nested = b"".join(MULTIPART % (b"b%d" % n, b"b%d" % n) for n in range(depth))
    data = MULTIPART % (b"x", b"x") + nested + b"\r\n--x\r\n" + HTML_PART + b"--x--\r\n"
    (piece,) = split_bytes(tmp_path, data)
    assert piece.data == PAGE


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit", "7bit"])
def test_a_part_is_decoded_as_by_the_standard_library(encoding):
    message = EmailMessage()
    message["Content-Type"] = "multipart/related; boundary=b"
    part = EmailMessage()
    text = "<p>ab=c</p>" if encoding == "7bit" else "<p>نص الخبر = كلمات</p>"
    part.set_content(text, subtype="html", cte=encoding)
    message.attach(part)
    data, facts = mhtml.read_page(message.as_bytes())
    assert data.strip() == text.encode()
    assert [fact.value for fact in facts] == ["utf-8"]


def test_what_is_not_read_of_a_folder_is_reported(tmp_path):
    scrape, outside = tmp_path / "scrape", tmp_path / "outside"
    (scrape / "inner").mkdir(parents=True)
    outside.mkdir()
    for path in (scrape / "a.html", scrape / "inner" / "b.html", outside / "c.html"):
        path.write_bytes(PAGE)
    (scrape / "inside.html").symlink_to(scrape / "inner" / "b.html")
    (scrape / "linked").symlink_to(scrape / "inner")
    (scrape / "out.html").symlink_to(outside / "c.html")
    (scrape / "outer").symlink_to(outside)
    (scrape / "gone.html").symlink_to(scrape / "nothing")
    (scrape / "loop.html").symlink_to(scrape / "loop.html")
    os.mkfifo(scrape / "pipe.html")
    entries = list(list_files([scrape]))
    files = [entry.name for entry in entries if isinstance(entry, InputPath)]
    assert files == ["scrape/a.html", "scrape/inner/b.html", "scrape/inside.html"]
    reasons = {
        entry.name.removeprefix("scrape/"): entry.reason
        for entry in entries
        if isinstance(entry, Failure)
    }
    leaves = "a link that leads out of the folder is not followed"
    missing = "a link to a file that does not exist"
    assert reasons == {
        "linked": "a link to a folder that is read itself",
        "out.html": leaves,
        "outer": leaves,
        "gone.html": missing,
        "loop.html": missing,
        "pipe.html": "not a regular file",
    }


def test_folders_in_folders_without_end_are_reported(tmp_path):
    folder = tmp_path / "scrape"
    (folder / "z").mkdir(parents=True)
    (folder / "z" / "a.html").write_bytes(PAGE)
    os.chdir(folder)  # the path grows longer than the system accepts in one call
    try:
        for _ in range(1_200):
            Path("deep").mkdir()
            os.chdir("deep")
    finally:
        os.chdir(ROOT)
    entries = list(list_files([folder]))
    assert [type(entry) for entry in entries] == [Failure, InputPath]
    assert "more than 200 levels deep" in entries[0].reason
    assert entries[1].name == "scrape/z/a.html"
    subprocess.run(["rm", "-rf", folder], check=True)  # shutil would recurse


MALFORMED = [
    "https://[domain]/news/1",
    "http://a:99999999/x",
    "http://[::1",
    "//[",
    "http://a]/b",
]
DECLARED = (
    '<link rel="canonical" href="{}">',
    '<meta property="og:url" content="{}">',
    '<base href="{}">',
    '<script type="application/ld+json">{{"@type": "NewsArticle", "url": "{}"}}</script>',
    "<!-- saved from url=(0023){} -->",
)


@pytest.mark.parametrize("url", MALFORMED)
@pytest.mark.parametrize("declaration", DECLARED)
def test_a_page_that_declares_a_malformed_url_is_read(declaration, url):
    page = PAGE.replace(
        b"<html>", f"<html><head>{declaration.format(url)}</head>".encode()
    )
    text = "افتتحت البلدية الجسر أمس. " * 9
    page = page.replace("افتتحت البلدية الجسر أمس.".encode(), text.encode())
    raw = RawArticle(
        kind="html",
        data=page,
        sha256="0" * 64,
        original="x",
        name="x",
        facts=(Fact("source", "الوادي", "command line"),),
    )
    assert edit_raw(raw, ReadOptions(), {}).article.title


@pytest.mark.parametrize(
    "charset", ["undefined", "idna", "punycode", "rot13", "zlib", "x" * 99]
)
def test_a_page_that_declares_a_useless_encoding_is_read(charset):
    page = PAGE.replace(b"<html>", f'<html><meta charset="{charset}">'.encode())
    assert "الجسر" in decode_text(page.decode().encode("cp1256")).text


def test_a_damaged_member_of_a_zip_costs_only_itself(tmp_path):
    path = tmp_path / "input.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in "abc":
            archive.writestr(f"{name}.html", PAGE + name.encode())
    data = path.read_bytes()
    path.write_bytes(data.replace(PAGE + b"b", PAGE[:-1] + b"xb"))
    pieces = list(split_input(identify_file(path, path.name)))
    names = [piece.name for piece in pieces if isinstance(piece, RawArticle)]
    assert names == ["input.zip#a.html", "input.zip#c.html"]
    (failure,) = [piece for piece in pieces if isinstance(piece, Failure)]
    assert (failure.name, failure.reason[:12]) == ("input.zip#b.html", "broken membe")


def test_an_input_without_any_article_is_given_up_after_many_records():
    barren = BarrenInputs()
    listed = [barren.add_failure(f"a.jsonl#{n}") for n in range(MOST_FAILURES + 5)]
    assert listed.count(True) == MOST_FAILURES
    assert barren.is_given_up("a.jsonl")
    barren.give_up("a.jsonl")
    (failure,) = barren.unlisted()
    assert failure.name == "a.jsonl"
    assert "none of its first 10,005 records is an article" in failure.reason
    barren.add_article("b.jsonl#1")
    assert all(barren.add_failure(f"b.jsonl#{n}") for n in range(MOST_FAILURES + 5))


@pytest.mark.parametrize("header", [b'"a\r b",title', b"a\rtitle,content\rx,y\r", b'"'])
def test_a_table_with_a_broken_header_ends_in_pieces_or_a_reason(tmp_path, header):
    path = tmp_path / "table.csv"
    path.write_bytes(header)
    input_file = InputFile(path, path.name, "csv", "0" * 64, "")
    assert all(
        isinstance(piece, RawArticle | Failure) for piece in split_input(input_file)
    )


@pytest.mark.parametrize("tag", ["div", "blockquote"])
def test_a_page_nested_too_deeply_is_a_reason(tag):
    markup = f"<{tag}>" * 4_000
    data = f"<html><body><h1>افتتاح الجسر</h1>{markup}{SENTENCE}</body></html>".encode()
    raw = RawArticle(kind="html", data=data, sha256="", original="", name="")
    with pytest.raises(UnreadableInput, match="nested"):
        read_page(raw, ReadOptions())


def test_the_same_damage_in_many_lines_of_a_table_is_decoded_once(tmp_path):
    path = tmp_path / "a.csv"
    damaged = "خبر,نص\n".encode("cp1256") * 2_000
    path.write_bytes("title,content\nخبر,نص\n".encode() * 60_000 + damaged)
    decode_damaged_line.cache_clear()
    for _ in split_input(identify_file(path, "a.csv")):
        pass
    assert decode_damaged_line.cache_info().misses < 10
