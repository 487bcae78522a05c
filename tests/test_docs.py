# SPDX-License-Identifier: AGPL-3.0-or-later
"""The documentation: its commands run, in a clone; both languages have the same ones."""

import csv
import gzip
import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from test_own_archive import archive, warraq  # noqa: F401 - fixtures
from test_remove import ROWS, feed, page, warc_record

import tasks
from archive_settings.reference import TEXTS, render_reference
from plugins.frontmatter.checks import ARTICLE_CHECKS, ARTICLE_KEYS, COMMON_CHECKS
from upkeep import ROOT
from upkeep.task_arguments import PathsParser

DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")
PAGES = sorted(path.name for path in (DOCS / "en").glob("*.md"))
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "README.ar.md", "CONTRIBUTING.md")),
    *(DOCS / language / name for language in ("en", "ar") for name in PAGES),
]


def blocks(path: Path, kind: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [body for language, body in BLOCK.findall(text) if language == kind]


def commands(path: Path) -> list[str]:
    """Every line of a block that calls a task."""
    text = path.read_text(encoding="utf-8")
    lines = [line for _, body in BLOCK.findall(text) for line in body.splitlines()]
    return [line for line in lines if line.startswith("inv ")]


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_commands(name):
    english, arabic = DOCS / "en" / name, DOCS / "ar" / name
    without_texts = [
        [re.sub(r'"[^"]*"', '""', line) for line in commands(path)]
        for path in (english, arabic)
    ]
    assert without_texts[0] == without_texts[1]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_names_a_file(path):
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_names_a_task_and_its_options(path):
    for line in commands(path):
        words = shlex.split(line.partition("  ")[0])[1:]
        parser = PathsParser(contexts=tasks.ns.to_contexts())
        if words and words[0] not in ("--list", "--help"):
            assert parser.parse_argv(words), line


@pytest.mark.parametrize("language", TEXTS)
def test_the_reference_of_settings_is_that_of_the_schema(language):
    written = (DOCS / language / "settings.md").read_text(encoding="utf-8")
    assert written == render_reference(language), "run: inv dev.settings-reference"


@pytest.mark.parametrize("language", TEXTS)
def test_every_key_of_the_front_matter_is_described(language):
    text = (DOCS / language / "front-matter.md").read_text(encoding="utf-8")
    keys = {*ARTICLE_KEYS, *ARTICLE_CHECKS, *COMMON_CHECKS} - {"template"}
    assert {key for key in keys if f"| `{key}` |" not in text} == set()


WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>صحيفة</title><link>https://wp.example</link><wp:wxr_version>1.2</wp:wxr_version>{}</channel></rss>"""
POST = """<item><title>{title}</title><link>{url}</link><dc:creator>كاتب</dc:creator>
<content:encoded><![CDATA[<p>{body}</p>]]></content:encoded><wp:post_id>{n}</wp:post_id>
<wp:post_date>{date} 10:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"""
BLOGGER = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>مدونة</title><id>tag:blogger.com,1999:blog-1</id>{}</feed>"""
ENTRY = """<entry><id>tag:blogger.com,1999:blog-1.post-{n}</id><published>{date}T10:00:00Z</published>
<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/>
<title>{title}</title><content type="html">&lt;p&gt;{body}&lt;/p&gt;</content>
<link rel="alternate" type="text/html" href="{url}"/><author><name>كاتب</name></author></entry>"""


def rows(host: str) -> list[dict]:
    return [
        {
            **row,
            "n": n,
            "url": f"https://{host}.example/{n}",
            "title": f"{row['title']} {host}",
        }
        for n, row in enumerate(ROWS)
    ]


def write_inputs(folder: Path) -> None:
    """Write the inputs that the recipes name."""
    posts = "".join(POST.format(**row) for row in rows("wp"))
    (folder / "wordpress.xml").write_text(WORDPRESS.format(posts), encoding="utf-8")
    entries = "".join(ENTRY.format(**row) for row in rows("blog"))
    (folder / "blogger.xml").write_text(BLOGGER.format(entries), encoding="utf-8")
    messages = [
        {"id": row["n"], "type": "message", "date": f"{row['date']}T10:00:00"}
        | {"from": "قناة", "text": f"{row['title']}\n\n{row['body']}"}
        for row in rows("tg")
    ]
    (folder / "telegram").mkdir()
    export = {"name": "قناة", "type": "public_channel", "id": 1, "messages": messages}
    (folder / "telegram" / "result.json").write_text(json.dumps(export))
    (folder / "saved-pages").mkdir()
    for row in rows("saved"):
        (folder / "saved-pages" / f"{row['n']}.html").write_text(page(row), "utf-8")
    warc = b"".join(map(warc_record, rows("crawl")))
    (folder / "crawl.warc.gz").write_bytes(gzip.compress(warc))
    with zipfile.ZipFile(folder / "crawl.wacz", "w") as wacz:
        records = b"".join(map(warc_record, rows("wacz")))
        wacz.writestr("archive/data.warc.gz", gzip.compress(records))
        wacz.writestr("datapackage.json", '{"profile": "data-package"}')
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["head", "story", "url", "date"])
        for row in rows("csv"):
            writer.writerow([row["title"], row["body"], row["url"], row["date"]])
    (folder / "feed.xml").write_bytes(feed(rows("feed")))


def test_the_commands_of_the_recipes_run(archive, tmp_path):  # noqa: F811 - a fixture
    if not Path(sys.prefix, "bin", "activate").exists():
        pytest.skip("no virtual environment")
    (archive / ".venv").symlink_to(sys.prefix)
    write_inputs(archive)
    script = "set -e\n" + "\n".join(blocks(DOCS / "en" / "recipes.md", "sh"))
    environment = {k: v for k, v in os.environ.items() if k != "WARRAQ_SETTINGS"}
    names = ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME")
    addresses = ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL")
    environment["WARRAQ_KEY"] = str(tmp_path / "secret.key")
    environment |= dict.fromkeys(names, "A") | dict.fromkeys(addresses, "a@x.org")
    done = subprocess.run(
        ["bash", "-x", "-c", script],
        cwd=archive,
        env={**environment, "GIT_CONFIG_GLOBAL": os.devnull, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    texts = [
        path.read_text(encoding="utf-8")
        for path in (archive / "content" / "articles").rglob("*.md")
    ]
    for host in ("wp", "blog", "saved", "crawl", "wacz", "csv", "feed"):
        assert sum(f"https://{host}.example/" in text for text in texts) == 5, host
    assert (archive.parent / "public" / "index.html").exists()
    assert list((archive / "dist").glob("*.zip"))
    assert (archive / "output" / "SHA256SUMS.minisig").exists()
