# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the files that static hosts read: ``.nojekyll`` and ``_headers``.

GitHub Pages would leave out files whose names begin with ``_`` without ``.nojekyll``.
Cloudflare Pages and Netlify read ``_headers``. Every page has the same policy in a
meta element, for hosts that send no headers and for ``file://``.

Originals are never published: a page of a stranger, with its scripts, would run in the
archive's own name.
"""

from pathlib import Path

from pelican import signals
from pelican.generators import Generator, StaticGenerator
from pelican.writers import Writer

from plugins.contract import BuildProblem

# The script of 404.html, which has to find the folder of the archive. A host sends
# that page at any address, so the header of all pages has to allow it; the policy in
# other pages does not.
LOST_PAGE_SCRIPT = "'sha256-HPGl0/OhFHgusA+k/1waDIdqFcTSC0mKh70YXV2Dp/A='"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "connect-src 'self'",
        f"script-src 'self' {LOST_PAGE_SCRIPT}",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
YEAR = 31_536_000  # seconds
# An image is named by its digest. Everything else keeps its name when its content
# changes: browsers ask whether it has.
HEADERS = f"""\
/*
  Content-Security-Policy: {POLICY}
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cache-Control: public, max-age=0, must-revalidate
/images/*
  ! Cache-Control
  Cache-Control: public, max-age={YEAR}, immutable
/theme/fonts/*
  ! Cache-Control
  Cache-Control: public, max-age={YEAR // 12}
"""
ORIGINALS = "raw"  # below PATH
# Endings of files that a browser shows as a page, with their scripts.
LIVE = frozenset(
    (".htm", ".html", ".mht", ".mhtml", ".shtml", ".xht", ".xhtml", ".xml")
)
FILES = {".nojekyll": "", "_headers": HEADERS}


class HostingGenerator(Generator):
    """Writes the files at the root of the site."""

    def generate_output(self, _writer: Writer) -> None:
        """Write each of ``FILES``."""
        for name, text in FILES.items():
            path = Path(self.output_path, name)
            path.write_text(text, encoding="utf-8", newline="\n")


def hosting_generator(_pelican: object) -> type[HostingGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return HostingGenerator


def refuse_live_files(generator: StaticGenerator) -> None:
    """Raise ``BuildProblem`` if an original, or any other page, would be copied.

    It may be in a folder of STATIC_PATHS, linked into one, or named by a page with
    ``{static}`` or ``{attach}``.
    """
    content = Path(generator.settings["PATH"]).resolve()
    originals = content / ORIGINALS
    for file in generator.staticfiles:
        path = Path(file.source_path)
        real = path.resolve()
        if real.is_relative_to(originals):
            reason = "is an original, and those are never published"
        elif {path.suffix.lower(), real.suffix.lower()} & LIVE:
            reason = "is a page with scripts of its own: only articles are published"
        else:
            continue
        raise BuildProblem(
            f"{path}: {reason}: remove it from {file.relative_dir or 'its folder'}, or"
            " the link to it"
        )


def register() -> None:
    """Connect among the generators."""
    signals.static_generator_finalized.connect(refuse_live_files)
    signals.get_generators.connect(hosting_generator)
