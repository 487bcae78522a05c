# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serves the site and rebuilds it when an article, a setting or the theme changes; the page reloads by itself."""

import re
import subprocess
import sys
from collections.abc import Iterator

from livereload import Server
from livereload.handlers import StaticFileHandler

from upkeep import ROOT

BUILD = [
    sys.executable,
    "-m",
    "pelican",
    "content",
    "-s",
    "pelicanconf.py",
    "--fatal",
    "warnings",
]
WATCHED = (
    "content/articles/",
    "content/pages/",
    "content/entities.yml",
    "theme/",
    "plugins/",
    "pelicanconf.py",
)
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


def without_policy(page: bytes) -> bytes:
    """Return *page* with its security policy blanked out: it forbids the inline script that reloads the page."""
    return POLICY.sub(lambda policy: b" " * len(policy[0]), page)


class Pages(StaticFileHandler):  # type: ignore[misc]  # livereload ships no types
    """Sends files as they are and pages without their policy, at the same length."""

    @classmethod
    def get_content(
        cls, path: str, start: int | None = None, end: int | None = None
    ) -> Iterator[bytes]:
        """Yield the bytes of the file at *path*."""
        chunks = super().get_content(path, start, end)
        yield from (
            [without_policy(b"".join(chunks))] if path.endswith(".html") else chunks
        )


def rebuild() -> None:
    """Build the site; a failed build says why and leaves the server running."""
    subprocess.run(BUILD, cwd=ROOT, check=False)


def serve(port: int) -> None:
    """Build the site and serve ``output/`` on the loopback address until interrupted."""
    rebuild()
    server = Server()
    server.SFH = Pages
    for path in WATCHED:
        server.watch(str(ROOT / path), rebuild)
    server.serve(root=str(ROOT / "output"), host="127.0.0.1", port=port)
