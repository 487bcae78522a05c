# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text of the site in the blocks of an article: cut by rule, or learned."""
