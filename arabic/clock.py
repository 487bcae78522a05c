# SPDX-License-Identifier: AGPL-3.0-or-later
"""Times of day as Arabic newspapers print them, on twelve hours or twenty-four."""

import re
from datetime import time

MORNING = ("ص", "صباحا", "فجرا", "am")
EVENING = ("م", "مساء", "مساءا", "عصرا", "pm")
NOON, NIGHT = "ظهرا", "ليلا"
HALF_DAY = 12
PM_HOURS_AT_NIGHT = range(6, 12)  # «10 ليلا» is 22:00, «2 ليلا» is 02:00
PM_HOURS_AT_NOON = range(11)  # «1 ظهرا» is 13:00, «11 ظهرا» is 11:00
_PARTS_OF_DAY = sorted((*MORNING, *EVENING, NOON, NIGHT), key=len, reverse=True)
_PART = rf"(?P<part>{'|'.join(_PARTS_OF_DAY)})"
_CLOCK = re.compile(
    r"(?<![\d/.:-])(?P<hour>[01]?\d|2[0-3])\s*:\s*(?P<minute>[0-5]\d)"
    r"(?::[0-5]\d(?:\.\d+)?z?)?(?!\d)"
    rf"(?:\s*(?:من\s+)?{_PART}(?!\w))?"
)
_FULL_HOUR = re.compile(rf"الساعه\s+(?P<hour>\d{{1,2}})(?P<minute>)\s*{_PART}(?!\w)")


def find_time(text: str) -> time | None:
    """Return the time in folded *text*: «16:30», «4:30 مساء», «الساعة 4 مساء».

    An hour without minutes counts only after «الساعة» and before its part of the day.
    """
    match = _CLOCK.search(text) or _FULL_HOUR.search(text)
    if not match:
        return None
    hour = to_24_hours(int(match["hour"]), match["part"])
    if hour >= 2 * HALF_DAY:
        return None
    return time(hour, int(match["minute"] or 0))


def to_24_hours(hour: int, part: str | None) -> int:
    """Return *hour* on 24 hours by the part of the day; noon and midnight are 12."""
    if _is_pm(hour, part):
        return hour % HALF_DAY + HALF_DAY
    if part in MORNING or (part == NIGHT and hour == HALF_DAY):
        return hour % HALF_DAY
    return hour


def _is_pm(hour: int, part: str | None) -> bool:
    if part == NIGHT:
        return hour in PM_HOURS_AT_NIGHT
    if part == NOON:
        return hour in PM_HOURS_AT_NOON
    return part in EVENING
