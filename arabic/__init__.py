# SPDX-License-Identifier: AGPL-3.0-or-later
"""Arabic text: folding, stemming, collation, dates and the Hijri calendar.

A leaf package: ingest and plugins import it, it imports nothing of the project.
"""
