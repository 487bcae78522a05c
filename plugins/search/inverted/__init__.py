# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inverted index: forward index → inverted segments on disk → merged blocks."""
