# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Firefox as its user has it, driven by Marionette, its own protocol: Playwright's is a build of its own.

Source: https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
PATIENCE = 60  # seconds


# What an expression calls document and window: those of the page, or of the frame in
# which the copy in one file shows its page.
IN_PAGE = "{ document, window } = globalThis"
IN_FRAME = (
    "window = globalThis.document.querySelector('iframe')?.contentWindow,"
    " document = window?.document"
)


class Firefox:
    """A session: each message is its length in bytes, a colon, and JSON."""

    def __init__(self, port: int, profile: Path) -> None:
        self.profile = profile
        self.place = IN_PAGE
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.answers = self.socket.makefile("rb")
        self.read()  # it greets
        self.call("WebDriver:NewSession")

    def read(self) -> Any:
        size = b"".join(iter(lambda: self.answers.read(1), b":"))
        return json.loads(self.answers.read(int(size)))

    def call(self, command: str, **parameters: object) -> Any:
        message = json.dumps([0, 0, command, parameters]).encode()
        self.socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self.read()
        assert error is None, error
        return result

    def open(self, address: str) -> None:
        self.place = IN_PAGE
        self.call("WebDriver:Navigate", url=address)

    def open_copy(self, folder: Path, name: str, path: str) -> None:
        """Open the copy in one file in *folder*, at a page of the site."""
        self.open("about:blank")
        self.open(f"{folder.as_uri()}/open.html#/{path}")
        place = {"using": "css selector", "value": "#file"}
        (element,) = self.call("WebDriver:FindElement", **place)["value"].values()
        self.call("WebDriver:ElementSendKeys", id=element, text=str(folder / name))
        self.place = IN_FRAME

    def go_back(self) -> None:
        self.call("WebDriver:Back")

    def run(self, script: str) -> Any:
        """Return what *script* returns in the page."""
        script = f"const {self.place}; {script}"
        return self.call("WebDriver:ExecuteScript", script=script, args=[])["value"]

    def act(self, action: str) -> None:
        """Do *action* in the page, which may then be another one."""
        self.run(f"setTimeout(() => {{ {action} }})")

    def when(self, expression: str) -> Any:
        """Return what *expression* is in the page as soon as it is true of it.

        It is asked again, for the page may be another one by then.
        """
        deadline = time.monotonic() + PATIENCE
        script = f"try {{ return {expression} }} catch {{ return null }}"
        while time.monotonic() < deadline:
            if value := self.run(script):
                return value
            time.sleep(0.05)
        raise TimeoutError(expression)


def answering(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def started(profile: Path) -> Iterator[Firefox]:
    """Give a Firefox with a fresh *profile*, on a port that nobody else has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (profile / "user.js").write_text(
        f'user_pref("marionette.port", {port});\n', encoding="utf-8"
    )
    command = [
        str(PROGRAM),
        "--headless",
        "--marionette",
        "--no-remote",
        "--profile",
        str(profile),
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    program = subprocess.Popen(
        command, env={**os.environ, "HOME": str(profile)}, **quiet
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not answering(port) and time.monotonic() < deadline:
            time.sleep(0.1)
        session = Firefox(port, profile)
        yield session
        session.answers.close()
        session.socket.close()
    finally:
        program.terminate()
        program.wait(PATIENCE)
