# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures: speed, memory, bytes and quality, printed and never asserted."""
