# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates: how well strings of newspapers are read, and what the calendars cost."""
