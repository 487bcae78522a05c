# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv remove`: a removed article is nowhere, everything else stays as it was."""

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, build

from ingest.inputs.input_files import identify_file
from ingest.removal.cut import CannotCut, cut_records, pieces_of
from ingest.removal.entity_names import forget_entities
from ingest.removal.search import search_artefacts
from storage.json_lines import read_log

SECRET = "الاسم السري المطلوب حذفه"
BODY = (
    "قال المتحدث باسم البلدية إن العمل في الطريق الجديد يبدأ يوم الأحد المقبل. "
    "وأضاف أن السكان سيجدون طرقًا بديلة، وأن المدارس لن تتأثر بالأشغال، {}."
)


def row(number: int, text: str = "") -> dict[str, str]:
    return {
        "title": f"خبر رقم {number} من البلدة",
        "body": BODY.format(text or f"وهذا هو التفصيل رقم {number}"),
        "url": f"https://paper.example/{number}",
        "date": f"2021-03-{number + 1:02}",
    }


ROWS = [row(0), row(1), row(2, SECRET), row(3), row(4)]


def json_lines(rows) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode()


def table(rows) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(ROWS[0]))
    writer.writeheader()
    writer.writerows({**r, "body": r["body"].replace(". ", ".\n")} for r in rows)
    return text.getvalue().encode()


def page(item) -> str:
    return (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{item["title"]}</title>'
        f'<meta property="article:published_time" content="{item["date"]}">'
        f'<link rel="canonical" href="{item["url"]}"></head><body><article>'
        f"<h1>{item['title']}</h1><p>{item['body']}</p><p>{item['body'][::-1]}</p>"
        "</article></body></html>"
    )


def warc_record(item) -> bytes:
    body = page(item).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    block = head + body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {item['url']}\r\n"
            "WARC-Date: 2021-03-04T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{item['url'][-1:]:0>12}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def feed(rows) -> bytes:
    items = "".join(
        f"<item><title>{r['title']}</title><link>{r['url']}</link>"
        f"<pubDate>{r['date']}</pubDate><description>{r['body']}</description></item>\n"
        for r in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>صحيفة</title><link>https://paper.example</link>{items}</channel></rss>"
    ).encode()


def zipped(rows) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, item in enumerate(rows):
            archive.writestr(f"pages/{number}.html", page(item))
    return data.getvalue()


CONTAINERS = {
    "rows.jsonl": json_lines(ROWS),
    "rows.jsonl.gz": gzip.compress(json_lines(ROWS)),
    "rows.jsonl.xz": lzma.compress(json_lines(ROWS)),
    "rows.jsonl.bz2": bz2.compress(json_lines(ROWS)),
    "rows.json": json.dumps(ROWS, ensure_ascii=False).encode(),
    "nested.json": json.dumps({"data": {"posts": ROWS}, "n": 5}).encode(),
    "rows.csv": table(ROWS),
    "rows.csv.gz": gzip.compress(table(ROWS)),
    "feed.xml": feed(ROWS),
    "pages.warc": b"".join(map(warc_record, ROWS)),
    "pages.warc.gz": b"".join(gzip.compress(warc_record(r)) for r in ROWS),
    "pages.zip": zipped(ROWS),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_record_is_cut_out_of_an_original_and_the_others_stay(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(CONTAINERS[name])
    before = pieces_of(identify_file(path, name))
    assert len(before) == 5
    cut = cut_records(path, {before[2].sha256})
    assert cut.removed
    path.write_bytes(cut.data)
    after = pieces_of(identify_file(path, name))
    assert [p.data for p in after] == [p.data for n, p in enumerate(before) if n != 2]
    (tmp_path / "content").mkdir()
    shutil.move(path, tmp_path / "content" / name)
    assert list(search_artefacts(tmp_path, SECRET)) == []


@pytest.mark.parametrize("name", CONTAINERS)
def test_the_text_is_seen_in_every_container(name, tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / name).write_bytes(CONTAINERS[name])
    assert len(list(search_artefacts(tmp_path, SECRET))) == 1


def test_what_cannot_be_cut_is_refused(tmp_path):
    path = tmp_path / "texts.txt"
    texts = [f"{r['title']}\n{r['date']}\n\n{r['body']}\n" for r in ROWS]
    path.write_text("\n====================\n".join(texts), encoding="utf-8")
    pieces = pieces_of(identify_file(path, path.name))
    assert len(pieces) > 1
    with pytest.raises(CannotCut, match="--drop-original"):
        cut_records(path, {pieces[1].sha256})


class Archive:
    """An archive in a folder of its own, with what is derived from it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.content = folder, folder / "content"
        self.scrape = folder / "scrape"

    def run(self, module: str, *words: str, fails: bool = False) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        assert bool(done.returncode) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def ingest(self) -> str:
        out = ("--source", "صحيفة", "--out", str(self.content))
        return self.run("ingest", str(self.scrape), *out)

    def remove(self, *words: str, fails: bool = False) -> str:
        return self.run(
            "ingest.remove", *words, "--out", str(self.content), fails=fails
        )

    def verify(self) -> str:
        return self.run("ingest.verify", str(self.content))

    def secret_id(self) -> str:
        for path in self.content.glob("articles/*/*.md"):
            if SECRET in path.read_text("utf-8"):
                return path.stem
        return ""

    def texts(self) -> dict[str, str]:
        return {
            path.stem: path.read_text("utf-8").partition("\n---\n")[2]
            for path in self.content.glob("articles/*/*.md")
        }


@pytest.fixture
def archive(tmp_path) -> Archive:
    archive = Archive(tmp_path)
    archive.scrape.mkdir()
    for name in ("rows.jsonl", "pages.warc.gz"):
        (archive.scrape / name).write_bytes(CONTAINERS[name])
    archive.ingest()
    for name in (
        *("output/search", ".output.build", "dist", "dist/bag/data", "review"),
        *(".cache/search", ".cache/export", ".cache/related"),
    ):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "x.js").write_text(SECRET, encoding="utf-8")
    (tmp_path / "fetched").mkdir()
    (tmp_path / "fetched" / "a.warc.gz").write_bytes(CONTAINERS["pages.warc.gz"])
    return archive


def test_an_erased_article_is_nowhere_and_the_rest_holds(archive):
    secret = archive.secret_id()
    before = archive.texts()
    archive.verify()
    archive.remove("--article", secret, "--reason", "طلب صاحبها", "--level", "erase")
    assert list(search_artefacts(archive.folder, SECRET)) == []
    assert archive.texts() == {k: v for k, v in before.items() if k != secret}
    assert "0 problems" in archive.verify()
    (logged,) = read_log(archive.content / "removals.jsonl")
    assert logged["id"] == secret
    assert len(logged["originals"]) == 2
    assert all(pair["before"] != pair["after"] for pair in logged["originals"])
    assert "0 files contain the text" in archive.remove("--verify", SECRET)


def test_the_next_ingest_does_not_restore_it_and_reports_that(archive):
    secret = archive.secret_id()
    archive.remove("--article", secret, "--reason", "x", "--level", "erase")
    before = archive.texts()
    printed = archive.ingest()
    assert "removed" in printed
    assert archive.texts() == before
    assert list(search_artefacts(archive.folder, SECRET)) == []
    assert "0 problems" in archive.verify()


def test_a_hidden_article_keeps_its_record(archive):
    secret = archive.secret_id()
    archive.remove("--article", secret, "--reason", "x")
    assert archive.secret_id() == secret
    printed = archive.ingest()
    assert "removed" in printed
    article = next(archive.content.glob(f"articles/*/{secret}.md"))
    assert '\nstatus: "hidden"\n' in article.read_text("utf-8")
    assert "0 problems" in archive.verify()


@pytest.mark.parametrize(
    "words",
    [
        ("--article", "aaaaaaaaaa", "--reason", "x"),
        ("--reason", "x"),
        ("--article", "aaaaaaaaaa"),
    ],
)
def test_a_removal_without_article_or_reason_is_refused(archive, words):
    before = archive.texts()
    assert "nothing was removed" in archive.remove(*words, fails=True)
    assert archive.texts() == before


def title_of(article: Path) -> str:
    (line,) = re.findall(
        r'^title: "?(.*?)"?$', article.read_text("utf-8"), re.MULTILINE
    )
    return line


def remove_one(archive: Path, article_id: str, level: str) -> None:
    words = ("--article", article_id, "--reason", "<طلب>", "--level", level)
    command = (sys.executable, "-m", "ingest.remove", *words, "--out", str(archive))
    subprocess.run(command, cwd=ROOT, check=True)


def test_a_tombstone_stays_at_the_url_and_names_day_and_reason(content, tmp_path):
    archive = shutil.copytree(content, tmp_path / "content")
    hidden, erased = sorted(archive.glob("articles/*/*.md"))[:2]
    titles = {path: title_of(path) for path in (hidden, erased)}
    remove_one(archive, hidden.stem, "hide")
    remove_one(archive, erased.stem, "erase")
    output = tmp_path / "output"
    build(archive, output)
    for path, title in titles.items():
        page = output / "a" / path.parent.name / f"{path.stem}.html"
        text = page.read_text("utf-8")
        assert '<meta name="robots" content="noindex">' in text
        assert "&lt;طلب&gt;" in text
        assert "removals.html" in text
        pages = (other.read_text("utf-8") for other in output.rglob("*.html"))
        assert not any(title in other for other in pages)
    listed = (output / "removals.html").read_text("utf-8")
    assert hidden.stem in listed
    assert erased.stem in listed


def test_an_article_that_is_shown_again_has_its_page(content, tmp_path):
    archive = shutil.copytree(content, tmp_path / "content")
    hidden = min(archive.glob("articles/*/*.md"))
    before = hidden.read_bytes()
    remove_one(archive, hidden.stem, "hide")
    hidden.write_bytes(before)
    build(archive, tmp_path / "output")
    page = tmp_path / "output" / "a" / hidden.parent.name / f"{hidden.stem}.html"
    assert title_of(hidden) in page.read_text("utf-8")
    assert not (tmp_path / "output" / "removals.html").exists()


def test_an_entity_that_only_the_erased_article_named_is_forgotten(tmp_path):
    entries = {
        "a": ("minted", "سمير الحجل"),
        "b": ("minted", "كريم الدومي"),
        "c": ("gazetteer", "سمير الحجل"),
        "d": ("minted", "سَمير الحجل"),
    }
    lines = ",\n".join(
        f'"{key}": {{"origin": "{origin}", "type": "person", "labels": ["{label}"]}}'
        for key, (origin, label) in entries.items()
    )
    lock = tmp_path / "entities.lock.json"
    lock.write_text(f'{{"format": 1, "ids": {{\n{lines}\n}}}}\n', encoding="utf-8")
    erased = ["زار سمير الحجل وكريم الدومي البلدة."]
    assert forget_entities(tmp_path, erased, ["عاد كريم الدومي."]) == 2
    assert json.loads(lock.read_text("utf-8"))["ids"].keys() == {"b", "c"}


@pytest.mark.parametrize(
    "row", ['{"id": "a"}', '{"id": 3, "level": "hide"}', "x", "[]"]
)
def test_a_damaged_log_of_removals_stops_with_its_line(archive, row):
    (archive.content / "removals.jsonl").write_text(f"{row}\n", encoding="utf-8")
    secret = archive.secret_id()
    printed = archive.remove("--article", secret, "--reason", "x", fails=True)
    assert "removals.jsonl:1:" in printed
    assert archive.secret_id() == secret
