# SPDX-License-Identifier: AGPL-3.0-or-later
"""Times of day as Arabic newspapers print them, on twelve hours or twenty-four."""

import re
from datetime import time

MORNING = ("ص", "صباحا", "فجرا", "am")
EVENING = ("م", "مساء", "مساءا", "عصرا", "pm")
HALF_DAY = 12
LATE_NIGHT, AFTER_NOON = (
    range(6, 12),
    range(11),
)  # hours that «ليلا» and «ظهرا» put behind noon
_PART = rf"(?P<part>{'|'.join(sorted((*MORNING, *EVENING, 'ظهرا', 'ليلا'), key=len, reverse=True))})"
_CLOCK = re.compile(
    rf"(?<![\d/.:-])(?P<hour>[01]?\d|2[0-3])\s*:\s*(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?z?)?(?!\d)"
    rf"(?:\s*(?:من\s+)?{_PART}(?!\w))?"
)
_HOUR = re.compile(rf"الساعه\s+(?P<hour>\d{{1,2}})(?P<minute>)\s*{_PART}(?!\w)")


def find_time(text: str) -> time | None:
    """Return the time printed in folded *text*; an hour alone counts only after «الساعة» and with its part of day."""
    match = _CLOCK.search(text) or _HOUR.search(text)
    if not match:
        return None
    hour = on_24_hours(int(match["hour"]), match["part"])
    return time(hour, int(match["minute"] or 0)) if hour < 2 * HALF_DAY else None


def on_24_hours(hour: int, part: str | None) -> int:
    """Return the hour on 24 hours; noon and night lie on either side of twelve."""
    late = (
        part in EVENING
        or (part == "ليلا" and hour in LATE_NIGHT)
        or (part == "ظهرا" and hour in AFTER_NOON)
    )
    early = part in MORNING or (part == "ليلا" and hour == HALF_DAY)
    return hour % HALF_DAY + (HALF_DAY if late else 0) if late or early else hour
