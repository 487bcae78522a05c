# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeps a machine and a built site in order: what a build needs installed, what a site must hold true."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
