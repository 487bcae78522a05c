# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serves the site and rebuilds it when an article, a setting or the theme changes; the page reloads by itself."""

import subprocess
import sys

from livereload import Server

from upkeep import ROOT

BUILD = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "--fatal", "warnings"]
WATCHED = ("content/articles/", "content/pages/", "content/entities.yml", "theme/", "plugins/", "pelicanconf.py")


def rebuild() -> None:
    """Build the site; a failed build says why and leaves the server running."""
    subprocess.run(BUILD, cwd=ROOT, check=False)


def serve(port: int) -> None:
    """Build the site and serve ``output/`` on the loopback address until interrupted."""
    rebuild()
    server = Server()
    for path in WATCHED:
        server.watch(str(ROOT / path), rebuild)
    server.serve(root=str(ROOT / "output"), host="127.0.0.1", port=port)
