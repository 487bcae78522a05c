# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican plugins, one for each stage of the build, in the order of PLUGINS.

They never import each other; what they share is declared in contract.py.
"""
