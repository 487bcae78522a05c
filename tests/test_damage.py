# SPDX-License-Identifier: AGPL-3.0-or-later
"""Damage in an archive is told from an edit, reported, and healed by the next run."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import verify
from ingest.archive.originals import ChangedInput
from ingest.archive.store import Store

ROOT = Path(__file__).resolve().parent.parent
ROWS = [
    {
        "title": f"افتتاح الجسر رقم {number}",
        "source": "الوادي",
        "url": f"http://example.org/{number}",
        "date": "2020-02-08",
        "content": f"افتتحت البلدية الجسر رقم {number} أمس.\n\nوحضر الافتتاح {number} من الأهالي.",
    }
    for number in range(4)
]


def ingest(folder: Path, *more: Path) -> str:
    paths = more or (folder / "rows.jsonl",)
    command = [sys.executable, "-m", "ingest", *paths, "--out", folder / "content"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files of an archive but the ledger, which only grows, and caches."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in {".jsonl", ".sqlite"}
    }


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A folder with a dataset and its archive."""
    folder = tmp_path_factory.mktemp("sound")
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
    (folder / "rows.jsonl").write_text(text, encoding="utf-8")
    ingest(folder)
    return folder


@pytest.fixture
def archive(sound, tmp_path) -> Path:
    shutil.copytree(sound, tmp_path, dirs_exist_ok=True)
    return tmp_path / "content"


def first(archive: Path, pattern: str) -> Path:
    return sorted(archive.glob(pattern))[0]


ARTICLE = "articles/*/*.md"
DAMAGE = {
    "cut by 9 bytes": lambda data: data[:-9],
    "cut to its half": lambda data: data[: len(data) // 2],
    "cut in the front matter": lambda data: data[:30],
    "empty": lambda _data: b"",
    "zeros": lambda data: bytes(len(data)),
    "zeros at the end": lambda data: data[:-200] + bytes(200),
    "zeros in the middle": lambda data: data[:90] + bytes(50) + data[140:],
    "not UTF-8": lambda data: data[:-30] + b"\xff\xfe" + data[-28:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_article_is_written_again_and_counted_as_damaged(archive, damage):
    expected = tree(archive)
    path = first(archive, ARTICLE)
    path.write_bytes(damage(path.read_bytes()))
    assert "damaged" in ingest(archive.parent)
    healed = tree(archive)
    kept = path.with_name(f"{path.name}.damaged")
    healed.pop(str(kept.relative_to(archive)), None)
    assert healed == expected


EDITS = {
    "a word": lambda data: data.replace("أمس".encode(), "اليوم".encode()),
    "the last paragraph": lambda data: data[: data.rindex(b"\n\n") + 1],
    "no last line end": lambda data: data.replace("أمس".encode(), b"").rstrip(b"\n"),
    "more text": lambda data: data + "زيادة\n".encode(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_is_kept(archive, edit):
    path = first(archive, ARTICLE)
    edited = edit(path.read_bytes())
    path.write_bytes(edited)
    printed = ingest(archive.parent)
    assert ("edited" in printed, "damaged" in printed) == (True, False)
    assert path.read_bytes() == edited


def test_an_editors_words_in_a_file_that_is_no_utf8_are_kept_beside_it(archive):
    path = first(archive, ARTICLE)
    damaged = path.read_bytes() + "زيادة".encode("cp1256")
    path.write_bytes(damaged)
    ingest(archive.parent)
    assert path.with_name(f"{path.name}.damaged").read_bytes() == damaged


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b"\x00" * 9, b'{"sha256": 1}']
)
def test_a_damaged_sidecar_is_written_again(archive, content):
    expected = tree(archive)
    first(archive, "sidecars/*/*.json").write_bytes(content)
    ingest(archive.parent)
    assert tree(archive) == expected


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"\x00\x00\n",
        b"[1]\n",
        b'{"status": 3}\n',
        b'{"status": "article"}\n',
        b"\xff\n",
    ],
)
def test_a_damaged_line_of_the_ledger_costs_no_run(archive, line):
    expected = tree(archive)
    ledger = archive / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([*lines[:2], line, *lines[3:]]))
    assert "unchanged" in ingest(archive.parent)
    assert tree(archive) == expected


@pytest.mark.parametrize("content", [lambda data: b"", lambda data: data[:-1] + b"x"])
def test_a_damaged_original_is_restored_from_the_input(archive, content):
    expected = tree(archive)
    original = first(archive, "raw/*/*")
    original.write_bytes(content(original.read_bytes()))
    assert "damaged originals, restored" in ingest(archive.parent)
    assert tree(archive) == expected


@pytest.mark.parametrize(
    "content",
    ["{", "- source: x\n", "text", "a: b", "- [\n- source: x\n  line: y\n  cut: 7"],
)
def test_a_broken_boilerplate_file_is_reported_with_its_line_and_not_overwritten(
    archive, content
):
    path = archive / "boilerplate.yml"
    path.write_text(content, encoding="utf-8")
    assert "boilerplate.yml: broken at line 1" in ingest(archive.parent)
    assert path.read_text(encoding="utf-8") == content


def test_a_folder_with_the_name_of_a_temporary_file_is_deleted(archive):
    expected = tree(archive)
    (archive / "articles" / "x.part" / "inner").mkdir(parents=True)
    ingest(archive.parent)
    assert tree(archive) == expected


def problems(archive: Path) -> list[str]:
    return verify.find_problems(archive).lines


def test_a_sound_archive_has_no_problems(archive):
    assert problems(archive) == []


def swap_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


BREAKAGE = {
    "raw/*/*": "its bytes do not match its name",
    "sidecars/*/*.json": "damaged sidecar",
    ARTICLE: "damaged",
}


@pytest.mark.parametrize("pattern", BREAKAGE)
def test_verify_reports_an_emptied_file(archive, pattern):
    path = first(archive, pattern)
    path.write_bytes(b"")
    (line,) = [
        line for line in problems(archive) if str(path.relative_to(archive)) in line
    ]
    assert BREAKAGE[pattern] in line


@pytest.mark.parametrize("pattern", ["raw/*/*", "sidecars/*/*.json", ARTICLE])
def test_verify_reports_a_missing_file(archive, pattern):
    first(archive, pattern).unlink()
    assert problems(archive)


def test_verify_reports_a_flipped_bit_of_an_original_and_counts_an_edit(archive):
    swap_bit(first(archive, "raw/*/*"))
    article = first(archive, ARTICLE)
    article.write_bytes(article.read_bytes() + "زيادة\n".encode())
    report = verify.find_problems(archive)
    assert (report.problems, report.edited) == (1, 1)


@pytest.mark.parametrize(
    "name", ["raw/aa/x.html", "articles/aa/x.md", "raw/aa/y.html.part"]
)
def test_verify_reports_a_file_that_ingest_did_not_write(archive, name):
    (archive / name).parent.mkdir(exist_ok=True)
    (archive / name).write_bytes(b"x\n")
    assert any(name in line for line in problems(archive))


def test_verify_reports_a_damaged_line_of_the_ledger_with_its_number(archive):
    ledger = archive / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes() + b"x\n")
    lines = ledger.read_bytes().count(b"\n")
    assert problems(archive) == [f"ledger.jsonl line {lines}: damaged"]


def test_verify_reports_an_article_that_the_ledger_lacks(archive):
    ledger = archive / "ledger.jsonl"
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[2:]))
    assert any("not in the ledger" in line for line in problems(archive))


def test_verify_names_the_input_that_restores_an_original(archive):
    swap_bit(first(archive, "raw/*/*"))
    assert any("over its input, rows.jsonl" in line for line in problems(archive))
    ingest(archive.parent)
    assert problems(archive) == []


def test_verify_says_how_a_damaged_article_is_restored(archive):
    first(archive, ARTICLE).write_bytes(b"")
    command = [sys.executable, "-m", "ingest.verify", str(archive)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "inv ingest --restore" in done.stdout


def change_bytes(path: Path) -> None:
    path.write_text("another text", encoding="utf-8")


def remove(path: Path) -> None:
    path.unlink()


def replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("change", [change_bytes, remove, replace_by_pipe])
def test_an_input_that_changed_after_it_was_read_is_no_original(tmp_path, change):
    path = tmp_path / "a.html"
    path.write_text("a text", encoding="utf-8")
    name = f"ab/{hashlib.sha256(path.read_bytes()).hexdigest()}.html"
    change(path)
    store = Store(tmp_path / "content")
    with pytest.raises(ChangedInput):
        store.store_original(name, path)
    assert not list((tmp_path / "content" / "raw").rglob("*.html*"))
