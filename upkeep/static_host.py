# SPDX-License-Identifier: AGPL-3.0-or-later
"""A static host of a folder on this machine, for tests and benchmarks."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A static host that says nothing."""

    def log_message(self, *_args: object) -> None:
        """Keep the output clean."""


@contextmanager
def hosted(folder: Path, host: type[Quiet] = Quiet) -> Iterator[str]:
    """Give the address at which *folder* is served."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(host, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
