# SPDX-License-Identifier: AGPL-3.0-or-later
"""A static web server of a folder on this machine, for tests and benchmarks."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, *_args: object) -> None:
        """Log nothing: the log would mix with a test's output."""


@contextmanager
def serve_folder(
    folder: Path, handler: type[QuietHandler] = QuietHandler
) -> Iterator[str]:
    """Serve *folder* while the context lasts; yield the URL of the server."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
