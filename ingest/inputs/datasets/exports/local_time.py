# SPDX-License-Identifier: AGPL-3.0-or-later
"""WordPress' two times of a post: local without an offset, and UTC."""

from datetime import datetime

NO_DATE = "0000-00-00 00:00:00"


def local_date(local: str, utc: str) -> str:
    """Return WordPress' local time with its offset from UTC.

    Without the offset where UTC is missing, as in drafts. What is no time is returned
    unchanged, for the date parser.
    """
    if not local or local == NO_DATE:
        return ""
    try:
        moment = datetime.fromisoformat(local)
        if not utc or utc == NO_DATE:
            return moment.isoformat()
        return with_offset(moment, datetime.fromisoformat(utc))
    except (ValueError, TypeError):
        return local


def with_offset(local: datetime, utc: datetime) -> str:
    """Return *local* in ISO 8601 with its offset from *utc*, the same moment."""
    seconds = (local - utc).total_seconds()
    minutes = round(seconds / 60)
    sign = "-" if minutes < 0 else "+"
    hours, minutes = divmod(abs(minutes), 60)
    return f"{local.isoformat()}{sign}{hours:02d}:{minutes:02d}"
