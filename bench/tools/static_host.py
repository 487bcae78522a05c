# SPDX-License-Identifier: AGPL-3.0-or-later
"""A static host for benchmarks: keeps connections open as real hosts do."""

import gzip
from contextlib import AbstractContextManager, suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from upkeep import static_host
from upkeep.static_host import QuietHandler

COMPRESSED = {".html", ".js", ".css", ".svg", ".json"}
LEVEL = 6


@cache
def compress_file(path: Path) -> bytes:
    """Return the content of a file, compressed."""
    return gzip.compress(path.read_bytes(), LEVEL)


class Host(QuietHandler):
    """A static host that compresses pages, scripts and style sheets with gzip."""

    protocol_version = "HTTP/1.1"  # keep-alive
    # As on any host; else a body waits 40 ms for the acknowledgement of its header.
    disable_nagle_algorithm = True

    def send_head(self) -> Any:
        """Send the head of a file that is compressed, or as the base class does."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in COMPRESSED or not path.is_file():
            return super().send_head()
        content = compress_file(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def handle(self) -> None:
        """Serve a connection until the browser closes it together with its page."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().handle()


def serve_folder(folder: Path) -> AbstractContextManager[str]:
    """Serve *folder* on this machine while the context is open; it yields the URL."""
    return static_host.serve_folder(folder, Host)
