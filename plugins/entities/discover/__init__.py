# SPDX-License-Identifier: AGPL-3.0-or-later
"""New entities that several articles support, and the ids that all entities keep."""
