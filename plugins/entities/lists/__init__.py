# SPDX-License-Identifier: AGPL-3.0-or-later
"""Known entities, and the lists of words that open, accompany or make up a name."""
