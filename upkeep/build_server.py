# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that builds the site again and again, with everything loaded once.

python -m upkeep.build_server PELICAN-ARGUMENTS…

Each line that it reads is a request: JSON with *printed*, a file that receives what the
build prints, and *previews*, the socket at which previews are asked for after the build
(see ``preview_process``). The answer is a line with the build's exit code. The first
build runs in the process itself, although nothing may have changed; so code, models and
lists of names are in its memory. Each later one runs in a child that is forked from it.
After a change of code or of a setting ``BuildServer`` starts a new process.
"""

import gc
import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pelican
from pelican.plugins import signals

from storage.files import remove_if_present
from storage.signatures import Signature, sign_files
from upkeep import ROOT
from upkeep.preview_process import start_preview_process

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
        self.folder = TemporaryDirectory(prefix="warraq-")
        self.numbers = count()
        self.previews: Path | None = None  # the socket of the newest preview process

    def build(self) -> tuple[int, str]:
        """Build the site; return the exit code and what the build printed."""
        number = next(self.numbers)
        printed = Path(self.folder.name, f"{number}.txt")
        previews = Path(self.folder.name, f"{number}.socket")
        printed.touch()
        code = self.request(printed, previews)
        if previews.exists():
            self.end_previews()
            self.previews = previews
        text = printed.read_text(encoding="utf-8", errors="replace")
        printed.unlink()
        return code, text

    def end_previews(self) -> None:
        """Let the preview process end."""
        if self.previews:
            remove_if_present(self.previews)
            self.previews = None

    def request(self, printed: Path, previews: Path) -> int:
        """Have the process build; return the exit code."""
        process = self.start()
        if process.stdin is None or process.stdout is None:
            raise ValueError("the process has no pipes")
        request = {"printed": str(printed), "previews": str(previews)}
        process.stdin.write(f"{json.dumps(request)}\n")
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
        """End the process, and that of previews."""
        self.end_previews()
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def close(self) -> None:
        """End the process, and delete what it was asked with."""
        self.stop()
        self.folder.cleanup()


def sign_loaded() -> list[Signature]:
    """Return the signatures of all files that the process has read once."""
    return list(sign_files([str(ROOT / path) for path in LOADED]))


class Site:
    """The site of the build that runs in this process."""

    current: Any = None  # plugins.publish.ArchiveSite
    is_first = True

    @classmethod
    def keep(cls, site: Any) -> None:
        """Keep *site*; the first build is not skipped, for previews need articles."""
        cls.current = site
        site.needs_preview = cls.is_first


class Builder(NamedTuple):
    """Pelican's *arguments*, and the pipe that ends with this process."""

    arguments: Sequence[str]
    lifeline: int

    def build(self, previews: Path) -> int:
        """Run Pelican in this process, and return the exit code of its command."""
        began = time.time_ns()
        try:
            pelican.main(list(self.arguments))
        except SystemExit as end:
            if isinstance(end.code, str):
                sys.stderr.write(f"{end.code}\n")
                return FAILED
            if end.code:
                return end.code
        except Exception:  # noqa: BLE001  # of a bug, the traceback is what to show
            traceback.print_exc()
            return FAILED
        self.start_previews(previews, began)
        return 0

    def start_previews(self, address: Path, began: int) -> None:
        """Start the preview process, if the build has read the articles."""
        preview = getattr(Site.current, "preview", None)
        Site.current = None
        if preview:
            start_preview_process(preview, address, began, self.lifeline)

    def build_in_child(self, previews: Path) -> int:
        """Run Pelican in a forked process, and return its exit code."""
        process = os.fork()
        if process:
            _, status = os.waitpid(process, 0)
            return os.waitstatus_to_exitcode(status)
        code = FAILED
        try:
            code = self.build(previews)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)


def answer_requests(arguments: Sequence[str], requests: Iterable[str]) -> None:
    """Build once for each request; all builds but the first in a child."""
    signals.initialized.connect(Site.keep)
    lifeline, _ = os.pipe()
    builder = Builder(arguments, lifeline)
    for line in requests:
        request = json.loads(line)
        build = builder.build if Site.is_first else builder.build_in_child
        with printing_to(Path(request["printed"])):
            code = build(Path(request["previews"]))
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()
        Site.is_first = False
        gc.unfreeze()  # what the build has frozen
        gc.collect()
        gc.freeze()  # else a collection in a child would copy all that it visits


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
