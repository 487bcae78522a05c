# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rate limiting for each host: a pause between requests, crawl-delay, backoff.

urllib3's Retry parses Retry-After here, and no more: it retries at once the first time,
waits without regard to the other hosts, and does not return the failed responses, which
the WARC keeps.
"""

import random
from collections.abc import Callable

from urllib3 import Retry
from urllib3.exceptions import InvalidHeader

from ingest.fetch.http_exchange import NotFetched

LONGEST_PAUSE = 600.0  # seconds; a host that wants more is left for another day
FIRST_BACKOFF = 2.0  # seconds, doubled at each attempt


class HostSchedule:
    """When each host may be requested again, by a *clock* in seconds."""

    def __init__(
        self, pause: float, clock: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self.pause, self.clock, self.sleep = pause, clock, sleep
        self.crawl_delays: dict[str, float] = {}  # by robots.txt
        self.next_request: dict[str, float] = {}

    def wait_for_turn(self, host: str) -> None:
        """Wait until *host* may be requested.

        Raises ``NotFetched`` if that is too long.
        """
        wait = self.next_request.get(host, 0) - self.clock()
        if wait > LONGEST_PAUSE:
            raise NotFetched(f"{host} wants a pause of {wait:,.0f} seconds")
        if wait > 0:
            self.sleep(wait)
        self.postpone(host, max(self.pause, self.crawl_delays.get(host, 0)))

    def postpone(self, host: str, pause: float) -> None:
        """Send no request to *host* for *pause* seconds from now."""
        earliest = self.clock() + pause
        self.next_request[host] = max(self.next_request.get(host, 0), earliest)


def backoff_seconds(attempt: int) -> float:
    """Return the seconds to wait after a failed *attempt* (from 0), with jitter."""
    return FIRST_BACKOFF * 2.0**attempt * random.uniform(1, 1.5)


def retry_after_seconds(header: str) -> float:
    """Return the seconds of a Retry-After header, 0 if it is missing or malformed."""
    try:
        return Retry().parse_retry_after(header) if header else 0
    except InvalidHeader:
        return 0
