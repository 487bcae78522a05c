# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes scripts smaller: no comments but licences, no white space, short names.

With esbuild, a program without dependencies that set-up installs from npm by version.
"""

import subprocess
from pathlib import Path

PACKAGES = Path(__file__).parents[1] / "node_modules"
PROGRAM = "@esbuild/*/bin/esbuild"  # npm installs the one of this platform
OPTIONS = ("--minify", "--charset=utf8", "--legal-comments=inline", "--log-level=error")


class UnreadableScript(Exception):
    """A script cannot be minified; the message says why, and where."""


def minify(script: str, name: str) -> str:
    """Return *script*, which messages call *name*, in fewer bytes with the same effect.

    It may be several files in one. Names outside of all functions stay. Raises
    ``UnreadableScript`` for what is no JavaScript, or without esbuild.
    """
    program = next(PACKAGES.glob(PROGRAM), None)
    if program is None:
        raise UnreadableScript(f"{PACKAGES} has no esbuild: run `inv setup`")
    done = subprocess.run(
        [program, *OPTIONS, f"--sourcefile={name}"],
        input=script.encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise UnreadableScript(done.stderr.decode().strip())
    return done.stdout.decode()
