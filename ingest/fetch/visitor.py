# SPDX-License-Identifier: AGPL-3.0-or-later
"""A visitor of web sites: reads robots.txt first, waits its turn, comes back when told to, follows redirects."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

from protego import Protego
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

from ingest.fetch.http_exchange import Answer, NotFetched, exchange, normalise_url, why
from ingest.fetch.politeness import Manners, backoff, retry_after
from ingest.fetch.warc_folder import Shelf
from ingest.fetch.warc_records import NOT_MODIFIED, OK, Capture
from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_text

ROBOT = "Warraq"  # the name by which robots.txt may forbid
ATTEMPTS = 5
BUSY = frozenset((429, 500, 502, 503, 504))
MISSING = range(400, 500)
MOST_REDIRECTS = 10

Found = TypeVar("Found", Answer, Capture)


class Visit(NamedTuple):
    """An address and what became of it: new, changed, unchanged, or "" and why there is no page of it."""

    url: str
    fate: str
    reason: str = ""


class Visitor:
    """One run: pages go to the *shelf*, at the pace of *manners*, under the name *agent*."""

    def __init__(self, agent: str, shelf: Shelf, manners: Manners) -> None:
        self.fields = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
        self.shelf, self.manners = shelf, manners
        self.pool = PoolManager()
        self.rules: dict[str, Protego | str] = {}

    def visit(self, url: str) -> Visit:
        """Return what became of the page at *url*."""
        return self.visited(url, self.capture)

    def visit_picture(self, url: str) -> Visit:
        """Return what became of the picture at *url*."""
        return self.visited(url, self.capture_whole)

    def visited(self, url: str, ask: Callable[[str], Capture]) -> Visit:
        """Return what became of *url*, asked for with *ask*."""
        try:
            return Visit(url, self.fate(url, ask))
        except NotFetched as error:
            return Visit(url, "", str(error))

    def fate(self, url: str, ask: Callable[[str], Capture]) -> str:
        """Return the fate of what is at *url*, which is on the shelf then. Raises ``NotFetched``."""
        url, found = self.follow(url, ask)
        known = self.shelf.earlier.get(url)
        if known and (
            found.status == NOT_MODIFIED
            or (found.status, found.digest) == (known.status, known.digest)
        ):
            return "unchanged"
        if found.status != OK:
            raise NotFetched(f"status {found.status}")
        return "changed" if known else "new"

    def text(self, url: str) -> bytes:
        """Return the list at *url*, packed as it may be. Raises ``NotFetched``."""
        _, found = self.follow(url, self.read_if_permitted)
        if found.status != OK:
            raise NotFetched(f"status {found.status}")
        return found.body

    def follow(self, url: str, ask: Callable[[str], Found]) -> tuple[str, Found]:
        """Return what is at the end of the redirects of *url*, and where that is. Raises ``NotFetched``."""
        for _ in range(MOST_REDIRECTS + 1):
            url = normalise_url(url)
            found = ask(url)
            if not found.target:
                return url, found
            url = found.target
        raise NotFetched(f"more than {MOST_REDIRECTS} redirects")

    def capture(self, url: str) -> Capture:
        """Return what this run has of *url*, and fetch it where that is nothing."""
        self.permit(url)
        earlier = self.shelf.earlier.get(url)
        return self.shelf.answered.get(url) or self.shelf.add(
            self.ask(url, earlier), earlier
        )

    def capture_whole(self, url: str) -> Capture:
        """Return the same of a picture, which lies beside its page even if an earlier run has it."""
        self.permit(url)
        return self.shelf.answered.get(url) or self.shelf.add(self.ask(url, None), None)

    def read_if_permitted(self, url: str) -> Answer:
        """Return the answer of *url*, which robots.txt may forbid to ask."""
        self.permit(url)
        return self.read(url)

    def read(self, url: str) -> Answer:
        """Return the answer of *url*, whatever an earlier run has of it."""
        answer = self.ask(url, None)
        self.shelf.add(answer, self.shelf.earlier.get(url))
        return answer

    def permit(self, url: str) -> None:
        """Raise ``NotFetched`` if robots.txt forbids *url*, or if nobody knows."""
        place = urljoin(url, "/robots.txt")
        if place not in self.rules:
            self.rules[place] = self.robots(place)
        rules = self.rules[place]
        if isinstance(rules, str):
            raise NotFetched(f"robots.txt cannot be read: {rules}")
        if not rules.can_fetch(url, ROBOT):
            raise NotFetched("robots.txt forbids it")
        self.manners.wanted[urlsplit(url).netloc] = rules.crawl_delay(ROBOT) or 0

    def robots(self, place: str) -> Protego | str:
        """Return the rules at *place*, none where there is no such file, or why nobody knows them.

        Source: RFC 9309, 2.3.1.
        """
        try:
            _, answer = self.follow(place, self.read)
            if answer.status in MISSING:
                return Protego.parse("")
            return (
                Protego.parse(decode_text(answer.body).text)
                if answer.status == OK
                else f"status {answer.status}"
            )
        except (NotFetched, UnreadableInput) as error:
            return str(error)

    def ask(self, url: str, earlier: Capture | None) -> Answer:
        """Return the answer of *url*, of a page known from *earlier* only if it has changed. Raises ``NotFetched``."""
        host, reason = urlsplit(url).netloc, ""
        for attempt in range(ATTEMPTS):
            self.manners.wait(host)
            try:
                answer = exchange(
                    self.pool,
                    url,
                    self.fields | conditions(earlier),
                    self.manners.clock,
                )
            except HTTPError as error:
                reason, wanted = why(error), 0.0
            else:
                if answer.status not in BUSY:
                    return answer
                reason, wanted = (
                    f"status {answer.status}",
                    retry_after(answer.fields.get("Retry-After", "")),
                )
            self.manners.defer(host, max(wanted, backoff(attempt)))
        raise NotFetched(f"{reason}, {ATTEMPTS} times")


def conditions(earlier: Capture | None) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed."""
    fields = (
        {"If-None-Match": earlier.etag, "If-Modified-Since": earlier.modified}
        if earlier
        else {}
    )
    return {name: value for name, value in fields.items() if value}
