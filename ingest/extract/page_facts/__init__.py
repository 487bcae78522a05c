# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page states about its article: titles, dates, authors, addresses."""
