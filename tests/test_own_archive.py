# SPDX-License-Identifier: AGPL-3.0-or-later
"""An archive of one's own: start, ingest, commit, a newer Warraq, merge, build."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from upkeep import ROOT

# What set-up installs; git does not have it.
INSTALLED = ("theme/static/fonts", "theme/static/vendor", "node_modules/@esbuild")
AUTHOR = ("-c", "user.name=Archivist", "-c", "user.email=archivist@example.org")
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "WARRAQ_SETTINGS"
} | {"GIT_CONFIG_GLOBAL": os.devnull, "PYTHONUTF8": "1"}
ARTICLE = """<html lang="ar"><head><title>{0}</title><meta property="og:site_name" content="صحيفة الميناء">
<meta property="article:published_time" content="2021-03-0{1}T10:00:00+03:00">
<link rel="canonical" href="https://mina.example/{1}"></head><body><article><h1>{0}</h1>
<p>{0}، وقال مدير الميناء إن العمل على الرصيف الجديد بدأ صباح اليوم بعد أشهر من الانتظار.</p>
<p>وأضاف أن السفن سترسو فيه قبل نهاية السنة، وأن الصيادين سيبقون في مرساهم القديم.</p>
</article></body></html>"""


def run(folder: Path, *words: str | Path, fails: bool = False) -> str:
    done = subprocess.run(
        list(map(str, words)),
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert bool(done.returncode) == fails, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def git(folder: Path, *words: str) -> str:
    return run(folder, "git", *AUTHOR, *words)


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def module(folder: Path, *words: str | Path, fails: bool = False) -> str:
    return run(folder, sys.executable, "-m", *words, fails=fails)


def build(folder: Path) -> str:
    return module(
        folder, *("pelican", "content", "-s", "pelicanconf.py", "--fatal", "warnings")
    )


def warraq_files() -> list[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = run(
        ROOT, *("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    )
    own = ("content/", "archive.toml")
    return [
        name
        for name in listed.split("\0")
        if name and not name.startswith(own) and (ROOT / name).is_file()
    ]


@pytest.fixture
def warraq(tmp_path) -> Path:
    """A repository of Warraq as it is now."""
    folder = tmp_path / "warraq"
    for name in warraq_files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Warraq")
    return folder


@pytest.fixture
def archive(warraq, tmp_path) -> Path:
    """A clone of it, with what set-up installs."""
    git(tmp_path, "clone", "--quiet", str(warraq), "archive")
    for name in INSTALLED:
        shutil.copytree(ROOT / name, tmp_path / "archive" / name)
    return tmp_path / "archive"


@pytest.fixture
def scrape(tmp_path) -> Path:
    folder = tmp_path / "scrape"
    folder.mkdir()
    for number, title in enumerate(["افتتاح الرصيف الجديد", "عودة الصيادين"], start=1):
        page = ARTICLE.format(title, number)
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
    return folder


def change_upstream(warraq: Path) -> None:
    """Change what a later Warraq may: rules for git, settings, samples, pages, code."""
    for name in (
        *(".gitignore", "pelicanconf.py", "README.md", "CHANGELOG.md", "tasks.py"),
        *("demo/entities.yml", "demo/pages/about.md", "demo/archive.toml"),
        *("Makefile", "archive_settings/schema.py", "theme/static/css/site.css"),
    ):
        path = warraq / name
        text = path.read_text(encoding="utf-8")
        sign = "/* newer */" if name.endswith(".css") else "# newer"
        path.write_text(f"{text}\n{sign}\n", encoding="utf-8")
    (warraq / "samples" / "minbar" / "more.html").write_text("<p>x</p>")
    (warraq / "docs" / "newer.md").write_text("newer\n")
    commit(warraq, "A newer Warraq")


def test_a_newer_warraq_is_merged_without_conflicts(warraq, archive, scrape):
    module(archive, *("upkeep", "start", "--name", "أرشيف الميناء", "--region", "SY"))
    module(archive, "ingest", scrape)
    build(archive)
    commit(archive, "Our archive")
    tracked = git(archive, "ls-files").splitlines()
    for name in ("archive.toml", "content/entities.yml", "content/pages/about.md"):
        assert name in tracked
    for part in ("articles/", "sidecars/", "raw/", "ledger.jsonl", "entities.lock"):
        assert any(name.startswith(f"content/{part}") for name in tracked), part
    assert not [name for name in tracked if "sketches" in name]
    change_upstream(warraq)
    git(archive, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
    assert git(archive, "status", "--porcelain") == ""
    build(archive)
    home = (archive / "output" / "index.html").read_text(encoding="utf-8")
    assert "أرشيف الميناء" in home
    assert "افتتاح الرصيف الجديد" in home
    assert "# newer" in (archive / "pelicanconf.py").read_text(encoding="utf-8")


def test_the_sample_archive_is_removed_and_other_articles_stay(archive, scrape):
    module(archive, *("upkeep", "sample"))
    module(archive, *("ingest", "samples"))
    printed = module(archive, *("upkeep", "start", "--name", "أ"))
    assert "sample archive was removed" in printed
    assert not list((archive / "content").rglob("*.json*"))
    assert "اكتب هنا" in (archive / "content/pages/about.md").read_text("utf-8")
    again = module(archive, "upkeep", "start", "--name", "ب", fails=True)
    assert "archive.toml exists" in again
    (archive / "archive.toml").unlink()
    module(archive, "ingest", scrape)
    module(archive, "upkeep", "start", "--name", "أ")
    assert len(list((archive / "content").rglob("articles/*/*.md"))) == 2
    (archive / "archive.toml").unlink()
    module(archive, *("ingest", "samples"))
    mixed = module(archive, "upkeep", "start", "--name", "أ", fails=True)
    assert "fresh clone" in mixed
    assert len(list((archive / "content").rglob("articles/*/*.md"))) > 2


def test_a_wrong_answer_is_asked_again(monkeypatch, tmp_path):
    from upkeep import sample, start

    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(sample, "CONTENT", tmp_path / "content")
    answers = iter(
        ["", "أرشيف", "", "example.org", "https://x.org", "en", "ZZ", "", ""]
    )
    questions = []

    def ask(question: str) -> str:
        questions.append(question)
        return next(answers)

    start.start_archive(dict.fromkeys(start.ASKED, ""), ask)
    written = (tmp_path / "archive.toml").read_text("utf-8")
    assert 'name = "أرشيف جديد"' in written
    assert 'language = "en"' in written
    assert len(questions) == 9
    assert '"ar" | "en"' in questions[4]
