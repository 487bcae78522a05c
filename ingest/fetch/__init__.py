# SPDX-License-Identifier: AGPL-3.0-or-later
"""A polite crawler: fetches the pages of a list, sitemap or feed into a WARC file."""
