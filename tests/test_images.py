# SPDX-License-Identifier: AGPL-3.0-or-later
"""Images in a scrape are stored and shown with their captions; else only captions."""

import base64
import gzip
import json
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from conftest import build

from ingest.extract.html import parse_html
from ingest.model.record import Block, Figure, ScrapeFile
from ingest.pictures.formats import parse_image
from ingest.pictures.in_page import map_layout, prepare_figures, select_figures
from ingest.pictures.locate import ImageRequest, candidate_paths, find_image
from ingest.pictures.warc_index import WarcImageIndex
from ingest.run_database import open_run_database
from ingest.work.confined import ConfinedProcess
from plugins.frontmatter.document import plain_text, render_markdown, split_document
from upkeep import ROOT

SENTENCE = "عبر خمسة وأربعون تلميذاً صباح أمس جسراً من خشب الزان بناه آباؤهم في ثلاثة أسابيع كاملة، {}."
PARAGRAPHS = [SENTENCE.format(word) for word in ("أولاً", "ثانياً", "ثالثاً")]
URL = "https://aldiffa.example/news/1.html"


def png(width: int = 400, height: int = 300, shade: int = 90) -> bytes:
    """Return a PNG image of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data))
            + kind
            + data
            + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\0" + bytes([shade]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def page(figure: str) -> str:
    """Return a page with *figure* after its first paragraph, and images outside the text."""
    first, *others = (f"<p>{text}</p>" for text in PARAGRAPHS)
    return f"""<html><head><title>جسر خشبي</title><link rel="canonical" href="{URL}"></head><body>
<header><img src="logo.png" alt="الضفة"></header><article><h1>جسر خشبي</h1><div>{first}{figure}{"".join(others)}</div>
</article><aside><figure><img src="other.png"><figcaption>خبر آخر</figcaption></figure></aside></body></html>"""


def figure(address: str, caption: str = "الجسر بعد افتتاحه") -> str:
    return f"<figure><img src='{address}' alt='جسر فوق واد'><figcaption>{caption}</figcaption></figure>"


def ingest(scrape: Path, *options: str) -> Path:
    out = scrape.parent / "content"
    done = run_ingest(scrape, out, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def run_ingest(
    scrape: Path, out: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    words = [
        sys.executable,
        "-m",
        "ingest",
        scrape,
        "--out",
        out,
        "--source",
        "الضفة",
        "--jobs",
        "1",
        *options,
    ]
    return subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )


def article_body(out: Path) -> str:
    (path,) = (out / "articles").rglob("*.md")
    return split_document(path.read_text(encoding="utf-8"))[1]


def stored_images(out: Path) -> list[bytes]:
    return [path.read_bytes() for path in (out / "images").rglob("*") if path.is_file()]


def write_folder(tmp: Path, page_name: str, address: str, picture_name: str) -> Path:
    """Return a saved folder with a page and its image."""
    for name, data in {
        page_name: page(figure(address)).encode(),
        picture_name: png(),
        "logo.png": png(shade=1),
    }.items():
        path = tmp / "scrape" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp / "scrape"


def as_data_url(tmp: Path) -> Path:
    return write_folder(
        tmp,
        "news.html",
        f"data:image/png;base64,{base64.b64encode(png()).decode()}",
        "style.css",
    )


def saved_by_a_browser(tmp: Path) -> Path:
    return write_folder(tmp, "خبر.html", "./خبر_files/a%20b.png", "خبر_files/a b.png")


def mirrored_by_wget(tmp: Path) -> Path:
    return write_folder(
        tmp,
        "aldiffa.example/news/1.html",
        "/img/a.png?v=2",
        "aldiffa.example/img/a.png?v=2",
    )


def mirrored_with_other_hosts(tmp: Path) -> Path:
    return write_folder(
        tmp,
        "aldiffa.example/news/1.html",
        "https://cdn.example/a.png",
        "cdn.example/a.png",
    )


def as_zip(tmp: Path) -> Path:
    mirrored_by_wget(tmp)
    with zipfile.ZipFile(tmp / "scrape.zip", "w") as packed:
        for path in (tmp / "scrape").rglob("*.*"):
            if path.is_file():
                packed.write(path, path.relative_to(tmp))
    return tmp / "scrape.zip"


def as_mhtml(tmp: Path) -> Path:
    message = EmailMessage(policy=default)
    message["Snapshot-Content-Location"] = URL
    message.make_related()
    for kind, data, address in (
        ("html", page(figure("../a.png")).encode(), URL),
        ("png", png(), "https://aldiffa.example/a.png"),
    ):
        part = EmailMessage(policy=default)
        part.set_content(data, "text" if kind == "html" else "image", kind)
        part["Content-Location"] = address
        message.attach(part)
    (tmp / "scrape.mhtml").write_bytes(message.as_bytes())
    return tmp / "scrape.mhtml"


def warc_response(url: str, kind: str, body: bytes) -> bytes:
    block = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2018-11-07T03:00:00Z\r\n"
    kinds = f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    return gzip.compress((head + kinds).encode() + block + b"\r\n\r\n")


def as_warc(tmp: Path) -> Path:
    answers = warc_response(
        URL, "text/html; charset=utf-8", page(figure("/a.png")).encode()
    )
    (tmp / "scrape.warc.gz").write_bytes(
        answers + warc_response("http://aldiffa.example/a.png", "image/png", png())
    )
    return tmp / "scrape.warc.gz"


def as_several_warcs(tmp: Path) -> Path:
    (tmp / "crawl").mkdir()
    answers = {"a": warc_response("http://aldiffa.example/a.png", "image/png", png())}
    answers |= {"b": warc_response(URL, "text/html", page(figure("/a.png")).encode())}
    for name, answer in answers.items():
        (tmp / "crawl" / f"{name}.warc.gz").write_bytes(answer)
    return tmp / "crawl"


def as_wacz(tmp: Path) -> Path:
    with zipfile.ZipFile(tmp / "scrape.wacz", "w") as packed:
        packed.write(as_warc(tmp), "archive/data.warc.gz")
    return tmp / "scrape.wacz"


SCRAPES = (
    *(as_data_url, saved_by_a_browser, mirrored_by_wget, mirrored_with_other_hosts),
    *(as_zip, as_mhtml, as_warc, as_several_warcs, as_wacz),
)


@pytest.mark.parametrize("scrape", SCRAPES, ids=lambda scrape: scrape.__name__)
def test_an_image_is_located_and_shown_at_its_position(tmp_path, scrape):
    out = ingest(scrape(tmp_path), "--images")
    assert stored_images(out) == [png()]
    body = render_markdown(article_body(out))
    assert 'alt="جسر فوق واد" width="400" height="300"' in body
    assert plain_text(body).split("\n\n") == [
        PARAGRAPHS[0],
        "الجسر بعد افتتاحه",
        *PARAGRAPHS[1:],
    ]


@pytest.mark.parametrize(("page_file", "shade"), [("b.warc.gz", 2), ("d.warc.gz", 1)])
def test_of_two_captures_that_in_the_pages_own_file_is_used_else_the_first_by_name(
    tmp_path, page_file, shade
):
    for name, grey in (("a", 1), ("b", 2)):
        answer = warc_response(
            "http://aldiffa.example/a.png", "image/png", png(shade=grey)
        )
        (tmp_path / f"{name}.warc.gz").write_bytes(answer)
    (tmp_path / "c.warc.gz").write_bytes(b"\x1f\x8bdamaged")
    (tmp_path / "d.warc.gz").write_bytes(warc_response(URL, "text/html", b"<p>"))
    with open_run_database() as tables, ConfinedProcess() as reader:
        warc_index = WarcImageIndex([tmp_path], tables, reader)
        for page in (
            "b.warc.gz",
            page_file,
        ):  # the second is met when a file that is not the first is listed already
            data = warc_index.find_image(
                ScrapeFile(tmp_path, page, "warc"), "https://aldiffa.example/a.png"
            )
    assert data == png(shade=shade)


@pytest.mark.parametrize(
    ("caption", "alt"), [("الجسر بعد افتتاحه", "الجسر بعد افتتاحه"), ("", "جسر خشبي")]
)
def test_a_missing_alternative_text_is_the_caption_or_the_headline(caption, alt):
    layout = map_layout(
        parse_html(
            page(
                f"<figure><img src='a.jpg' alt='DSC_0123.jpg'><figcaption>{caption}</figcaption></figure>"
            )
        )
    )
    figures = select_figures(layout, [Block("paragraph", text) for text in PARAGRAPHS])
    assert [
        figure.alt for figure in prepare_figures(figures, "جسر خشبي", keep_images=True)
    ] == [alt]


def test_the_sidecar_has_the_origin_of_an_image(tmp_path):
    out = ingest(mirrored_by_wget(tmp_path), "--images")
    (side,) = (out / "sidecars").rglob("*.json")
    (image,) = json.loads(side.read_text(encoding="utf-8"))["images"]
    assert ((out / "images" / image["file"]).read_bytes(), image["from"]) == (
        png(),
        "/img/a.png?v=2",
    )


def test_without_images_the_caption_remains_and_nothing_is_stored(tmp_path):
    out = ingest(saved_by_a_browser(tmp_path))
    assert (stored_images(out), article_body(out).split("\n\n")[1]) == (
        [],
        "*الجسر بعد افتتاحه*",
    )


def test_an_image_missing_from_the_scrape_leaves_its_caption(tmp_path):
    out = ingest(
        write_folder(tmp_path, "news.html", "https://elsewhere.example/a.png", "b.png"),
        "--images",
    )
    assert (stored_images(out), article_body(out).split("\n\n")[1]) == (
        [],
        "*الجسر بعد افتتاحه*",
    )


def is_located(folder: Path, address: str) -> bool:
    """Return whether the image at *address* is located for the page news.html."""
    with open_run_database() as tables, ConfinedProcess() as reader:
        return (
            find_image(
                ImageRequest(ScrapeFile(folder, "news.html", "html"), "", ()),
                Figure(0, (address,), "", ""),
                WarcImageIndex([], tables, reader),
            )
            is not None
        )


def test_an_image_outside_the_scrape_is_not_used(tmp_path):
    (tmp_path / "scrape").mkdir()
    (tmp_path / "private.png").write_bytes(png())
    assert not is_located(tmp_path / "scrape", "../private.png")


def test_a_link_out_of_the_scrape_is_not_followed(tmp_path):
    (tmp_path / "scrape").mkdir()
    (tmp_path / "private.png").write_bytes(png())
    (tmp_path / "scrape" / "a.png").symlink_to(tmp_path / "private.png")
    assert not is_located(tmp_path / "scrape", "a.png")


@pytest.mark.parametrize(
    "address",
    [
        "a\0.png",
        "x" * 5000,
        "http://[",
        "data:image/png;base64,%%%",
        "data:",
        "//",
        "..",
    ],
)
def test_a_malformed_address_finds_nothing(tmp_path, address):
    assert not is_located(tmp_path, address)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "svg",
        ),
        (b"\x89PNG\r\n\x1a\n", "cut off"),
        (b"\xff\xd8\xff\xe0\x00\x10", "cut off"),
        (b"\xff\xd8" + b"\xff\xe0\x00\x00" * 9, "segments that do not move on"),
        (png(1, 1), "a counter"),
        (png(90, 400), "narrow"),
        (
            struct.pack(">8sIIII", b"\x89PNG\r\n\x1a\n", 13, 0, 100_000, 100_000),
            "a bomb",
        ),
        (b"<html>", "a page"),
        (b"", "nothing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unsafe_or_damaged_image_is_refused(data, why):
    assert parse_image(data) is None, why


def jpeg(width: int, height: int) -> bytes:
    thumbnail = b"\xff\xc0\x00\x11\x08\x00\x10\x00\x10"
    exif = b"\xff\xe1" + struct.pack(">H", 2 + len(thumbnail)) + thumbnail
    return (
        b"\xff\xd8"
        + exif
        + b"\xff\xc2\x00\x11\x08"
        + struct.pack(">HH", height, width)
        + bytes(20)
    )


def vp8(width: int, height: int) -> bytes:
    return b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\x30\x01\0\x9d\x01\x2a" + struct.pack(
        "<HH", width, height
    )


def vp8l(width: int, height: int) -> bytes:
    return b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack(
        "<I", width - 1 | (height - 1) << 14
    )


def vp8x(width: int, height: int) -> bytes:
    sides = [(side - 1).to_bytes(3, "little") for side in (width, height)]
    return b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"".join(sides)


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height)


@pytest.mark.parametrize(
    "made", [png, jpeg, gif, vp8, vp8l, vp8x], ids=lambda made: made.__name__
)
def test_the_size_of_an_image_is_parsed_from_its_header(made):
    image = parse_image(made(640, 480))
    assert (image.width, image.height) == (640, 480)


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<img src='a.jpg'>", ["a.jpg"]),
        ("<img src='blank.gif' data-src='a.jpg'>", ["a.jpg", "blank.gif"]),
        ("<img src='a.jpg' srcset='b.jpg 320w, c.jpg 1200w'>", ["a.jpg", "c.jpg"]),
        ("<a href='a-large.jpg'><img src='a.jpg'></a>", ["a.jpg"]),
        ("<a href='/other.html'><img src='a.jpg'></a>", []),
        ("<img src='a.jpg' width='16'>", []),
        ("<nav><img src='a.jpg'></nav>", []),
        ("<img>", []),
        (
            "<a href='http://['><img src='http://[' width='²' srcset='1.2.3x, b.jpg 1.2.3x, c.jpg ٣w, ,'></a>",
            [],
        ),
        (
            "<img src='http://[' width='²' srcset='b.jpg 2x, c.jpg 1.2.3x'>",
            ["http://[", "b.jpg"],
        ),
    ],
)
def test_a_content_image_is_distinguished_from_icons_and_links(markup, shown):
    layout = map_layout(parse_html(page(markup)))
    figures = select_figures(layout, [Block("paragraph", text) for text in PARAGRAPHS])
    assert [address for figure in figures for address in figure.addresses] == shown


def test_an_image_between_headline_and_text_belongs_to_the_text():
    layout = map_layout(
        parse_html(
            page("").replace("</h1>", "</h1><section><img src='a.jpg'></section>")
        )
    )
    (figure,) = select_figures(
        layout, [Block("paragraph", text) for text in PARAGRAPHS]
    )
    assert figure.addresses == ("a.jpg",)


def test_a_page_that_contains_our_marks_has_no_layout():
    layout = map_layout(parse_html(page("<img src='a.jpg'>\ue0009999\ue001")))
    assert (
        select_figures(layout, [Block("paragraph", text) for text in PARAGRAPHS]) == ()
    )


def test_paths_of_a_mirror_are_tried_from_the_pages_folder_outwards():
    assert list(candidate_paths("site/host/a/b.html", "/i/x.png")) == [
        *("site/host/a/i/x.png", "site/host/i/x.png", "site/i/x.png", "i/x.png"),
    ]


@pytest.mark.parametrize(
    "markdown",
    [
        "![x](https://evil.example/a.png)",
        "![x](../../images/../a.png)",
        '<img src="//evil.example/a.png">',
        "![x](data:,a)",
    ],
)
def test_no_page_loads_a_picture_from_elsewhere(markdown):
    assert "<img" not in render_markdown(markdown)


def test_the_site_contains_the_images_of_its_pages(tmp_path):
    out = ingest(saved_by_a_browser(tmp_path), "--images")
    build(out, tmp_path / "site")
    (path,) = (tmp_path / "site" / "a").rglob("*.html")
    (address,) = re.findall(
        r'<figure><img src="([^"]*)"', path.read_text(encoding="utf-8")
    )
    assert (path.parent / address).read_bytes() == png()


def test_a_warc_that_loses_images_is_listed_with_the_reason(tmp_path):
    scrape = tmp_path / "crawl"
    scrape.mkdir()
    picture = warc_response("http://aldiffa.example/a.png", "image/png", png())
    nameless = gzip.decompress(picture).replace(b"WARC-Target-URI", b"WARC-Other-Field")
    (scrape / "a.warc.gz").write_bytes(gzip.compress(nameless) + picture)
    shown = page(figure("/a.png")).encode()
    (scrape / "b.warc.gz").write_bytes(warc_response(URL, "text/html", shown))
    done = run_ingest(scrape, tmp_path / "out", "--images")
    assert done.returncode == 1
    assert "images of it are lost: damaged WARC: a record without" in done.stdout
    assert "crawl/a.warc.gz" in done.stdout


def test_an_image_whose_record_is_damaged_is_listed_with_the_reason(tmp_path):
    picture = warc_response("http://aldiffa.example/a.png", "image/png", png())
    (tmp_path / "a.warc.gz").write_bytes(picture)
    warc = ScrapeFile(tmp_path, "a.warc.gz", "warc")
    with open_run_database() as tables, ConfinedProcess() as reader:
        warc_index = WarcImageIndex([], tables, reader)
        warc_index.add_file(warc)
        half = len(picture) // 2
        (tmp_path / "a.warc.gz").write_bytes(picture[:half] + bytes(half))
        data = warc_index.find_image(warc, "https://aldiffa.example/a.png")
    assert (data[:4], [failure.name for failure in warc_index.failures]) == (
        b"",
        [f"{tmp_path.name}/a.warc.gz"],
    )
