# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the project reads Arabic: spelling, stems, dates, ids. The leaf that ingest and plugins import."""
