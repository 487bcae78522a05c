# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text of the article on a page: extracted, completed, freed of other text."""
