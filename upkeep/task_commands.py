# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs the programs behind the tasks, with every argument as one word."""

import json
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from invoke.context import Context

from archive_settings.archive_file import SAMPLE, settings_path

PYTHON = shlex.quote(sys.executable)
PELICAN = f"{PYTHON} -m pelican content -s pelicanconf.py --fatal warnings"
TERMINAL = sys.stdout.isatty()
Options = Mapping[str, object]


def run(c: Context, command: str) -> None:
    """Run *command*, with colours and progress where there is a terminal."""
    c.run(command, pty=TERMINAL)


def run_module(c: Context, module: str, *words: str, options: Options) -> None:
    """Run ``python -m MODULE`` with *words*, *options* and what follows ``--``."""
    arguments = [*module.split(), *words, *option_words(options)]
    arguments += shlex.split(getattr(c, "remainder", ""))
    run(c, f"{PYTHON} -m {shlex.join(arguments)}")


def run_pelican(c: Context, **settings: object) -> None:
    """Build the site with *settings* in place of those of pelicanconf.py."""
    words = (f"{name}={json.dumps(value)}" for name, value in settings.items())
    run(c, f"{PELICAN} -e {shlex.join(words)}")


def write_part(c: Context, part: str, folder: str) -> None:
    """Write a part of a build, as ``3/16``, to a folder of its own in *folder*."""
    run(c, shlex.join(part_command(part, folder)))


def part_command(part: str, folder: str) -> list[str]:
    """Return the words of the command that writes a part of a build."""
    target = Path(folder, part.replace("/", "-of-"))
    setting = f"SITE_PARTITION={json.dumps(part)}"
    return [*shlex.split(PELICAN), "-o", str(target), "-e", setting]


def option_words(options: Options) -> Iterator[str]:
    """Yield the words of *options*; empty ones are left out, True is a flag."""
    for name, value in options.items():
        flag = f"--{name.replace('_', '-')}"
        if value is True:
            yield flag
        elif isinstance(value, list):
            for member in value:
                yield from (flag, member)
        elif value:
            yield from (flag, str(value))


def is_own_archive() -> bool:
    """Return whether this checkout is an archive of its own, not the sample."""
    return settings_path() != SAMPLE
