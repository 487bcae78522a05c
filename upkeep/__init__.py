# SPDX-License-Identifier: AGPL-3.0-or-later
"""Maintenance of a machine and a built site: set-up, checks, a local server."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
