# SPDX-License-Identifier: AGPL-3.0-or-later
"""The archive as a build tags it: cached names, entity pages, links, redirects."""
