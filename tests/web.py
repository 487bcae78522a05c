# SPDX-License-Identifier: AGPL-3.0-or-later
"""A local HTTP server with given replies, which records its requests."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, dict[str, str], bytes]


def page(title: str, encoding: str = "utf-8") -> bytes:
    """Return a page that ingest can read, with a text unlike that of any other title."""
    words = [
        "افتتحت",
        "البلدية",
        "جسراً",
        "خشبياً",
        "جديداً",
        "في",
        "الوادي،",
        "وقال",
        "رئيسها",
        "إن",
        "العمل",
        "فيه",
        "دام",
        "عامين",
        "كاملين.",
    ]
    body = " ".join(f"{word} {title}" for word in words)
    markup = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{body}</p></article></body>"
    return markup.encode(encoding)


def html(title: str, **fields: str) -> Reply:
    """Return a reply with such a page."""
    return 200, {"Content-Type": "text/html; charset=utf-8", **fields}, page(title)


@dataclass
class Web:
    """A server with the *replies* of each path in turn, the last one repeatedly.

    A callable reply writes to the handler itself.
    """

    address: str = ""
    replies: dict[str, list[Reply | Callable[[BaseHTTPRequestHandler], None]]] = field(
        default_factory=dict
    )
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def paths(self) -> list[str]:
        """Return the requested paths except robots.txt."""
        return [path for path, _, _ in self.requests if path != "/robots.txt"]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Send the next reply."""
        lines = f"{handler.requestline}\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in handler.headers.items()
        )
        self.requests.append(
            (handler.path, dict(handler.headers), f"{lines}\r\n".encode("latin-1"))
        )
        replies = self.replies.get(handler.path, [(404, {}, b"")])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if callable(reply):
            reply(handler)
            return
        status, fields, body = reply
        handler.send_response(status)
        length = (
            {}
            if status == 304 or "Transfer-Encoding" in fields
            else {"Content-Length": str(len(body))}
        )
        for name, value in (fields | length).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def serving() -> Iterator[Web]:
    """Yield a running server."""
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            web.answer(self)

        def log_message(self, *_args: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    web.address = f"http://127.0.0.1:{server.server_port}"
    yield web
    server.shutdown()
    server.server_close()


class Time:
    """A clock that advances only by calls of `sleep`."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def clock(self) -> float:
        """Return the time in seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Advance the clock."""
        self.slept.append(seconds)
        self.now += seconds
