# SPDX-License-Identifier: AGPL-3.0-or-later
"""What publishing tools, blogs and social networks export."""
