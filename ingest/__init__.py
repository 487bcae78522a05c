# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scraped page → Markdown with front matter; knows nothing of the site that is built from it."""

VERSION = "warraq-ingest 1"  # raised when a reading of the same bytes may change; stands in each article
