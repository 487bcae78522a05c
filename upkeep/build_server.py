# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that builds the site again and again, with everything loaded once.

python -m upkeep.build_server PELICAN-ARGUMENTS…

Each line that it reads is a request: the path of a file that receives what the build
prints. The answer is a line with the build's exit code. The first build runs in the
process itself; so code, models and lists of names are in its memory. Each later one
runs in a child that is forked from it and ends with the build. After a change of code
or of a setting ``BuildServer`` starts a new process.
"""

import gc
import os
import subprocess
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pelican

from storage.signatures import Signature, sign_files
from upkeep import ROOT

MODULE = "upkeep.build_server"
# What a running process has read once: a build reads all other files itself.
LOADED = (
    *("plugins", "arabic", "storage", "archive_settings", "upkeep"),
    *("theme/locale", "pelicanconf.py", "archive.toml", "demo/archive.toml"),
)
FAILED = 1


class BuildServer:
    """The process, started at the first build and again if it has ended."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self.command = [sys.executable, "-m", MODULE, *arguments]
        self.process: subprocess.Popen[str] | None = None
        self.loaded: list[Signature] = []

    def build(self) -> tuple[int, str]:
        """Build the site; return the exit code and what the build printed."""
        with TemporaryDirectory() as folder:
            printed = Path(folder, "printed")
            printed.touch()
            code = self.request(printed)
            return code, printed.read_text(encoding="utf-8", errors="replace")

    def request(self, printed: Path) -> int:
        """Have the process build; return the exit code."""
        process = self.start()
        if process.stdin is None or process.stdout is None:
            raise ValueError("the process has no pipes")
        process.stdin.write(f"{printed}\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        return int(answer) if answer else FAILED

    def start(self) -> subprocess.Popen[str]:
        """Return the process, a new one if the last has ended or is outdated."""
        loaded = sign_loaded()
        if self.process and (self.process.poll() is not None or loaded != self.loaded):
            self.stop()
        if self.process is None:
            self.loaded = loaded
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        return self.process

    def stop(self) -> None:
        """End the process."""
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None


def sign_loaded() -> list[Signature]:
    """Return the signatures of all files that the process has read once."""
    return list(sign_files([str(ROOT / path) for path in LOADED]))


def answer_requests(arguments: Sequence[str], requests: Iterable[str]) -> None:
    """Build once for each request; all builds but the first in a child."""
    build = build_here
    for request in requests:
        with printing_to(Path(request.strip())):
            code = build(arguments)
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()
        build = build_in_child
        gc.collect()
        gc.freeze()  # else a collection in a child would copy all that it visits


def build_here(arguments: Sequence[str]) -> int:
    """Run Pelican in this process, and return the exit code of its command."""
    try:
        pelican.main(list(arguments))
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
            return FAILED
        return end.code or 0
    except Exception:  # noqa: BLE001  # of a bug, the traceback is what to show
        traceback.print_exc()
        return FAILED
    return 0


def build_in_child(arguments: Sequence[str]) -> int:
    """Run Pelican in a forked process, and return its exit code."""
    process = os.fork()
    if process:
        _, status = os.waitpid(process, 0)
        return os.waitstatus_to_exitcode(status)
    code = FAILED
    try:
        code = build_here(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


@contextmanager
def printing_to(path: Path) -> Iterator[None]:
    """Let this process and its children print to a file."""
    streams = (sys.stdout, sys.stderr)
    saved = [os.dup(stream.fileno()) for stream in streams]
    with path.open("wb") as file:
        for stream in streams:
            os.dup2(file.fileno(), stream.fileno())
    try:
        yield
    finally:
        for stream, descriptor in zip(streams, saved, strict=True):
            stream.flush()
            os.dup2(descriptor, stream.fileno())
            os.close(descriptor)


if __name__ == "__main__":
    answer_requests(sys.argv[1:], sys.stdin)
