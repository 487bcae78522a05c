# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ingest: quality of what is read, speed, memory, hostile inputs."""
