# SPDX-License-Identifier: AGPL-3.0-or-later
"""The version of the code that turns a record into an article, for cache keys."""

from functools import cache
from pathlib import Path

from storage.code_digest import code_digest

INGEST = Path(__file__).parent.parent
# Modules that determine the text of an article; fetch, storage and links do not.
DECIDING = (
    INGEST / "__init__.py",
    INGEST / "model",
    INGEST / "text",
    INGEST / "inputs",
    INGEST / "pictures",
    INGEST / "extract",
    INGEST / "edit",
    INGEST / "work" / "serialise.py",
    INGEST / "archive" / "attach_pictures.py",
)
EXTRACTORS = ("htmldate", "lxml", "readability-lxml", "trafilatura")


@cache
def code_version() -> str:
    """Return the digest of the code and libraries that determine how input is read."""
    return code_digest(DECIDING, EXTRACTORS)
