# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export --zim`: every file of the site, and «كتاب» finds «والكتاب»."""

import shutil
import subprocess

import pytest

libzim = pytest.importorskip("libzim", reason="libzim is not installed")

from libzim.reader import Archive  # noqa: E402 - after the check
from libzim.search import Query, Searcher  # noqa: E402

from archive_settings.archive_file import read_archive_settings  # noqa: E402
from export.zim import NOT_IN_ZIM, export_zim, render_icon  # noqa: E402
from plugins.offline.sealing import write_manifest  # noqa: E402
from storage.manifest import parse_manifest  # noqa: E402

ARTICLE = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>ع</title></head>
<body><article class="article"><header><h1>{title}</h1><time datetime="2020-02-0{n}">x</time></header>
<div class="text"><p>{text}</p></div></article><p><a href="../../index.html">الأولى</a></p></body></html>"""
TEXTS = ["قرأ الطالب والكتاب مفتوح", "هطل المطر على المدينة", "افتتحت المدرسة أبوابها"]


@pytest.fixture(scope="module")
def small_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("zim") / "site"
    for n, text in enumerate(TEXTS, start=1):
        path = folder / "a" / "aa" / f"{n}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        page = ARTICLE.format(title=f"خبر {n}", n=n, text=text)
        path.write_text(page, encoding="utf-8")
    links = "".join(f'<a href="a/aa/{n}.html">{n}</a>' for n in (1, 2, 3))
    index = (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><title>أ</title><h1>أ</h1>{links}'
    )
    (folder / "index.html").write_text(index, encoding="utf-8")
    (folder / "_headers").write_text("/*")
    write_manifest(folder)
    return folder


@pytest.fixture(scope="module")
def zim(small_site):
    target = small_site.parent / "archive.zim"
    export_zim(read_archive_settings(), small_site, target)
    return target


def test_every_file_that_is_for_readers_is_an_entry(zim, small_site):
    archive = Archive(zim)
    for name in parse_manifest((small_site / "SHA256SUMS").read_bytes()):
        if name in NOT_IN_ZIM:
            assert not archive.has_entry_by_path(name)
            continue
        item = archive.get_entry_by_path(name).get_item()
        assert bytes(item.content) == (small_site / name).read_bytes()
    assert archive.main_entry.get_item().path == "index.html"
    assert bytes(archive.get_metadata("Language")) == b"ara"
    assert bytes(archive.get_metadata("Date")) == b"2020-02-03"


@pytest.mark.parametrize(
    ("words", "article"),
    [("كتاب", 1), ("والكتاب", 1), ("الكتاب", 1), ("مدينة", 2), ("مدرسة", 3)],
)
def test_a_word_finds_its_forms(zim, words, article):
    search = Searcher(Archive(zim)).search(Query().set_query(words))
    assert list(search.getResults(0, 10)) == [f"a/aa/{article}.html"]


def test_the_library_of_the_format_finds_no_fault(zim, tmp_path):
    """Its own check of the checksum and the structure of the file."""
    assert Archive(zim).check()
    data = bytearray(zim.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "damaged.zim").write_bytes(data)
    assert not Archive(tmp_path / "damaged.zim").check()


@pytest.mark.skipif(
    shutil.which("zimcheck") is None, reason="zimcheck is not installed"
)
def test_zimcheck_accepts_the_file(zim):
    done = subprocess.run(
        ["zimcheck", "--all", zim], capture_output=True, text=True, check=False
    )
    if "Full Title index table outside" in done.stderr:
        pytest.skip("this zimcheck is older than the format that libzim 9 writes")
    assert done.returncode == 0, done.stdout


def test_the_icon_is_a_png():
    data = b"".join(render_icon())
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data.endswith(b"IEND\xaeB`\x82")
