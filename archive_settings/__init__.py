# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of an archive: archive.toml, its schema, checks and reference.

An archivist sets what is here; settings for developers are in pelicanconf.py.
"""
