# SPDX-License-Identifier: AGPL-3.0-or-later
"""Training and evaluation of the shipped model. No build imports it."""
