# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates that newspapers print."""
