# SPDX-License-Identifier: AGPL-3.0-or-later
"""The options of the command line that determine how an input is read."""

from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

DEFAULT_ZONE = ZoneInfo("Asia/Riyadh")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How raw articles are read.

    *source* is the outlet's name, "" to take it from the input. *field_names* are pairs
    of a field of ours and its name in the dataset.
    """

    zone: tzinfo = DEFAULT_ZONE  # of dates without an offset
    source: str = ""
    field_names: tuple[tuple[str, str], ...] = ()
    keep_images: bool = False
