# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fetcher: robots.txt, rate limits, retries, redirects, conditional requests."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

from protego import Protego
from urllib3.exceptions import HTTPError

from ingest.fetch.guarded_pool import ConnectionGuard, create_pool
from ingest.fetch.http_exchange import (
    LARGEST_BODY,
    Exchange,
    NotFetched,
    TooSlow,
    explain_error,
    normalise_url,
    send_request,
)
from ingest.fetch.politeness import HostSchedule, backoff_seconds, retry_after_seconds
from ingest.fetch.warc_folder import WarcFolder
from ingest.fetch.warc_records import NOT_MODIFIED, OK, Capture
from ingest.inputs.containers.http_message import HttpMessage, decode_body
from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_text

ROBOT = "Warraq"  # our name in robots.txt
ATTEMPTS = 5
BUSY = frozenset((429, 500, 502, 503, 504))  # statuses after which we retry
CLIENT_ERRORS = range(400, 500)
MOST_REDIRECTS = 10
MOST_FAILED_PAGES = 5  # in a row, until no more are requested from a host
LARGEST_ROBOTS = 500 * 1024  # bytes

Response = TypeVar("Response", Exchange, Capture)


class FetchResult(NamedTuple):
    """A URL and the result: new, changed, unchanged; or "" and the reason why not."""

    url: str
    change: str
    reason: str = ""


class Fetcher:
    """One run: pages go to *warcs*, at the pace of *schedule*, as *user_agent*.

    *allowed* are hosts, or hosts with a port, whose address may be private.
    """

    def __init__(
        self,
        user_agent: str,
        warcs: WarcFolder,
        schedule: HostSchedule,
        allowed: Iterable[str] = (),
    ) -> None:
        self.headers = {
            "User-Agent": user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
        }
        self.warcs, self.schedule = warcs, schedule
        self.guard = ConnectionGuard(allowed)
        self.pool = create_pool(self.guard)
        self.failed_pages: Counter[str] = Counter()  # in a row, of each host
        self.robots_rules: dict[str, Protego | str] = {}  # or why they are unknown

    def fetch_page(self, url: str) -> FetchResult:
        """Fetch the page at *url* unless it is unchanged since an earlier run."""
        return self.fetch(url, self.capture_page)

    def fetch_image(self, url: str) -> FetchResult:
        """Fetch the image at *url*."""
        return self.fetch(url, self.capture_image)

    def fetch(self, url: str, capture: Callable[[str], Capture]) -> FetchResult:
        """Fetch *url* with *capture* and return the result."""
        try:
            return FetchResult(url, self.detect_change(url, capture))
        except NotFetched as error:
            return FetchResult(url, "", str(error))
        except Exception as error:  # noqa: BLE001 (one site never costs the others)
            reason = f"it broke the fetcher: {type(error).__name__}: {error}"
            return FetchResult(url, "", reason)

    def detect_change(self, url: str, capture: Callable[[str], Capture]) -> str:
        """Fetch *url* and return whether it is new, changed or unchanged.

        Raises ``NotFetched``.
        """
        url, current = self.follow_redirects(url, capture)
        earlier = self.warcs.earlier.get(url)
        if earlier and (
            current.status == NOT_MODIFIED
            or (current.status, current.digest) == (earlier.status, earlier.digest)
        ):
            return "unchanged"
        if current.status != OK:
            raise NotFetched(f"status {current.status}")
        return "changed" if earlier else "new"

    def fetch_list(self, url: str) -> bytes:
        """Return the list at *url*, as it was sent. Raises ``NotFetched``."""
        _, exchange = self.follow_redirects(url, self.request_if_allowed)
        if exchange.status != OK:
            raise NotFetched(f"status {exchange.status}")
        return exchange.body

    def follow_redirects(
        self, url: str, request: Callable[[str], Response]
    ) -> tuple[str, Response]:
        """Return the final URL and the response there. Raises ``NotFetched``."""
        for _ in range(MOST_REDIRECTS + 1):
            url = normalise_url(url)
            response = request(url)
            if not response.target:
                return url, response
            url = response.target
        raise NotFetched(f"more than {MOST_REDIRECTS} redirects")

    def capture_page(self, url: str) -> Capture:
        """Return the capture of *url* in this run, fetched if there is none yet.

        A page of an earlier run is requested on the condition that it has changed.
        """
        return self.capture(url, self.warcs.earlier.get(url))

    def capture_image(self, url: str) -> Capture:
        """Return the same of an image; it is stored beside its page in every run."""
        return self.capture(url, None)

    def capture(self, url: str, earlier: Capture | None) -> Capture:
        """Return the capture of *url* in this run. Raises ``NotFetched``."""
        self.check_robots(url)
        current = self.warcs.current.get(url)
        if current:
            return current
        return self.warcs.add(self.request_with_retries(url, earlier), earlier)

    def request_if_allowed(self, url: str) -> Exchange:
        """Return the exchange of *url*, unless robots.txt forbids it."""
        self.check_robots(url)
        return self.request_unconditionally(url)

    def request_unconditionally(self, url: str) -> Exchange:
        """Return the exchange of *url*, requested even if an earlier run has it."""
        exchange = self.request_with_retries(url, None)
        self.warcs.add(exchange, self.warcs.earlier.get(url))
        return exchange

    def check_robots(self, url: str) -> None:
        """Raise ``NotFetched`` if robots.txt forbids *url*, or cannot be read."""
        robots_url = urljoin(url, "/robots.txt")
        if robots_url not in self.robots_rules:
            self.robots_rules[robots_url] = self.fetch_robots(robots_url)
        rules = self.robots_rules[robots_url]
        if isinstance(rules, str):
            raise NotFetched(f"robots.txt cannot be read: {rules}")
        if not rules.can_fetch(url, ROBOT):
            raise NotFetched("robots.txt forbids it")
        crawl_delay = rules.crawl_delay(ROBOT) or 0
        self.schedule.crawl_delays[urlsplit(url).netloc] = crawl_delay

    def fetch_robots(self, robots_url: str) -> Protego | str:
        """Return the rules, or the reason why they cannot be read.

        Without a robots.txt everything is allowed. Source: RFC 9309, 2.3.1.
        """
        try:
            _, exchange = self.follow_redirects(
                robots_url, self.request_unconditionally
            )
            if exchange.status in CLIENT_ERRORS:
                return Protego.parse("")
            if exchange.status != OK:
                return f"status {exchange.status}"
            return parse_robots(exchange)
        except (NotFetched, UnreadableInput) as error:
            return str(error)

    def request_with_retries(self, url: str, earlier: Capture | None) -> Exchange:
        """Return the exchange of *url*, repeated while the server is busy or fails.

        With an *earlier* capture the request is conditional. Raises ``NotFetched``
        after the last attempt.
        """
        host, reason = urlsplit(url).netloc, ""
        if self.failed_pages[host] >= MOST_FAILED_PAGES:
            raise NotFetched(
                f"{host} was given up: {MOST_FAILED_PAGES} pages in a row failed"
            )
        headers = self.headers | conditional_headers(earlier)
        for attempt in range(ATTEMPTS):
            self.schedule.wait_for_turn(host)
            pause = backoff_seconds(attempt)
            try:
                exchange = send_request(
                    self.pool, self.guard, url, headers, self.schedule.clock
                )
            except HTTPError as error:
                reason = explain_error(error)
            except TooSlow:
                self.failed_pages[host] += 1
                raise
            else:
                if exchange.status not in BUSY:
                    self.failed_pages[host] = 0
                    return exchange
                reason = f"status {exchange.status}"
                retry_after = exchange.headers.get("Retry-After", "")
                pause = max(pause, retry_after_seconds(retry_after))
            self.schedule.postpone(host, pause)
        self.failed_pages[host] += 1
        raise NotFetched(f"{reason}, {ATTEMPTS} times")


def parse_robots(exchange: Exchange) -> Protego:
    """Return the rules of a robots.txt. Raises ``UnreadableInput``.

    What follows the first 500 KiB is ignored. Source: RFC 9309, 2.5.
    """
    headers = {name.lower(): value for name, value in exchange.headers.items()}
    message = HttpMessage(exchange.status, headers, exchange.body)
    text = decode_body(message, LARGEST_BODY)[:LARGEST_ROBOTS]
    return Protego.parse(decode_text(text).text)


def conditional_headers(earlier: Capture | None) -> dict[str, str]:
    """Return the headers that request a page only if it has changed since *earlier*."""
    if not earlier:
        return {}
    headers = {
        "If-None-Match": earlier.etag,
        "If-Modified-Since": earlier.last_modified,
    }
    return {name: value for name, value in headers.items() if value}
