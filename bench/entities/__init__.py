# SPDX-License-Identifier: AGPL-3.0-or-later
"""Benchmarks of entities: quality and speed of recognition, ids that stay."""
