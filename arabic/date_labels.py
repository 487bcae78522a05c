# SPDX-License-Identifier: AGPL-3.0-or-later
"""The label before a date: «آخر تحديث: 5 مايو 2021» is no date of publication."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from arabic.date_patterns import normalise_for_dates
from arabic.datelines import Dateline, find_date

LABEL_LENGTH = 40  # characters before a date that may label it
_UPDATE = (
    r"(?:تحديث|تعديل|تحيين)\w{0,3}|(?:حدث|عدل|معدل|محدث)ه?(?=\s+(?:في|بتاريخ)|\s*:)"
    r"|last\s+(?:update|modified|edited)|updated?|modified|edited"
)
_PUBLISHED = r"نشر\w*|تاريخ\s+(?:النشر|الاضافه)|كتب\w*|اضيف|published|posted"
UPDATE_LABEL = re.compile(rf"(?<!\w)(?:ال)?(?:{_UPDATE})(?!\w)")
PUBLISHED_LABEL = re.compile(rf"(?<!\w)(?:ال)?(?:{_PUBLISHED})(?!\w)")


def find_publication_date(text: str, base: dt.date | None = None) -> Dateline | None:
    """Return the first date in *text* that is not labelled as an update."""
    for dateline, is_update in labelled_dates(text, base):
        if not is_update:
            return dateline
    return None


def find_update_date(text: str, base: dt.date | None = None) -> Dateline | None:
    """Return the first date in *text* that is labelled as an update."""
    if not UPDATE_LABEL.search(normalise_for_dates(text)):
        return None
    for dateline, is_update in labelled_dates(text, base):
        if is_update:
            return dateline
    return None


def labelled_dates(text: str, base: dt.date | None) -> Iterator[tuple[Dateline, bool]]:
    """Yield the dates of *text* and whether each is one of an update."""
    offset = 0
    while dateline := find_date(text[offset:], base):
        label = text[offset : offset + dateline.start][-LABEL_LENGTH:]
        start, end = dateline.start + offset, dateline.end + offset
        yield replace(dateline, start=start, end=end), is_update_label(label)
        offset = end


def is_update_label(label: str) -> bool:
    """Return whether the last label in the text before a date is that of an update."""
    normalised = normalise_for_dates(label)
    updates = [match.end() for match in UPDATE_LABEL.finditer(normalised)]
    published = [match.end() for match in PUBLISHED_LABEL.finditer(normalised)]
    return bool(updates) and updates[-1] > max(published, default=0)
