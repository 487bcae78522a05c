# SPDX-License-Identifier: AGPL-3.0-or-later
"""A damaged article is restored from its original when its input is not in the run."""

import gzip
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ingest import verify
from upkeep import ROOT

SENTENCES = "افتتحت البلدية الجسر أمس بحضور الأهالي. " * 8
PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"
OTHER = {
    "title": "خبر آخر",
    "content": "أعلن المعهد نتائج المسابقة. " * 9,
    "source": "الوادي",
}


def ingest(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingest", *arguments, "--out", folder / "content"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )


def write_scrape(folder: Path) -> None:
    """Write a page, a compressed dataset of three rows, and a zip of two pages."""
    folder.mkdir()
    (folder / "page.html").write_text(PAGE.format("جسر في القرية", SENTENCES))
    rows = [
        {"title": f"خبر {number}", "content": f"{number} {SENTENCES}"}
        for number in range(3)
    ]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    with zipfile.ZipFile(folder / "pages.zip", "w") as archive:
        for name in ("a", "b"):
            text = PAGE.format(f"عنوان الصفحة {name}", f"{name} {SENTENCES}")
            archive.writestr(f"{name}.html", text)


def files_of(content: Path) -> dict[str, bytes]:
    """Return the articles and sidecars of an archive."""
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for folder in ("articles", "sidecars")
        for path in (content / folder).rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A folder with an archive whose inputs are gone."""
    folder = tmp_path_factory.mktemp("sound")
    write_scrape(folder / "scrape")
    ingest(folder, folder / "scrape", "--source", "الضفة")
    shutil.rmtree(folder / "scrape")
    (folder / "other.json").write_text(json.dumps([OTHER]))
    return folder


@pytest.fixture
def folder(sound, tmp_path) -> Path:
    shutil.copytree(sound, tmp_path, dirs_exist_ok=True)
    return tmp_path


DAMAGE = {
    "article cut": (
        "articles/*/*.md",
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
    ),
    "article empty": ("articles/*/*.md", lambda path: path.write_bytes(b"")),
    "article zeroed": ("articles/*/*.md", lambda path: path.write_bytes(bytes(900))),
    "article deleted": ("articles/*/*.md", Path.unlink),
    "sidecar cut": ("sidecars/*/*.json", lambda path: path.write_bytes(b'{\n "a": 1')),
}


@pytest.mark.parametrize(("pattern", "damage"), DAMAGE.values(), ids=DAMAGE)
def test_all_damaged_articles_are_restored_byte_by_byte(folder, pattern, damage):
    content = folder / "content"
    before = files_of(content)
    assert len(before) == 12
    for path in content.glob(pattern):
        damage(path)
    assert len(verify.find_problems(content).lines) >= 6
    done = ingest(folder, "--restore")
    assert (done.returncode, done.stderr) == (0, "")
    assert "restored" in done.stdout
    assert files_of(content) == before
    assert verify.find_problems(content).lines == []
    assert "restored" not in ingest(folder, "--restore").stdout


def test_a_run_over_other_inputs_restores_them_too(folder):
    content = folder / "content"
    before = files_of(content)
    for path in content.glob("articles/*/*.md"):
        path.write_bytes(path.read_bytes()[:90])
    assert ingest(folder, folder / "other.json").returncode == 0
    after = files_of(content)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 2


def test_an_article_without_its_original_is_reported(folder):
    content = folder / "content"
    article = next(content.glob("articles/*/*.md"))
    article.write_bytes(b"")
    shutil.rmtree(content / "raw")
    done = ingest(folder, "--restore")
    assert done.returncode == 1
    assert "damaged, restored only by reading scrape/" in done.stdout
    assert article.name in done.stdout


def test_an_edit_is_left_alone(folder):
    article = next((folder / "content").glob("articles/*/*.md"))
    edited = article.read_bytes() + "جملة من المحرر".encode()  # no line end
    article.write_bytes(edited)
    ingest(folder, "--restore")
    assert article.read_bytes() == edited


def test_paths_are_required_without_the_option(folder):
    assert ingest(folder).returncode == 2


def write_photo(path: Path) -> None:
    """Write a PNG large enough for a photo; only its head is read."""
    size = (640).to_bytes(4, "big") + (480).to_bytes(4, "big")
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + bytes(40))


@pytest.fixture
def archive_with_images(tmp_path) -> Path:
    """Return a folder with an archive of two pages that show the same photo.

    One of them also has a photo that the scrape lacks. The scrape is gone.
    """
    scrape = tmp_path / "scrape"
    scrape.mkdir()
    write_photo(scrape / "photo.png")
    image = '<figure><img src="{0}"><figcaption>الجسر {0}</figcaption></figure><p>'
    for name, photos in (("a", ["photo.png"]), ("b", ["gone.png", "photo.png"])):
        figures = "".join(map(image.format, photos))
        text = f"{name} {SENTENCES}</p>{figures}{SENTENCES}"
        page = PAGE.format(f"جسر في القرية {name}", text)
        (scrape / f"{name}.html").write_text(page, encoding="utf-8")
    done = ingest(tmp_path, scrape, "--images", "--source", "الوادي")
    assert (done.returncode, done.stderr) == (0, "")
    shutil.rmtree(scrape)
    return tmp_path


@pytest.mark.parametrize("options", [(), ("--images",)])
@pytest.mark.parametrize("damage", ["article cut", "article zeroed", "article deleted"])
def test_images_are_attached_again_from_the_archive(
    archive_with_images, damage, options
):
    content = archive_with_images / "content"
    before = files_of(content)
    assert sum(b"images/" in data for name, data in before.items() if "md" in name) == 2
    for path in content.glob("articles/*/*.md"):
        DAMAGE[damage][1](path)
    assert ingest(archive_with_images, "--restore", *options).returncode == 0
    assert files_of(content) == before


def test_an_article_without_images_is_restored_as_it_was_read(folder):
    content = folder / "content"
    before = files_of(content)
    for path in content.glob("articles/*/*.md"):
        path.write_bytes(b"")
    assert ingest(folder, "--restore", "--images").returncode == 0
    assert files_of(content) == before


def test_what_the_images_of_an_article_need_is_reported(archive_with_images):
    content = archive_with_images / "content"
    articles = sorted(content.glob("articles/*/*.md"))
    for path in articles:
        path.write_bytes(b"")
    sidecar = content / f"sidecars/{articles[0].parent.name}/{articles[0].stem}.json"
    sidecar.write_bytes(b"")
    done = ingest(archive_with_images, "--restore")
    assert done.returncode == 1
    shown = " ".join(done.stdout.split())
    assert "(the sidecar with the names of its images is missing or damaged)" in shown
    assert articles[0].read_bytes() == b""
    assert b"images/" in articles[1].read_bytes()
    photo = next(content.glob("images/*/*"))
    photo.write_bytes(b"damaged")
    articles[1].write_bytes(b"")
    done = ingest(archive_with_images, "--restore")
    shown = " ".join(done.stdout.split())
    assert f"({photo.relative_to(content)} is missing or damaged)" in shown
