# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renders pages, and takes over those whose inputs did not change."""
