# SPDX-License-Identifier: AGPL-3.0-or-later
"""One HTTP request and its response, kept byte for byte for a WARC, within limits."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import (
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
    TimeoutError,
)
from urllib3.util import parse_url

from ingest.fetch.guarded_pool import ConnectionGuard, PrivateAddress

LARGEST_BODY = 10_000_000  # bytes as sent; ingest reads no larger page
LONGEST_SILENCE = 30.0  # seconds without a byte until a request times out
LONGEST_EXCHANGE = 120.0  # seconds: a server may send one byte at a time
CHUNK = 1 << 16
REDIRECTS = frozenset((301, 302, 303, 307, 308))
LENGTH = re.compile("[0-9]{1,18}")
SCHEMES = ("http", "https")
# Kind of error and reason for people; the first that matches.
REASONS: tuple[tuple[type[Exception], str], ...] = (
    (NameResolutionError, "no such host"),
    (SSLError, "invalid TLS certificate"),
    (NewConnectionError, "no connection"),  # in urllib3 2 a subclass of TimeoutError
    (TimeoutError, "no answer in time"),
)


class NotFetched(ValueError):
    """A URL that yielded no page; the message is the reason."""


class TooSlow(NotFetched):
    """An exchange that was not complete in time."""

    def __init__(self) -> None:
        super().__init__(f"incomplete after {LONGEST_EXCHANGE:,.0f} seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its response.

    Heads and body are as they were sent, except that a chunked body is joined.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    request_head: bytes
    response_head: bytes
    body: bytes
    moment: datetime

    @property
    def target(self) -> str:
        """Return the URL to which the response redirects, "" if it does not."""
        location = self.headers.get("Location", "")
        return redirect_target(self.url, self.status, location)

    @property
    def digest(self) -> str:
        """Return the SHA-1 digest of the body in the notation of a WARC."""
        sha1 = hashlib.sha1(self.body, usedforsecurity=False).digest()
        return f"sha1:{base64.b32encode(sha1).decode()}"


def normalise_url(url: str) -> str:
    """Return *url* as it is requested: escaped, host in ASCII, without fragment.

    Raises ``NotFetched`` if it is not an http or https URL.
    """
    try:
        parts = parse_url(url.strip())
        host = (parts.host or "").encode("idna").decode()
    except (LocationParseError, UnicodeError) as error:
        raise NotFetched("not a web address") from error
    if parts.scheme not in SCHEMES or not host:
        raise NotFetched("not a web address")
    path = parts.path or "/"
    return parts._replace(host=host, auth=None, path=path, fragment=None).url


def redirect_target(url: str, status: int, location: str) -> str:
    """Return the URL to which the response of *url* redirects, "" if it does not.

    A raw Arabic location is UTF-8 that was decoded as Latin-1.
    """
    if status not in REDIRECTS or not location:
        return ""
    with suppress(ValueError):  # it is in another encoding, or text already
        location = location.encode("latin-1").decode()
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def send_request(
    pool: PoolManager,
    guard: ConnectionGuard,
    url: str,
    headers: Mapping[str, str],
    clock: Callable[[], float],
) -> Exchange:
    """Request *url* and return the exchange; redirects are not followed.

    Raises ``NotFetched`` beyond the limits or for a private address, and urllib3's
    ``HTTPError`` if the connection fails.
    """
    parts = parse_url(url)
    headers = {"Host": parts.netloc or "", **headers}
    moment, start = datetime.now(UTC), clock()
    with guard.time_limit(LONGEST_EXCHANGE) as is_over:
        try:
            response = open_response(pool, url, headers)
            with response:
                body = read_body(response, lambda: clock() - start)
        except PrivateAddress as error:
            raise NotFetched(f"{error} is not a public address") from error
        except (HTTPError, OSError, ValueError) as error:
            # A connection that the time limit closes fails in many ways.
            if is_over.is_set() and not isinstance(error, NotFetched):
                raise TooSlow from error
            raise
        if is_over.is_set():
            raise TooSlow
    return Exchange(
        url=url,
        status=response.status,
        headers=response.headers,
        request_head=format_head(f"GET {parts.request_uri} HTTP/1.1", headers.items()),
        response_head=response_head(response),
        body=body,
        moment=moment,
    )


def open_response(
    pool: PoolManager, url: str, headers: Mapping[str, str]
) -> BaseHTTPResponse:
    """Return the response to a request for *url*, its body still to be read."""
    return pool.urlopen(
        "GET",
        url,
        headers=headers,
        redirect=False,
        retries=False,
        preload_content=False,
        timeout=Timeout(LONGEST_SILENCE),
    )


def read_body(response: BaseHTTPResponse, elapsed: Callable[[], float]) -> bytes:
    """Return the body as it was sent. Raises ``NotFetched`` beyond the limits."""
    length = response.headers.get("Content-Length", "")
    if LENGTH.fullmatch(length):
        check_size(int(length))
    body = bytearray()
    while chunk := response.read1(CHUNK, decode_content=False):
        body += chunk
        check_size(len(body))
        if elapsed() > LONGEST_EXCHANGE:
            raise TooSlow
    return bytes(body)


def check_size(size: int) -> None:
    """Raise ``NotFetched`` if *size* is beyond the limit."""
    if size > LARGEST_BODY:
        raise NotFetched(f"larger than {LARGEST_BODY:,} bytes")


def response_head(response: BaseHTTPResponse) -> bytes:
    """Return the head of a response.

    The chunks of a body are joined, so their header is renamed as Common Crawl does.
    """
    headers = []
    for name, value in response.headers.iteritems():
        prefix = "X-Crawler-" if name.lower() == "transfer-encoding" else ""
        headers.append((prefix + name, value))
    version = f"HTTP/{response.version // 10}.{response.version % 10}"
    status_line = f"{version} {response.status} {response.reason or ''}"
    return format_head(status_line, headers)


def format_head(first_line: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """Return the head of an HTTP message."""
    lines = [first_line, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def explain_error(error: HTTPError) -> str:
    """Return in a few words why an exchange failed."""
    for kind, reason in REASONS:
        if isinstance(error, kind):
            return reason
    return "the connection failed"
