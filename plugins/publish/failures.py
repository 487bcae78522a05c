# SPDX-License-Identifier: AGPL-3.0-or-later
"""Failures of a build as one screen: file, line, reason, what to do.

A traceback remains for what is a mistake of the program itself.
"""

import linecache
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import pelican.settings
from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from pelican.generators import PelicanTemplateNotFound

from plugins.contract import BuildProblem
from storage.minify import UnreadableScript

UNCHANGED = "The published site is unchanged. Mend this, then build again."
# What Pelican raises after it has logged a problem, with --fatal.
LOGGED = "Warning or error encountered"


@contextmanager
def one_screen() -> Iterator[None]:
    """End the program with a message instead of a traceback, where one is enough."""
    try:
        yield
    except Exception as error:
        message = describe(error)
        if message is None:
            sys.stderr.write(f"{UNCHANGED}\n")
            raise
        # Not `raise … from error`: the message is all that an editor needs.
        raise SystemExit(f"{message}\n{UNCHANGED}".lstrip()) from None


def describe(error: Exception) -> str | None:
    """Return what an editor needs to correct *error*; ``None`` if it is a bug.

    Empty for what has been logged already.
    """
    if isinstance(error, (BuildProblem, UnreadableScript)):
        return str(error)
    if isinstance(error, RuntimeError) and LOGGED in str(error):
        return ""
    if isinstance(error, (PelicanTemplateNotFound, TemplateError)):
        return describe_template(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return None


def describe_template(error: Exception) -> str:
    """Return file, line and reason of a template that cannot be rendered."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}: {error.message}"
    frames = traceback.extract_tb(error.__traceback__)
    templates = [frame for frame in frames if frame.filename.endswith(".html")]
    if isinstance(error, TemplateNotFound):
        reason = f"there is no template {error.name}"
    else:
        reason = str(error)
    if not templates:
        return reason
    place = templates[-1]
    line = linecache.getline(place.filename, place.lineno or 0).strip()
    return f"{place.filename}:{place.lineno}: {reason}\n    {line}"


class TracebackFilter(logging.Filter):
    """Removes the traceback of problems that Pelican finds in its settings.

    It logs every failure of a start with one.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether *record* has anything new."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        if isinstance(error, RuntimeError) and LOGGED in str(error):
            return False
        frames = traceback.extract_tb(error.__traceback__)
        if frames and frames[-1].filename == pelican.settings.__file__:
            record.exc_info = None  # "Could not find the theme …" is enough
        return True


def shorten_start_failures() -> None:
    """Log failures before ``ArchiveSite`` exists without a traceback."""
    logging.getLogger("pelican").addFilter(TracebackFilter())
