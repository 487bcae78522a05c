# SPDX-License-Identifier: AGPL-3.0-or-later
"""One request and its answer, byte for byte as a WARC wants them, within limits of size and time."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping
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

LARGEST_BODY = 10_000_000  # bytes as sent; the reader takes no larger page
LONGEST_SILENCE = 30.0  # seconds until a server that says nothing is given up
LONGEST_BODY = 120.0  # seconds: a server may drip a byte at a time
CHUNK = 1 << 16
REDIRECTS = frozenset((301, 302, 303, 307, 308))
SCHEMES = ("http", "https")
REASONS: tuple[tuple[type[Exception], str], ...] = (
    (NameResolutionError, "no such host"),
    (SSLError, "its certificate does not hold"),
    (NewConnectionError, "no connection"),  # in urllib3 2 a kind of TimeoutError
    (TimeoutError, "no answer in time"),
)


class NotFetched(ValueError):
    """An address that gave no page; the message is the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: head and body as it sent them, but for the chunks of a transfer encoding."""

    url: str
    status: int
    fields: Mapping[str, str]
    request: bytes
    head: bytes
    body: bytes
    moment: datetime

    @property
    def target(self) -> str:
        """Return where it sends its visitor, "" if nowhere."""
        return target(self.url, self.status, self.fields.get("Location", ""))

    @property
    def digest(self) -> str:
        """Return the body's SHA-1, spelt as in a WARC."""
        return f"sha1:{base64.b32encode(hashlib.sha1(self.body, usedforsecurity=False).digest()).decode()}"


def normalise_url(url: str) -> str:
    """Return *url* as it is asked for: escaped, its host in ASCII, no fragment. Raises ``NotFetched``."""
    try:
        parts = parse_url(url.strip())
        host = (parts.host or "").encode("idna").decode()
    except (LocationParseError, UnicodeError) as error:
        raise NotFetched("no address of the web") from error
    if parts.scheme not in SCHEMES or not host:
        raise NotFetched("no address of the web")
    return parts._replace(
        host=host, auth=None, path=parts.path or "/", fragment=None
    ).url


def target(url: str, status: int, location: str) -> str:
    """Return where the answer of *url* sends its visitor, "" if nowhere; Arabic comes as UTF-8 read as Latin-1."""
    if status not in REDIRECTS or not location:
        return ""
    try:
        return urljoin(url, location.encode("latin-1").decode())
    except ValueError:
        return location


def exchange(
    pool: PoolManager, url: str, fields: Mapping[str, str], clock: Callable[[], float]
) -> Answer:
    """Ask for *url* and return the answer, redirects included.

    Raises ``NotFetched`` for a body beyond the limits and urllib3's ``HTTPError`` where the exchange breaks.
    """
    parts = parse_url(url)
    sent = {"Host": parts.netloc or "", **fields}
    moment, start = datetime.now(UTC), clock()
    with pool.urlopen(
        "GET",
        url,
        headers=sent,
        redirect=False,
        retries=False,
        preload_content=False,
        timeout=Timeout(LONGEST_SILENCE),
    ) as response:
        body = read(response, lambda: clock() - start)
    return Answer(
        url=url,
        status=response.status,
        fields=response.headers,
        request=head(f"GET {parts.request_uri} HTTP/1.1", sent.items()),
        head=answer_head(response),
        body=body,
        moment=moment,
    )


def read(response: BaseHTTPResponse, passed: Callable[[], float]) -> bytes:
    """Return the body as it was sent. Raises ``NotFetched`` beyond the limits."""
    stated = response.headers.get("Content-Length", "")
    if stated.isdigit() and int(stated) > LARGEST_BODY:
        raise NotFetched(f"larger than {LARGEST_BODY:,} bytes")
    body = bytearray()
    while chunk := response.read1(CHUNK, decode_content=False):
        body += chunk
        if len(body) > LARGEST_BODY:
            raise NotFetched(f"larger than {LARGEST_BODY:,} bytes")
        if passed() > LONGEST_BODY:
            raise NotFetched(f"not whole after {LONGEST_BODY:,.0f} seconds")
    return bytes(body)


def answer_head(response: BaseHTTPResponse) -> bytes:
    """Return the head of an answer; chunks are put together, so their header is renamed as Common Crawl does."""
    fields = (
        (f"X-Crawler-{name}" if name.lower() == "transfer-encoding" else name, value)
        for name, value in response.headers.iteritems()
    )
    version = f"HTTP/{response.version // 10}.{response.version % 10}"
    return head(f"{version} {response.status} {response.reason or ''}", fields)


def head(first: str, fields: Iterable[tuple[str, str]]) -> bytes:
    """Return the head of a message."""
    return "".join(
        (f"{first}\r\n", *(f"{name}: {value}\r\n" for name, value in fields), "\r\n")
    ).encode("latin-1")


def why(error: HTTPError) -> str:
    """Return in a few words why an exchange broke."""
    return next(
        (reason for kind, reason in REASONS if isinstance(error, kind)),
        "the connection broke",
    )
