# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serves the site and rebuilds it when an article, a setting or the theme changes; the page reloads by itself."""

from livereload import Server, shell

from upkeep import ROOT

BUILD = "python -m pelican content -s pelicanconf.py --fatal warnings"
WATCHED = (
    "content/articles/**/*.md",
    "content/pages/*.md",
    "content/*.yml",
    "theme/**/*",
    "plugins/**/*.py",
    "pelicanconf.py",
)


def serve(port: int) -> None:
    """Serve ``output/`` on the loopback address until interrupted."""
    server = Server()
    for pattern in WATCHED:
        server.watch(str(ROOT / pattern), shell(BUILD, cwd=str(ROOT)))
    server.serve(root=str(ROOT / "output"), host="127.0.0.1", port=port)
