# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serves the site; rebuilds it and reloads pages when a source file changes.

The page of an article that is saved while a browser shows it is previewed at once.

While a build runs, and after one that failed, the last good site is served; pages then
show why the build failed.
"""

import base64
import hashlib
import html
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from livereload import Server
from livereload.handlers import LiveReloadHandler, StaticFileHandler
from tornado.ioloop import IOLoop
from tornado.web import HTTPError

from upkeep import ROOT
from upkeep.build_server import BuildServer
from upkeep.previews import Previews, watch_sources

LOG_CORRECTIONS = [sys.executable, "-m", "ingest.correct"]
BUILD = ["content", "-s", "pelicanconf.py", "--fatal", "warnings"]
BUILD += ["--log-handler", "plain"]
WATCHED = (
    "content/articles/",
    "content/pages/",
    "content/entities.yml",
    "theme/",
    "plugins/",
    "pelicanconf.py",
)
SITE = ROOT / "output"
LOOPBACK = "127.0.0.1"
BODY = re.compile(rb"<body[^>]*>")
TAGS = re.compile(rb"</?script[^>]*>")
# The system's own colours: the site's style sheet may be what is broken.
BANNER = (
    '<div role="alert" dir="ltr" lang="en"><p><strong>The build failed; this is the'
    " last good site.</strong></p><pre>{}</pre></div>"
)


class Rebuilder:
    """Builds in a thread, once more if a file changed meanwhile."""

    def __init__(self, build: Callable[[], str], finished: Callable[[], None]) -> None:
        self.build, self.finished = build, finished
        self.failure = ""  # what the last build printed, if it failed
        self.changed = threading.Event()

    def request(self) -> None:
        """Ask for a build; return at once."""
        self.changed.set()

    def run(self) -> None:
        """Build whenever a build is asked for, without end."""
        while self.changed.wait():
            self.changed.clear()
            self.failure = self.build()
            self.finished()


def build_site(server: BuildServer) -> str:
    """Build the site, print what the build prints, and return it if it failed."""
    subprocess.run(LOG_CORRECTIONS, cwd=ROOT, check=False)
    code, printed = server.build()
    sys.stdout.write(printed)
    sys.stdout.flush()
    return (printed or "It printed nothing.") if code else ""


def served_page(page: bytes, failure: str, script: bytes) -> bytes:
    """Return *page* as it is served: it may run *script*, and shows a *failure*.

    *script* is the inline script that reloads the page. The site's own security policy
    stays, with an exception for this script by its digest.
    """
    digest = base64.b64encode(hashlib.sha256(script).digest())
    allowed = b"script-src 'self' 'sha256-%b'" % digest
    page = page.replace(b"script-src 'self'", allowed, 1)
    if not failure:
        return page
    banner = BANNER.format(html.escape(failure.strip())).encode()
    return BODY.sub(lambda body: body[0] + banner, page, count=1)


class PageHandler(StaticFileHandler):  # type: ignore[misc]  # livereload ships no types
    """Sends pages with the reload script allowed, and other files unchanged."""

    rebuilder: Rebuilder
    previews: Previews
    script = b""

    def prepare(self) -> None:
        """Refuse another host name: a foreign page may give its own this address."""
        if self.request.host_name not in (LOOPBACK, "localhost"):
            raise HTTPError(421)

    def set_extra_headers(self, _path: str) -> None:
        """Forbid the browser to keep a page."""
        self.set_header("Cache-Control", "no-store")

    def get_content_size(self) -> int:
        """Return the size of what is sent, which is more than the file's."""
        return sum(map(len, self.get_content(self.absolute_path)))

    @classmethod
    def get_content(
        cls, path: str, start: int | None = None, end: int | None = None
    ) -> Iterator[bytes]:
        """Yield the bytes of the file at *path*."""
        if not path.endswith(".html"):
            yield from super().get_content(path, start, end)
            return
        name = Path(path).relative_to(SITE).as_posix()
        preview = cls.previews.open(name)
        page = b"".join(super().get_content(path)) if preview is None else preview
        failure = cls.previews.problem_of(name) or cls.rebuilder.failure
        yield served_page(page, failure, cls.script)[start:end]


class SiteServer(Server):  # type: ignore[misc]
    """livereload's server; ``PageHandler`` gets the script that it puts into pages."""

    def get_web_handlers(self, script: bytes) -> list[tuple[object, ...]]:
        """Return the handlers of the site's files."""
        PageHandler.script = TAGS.sub(b"", script)
        handlers: list[tuple[object, ...]] = super().get_web_handlers(script)
        return handlers


def allow_only_origin(port: int) -> None:
    """Refuse web sockets of pages of other sites."""
    origins = {f"http://{host}:{port}" for host in (LOOPBACK, "localhost")}
    LiveReloadHandler.check_origin = lambda _handler, origin: origin in origins


def serve_site(port: int) -> None:
    """Build the site and serve ``output/`` on the loopback address."""
    loop = IOLoop.current()
    build_server = BuildServer(BUILD)

    def reload_pages() -> None:
        loop.add_callback(LiveReloadHandler.reload_waiters)

    def finish_build() -> None:
        if not rebuilder.failure:
            previews.forget()
        reload_pages()

    rebuilder = Rebuilder(partial(build_site, build_server), finish_build)
    previews = Previews(lambda: build_server.previews, reload_pages)
    PageHandler.rebuilder, PageHandler.previews = rebuilder, previews
    watched = [str(ROOT / path) for path in WATCHED]
    start_thread(rebuilder.run)
    start_thread(previews.run)
    start_thread(partial(watch_sources, watched, rebuilder.request))
    rebuilder.request()
    allow_only_origin(port)
    server = SiteServer()
    server.SFH = PageHandler
    # Without a file to watch, livereload would watch all of this folder.
    server.watch(str(ROOT / "pelicanconf.py"), delay="forever")
    server.serve(root=str(SITE), host=LOOPBACK, port=port)


def start_thread(work: Callable[[], object]) -> None:
    """Run *work* beside the server, and end with it."""
    threading.Thread(target=work, daemon=True).start()
