# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compressed forms of numbers, postings and terms, which the browser decodes."""
