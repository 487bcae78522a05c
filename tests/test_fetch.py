# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fetcher, against a local server: politeness, retries, redirects, revisits."""

import gzip
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from web import Time, html, page

from ingest.fetch import http_exchange
from ingest.fetch.fetcher import Fetcher, FetchResult
from ingest.fetch.politeness import HostSchedule
from ingest.fetch.warc_folder import WarcFolder
from ingest.inputs.split import identify_file, split_input
from ingest.model.record import Failure, RawArticle

AGENT = "Warraq/1 (+desk@aldiffa.example)"
ABOUT = {"http-header-user-agent": AGENT, "robots": "obey"}


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def runs(tmp_path, time) -> Iterator[Iterator[Fetcher]]:
    """Successive runs with one folder; each ends when the next begins."""

    def one_by_one() -> Iterator[Fetcher]:
        while True:
            fetcher = Fetcher(
                AGENT,
                WarcFolder(tmp_path / "warc", ABOUT),
                HostSchedule(2, time.clock, time.sleep),
                ["127.0.0.1"],
            )
            try:
                yield fetcher
            finally:
                fetcher.pool.clear()
            if fetcher.warcs.path.exists():
                fetcher.warcs.finish()

    fetchers = one_by_one()
    yield fetchers
    fetchers.close()


@pytest.fixture
def fetcher(runs) -> Fetcher:
    return next(runs)


def fetch_only(fetcher: Fetcher, url: str) -> Path:
    """Return the WARC file of a run that has fetch_only only *url*."""
    fetcher.fetch_page(url)
    return fetcher.warcs.finish()


def failure_reason(fetcher: Fetcher, url: str) -> str:
    result = fetcher.fetch_page(url)
    assert not result.change
    return result.reason


def read_records(
    path: Path, kind: WarcRecordType = WarcRecordType.any_type
) -> list[WarcRecord]:
    warc_records = []
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=kind, parse_http=True):
            record.freeze()
            warc_records.append(record)
    return warc_records


def record_types(path: Path) -> list[str]:
    return [record.headers["WARC-Type"] for record in read_records(path)]


def test_a_page_is_stored_as_request_and_response(web, fetcher):
    web.replies["/a"] = [html("خبر")]
    assert fetcher.fetch_page(f"{web.address}/a") == FetchResult(
        f"{web.address}/a", "new"
    )
    assert record_types(fetcher.warcs.path) == [
        "warcinfo",
        "request",
        "response",
        "request",
        "response",
    ]


def test_the_request_is_stored_as_the_server_received_it(web, fetcher):
    web.replies["/%D8%AE%D8%A8%D8%B1?q=1"] = [html("خبر")]
    fetcher.fetch_page(f"{web.address}/خبر?q=1#هنا")
    stored = [
        record.http_headers
        for record in read_records(fetcher.warcs.path, WarcRecordType.request)
    ][-1]
    _, received, raw = web.requests[-1]
    assert (stored.status_line, dict(stored.items())) == (
        raw.split(b"\r\n")[0].decode(),
        received,
    )


def test_the_user_agent_names_a_contact(web, fetcher):
    fetcher.fetch_page(f"{web.address}/a")
    assert {fields["User-Agent"] for _, fields, _ in web.requests} == {AGENT}


def test_the_file_begins_with_a_warcinfo_record(fetcher):
    (first,) = read_records(fetcher.warcs.path, WarcRecordType.warcinfo)
    assert (
        first.reader.read().decode()
        == f"http-header-user-agent: {AGENT}\r\nrobots: obey\r\n"
    )


@pytest.mark.parametrize("part", ["block", "payload"])
def test_every_digest_is_valid(web, fetcher, part):
    body = gzip.compress(page("خبر"))
    web.replies |= {
        "/a": [html("خبر")],
        "/gz": [(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, body)],
        "/chunks": [
            (
                200,
                {"Transfer-Encoding": "chunked"},
                b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body),
            )
        ],
    }
    for path in web.replies:
        fetcher.fetch_page(web.address + path)
    with fetcher.warcs.path.open("rb") as stream:
        answers = ArchiveIterator(
            stream, record_types=WarcRecordType.response, parse_http=part == "payload"
        )
        valid = [getattr(record, f"verify_{part}_digest")() for record in answers]
    assert valid == [True] * 4


def test_ingest_reads_the_page_with_its_url(web, fetcher):
    web.replies["/a"] = [html("خبر")]
    fetcher.fetch_page(f"{web.address}/a")
    (piece,) = raw_articles(fetcher.warcs.finish())
    assert (piece.data, piece.facts[0].value) == (page("خبر"), f"{web.address}/a")


def raw_articles(path: Path) -> list[RawArticle]:
    items = list(split_input(identify_file(path, path.name)))
    assert not any(isinstance(item, Failure) for item in items)
    return [item for item in items if isinstance(item, RawArticle)]


def test_robots_txt_is_obeyed(web, fetcher):
    web.replies |= {
        "/robots.txt": [(200, {}, b"User-agent: warraq\nDisallow: /x/*.html$")],
        "/x/a.html": [html("خبر")],
    }
    assert failure_reason(fetcher, f"{web.address}/x/a.html") == "robots.txt forbids it"
    assert web.paths() == []


@pytest.mark.parametrize("status", [404, 403])
def test_without_a_robots_txt_everything_is_allowed(web, fetcher, status):
    web.replies |= {"/robots.txt": [(status, {}, b"")], "/a": [html("خبر")]}
    assert fetcher.fetch_page(f"{web.address}/a").change == "new"


def test_a_robots_txt_that_cannot_be_read_forbids_everything(web, fetcher):
    web.replies |= {"/robots.txt": [(500, {}, b"")], "/a": [html("خبر")]}
    assert (
        failure_reason(fetcher, f"{web.address}/a")
        == "robots.txt cannot be read: status 500, 5 times"
    )


def test_requests_to_one_host_have_pauses_between_them(web, fetcher, time):
    web.replies |= {"/a": [html("خبر")], "/b": [html("خبر")]}
    for path in "ab":
        fetcher.fetch_page(f"{web.address}/{path}")
    assert time.slept == [2, 2]


def test_the_pause_is_the_crawl_delay_of_robots_txt(web, fetcher, time):
    web.replies |= {
        "/robots.txt": [(200, {}, b"User-agent: *\nCrawl-delay: 30")],
        "/a": [html("خبر")],
    }
    for path in "ab":
        fetcher.fetch_page(f"{web.address}/{path}")
    assert time.slept[-1] == 30


def test_a_busy_server_is_requested_again_after_its_retry_after(web, fetcher, time):
    web.replies["/a"] = [(429, {"Retry-After": "77"}, b""), html("خبر")]
    assert fetcher.fetch_page(f"{web.address}/a").change == "new"
    assert time.slept[-1] == 77


def test_a_failing_server_is_requested_again_with_exponential_backoff(
    web, fetcher, time
):
    web.replies["/a"] = [(503, {}, b""), (503, {}, b""), html("خبر")]
    assert fetcher.fetch_page(f"{web.address}/a").change == "new"
    assert 2 <= time.slept[-2] <= 3
    assert 4 <= time.slept[-1] <= 6


def test_a_server_that_keeps_failing_is_abandoned(web, fetcher):
    web.replies["/a"] = [(503, {}, b"")]
    assert failure_reason(fetcher, f"{web.address}/a") == "status 503, 5 times"
    assert web.paths() == ["/a"] * 5


def test_a_server_with_a_retry_after_of_hours_is_abandoned(web, fetcher):
    web.replies["/a"] = [(503, {"Retry-After": "7200"}, b"")]
    assert failure_reason(fetcher, f"{web.address}/a").endswith(
        "wants a pause of 7,200 seconds"
    )
    assert failure_reason(fetcher, f"{web.address}/b").endswith(
        "wants a pause of 7,200 seconds"
    )
    assert web.paths() == ["/a"]


def test_a_missing_page_is_stored_and_reported(web, fetcher):
    assert failure_reason(fetcher, f"{web.address}/gone") == "status 404"
    assert record_types(fetcher.warcs.path)[-1] == "response"


def test_redirects_are_followed_and_stored(web, fetcher):
    web.replies |= {"/old": [(301, {"Location": "/new"}, b"")], "/new": [html("خبر")]}
    assert fetcher.fetch_page(f"{web.address}/old").change == "new"
    assert [
        record.http_headers.status_code
        for record in read_records(fetcher.warcs.path, WarcRecordType.response)
    ] == [
        404,
        301,
        200,
    ]


def test_a_redirect_to_a_raw_arabic_url_is_followed(web, fetcher):
    web.replies |= {
        "/old": [(302, {"Location": "/خبر".encode().decode("latin-1")}, b"")],
        "/%D8%AE%D8%A8%D8%B1": [html("خبر")],
    }
    assert fetcher.fetch_page(f"{web.address}/old").change == "new"


def test_a_redirect_loop_ends_with_a_reason(web, fetcher):
    web.replies |= {
        "/a": [(302, {"Location": "/b"}, b"")],
        "/b": [(302, {"Location": "/a"}, b"")],
    }
    assert failure_reason(fetcher, f"{web.address}/a") == "more than 10 redirects"
    assert web.paths() == ["/a", "/b"]


def test_a_redirect_to_a_file_url_is_not_followed(web, fetcher):
    web.replies["/a"] = [(302, {"Location": "file:///etc/passwd"}, b"")]
    assert failure_reason(fetcher, f"{web.address}/a") == "not a web address"


def test_a_page_beyond_the_limit_is_not_stored(web, fetcher, monkeypatch):
    monkeypatch.setattr(http_exchange, "LARGEST_BODY", 1000)
    web.replies["/a"] = [
        (200, {"Transfer-Encoding": "chunked"}, b"7d0\r\n%b\r\n0\r\n\r\n" % bytes(2000))
    ]
    web.replies["/b"] = [(200, {}, bytes(2000))]
    assert [failure_reason(fetcher, f"{web.address}/{path}") for path in "ab"] == [
        "larger than 1,000 bytes"
    ] * 2


def test_a_page_that_is_sent_too_slowly_is_abandoned(web, fetcher, time):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        time.now += 121
        handler.wfile.write(b"x")

    web.replies["/a"] = [drip]
    assert failure_reason(fetcher, f"{web.address}/a") == "incomplete after 120 seconds"


def test_a_silent_server_is_abandoned(web, fetcher, monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(http_exchange, "LONGEST_SILENCE", 0.05)
    web.replies |= {
        "/robots.txt": [(404, {}, b"")],
        "/a": [lambda _handler: over.wait(20)],
    }
    assert failure_reason(fetcher, f"{web.address}/a") == "no answer in time, 5 times"
    over.set()


def test_a_page_that_is_cut_off_is_requested_again(web, fetcher):
    def broken(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.close_connection = True

    web.replies["/a"] = [broken, html("خبر")]
    assert fetcher.fetch_page(f"{web.address}/a").change == "new"


def test_a_host_without_a_server_is_a_failure(fetcher):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert (
        failure_reason(fetcher, f"http://127.0.0.1:{port}/a")
        == "robots.txt cannot be read: no connection, 5 times"
    )


@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_an_unchanged_page_is_not_sent_again(web, runs, validator):
    web.replies["/a"] = [
        html("خبر", **{validator: "Sat, 10 Oct 2015 07:00:00 GMT"}),
        (304, {}, b""),
    ]
    assert [next(runs).fetch_page(f"{web.address}/a").change for _ in range(2)] == [
        "new",
        "unchanged",
    ]
    condition = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[
        validator
    ]
    assert web.requests[-1][1][condition] == "Sat, 10 Oct 2015 07:00:00 GMT"


@pytest.mark.parametrize(
    ("second", "profile"),
    [
        ((304, {}, b""), "server-not-modified"),
        (html("خبر"), "identical-payload-digest"),
    ],
    ids=["304", "same bytes"],
)
def test_an_unchanged_page_is_stored_as_a_revisit(web, runs, second, profile):
    web.replies["/a"] = [html("خبر", ETag='"1"'), second]
    first = read_records(
        fetch_only(next(runs), f"{web.address}/a"), WarcRecordType.response
    )[-1]
    revisit = read_records(
        fetch_only(next(runs), f"{web.address}/a"), WarcRecordType.revisit
    )[-1]
    assert revisit.headers["WARC-Profile"].endswith(profile)
    assert revisit.headers["WARC-Refers-To-Date"] == first.headers["WARC-Date"]
    assert (
        revisit.headers["WARC-Payload-Digest"] == first.headers["WARC-Payload-Digest"]
    )
    assert not revisit.reader.read()


def test_a_changed_page_is_stored_in_addition_to_the_old_one(web, runs):
    web.replies["/a"] = [html("خبر", ETag='"1"'), html("خبر آخر", ETag='"2"')]
    assert [next(runs).fetch_page(f"{web.address}/a").change for _ in range(2)] == [
        "new",
        "changed",
    ]
