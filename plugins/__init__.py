# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican plugins of the archive, one stage of the build each; their order is PLUGINS in pelicanconf.py."""
