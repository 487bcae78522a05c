# SPDX-License-Identifier: AGPL-3.0-or-later
"""A static host for benchmarks: keeps connections open as real hosts do."""

from contextlib import AbstractContextManager, suppress
from pathlib import Path

from upkeep import static_host
from upkeep.static_host import QuietHandler


class Host(QuietHandler):
    """A static host that compresses nothing: sizes are counted from the files."""

    protocol_version = "HTTP/1.1"  # keep-alive
    # As on any host; else a body waits 40 ms for the acknowledgement of its header.
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Serve a connection until the browser closes it together with its page."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().handle()


def serve_folder(folder: Path) -> AbstractContextManager[str]:
    """Serve *folder* on this machine while the context is open; it yields the URL."""
    return static_host.serve_folder(folder, Host)
