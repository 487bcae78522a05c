# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ingest under corrupt and hostile inputs, and when it is killed."""
