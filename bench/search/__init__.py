# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search: relevance, cost of queries and of the index, beside other engines."""
