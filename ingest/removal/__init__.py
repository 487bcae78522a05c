# SPDX-License-Identifier: AGPL-3.0-or-later
"""Removal of articles at the request of a person: hidden, or erased everywhere."""
