# SPDX-License-Identifier: AGPL-3.0-or-later
"""Previews of the articles that a browser shows, from the moment they are saved.

The sources of the pages that were opened last are looked at ten times a second; that
costs the same in an archive of any size. A page whose source changed since the last
build began is rendered by the preview process, and served until a build has it.
"""

import json
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.signatures import Signature, digest_signatures, sign, sign_files

PERIOD = 0.1  # seconds
MOST_VIEWED = 20  # pages
TIMEOUT = 10.0  # seconds for an answer
# A look at all sources takes a share of one in so many of the time.
WATCHING_SHARE = 8
SHORTEST_PAUSE = 0.5  # seconds


def request_preview(
    address: Path | None, page: str, *, render: bool
) -> dict[str, Any] | None:
    """Return the answer of the preview process; ``None`` if there is no process."""
    if address is None:
        return None
    request = json.dumps({"page": page, "render": render}).encode() + b"\n"
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(TIMEOUT)
            connection.connect(str(address))
            connection.sendall(request)
            with connection.makefile("rb") as stream:
                answer: dict[str, Any] = json.loads(stream.readline())
                return answer
    except (OSError, ValueError):
        return None


@dataclass(slots=True)
class ViewedPage:
    """A page that was opened; *source* is ``None`` if it is no article's."""

    source: str | None
    began: int  # the build that has it, in ns
    seen: Signature | None = None  # the source at the last look
    shown: Signature | None = None  # the source of the preview


class Previews:
    """Renders pages of the articles that are edited.

    *address* returns the socket of the newest preview process, *reload* reloads the
    pages of all browsers.
    """

    def __init__(
        self, address: Callable[[], Path | None], reload: Callable[[], object]
    ) -> None:
        self.address, self.reload = address, reload
        self.names: dict[str, None] = {}  # of pages, the last opened last
        self.viewed: dict[str, ViewedPage] = {}
        self.pages: dict[str, bytes] = {}
        self.problems: dict[str, str] = {}

    def open(self, name: str) -> bytes | None:
        """Return the preview of a page that is opened; ``None`` if there is none."""
        self.names.pop(name, None)
        self.names[name] = None
        return self.pages.get(name)

    def problem_of(self, name: str) -> str:
        """Return why there is no preview of a changed page, "" without a problem."""
        return self.problems.get(name, "")

    def forget(self) -> None:
        """Forget the previews: a build has what they show."""
        self.viewed, self.pages, self.problems = {}, {}, {}

    def run(self) -> None:
        """Look at the pages' sources without end."""
        while True:
            time.sleep(PERIOD)
            self.look()

    def look(self) -> None:
        """Render the pages whose sources changed, and reload them."""
        for name in list(self.names)[-MOST_VIEWED:]:
            if self.has_changed(name):
                self.render(name)
                self.reload()

    def has_changed(self, name: str) -> bool:
        """Return whether the source of a page was edited, and is complete.

        It is complete if it is as it was at the last look: an editor may be writing.
        """
        viewed = self.viewed.get(name)
        if viewed is None:
            answer = request_preview(self.address(), name, render=False)
            if answer is None:
                return False
            viewed = ViewedPage(answer["source"], answer["began"])
            self.viewed[name] = viewed
        if viewed.source is None:
            return False
        last, viewed.seen = viewed.seen, None
        with suppress(OSError):
            viewed.seen = sign(viewed.source)
        if viewed.seen is None or viewed.seen != last:
            return False
        return viewed.seen.changed > viewed.began and viewed.seen != viewed.shown

    def render(self, name: str) -> None:
        """Have a page rendered."""
        viewed, pages, problems = self.viewed[name], self.pages, self.problems
        viewed.shown = viewed.seen
        answer = request_preview(self.address(), name, render=True)
        pages.pop(name, None)
        problems.pop(name, None)
        if answer and answer["page"] is not None:
            pages[name] = answer["page"].encode()
        elif answer and answer["problem"]:
            problems[name] = answer["problem"]


def watch_sources(paths: list[str], changed: Callable[[], object]) -> None:
    """Call *changed* whenever a file of *paths*, files and folders, changes."""
    last = ""
    while True:
        start = time.monotonic()
        digest = digest_signatures(sign_files(paths))
        if last and digest != last:
            changed()
        last = digest
        duration = time.monotonic() - start
        time.sleep(max(SHORTEST_PAUSE, WATCHING_SHARE * duration))
