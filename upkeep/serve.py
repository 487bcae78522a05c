# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serves the site; rebuilds it and reloads pages when a source file changes."""

import re
import subprocess
import sys
from collections.abc import Iterator

from livereload import Server
from livereload.handlers import StaticFileHandler

from upkeep import ROOT

BUILD = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py"]
BUILD += ["--fatal", "warnings"]
WATCHED = (
    "content/articles/",
    "content/pages/",
    "content/entities.yml",
    "theme/",
    "plugins/",
    "pelicanconf.py",
)
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


def blank_policy(page: bytes) -> bytes:
    """Return *page* with spaces in place of its Content Security Policy.

    The policy forbids the inline script that reloads the page. The length stays, for
    it has been sent in a header.
    """
    return POLICY.sub(lambda policy: b" " * len(policy[0]), page)


class PageHandler(StaticFileHandler):  # type: ignore[misc]  # livereload ships no types
    """Sends pages without their security policy, and other files unchanged."""

    @classmethod
    def get_content(
        cls, path: str, start: int | None = None, end: int | None = None
    ) -> Iterator[bytes]:
        """Yield the bytes of the file at *path*."""
        chunks = super().get_content(path, start, end)
        if path.endswith(".html"):
            yield blank_policy(b"".join(chunks))
        else:
            yield from chunks


def rebuild() -> None:
    """Build the site; after a failed build the server keeps running."""
    subprocess.run(BUILD, cwd=ROOT, check=False)


def serve_site(port: int) -> None:
    """Build the site and serve ``output/`` on the loopback address."""
    rebuild()
    server = Server()
    server.SFH = PageHandler
    for path in WATCHED:
        server.watch(str(ROOT / path), rebuild)
    server.serve(root=str(ROOT / "output"), host="127.0.0.1", port=port)
