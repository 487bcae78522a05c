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


class Firefox:
    """A session: each message is its length in bytes, a colon, and JSON."""

    def __init__(self, port: int) -> None:
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
        self.call("WebDriver:Navigate", url=address)

    def when(self, expression: str) -> Any:
        """Return what *expression* is in the page as soon as it is true of it."""
        script = f"const [resolve] = arguments; (function poll() {{ const value = {expression}; "
        script += "value ? resolve(value) : setTimeout(poll, 50) })()"
        return self.call("WebDriver:ExecuteAsyncScript", script=script, args=[])[
            "value"
        ]


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
        session = Firefox(port)
        yield session
        session.answers.close()
        session.socket.close()
    finally:
        program.terminate()
        program.wait(PATIENCE)
