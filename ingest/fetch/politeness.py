# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a host may be asked again: a pause between requests, longer where robots.txt or a busy server wants it."""

import random
from collections.abc import Callable

from urllib3 import Retry
from urllib3.exceptions import InvalidHeader

from ingest.fetch.http_exchange import NotFetched

LONGEST_PAUSE = 600.0  # seconds; who wants more is asked another day
FIRST_BACKOFF = 2.0  # seconds, doubled each time


class Manners:
    """The moments from which on each host may be asked, by a *clock* in seconds."""

    def __init__(
        self, pause: float, clock: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self.pause, self.clock, self.sleep = pause, clock, sleep
        self.wanted: dict[str, float] = {}  # by robots.txt
        self.ready: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Return when *host* may be asked. Raises ``NotFetched`` if that is too long."""
        left = self.ready.get(host, 0) - self.clock()
        if left > LONGEST_PAUSE:
            raise NotFetched(f"{host} wants a pause of {left:,.0f} seconds")
        if left > 0:
            self.sleep(left)
        self.defer(host, max(self.pause, self.wanted.get(host, 0)))

    def defer(self, host: str, pause: float) -> None:
        """Leave *host* alone for *pause* seconds from now."""
        self.ready[host] = max(self.ready.get(host, 0), self.clock() + pause)


def backoff(attempt: int) -> float:
    """Return the seconds to wait after the failed *attempt* (from 0); by chance, lest many come back at once."""
    return FIRST_BACKOFF * 2.0**attempt * random.uniform(1, 1.5)


def retry_after(field: str) -> float:
    """Return the seconds a Retry-After header asks for, 0 without a readable one."""
    try:
        return Retry().parse_retry_after(field) if field else 0
    except InvalidHeader:
        return 0
