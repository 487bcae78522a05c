# SPDX-License-Identifier: AGPL-3.0-or-later
"""The queue of discovered names that wait for an editor."""
