# SPDX-License-Identifier: AGPL-3.0-or-later
"""The printed results of releases, one text file for each, named by its date."""
