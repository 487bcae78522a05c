# SPDX-License-Identifier: AGPL-3.0-or-later
"""One real archive and one real build of it, shared by all tests that look at a site."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import one_file
import pytest
from web import Web, serving

from upkeep import ROOT, browser
from upkeep.static_host import serve_folder

# The settings of the sample archive, also in a checkout that has an archive of its own.
os.environ["WARRAQ_SETTINGS"] = str(ROOT / "demo" / "archive.toml")
# No locale is installed on a minimal machine: everything must work in the C locale.
BARE = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "1"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites ``tests/expected``."""
    parser.addoption("--freeze", action="store_true", help="rewrite tests/expected")


# Modules that start many runs of ingest, builds of their own, or kill processes:
# `inv dev.test --fast` leaves them out.
SLOW_MODULES = frozenset(
    (
        *(
            "test_bench_build",
            "test_build_stamp",
            "test_bench_entities",
            "test_bench_ingest",
            "test_bench_formats",
        ),
        *("test_bench_robustness", "test_bench_search", "test_calendar_pages"),
        *("test_cluster", "test_command_line", "test_confined", "test_crawl_parts"),
        *("test_damage", "test_duplicates", "test_entity_pages", "test_feeds"),
        *(
            "test_fetch",
            "test_fetch_run",
            "test_hostile",
            "test_images",
            "test_patterns",
        ),
        *("test_incremental", "test_ingest", "test_interface", "test_limits"),
        *(
            "test_own_archive",
            "test_remove",
            "test_corrections_log",
            "test_review_page",
        ),
        *(
            "test_originals",
            "test_permanence",
            "test_publish",
            "test_restore",
            "test_resume",
            "test_review_commands",
        ),
        *("test_report", "test_search", "test_search_exact", "test_search_incremental"),
        *("test_signature_cache", "test_site", "test_terms", "test_urls"),
    )
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow modules."""
    for item in items:
        if item.path.stem in SLOW_MODULES:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def freeze(request: pytest.FixtureRequest) -> bool:
    """Whether the frozen files are rewritten before they are compared."""
    return bool(request.config.getoption("--freeze"))


def run(*command: str | Path) -> str:
    """Return what *command* printed; a failure shows all of it."""
    words = [str(part) for part in command]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=BARE,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def build(content: Path, output: Path, **settings: object) -> str:
    """Build *content* into *output* with the project's own settings and return the log."""
    extra = [f"{name}={json.dumps(value)}" for name, value in settings.items()]
    return run(
        *(
            sys.executable,
            "-m",
            "pelican",
            content,
            "-o",
            output,
            "-s",
            ROOT / "pelicanconf.py",
        ),
        *("--fatal", "warnings"),
        *(["-e", *extra] if extra else []),
    )


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive as ingest writes it, with the editors' own files beside it."""
    folder = tmp_path_factory.mktemp("archive") / "content"
    shutil.copytree(ROOT / "demo" / "pages", folder / "pages")
    run(sys.executable, "-m", "ingest", ROOT / "samples", "--out", folder)
    return folder


@pytest.fixture(scope="session")
def site(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive's built site."""
    output = tmp_path_factory.mktemp("site") / "output"
    build(content, output)
    return output


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site on a static host of this machine."""
    with serve_folder(site) as address:
        yield address


@pytest.fixture(params=["http", "file"])
def folder_home(request: pytest.FixtureRequest, site: Path) -> str:
    """The address of the site, on a host and on disk."""
    if request.param == "http":
        return str(request.getfixturevalue("served"))
    return site.as_uri()


@pytest.fixture(params=["http", "file", "one-file"])
def home(request: pytest.FixtureRequest, site: Path) -> str:
    """The address of the site: on a host, on disk, in the copy in one file."""
    if request.param == "http":
        return str(request.getfixturevalue("served"))
    return one_file.HOME if request.param == "one-file" else site.as_uri()


@pytest.fixture(scope="session")
def one_file_copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the copy in one file."""
    return one_file.write_copy(site, tmp_path_factory.mktemp("one-file"))


@pytest.fixture
def web() -> Iterator[Web]:
    """A small web that answers as a test tells it."""
    with serving() as web:
        yield web


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """One Chromium for all browser tests: starting it is the cost."""
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(
            executable_path=browser.find_chromium(), args=flags
        )
        yield program
        program.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, chromium: object) -> Iterator[object]:
    """A page that fails its test on any console error, script error or request to another origin.

    Where the test's home is the copy in one file, the page shows that.
    """
    context = chromium.new_context(locale="ar", viewport={"width": 1100, "height": 900})
    page = context.new_page()
    troubles: list[str] = []
    page.on(
        "console",
        lambda message: (
            troubles.append(message.text) if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda request: (
            troubles.append(f"request to {request.url}")
            if foreign(request.url)
            else None
        ),
    )
    if "home" in request.fixturenames and is_in_one_file(request):
        folder = request.getfixturevalue("one_file_copy")
        yield one_file.ArchivePage(page, folder.as_uri())
    else:
        yield page
    context.close()
    assert troubles == []


def is_in_one_file(request: pytest.FixtureRequest) -> bool:
    """Return whether the home of a test is the copy in one file."""
    return bool(request.getfixturevalue("home") == one_file.HOME)


def foreign(url: str) -> bool:
    """Return whether *url* leaves the site."""
    return not url.startswith(("file://", "http://127.0.0.1:", "data:", "blob:"))
