# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTML validators: html-validate, and the validator of the W3C where Java is.

Both are npm packages that `inv setup --browser` installs.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from upkeep import ROOT
from upkeep.check.site_pages import Page

HTML_VALIDATE = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = Path(__file__).with_name("html-validate.json")
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
NOT_INSTALLED = "{} is not installed: inv setup --browser"
# Arguments of one command have a limit of length.
BATCH = 500
# Exit status of a validator that has found an invalid page.
INVALID = 1
# The policy is checked in a browser; hash sources are newer than vnu's grammar.
VNU_FALSE_ALARMS = ("Content-Security-Policy",)


class CannotCheck(RuntimeError):
    """A check needs a program that is not on this machine."""


def html_validate_problems(pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """Yield path and message of each error that html-validate reports.

    Raises ``CannotCheck`` without html-validate or Node.js.
    """
    node = shutil.which("node")
    if not HTML_VALIDATE.exists():
        raise CannotCheck(NOT_INSTALLED.format("html-validate"))
    if not node:
        raise CannotCheck("Node.js is not installed")
    command = [node, str(HTML_VALIDATE), "--config", str(RULES)]
    for batch in batches(pages):
        # In a file: what it prints to a pipe is cut after 128 KiB.
        with NamedTemporaryFile() as output:
            files = [str(page.file) for page in batch]
            run_validator([*command, "--formatter", f"json={output.name}", *files])
            results = json.load(output)
        for result in results:
            path = relative_path(result["filePath"], batch)
            for message in result["messages"]:
                line, reason = message["line"], message["message"]
                yield path, f"line {line}: {reason} ({message['ruleId']})"


def vnu_problems(pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """Yield path and message of each error that the validator of the W3C reports.

    Raises ``CannotCheck`` without it or Java.
    """
    java = shutil.which("java")
    if not VNU.exists():
        raise CannotCheck(NOT_INSTALLED.format("vnu-jar"))
    if not java:
        raise CannotCheck("Java is not installed")
    command = [java, "-jar", str(VNU), "--errors-only", "--format", "json", "--stdout"]
    for batch in batches(pages):
        files = [str(page.file) for page in batch]
        for message in json.loads(run_validator([*command, *files]))["messages"]:
            reason = message["message"]
            if not any(word in reason for word in VNU_FALSE_ALARMS):
                path = relative_path(message["url"].removeprefix("file:"), batch)
                yield path, f"line {message.get('lastLine', 1)}: {reason}"


def batches(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    """Yield *pages* in parts that fit a command line."""
    for start in range(0, len(pages), BATCH):
        yield pages[start : start + BATCH]


def run_validator(command: list[str]) -> str:
    """Return what a validator prints; it exits with 1 where a page is invalid."""
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode > INVALID:
        raise CannotCheck(done.stderr.strip() or f"it failed: {done.returncode}")
    return done.stdout


def relative_path(file: str, pages: Sequence[Page]) -> str:
    """Return the path in the site of a *file* that a validator names."""
    return Path(file).resolve().relative_to(pages[0].site.resolve()).as_posix()
