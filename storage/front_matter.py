# SPDX-License-Identifier: AGPL-3.0-or-later
"""Splits a Markdown file of the archive into front matter and body."""

import re

DOCUMENT = re.compile(r"---\n(?P<head>.*?\n)---\n(?P<body>.*)", re.DOTALL)


def split_front_matter(text: str) -> tuple[str, str] | None:
    r"""Return the YAML and the Markdown of a file, ``None`` without front matter.

    "---\ntitle: x\n---\n\nText\n" gives "title: x\n" and "\nText\n".
    """
    match = DOCUMENT.fullmatch(text)
    return (match["head"], match["body"]) if match else None
