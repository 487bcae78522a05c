# SPDX-License-Identifier: AGPL-3.0-or-later
"""The code itself: its language and its structure."""
