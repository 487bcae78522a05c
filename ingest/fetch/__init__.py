# SPDX-License-Identifier: AGPL-3.0-or-later
"""The web → a WARC file: pages of a list, a sitemap or a feed, fetched as a polite visitor would."""
