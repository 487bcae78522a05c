# SPDX-License-Identifier: AGPL-3.0-or-later
"""The process that renders the page of a saved article from the last build's memory.

It is forked from a build that has ended, with all articles in memory, and answers at a
Unix socket, also while the next build runs. A request is a line of JSON with the *page*
and whether to *render* it; the answer is a line of JSON:

=======  ===========================================================================
source   the Markdown file of the page, null for another page
began    when the build began, in ns: a file that changed later may differ from it
page     the HTML as the file is now, null if there is none
problem  why the page cannot be rendered, null if it can
=======  ===========================================================================

It ends when its socket's file is deleted, or when no process has the other end of its
*lifeline*, a pipe, any more.
"""

import gc
import json
import os
import socket
import traceback
from collections.abc import Iterable
from pathlib import Path
from select import select
from typing import Any, Protocol

PERIOD = 1.0  # seconds between two looks at the socket's file
TIMEOUT = 10.0  # seconds for a request to arrive
MOST_BYTES = 1 << 16  # of a request


class Preview(Protocol):
    """``plugins.publish.preview.ArticlePreview``."""

    def source_of(self, page: str) -> str | None:
        """Return the Markdown file of a page."""

    def render(self, page: str) -> bytes | None:
        """Return the page as its file is now."""


def start_preview_process(
    preview: Preview, address: Path, began: int, lifeline: int
) -> None:
    """Fork the process, which answers at *address*."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(address))
    listener.listen()
    if os.fork():
        listener.close()
        return
    try:
        detach({listener.fileno(), lifeline})
        gc.freeze()
        answer_requests(preview, listener, address, began, lifeline)
    finally:
        os._exit(0)


def detach(kept: Iterable[int]) -> None:
    """Close all files but *kept*: a reader of a pipe waits until nobody can write."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    first = 3
    for descriptor in sorted(kept):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))


def answer_requests(
    preview: Preview, listener: socket.socket, address: Path, began: int, lifeline: int
) -> None:
    """Answer requests until the process is not needed any more."""
    while address.exists():
        ready, _, _ = select([listener.fileno(), lifeline], [], [], PERIOD)
        if lifeline in ready:
            return
        if not ready:
            continue
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(TIMEOUT)
            try:
                request = json.loads(read_line(connection))
                answer = {"began": began} | answer_request(preview, request)
                connection.sendall(json.dumps(answer).encode() + b"\n")
            except (OSError, ValueError):
                continue  # the client is gone


def read_line(connection: socket.socket) -> bytes:
    """Return what *connection* sends up to the end of a line, or of the connection."""
    data = b""
    while not data.endswith(b"\n") and len(data) < MOST_BYTES:
        received = connection.recv(MOST_BYTES)
        if not received:
            break
        data += received
    return data


def answer_request(preview: Preview, request: dict[str, Any]) -> dict[str, str | None]:
    """Return the source of the page, and the page itself if that is asked for."""
    name = str(request["page"])
    source = preview.source_of(name)
    answer: dict[str, str | None] = {"source": source, "page": None, "problem": None}
    if source is None or not request.get("render"):
        return answer
    try:
        page = preview.render(name)
    except Exception as error:  # noqa: BLE001  # of a bug, the editor sees the traceback
        is_mistake = type(error).__name__ == "BuildProblem"
        return answer | {
            "problem": str(error) if is_mistake else traceback.format_exc()
        }
    return answer | {"page": page.decode() if page is not None else None}
