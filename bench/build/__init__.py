# SPDX-License-Identifier: AGPL-3.0-or-later
"""The build of the site: time by stage, memory, files."""
