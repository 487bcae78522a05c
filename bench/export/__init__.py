# SPDX-License-Identifier: AGPL-3.0-or-later
"""Benchmarks of what an archive is preserved and shared in."""
