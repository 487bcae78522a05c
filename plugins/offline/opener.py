# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes ``open.html``, the page that reads the one-file copy beside it in place."""

import base64
import hashlib
import html
from pathlib import Path

from storage.files import write_atomic

OPENER = "open.html"
ONE_FILE = ".warraq.zip"  # a copy of this name is read without unpacking
SCRIPTS = ("zip.js", "text-fragments.js", "page.js", "opener.js")
END_OF_SCRIPT = "</script"


def write_opener(theme: Path, zip_path: Path, title: str) -> None:
    """Write ``open.html`` beside *zip_path*, in one file with its scripts and style."""
    folder = theme / "opener"

    def text_of(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    script = "".join(map(text_of, SCRIPTS))
    style = text_of("open.css")
    frame_script = text_of("frame.js")
    assert END_OF_SCRIPT not in script + frame_script  # it would end the element
    page = text_of("open.html").format(
        title=html.escape(title),
        zip_name=html.escape(zip_path.name),
        script=script,
        script_hash=source_hash(script),
        style=style,
        style_hash=source_hash(style),
        frame_script=frame_script,
    )
    write_atomic(zip_path.with_name(OPENER), page.encode())


def source_hash(text: str) -> str:
    """Return the hash by which a policy allows an inline script or style."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
