# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a name in an article refers to: a known entity, or one yet to be discovered."""
