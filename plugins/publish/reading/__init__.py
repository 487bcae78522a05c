# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads articles, of unchanged files from a cache."""
