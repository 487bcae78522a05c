# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes an archive in the formats of other programs: `inv export`.

Everything is read from the finished site, so an export has exactly what the site shows:
no draft, no hidden and no erased article can be in it, and its numbers are the site's.

    output/a/xx/<id>.html ─▶ page_facts ─▶ page_cache ─▶ tables ─▶ dist/data/
    output/SHA256SUMS        which pages changed         JSONL, CSV, Parquet
"""


class CannotExport(RuntimeError):
    """Nothing was exported; the message is the reason and what to do."""
