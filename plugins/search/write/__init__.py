# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the search index: shards, results, facets, suggestions, and the root."""
