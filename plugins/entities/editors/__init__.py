# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file in which editors accept, merge, rename and ignore names."""
