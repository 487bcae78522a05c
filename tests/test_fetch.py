# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages are fetched politely, once, and kept as the server sent them; all of it against a server of our own."""

import gzip
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from web import Time, html, page

from ingest.fetch import http_exchange
from ingest.fetch.politeness import Manners
from ingest.fetch.visitor import Visit, Visitor
from ingest.fetch.warc_folder import Shelf
from ingest.inputs.split import identify_file, split_input
from ingest.model.record import RawArticle

AGENT = "Warraq/1 (+desk@aldiffa.example)"
ABOUT = {"http-header-user-agent": AGENT, "robots": "obey"}


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def runs(tmp_path, time) -> Iterator[Iterator[Visitor]]:
    """One run after the other into one folder; each ends when the next begins."""

    def one_by_one() -> Iterator[Visitor]:
        while True:
            visitor = Visitor(
                AGENT,
                Shelf(tmp_path / "warc", ABOUT),
                Manners(2, time.clock, time.sleep),
            )
            try:
                yield visitor
            finally:
                visitor.pool.clear()
            if visitor.shelf.path.exists():
                visitor.shelf.close()

    visitors = one_by_one()
    yield visitors
    visitors.close()


@pytest.fixture
def visitor(runs) -> Visitor:
    return next(runs)


def fetched(visitor: Visitor, url: str) -> Path:
    """Return the file of a run that has visited *url* alone."""
    visitor.visit(url)
    return visitor.shelf.close()


def reason(visitor: Visitor, url: str) -> str:
    found = visitor.visit(url)
    assert not found.fate
    return found.reason


def records(
    path: Path, kind: WarcRecordType = WarcRecordType.any_type
) -> list[WarcRecord]:
    found = []
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=kind, parse_http=True):
            record.freeze()
            found.append(record)
    return found


def kinds(path: Path) -> list[str]:
    return [record.headers["WARC-Type"] for record in records(path)]


def test_a_page_is_kept_as_question_and_answer(web, visitor):
    web.replies["/a"] = [html("خبر")]
    assert visitor.visit(f"{web.address}/a") == Visit(f"{web.address}/a", "new")
    assert kinds(visitor.shelf.path) == [
        "warcinfo",
        "request",
        "response",
        "request",
        "response",
    ]


def test_the_question_is_kept_as_the_server_heard_it(web, visitor):
    web.replies["/%D8%AE%D8%A8%D8%B1?q=1"] = [html("خبر")]
    visitor.visit(f"{web.address}/خبر?q=1#هنا")
    kept = [
        record.http_headers
        for record in records(visitor.shelf.path, WarcRecordType.request)
    ][-1]
    _, heard, raw = web.asked[-1]
    assert (kept.status_line, dict(kept.items())) == (
        raw.split(b"\r\n")[0].decode(),
        heard,
    )


def test_the_user_agent_names_a_contact(web, visitor):
    visitor.visit(f"{web.address}/a")
    assert {fields["User-Agent"] for _, fields, _ in web.asked} == {AGENT}


def test_the_file_opens_with_who_fetched_and_by_which_rules(visitor):
    (first,) = records(visitor.shelf.path, WarcRecordType.warcinfo)
    assert (
        first.reader.read().decode()
        == f"http-header-user-agent: {AGENT}\r\nrobots: obey\r\n"
    )


@pytest.mark.parametrize("part", ["block", "payload"])
def test_every_digest_holds(web, visitor, part):
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
        visitor.visit(web.address + path)
    with visitor.shelf.path.open("rb") as stream:
        answers = ArchiveIterator(
            stream, record_types=WarcRecordType.response, parse_http=part == "payload"
        )
        held = [getattr(record, f"verify_{part}_digest")() for record in answers]
    assert held == [True] * 4


def test_our_own_reader_finds_the_page_with_its_address(web, visitor):
    web.replies["/a"] = [html("خبر")]
    visitor.visit(f"{web.address}/a")
    (piece,) = pieces(visitor.shelf.close())
    assert (piece.data, piece.facts[0].value) == (page("خبر"), f"{web.address}/a")


def pieces(path: Path) -> list[RawArticle]:
    found = list(split_input(identify_file(path, path.name)))
    assert all(isinstance(piece, RawArticle) for piece in found)
    return found


def test_robots_txt_keeps_us_out(web, visitor):
    web.replies |= {
        "/robots.txt": [(200, {}, b"User-agent: warraq\nDisallow: /x/*.html$")],
        "/x/a.html": [html("خبر")],
    }
    assert reason(visitor, f"{web.address}/x/a.html") == "robots.txt forbids it"
    assert web.paths() == []


@pytest.mark.parametrize("status", [404, 403])
def test_without_a_robots_txt_all_is_open(web, visitor, status):
    web.replies |= {"/robots.txt": [(status, {}, b"")], "/a": [html("خبر")]}
    assert visitor.visit(f"{web.address}/a").fate == "new"


def test_a_robots_txt_that_cannot_be_read_keeps_us_out(web, visitor):
    web.replies |= {"/robots.txt": [(500, {}, b"")], "/a": [html("خبر")]}
    assert (
        reason(visitor, f"{web.address}/a")
        == "robots.txt cannot be read: status 500, 5 times"
    )


def test_one_host_is_asked_with_pauses(web, visitor, time):
    web.replies |= {"/a": [html("خبر")], "/b": [html("خبر")]}
    for path in "ab":
        visitor.visit(f"{web.address}/{path}")
    assert time.slept == [2, 2]


def test_the_pause_is_the_one_that_robots_txt_wants(web, visitor, time):
    web.replies |= {
        "/robots.txt": [(200, {}, b"User-agent: *\nCrawl-delay: 30")],
        "/a": [html("خبر")],
    }
    for path in "ab":
        visitor.visit(f"{web.address}/{path}")
    assert time.slept[-1] == 30


def test_a_busy_server_is_asked_again_when_it_says(web, visitor, time):
    web.replies["/a"] = [(429, {"Retry-After": "77"}, b""), html("خبر")]
    assert visitor.visit(f"{web.address}/a").fate == "new"
    assert time.slept[-1] == 77


def test_a_server_that_fails_is_asked_again_later_and_later(web, visitor, time):
    web.replies["/a"] = [(503, {}, b""), (503, {}, b""), html("خبر")]
    assert visitor.visit(f"{web.address}/a").fate == "new"
    assert 2 <= time.slept[-2] <= 3
    assert 4 <= time.slept[-1] <= 6


def test_a_server_that_keeps_failing_is_given_up(web, visitor):
    web.replies["/a"] = [(503, {}, b"")]
    assert reason(visitor, f"{web.address}/a") == "status 503, 5 times"
    assert web.paths() == ["/a"] * 5


def test_a_server_that_asks_for_hours_is_left_alone(web, visitor):
    web.replies["/a"] = [(503, {"Retry-After": "7200"}, b"")]
    assert reason(visitor, f"{web.address}/a").endswith(
        "wants a pause of 7,200 seconds"
    )
    assert reason(visitor, f"{web.address}/b").endswith(
        "wants a pause of 7,200 seconds"
    )
    assert web.paths() == ["/a"]


def test_a_page_that_is_missing_is_kept_and_told(web, visitor):
    assert reason(visitor, f"{web.address}/gone") == "status 404"
    assert kinds(visitor.shelf.path)[-1] == "response"


def test_redirects_are_followed_and_kept(web, visitor):
    web.replies |= {"/old": [(301, {"Location": "/new"}, b"")], "/new": [html("خبر")]}
    assert visitor.visit(f"{web.address}/old").fate == "new"
    assert [
        record.http_headers.status_code
        for record in records(visitor.shelf.path, WarcRecordType.response)
    ] == [
        404,
        301,
        200,
    ]


def test_a_redirect_to_a_raw_arabic_address_is_followed(web, visitor):
    web.replies |= {
        "/old": [(302, {"Location": "/خبر".encode().decode("latin-1")}, b"")],
        "/%D8%AE%D8%A8%D8%B1": [html("خبر")],
    }
    assert visitor.visit(f"{web.address}/old").fate == "new"


def test_a_redirect_loop_ends_with_a_reason(web, visitor):
    web.replies |= {
        "/a": [(302, {"Location": "/b"}, b"")],
        "/b": [(302, {"Location": "/a"}, b"")],
    }
    assert reason(visitor, f"{web.address}/a") == "more than 10 redirects"
    assert web.paths() == ["/a", "/b"]


def test_a_redirect_out_of_the_web_is_not_followed(web, visitor):
    web.replies["/a"] = [(302, {"Location": "file:///etc/passwd"}, b"")]
    assert reason(visitor, f"{web.address}/a") == "no address of the web"


def test_a_page_larger_than_the_limit_is_not_kept(web, visitor, monkeypatch):
    monkeypatch.setattr(http_exchange, "LARGEST_BODY", 1000)
    web.replies["/a"] = [
        (200, {"Transfer-Encoding": "chunked"}, b"7d0\r\n%b\r\n0\r\n\r\n" % bytes(2000))
    ]
    web.replies["/b"] = [(200, {}, bytes(2000))]
    assert [reason(visitor, f"{web.address}/{path}") for path in "ab"] == [
        "larger than 1,000 bytes"
    ] * 2


def test_a_page_that_drips_is_given_up(web, visitor, time):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        time.now += 121
        handler.wfile.write(b"x")

    web.replies["/a"] = [drip]
    assert reason(visitor, f"{web.address}/a") == "not whole after 120 seconds"


def test_a_server_that_says_nothing_is_given_up(web, visitor, monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(http_exchange, "LONGEST_SILENCE", 0.05)
    web.replies |= {
        "/robots.txt": [(404, {}, b"")],
        "/a": [lambda _handler: over.wait(20)],
    }
    assert reason(visitor, f"{web.address}/a") == "no answer in time, 5 times"
    over.set()


def test_a_page_that_breaks_off_is_asked_again(web, visitor):
    def broken(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.close_connection = True

    web.replies["/a"] = [broken, html("خبر")]
    assert visitor.visit(f"{web.address}/a").fate == "new"


def test_nobody_there_is_a_reason(visitor):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert (
        reason(visitor, f"http://127.0.0.1:{port}/a")
        == "robots.txt cannot be read: no connection, 5 times"
    )


@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_an_unchanged_page_is_not_sent_again(web, runs, validator):
    web.replies["/a"] = [
        html("خبر", **{validator: "Sat, 10 Oct 2015 07:00:00 GMT"}),
        (304, {}, b""),
    ]
    assert [next(runs).visit(f"{web.address}/a").fate for _ in range(2)] == [
        "new",
        "unchanged",
    ]
    condition = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[
        validator
    ]
    assert web.asked[-1][1][condition] == "Sat, 10 Oct 2015 07:00:00 GMT"


@pytest.mark.parametrize(
    ("second", "profile"),
    [
        ((304, {}, b""), "server-not-modified"),
        (html("خبر"), "identical-payload-digest"),
    ],
    ids=["304", "same bytes"],
)
def test_an_unchanged_page_is_kept_as_a_revisit(web, runs, second, profile):
    web.replies["/a"] = [html("خبر", ETag='"1"'), second]
    first = records(fetched(next(runs), f"{web.address}/a"), WarcRecordType.response)[
        -1
    ]
    revisit = records(fetched(next(runs), f"{web.address}/a"), WarcRecordType.revisit)[
        -1
    ]
    assert revisit.headers["WARC-Profile"].endswith(profile)
    assert revisit.headers["WARC-Refers-To-Date"] == first.headers["WARC-Date"]
    assert (
        revisit.headers["WARC-Payload-Digest"] == first.headers["WARC-Payload-Digest"]
    )
    assert not revisit.reader.read()


def test_a_changed_page_is_kept_beside_the_old_one(web, runs):
    web.replies["/a"] = [html("خبر", ETag='"1"'), html("خبر آخر", ETag='"2"')]
    assert [next(runs).visit(f"{web.address}/a").fate for _ in range(2)] == [
        "new",
        "changed",
    ]
