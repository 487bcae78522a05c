# SPDX-License-Identifier: AGPL-3.0-or-later
"""Connections to public addresses only, each exchange with one limit of time.

A page or a redirect of a stranger may name any host: the router, a service of this
machine, the metadata of a cloud. So the address is checked after the name was resolved,
and the connection goes to the address that was checked.
"""

import ipaddress
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

MOST_ADDRESSES = 3  # of a host that are tried
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class PrivateAddress(Exception):
    """A host whose address is not public, and which the user has not named."""


class ConnectionGuard:
    """What the connections of one fetcher share.

    *allowed* are the hosts, as ``host`` or ``host:port``, whose address may be private.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self.allowed = frozenset(allowed)
        self.connection: HTTPConnection | None = None  # of the present exchange

    def connect(self, connection: HTTPConnection, host: str) -> socket.socket:
        """Return a socket to *host*, whose address was checked.

        Raises ``PrivateAddress`` and urllib3's errors.
        """
        port = connection.port
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            reason = socket.gaierror(str(error))
            raise NameResolutionError(host, connection, reason) from error
        addresses = list(dict.fromkeys(str(row[4][0]) for row in rows))
        if not self.allowed.intersection((host, f"{host}:{port}")):
            addresses = list(filter(is_public, addresses))
            if not addresses:
                raise PrivateAddress(host)
        return connect_first(connection, addresses[:MOST_ADDRESSES])

    @contextmanager
    def time_limit(self, seconds: float) -> Iterator[threading.Event]:
        """Close the connection of the exchange inside after *seconds*.

        A server that sends a byte now and then never exceeds a limit of silence. The
        event is set if the time was over.
        """
        is_over = threading.Event()
        timer = threading.Timer(seconds, self.abort, (is_over,))
        timer.daemon = True
        timer.start()
        try:
            yield is_over
        finally:
            timer.cancel()

    def abort(self, is_over: threading.Event) -> None:
        """Close the present connection, in the thread of the timer."""
        is_over.set()
        if self.connection and self.connection.sock:
            try:
                # Of a TLS socket too: its own method would also change its state.
                socket.socket.shutdown(self.connection.sock, socket.SHUT_RDWR)
            except OSError:
                return  # it was closed meanwhile


def connect_first(connection: HTTPConnection, addresses: list[str]) -> socket.socket:
    """Return a socket to the first of *addresses* that answers.

    Raises ``NewConnectionError``.
    """
    reason: OSError | None = None
    for address in addresses:
        try:
            return create_connection(
                (address, connection.port),
                connection.timeout,
                socket_options=connection.socket_options,
            )
        except OSError as error:
            reason = error
    raise NewConnectionError(connection, f"no connection: {reason}")


def is_public(text: str) -> bool:
    """Return whether an IP address is of the public internet."""
    address = embedded_address(ipaddress.ip_address(text.partition("%")[0]))
    return address.is_global and not address.is_multicast


def embedded_address(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address maps, or *address* itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def create_pool(guard: ConnectionGuard) -> PoolManager:
    """Return a pool whose connections *guard* makes."""

    class GuardedHttp(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            guard.connection = self
            return guard.connect(self, self._dns_host)

    class GuardedHttps(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            guard.connection = self
            return guard.connect(self, self._dns_host)

    class HttpPool(HTTPConnectionPool):
        ConnectionCls = GuardedHttp

    class HttpsPool(HTTPSConnectionPool):
        ConnectionCls = GuardedHttps

    # One connection at a time, which is the one that the time limit closes.
    pool = PoolManager(num_pools=1, maxsize=1)
    pool.pool_classes_by_scheme = {"http": HttpPool, "https": HttpsPool}
    return pool
