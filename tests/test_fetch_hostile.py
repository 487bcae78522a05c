# SPDX-License-Identifier: AGPL-3.0-or-later
"""A hostile or broken site costs its own pages, never those of others."""

import gzip
import time as real_time
from collections.abc import Iterator

import pytest
from web import Time, Web, html, serving

from ingest.fetch import http_exchange
from ingest.fetch.__main__ import allowed_hosts, parse_arguments
from ingest.fetch.fetcher import MOST_FAILED_PAGES, Fetcher
from ingest.fetch.guarded_pool import is_public
from ingest.fetch.politeness import HostSchedule
from ingest.fetch.warc_folder import WarcFolder


@pytest.fixture
def other() -> Iterator[Web]:
    with serving() as web:
        yield web


def create_fetcher(folder, *allowed: str) -> Fetcher:
    time = Time()
    schedule = HostSchedule(2, time.clock, time.sleep)
    return Fetcher("Warraq/1", WarcFolder(folder / "warc", {}), schedule, allowed)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "224.0.0.1",
    ],
)
def test_a_private_address_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1"])
def test_a_host_with_a_private_address_is_refused_before_any_request(
    web, tmp_path, host
):
    port = web.address.rpartition(":")[2]
    result = create_fetcher(tmp_path).fetch_page(f"http://{host}:{port}/a")
    assert "is not a public address" in result.reason
    assert web.requests == []


def test_a_redirect_to_a_private_address_is_refused(web, other, tmp_path):
    other.replies["/secret"] = [html("سر")]
    web.replies["/a"] = [(302, {"Location": f"{other.address}/secret"}, b"")]
    fetcher = create_fetcher(tmp_path, web.address.removeprefix("http://"))
    assert "is not a public address" in fetcher.fetch_page(f"{web.address}/a").reason
    assert other.requests == []


@pytest.mark.parametrize(
    ("words", "hosts"),
    [
        (["http://127.0.0.1:81/sitemap.xml"], ["127.0.0.1:81"]),
        (["https://a.example/feed"], ["a.example:443"]),
        (["list.txt", "--allow-private", "intranet"], ["intranet"]),
    ],
)
def test_only_hosts_named_on_the_command_line_may_be_private(words, hosts):
    options, _ = parse_arguments([*words, "--contact", "desk@aldiffa.example"])
    assert allowed_hosts(options) == hosts


def test_a_compressed_robots_txt_is_read(web, tmp_path):
    rules = gzip.compress(b"User-agent: *\nDisallow: /private\n")
    web.replies |= {
        "/robots.txt": [(200, {"Content-Encoding": "gzip"}, rules)],
        "/a": [html("خبر")],
    }
    fetcher = create_fetcher(tmp_path, "127.0.0.1")
    assert fetcher.fetch_page(f"{web.address}/a").change == "new"
    assert (
        fetcher.fetch_page(f"{web.address}/private/b").reason == "robots.txt forbids it"
    )


def test_a_head_that_is_sent_byte_by_byte_ends_at_the_time_limit(
    web, tmp_path, monkeypatch
):
    monkeypatch.setattr(http_exchange, "LONGEST_EXCHANGE", 0.4)

    def drip(handler):
        for _ in range(200):
            handler.wfile.write(b"X")
            real_time.sleep(0.02)

    web.replies |= {"/robots.txt": [(404, {}, b"")], "/a": [drip]}
    start = real_time.monotonic()
    result = create_fetcher(tmp_path, "127.0.0.1").fetch_page(f"{web.address}/a")
    assert "incomplete after" in result.reason
    assert real_time.monotonic() - start < 3


@pytest.mark.parametrize("length", ["²", "-1", "x", "1, 2"])
def test_a_malformed_content_length_costs_no_other_page(web, tmp_path, length):
    def broken(handler):
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        )
        handler.wfile.write(head.encode("latin-1") + b"<p>x")
        handler.close_connection = True

    web.replies |= {"/a": [broken], "/b": [html("خبر")]}
    fetcher = create_fetcher(tmp_path, "127.0.0.1")
    fetcher.fetch_page(f"{web.address}/a")
    assert fetcher.fetch_page(f"{web.address}/b").change == "new"


def test_a_host_whose_pages_keep_failing_is_given_up(web, tmp_path):
    fetcher = create_fetcher(tmp_path, "127.0.0.1")
    web.replies["/robots.txt"] = [(404, {}, b"")]
    paths = [f"/{number}" for number in range(MOST_FAILED_PAGES + 1)]
    web.replies |= {path: [(503, {}, b"")] for path in paths}
    reasons = [fetcher.fetch_page(web.address + path).reason for path in paths]
    assert reasons[-2] == "status 503, 5 times"
    assert "was given up" in reasons[-1]
