# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that contain several articles or pages, each split at its own borders."""
