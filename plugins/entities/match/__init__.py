# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tokenised texts, and the mentions of known entities in them."""
