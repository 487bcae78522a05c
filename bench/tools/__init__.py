# SPDX-License-Identifier: AGPL-3.0-or-later
"""Datasets, meters, a browser and node, shared by several benchmarks."""
