# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ingest: quality of the articles, speed and memory."""
