# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who wrote an article, for which agency, and where: bylines and datelines."""
