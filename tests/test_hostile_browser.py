# SPDX-License-Identifier: AGPL-3.0-or-later
"""Payloads in eight formats, through ingest and the build, in a browser: none runs.

Neither over http nor from file:// does a page open a dialog, request another host, or
report an error, as a violation of its content security policy would be.
"""

import csv
import json
import shutil
import subprocess
import sys
from contextlib import nullcontext
from html import escape
from pathlib import Path

import pytest
from conftest import build

from upkeep import ROOT
from upkeep.static_host import serve_folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VECTORS = ROOT / "tests" / "vectors" / "hostile.json"
# Beside those of the other tests: handlers of other elements, broken and odd notations.
MORE = [
    "<script src=//evil.example/x.js></script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img/src='x'/onerror='alert(1)'>",
    "<img src=x onerror&#61;alert(1)>",
    "<img srcset='//evil.example/a.png 2x' src='//evil.example/b.png'>",
    "<video poster='//evil.example/p.png'><source src=x onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1) autoplay>",
    "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>نص</marquee>",
    "<select autofocus onfocus=alert(1)><option>نص</select>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text>نص</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "<a href='vbscript:alert(1)'>رابط</a>",
    "<a href='  java\nscript:alert(1)'>رابط</a>",
    "<a href='https://a.example/' onmouseover=alert(1) style='position:fixed;inset:0'>رابط</a>",
    "<link rel=prefetch href=//evil.example/y><link rel=icon href=//evil.example/z>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<textarea></textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><script>alert(1)</script><a b="',
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} ${alert(1)} `alert(1)`",
    '![a](x"onerror="alert(1)) <https://evil.example/onload=alert(1)>',
    "\u202e<script>alert(1)</script>\u2028alert(1)\u2029",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    '<xmp><p title="</xmp><svg/onload=alert(1)>">',
]
PAYLOADS = [*json.loads(VECTORS.read_text(encoding="utf-8")), *MORE]
GROUP = 3  # payloads of one article
TEXT = "قررت مكتبة القرية أن تبقي أبوابها مفتوحة حتى المساء في أيام الصيف كلها وقالت أمينتها إن القراء كثيرون"


def articles(form: str) -> list[dict[str, str]]:
    """Return articles with payloads in every field; *form* makes their texts differ."""
    groups = [
        PAYLOADS[start : start + GROUP] for start in range(0, len(PAYLOADS), GROUP)
    ]
    return [
        {
            "title": f"خبر {form} {number} {group[0]}",
            "content": "\n\n".join(
                f"{' '.join(f'{word} {form}{number}' for word in TEXT.split())} {payload}"
                for payload in group
            ),
            "author": f"سالم {group[-1]}",
            "section": group[-1],
            "url": f"https://a.example/{form}/{number}",
            "date": "2020-02-08",
        }
        for number, group in enumerate(groups)
    ]


def make_page(article: dict[str, str]) -> str:
    """Return an article as a page whose text has the payloads as markup."""
    quoted = {name: escape(value) for name, value in article.items()}
    paragraphs = "".join(f"<p>{part}</p>" for part in article["content"].split("\n\n"))
    return (
        f"<!DOCTYPE html><html><head><title>{quoted['title']}</title>"
        f'<meta name="author" content="{quoted["author"]}">'
        f'<meta property="article:section" content="{quoted["section"]}">'
        f'<link rel="canonical" href="{quoted["url"]}"></head><body><article>'
        f"<h1>{article['title']}</h1>{paragraphs}</article></body></html>"
    )


def make_item(article: dict[str, str], more: str = "") -> str:
    """Return an article as an item of RSS."""
    quoted = {name: escape(value) for name, value in article.items()}
    return (
        f"<item><title>{quoted['title']}</title><link>{quoted['url']}</link>"
        f"<dc:creator>{quoted['author']}</dc:creator><category>{quoted['section']}</category>"
        f"<content:encoded>{quoted['content']}</content:encoded>{more}</item>"
    )


def make_feed(items: str) -> str:
    """Return a feed of *items*."""
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>ق</title>'
        f"{items}</channel></rss>"
    )


def make_record(article: dict[str, str]) -> bytes:
    """Return an article as a record of a WARC."""
    page = make_page(article).encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %b\r\n"
        b"Content-Length: %d\r\n\r\n%b\r\n\r\n"
        % (article["url"].encode(), len(block), block)
    )


def write_scrape(folder: Path) -> None:
    """Write the payloads in eight formats."""
    folder.mkdir()
    rows = "".join(f"{json.dumps(row)}\n" for row in articles("ج"))
    (folder / "rows.jsonl").write_text(rows)
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, articles("")[0])
        table.writeheader()
        table.writerows(articles("ح"))
    feed = make_feed("".join(map(make_item, articles("خ"))))
    (folder / "feed.xml").write_text(feed)
    post = "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
    posts = "".join(make_item(article, post) for article in articles("و"))
    (folder / "posts.xml").write_text(make_feed(posts))
    for number, article in enumerate(articles("ص")):
        (folder / f"page{number}.html").write_text(make_page(article))
    for number, article in enumerate(articles("م")):
        head = "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        part = f"Content-Type: text/html; charset=utf-8\r\n\r\n{make_page(article)}"
        (folder / f"saved{number}.mhtml").write_text(f"{head}{part}\r\n--b--\r\n")
    (folder / "crawl.warc").write_bytes(b"".join(map(make_record, articles("ك"))))
    for number, article in enumerate(articles("ن")):
        text = f"{article['title']}\n{article['content']}\n"
        (folder / f"dump{number}.txt").write_text(text)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The site of the hostile articles, and nothing else."""
    folder = tmp_path_factory.mktemp("hostile-browser")
    write_scrape(folder / "scrape")
    shutil.copytree(ROOT / "demo" / "pages", folder / "content" / "pages")
    out = ("--out", folder / "content", "--source", "الضفة")
    # A few texts are refused, for they look like tables or notices: the status is 1.
    command = [sys.executable, "-m", "ingest", *out, folder / "scrape"]
    subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
    build(folder / "content", folder / "output")
    return folder / "output"


class Visit:
    """What a browser does on pages below *home*: dialogs and errors, foreign requests."""

    def __init__(self, chromium, home: str) -> None:
        self.home = home
        self.events: list[str] = []
        self.foreign: list[str] = []
        self.requests = 0
        self.page = chromium.new_page()
        self.page.on("dialog", self.dismiss)
        self.page.on("pageerror", lambda error: self.events.append(str(error)))
        self.page.on("console", self.add_message)
        self.page.on("request", self.add_request)

    def dismiss(self, dialog) -> None:
        self.events.append(dialog.message)
        dialog.dismiss()

    def add_message(self, message) -> None:
        if message.type == "error":
            self.events.append(message.text)

    def add_request(self, request) -> None:
        self.requests += 1
        if not request.url.startswith((self.home, "data:")):
            self.foreign.append(request.url)


def test_a_live_payload_would_be_noticed(chromium, tmp_path):
    (tmp_path / "a.html").write_text(
        "<script>alert(1)</script><img src=//evil.example/x>"
    )
    with serve_folder(tmp_path) as home:
        visit = Visit(chromium, home)
        visit.page.goto(f"{home}/a.html")
    visit.page.close()
    assert "1" in visit.events
    assert visit.foreign == ["http://evil.example/x"]


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_no_payload_runs_and_no_request_leaves_the_site(chromium, site, scheme):
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    if scheme == "file":
        pages.remove("404.html")  # only a host shows it; its paths are a host's
    written = [name for name in pages if name.startswith("a/")]
    assert len(written) > 8 * len(articles("")) * 0.75
    opened = serve_folder(site) if scheme == "http" else nullcontext(site.as_uri())
    with opened as home:
        visit = Visit(chromium, home)
        for name in pages:
            visit.page.goto(f"{home}/{name}")
            assert visit.events == [], name
        visit.page.goto(f"{home}/search.html?q=مكتبة")
        visit.page.locator("ol.results li").first.wait_for()
    visit.page.close()
    assert visit.events == []
    assert visit.foreign == []
    assert visit.requests > len(pages)
