# SPDX-License-Identifier: AGPL-3.0-or-later
"""Complete runs of fetch: from a list of any format to articles, also after a kill."""

import gzip
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from test_images import png
from web import Time, Web, html, page

from ingest.fetch.__main__ import main
from ingest.fetch.http_exchange import NotFetched
from ingest.fetch.url_lists import collect_urls, interleave_hosts, parse_list
from ingest.fetch.warc_folder import WarcFolder
from ingest.fetch.warc_records import read_captures
from upkeep import ROOT

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>الضفة</title>
<item><title>خبر</title><link>http://aldiffa.example/1</link></item><item><link>http://aldiffa.example/2</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="http://aldiffa.example/1"/></entry>
<entry><link rel="alternate" href="http://aldiffa.example/2"/></entry></feed>"""
JSON = '{"version": "1.1", "items": [{"url": "http://aldiffa.example/1"}, {"url": "http://aldiffa.example/2"}]}'
TEXT = "# remarks\n\nhttp://aldiffa.example/1\n  http://aldiffa.example/2\r\n"
URLS = f"""<urlset xmlns="{SITEMAP}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>
http://aldiffa.example/1</loc><image:image><image:loc>http://aldiffa.example/1.jpg</image:loc></image:image></url>
<url><loc>http://aldiffa.example/2</loc></url></urlset>"""
LISTS = {"rss": RSS, "atom": ATOM, "json": JSON, "text": TEXT, "sitemap": URLS}


def urls(*addresses: str) -> bytes:
    return f'<urlset xmlns="{SITEMAP}">{"".join(f"<url><loc>{url}</loc></url>" for url in addresses)}</urlset>'.encode()


def index(*addresses: str) -> bytes:
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in addresses)
    return f'<sitemapindex xmlns="{SITEMAP}">{entries}</sitemapindex>'.encode()


@pytest.mark.parametrize("packing", [bytes, gzip.compress], ids=["plain", "gz"])
@pytest.mark.parametrize("kind", LISTS)
def test_a_list_of_any_format_yields_its_urls(kind, packing):
    assert parse_list(packing(LISTS[kind].encode())).pages == [
        "http://aldiffa.example/1",
        "http://aldiffa.example/2",
    ]


@pytest.mark.parametrize(
    "broken", ["<urlset><url>", "[1]", '{"items": 5}', "<html></html>", "# b"], ids=repr
)
def test_other_input_than_a_list_is_refused(broken):
    with pytest.raises(NotFetched, match="no list, sitemap or feed"):
        parse_list(broken.encode())


def test_an_index_is_followed_to_its_sitemaps_once():
    files = {
        "i": index("s1", "i", "s2"),
        "s1": urls("http://a.example/1"),
        "s2": urls("http://a.example/2"),
    }
    assert collect_urls(index("i"), files.__getitem__) == (
        ["http://a.example/1", "http://a.example/2"],
        {},
    )


def test_a_line_that_is_not_a_url_is_reported():
    assert collect_urls(b"http://a.example/\nftp://a.example/", bytes)[1] == {
        "ftp://a.example/": "not a web address"
    }


def test_urls_of_hosts_are_interleaved():
    pages = ["http://a/1", "http://a/2", "http://b/1", "http://a/3"]
    assert list(interleave_hosts(pages)) == [
        "http://a/1",
        "http://b/1",
        "http://a/2",
        "http://a/3",
    ]


def fetch(folder: Path, place: str | Path, *options: str) -> int:
    time = Time()
    words = (
        str(place),
        "--contact",
        "desk@aldiffa.example",
        "--into",
        str(folder / "warc"),
        "--allow-private",
        "127.0.0.1",
        *options,
    )
    more = ("--out", str(folder / "content"), "--source", "الضفة", "--jobs", "1")
    return main([*words, *more], time.clock, time.sleep)


def titles(folder: Path) -> list[str]:
    texts = [
        path.read_text(encoding="utf-8")
        for path in (folder / "content" / "articles").rglob("*.md")
    ]
    return sorted(
        line
        for text in texts
        for line in text.splitlines()
        if line.startswith("title: ")
    )


def test_the_pages_of_a_compressed_sitemap_index_become_articles(web, tmp_path):
    web.replies |= {
        "/sitemap.xml": [(200, {}, gzip.compress(index(f"{web.address}/1.xml.gz")))],
        "/1.xml.gz": [
            (200, {}, gzip.compress(urls(f"{web.address}/a", f"{web.address}/b")))
        ],
        "/a": [html("جسر البلدة")],
        "/b": [
            (
                200,
                {"Content-Type": "text/html; charset=windows-1256"},
                page("سوق البلدة", encoding="cp1256"),
            )
        ],
    }
    assert fetch(tmp_path, f"{web.address}/sitemap.xml") == 0
    assert titles(tmp_path) == ["title: جسر البلدة", "title: سوق البلدة"]


def test_failed_pages_are_listed_and_the_others_ingested(web, tmp_path, capsys):
    (tmp_path / "list.txt").write_text(
        f"{web.address}/a\n{web.address}/gone\n", encoding="utf-8"
    )
    web.replies["/a"] = [html("جسر البلدة")]
    assert fetch(tmp_path, tmp_path / "list.txt") == 1
    assert f"status 404\n  {web.address}/gone" in capsys.readouterr().out
    assert titles(tmp_path) == ["title: جسر البلدة"]


def test_a_missing_list_is_reported(tmp_path, capsys):
    assert fetch(tmp_path, tmp_path / "none.txt") == 1
    assert "No such file or directory" in capsys.readouterr().out


@pytest.mark.parametrize(
    "contact", [(), ("--contact", "nobody")], ids=["none", "none to write to"]
)
def test_without_a_contact_nothing_is_fetched(tmp_path, contact, capsys):
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path / "list.txt"), *contact])
    assert "--contact" in capsys.readouterr().err


def test_a_killed_run_fetches_no_page_twice(web, tmp_path):
    reached, over = threading.Event(), threading.Event()

    def stuck(_handler):
        reached.set()
        over.wait(20)

    (tmp_path / "list.txt").write_text(
        "".join(f"{web.address}/{name}\n" for name in "abc"), encoding="utf-8"
    )
    web.replies |= {
        "/a": [html("أول")],
        "/b": [stuck, html("ثان")],
        "/c": [html("ثالث")],
    }
    killed = start(tmp_path)
    assert reached.wait(20)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    over.set()
    assert fetch(tmp_path, tmp_path / "list.txt") == 0
    assert web.paths() == ["/a", "/b", "/b", "/c"]
    assert titles(tmp_path) == ["title: أول", "title: ثالث", "title: ثان"]
    assert len(list((tmp_path / "warc").glob("*.gz"))) == 1


def test_pages_fetched_but_not_ingested_are_ingested_by_the_next_run(web, tmp_path):
    (tmp_path / "list.txt").write_text(f"{web.address}/a\n", encoding="utf-8")
    web.replies["/a"] = [html("أول")]
    assert fetch(tmp_path, tmp_path / "list.txt", "--no-such-option") == 2
    assert fetch(tmp_path, tmp_path / "list.txt") == 0
    assert (web.paths(), titles(tmp_path)) == (["/a"], ["title: أول"])


def test_the_images_of_a_text_are_fetched_after_the_pages_and_shown(web, tmp_path):
    figure = b'<figure><img src="/i.png"><figcaption>\xd8\xac\xd8\xb3\xd8\xb1</figcaption></figure></article>'
    shown = (
        page("أول").replace(b"</article>", figure),
        page("أول قديم").replace(b"</article>", figure),
    )
    (tmp_path / "list.txt").write_text(f"{web.address}/a\n", encoding="utf-8")
    web.replies |= {
        "/a": [
            (200, {"Content-Type": "text/html; charset=utf-8"}, body) for body in shown
        ],
        "/i.png": [(200, {"Content-Type": "image/png"}, png())],
    }
    for _ in shown:
        assert fetch(tmp_path, tmp_path / "list.txt", "--images") == 0
    texts = [
        path.read_text(encoding="utf-8")
        for path in (tmp_path / "content" / "articles").rglob("*.md")
    ]
    assert [text.count("](../../images/") for text in texts] == [1, 1]
    assert web.paths() == ["/a", "/i.png"] * 2


def start(folder: Path) -> subprocess.Popen[bytes]:
    words = (
        "--contact",
        "desk@aldiffa.example",
        "--into",
        folder / "warc",
        "--pause",
        "0",
        "--allow-private",
        "127.0.0.1",
    )
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.fetch", folder / "list.txt", *words], cwd=ROOT
    )


def crawl(web: Web, folder: Path) -> Path:
    """Return the unfinished WARC file of a run that has fetched /a and /b."""
    web.replies |= {"/a": [html("أول")], "/b": [html("ثان")]}
    (folder / "list.txt").write_text(
        f"{web.address}/a\n{web.address}/b\n", encoding="utf-8"
    )
    fetch(folder, folder / "list.txt")
    (finished,) = (folder / "warc").glob("*.gz")
    return finished.rename(folder / "warc" / "unfinished" / finished.name)


@pytest.mark.parametrize("lost", [1, 200, 500], ids="{} bytes".format)
def test_an_incomplete_record_is_removed(web, tmp_path, lost):
    path = crawl(web, tmp_path)
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size - lost)
    warcs = WarcFolder(tmp_path / "warc", {})
    assert [url for url, _ in read_captures(warcs.path)] == [
        f"{web.address}/robots.txt",
        f"{web.address}/a",
    ]
