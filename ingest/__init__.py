# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scraped page → Markdown with front matter; independent of the site built from it."""

# In the front matter of each article. Raised when the same bytes may yield another.
VERSION = "warraq-ingest 1"
