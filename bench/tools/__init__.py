# SPDX-License-Identifier: AGPL-3.0-or-later
"""Data sets, meters and browsers that several benchmarks share."""
