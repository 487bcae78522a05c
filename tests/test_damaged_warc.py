# SPDX-License-Identifier: AGPL-3.0-or-later
"""A damaged record of a WARC costs only itself, and its failure names it."""

import gzip
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard

from ingest.inputs.containers import warc_records
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.record import Failure, RawArticle

COUNT = 12
DAMAGED = 4  # number of the damaged record
PACKINGS = [bytes, gzip.compress]
IDS = ["plain", "gz"]


def page(number: int) -> bytes:
    return (
        f"<html><h1>خبر {number}</h1><p>فتح الجسر رقم {number} أمس.</p></html>".encode()
    )


def http(body: bytes, *headers: str, length: str | None = None) -> bytes:
    length = str(len(body)) if length is None else length
    lines = ("HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *headers)
    head = "\r\n".join((*lines, f"Content-Length: {length}", "", ""))
    return head.encode("latin-1") + body


def record(
    number: int, block: bytes, length: str = "", kind: str = "response"
) -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://a.example/{number}\r\n"
        f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Length: {length or len(block)}\r\n\r\n"
    )
    return head.encode("latin-1") + block + b"\r\n\r\n"


def crawl(damaged: bytes, packing=bytes) -> bytes:
    """Return twelve records, one of which is *damaged*."""
    records = [packing(record(number, http(page(number)))) for number in range(COUNT)]
    records[DAMAGED] = packing(damaged)
    return b"".join(records)


def split_bytes(folder: Path, data: bytes) -> list[RawArticle | Failure]:
    path = folder / "crawl.warc"
    path.write_bytes(data)
    return list(split_input(identify_file(path, path.name)))


def numbers(pieces: list[RawArticle | Failure]) -> list[int]:
    """Return the numbers of the pages that were read."""
    pages = [piece.data for piece in pieces if isinstance(piece, RawArticle)]
    return [number for number in range(COUNT) if page(number) in pages]


def failures(pieces: list[RawArticle | Failure]) -> list[str]:
    return [piece.reason for piece in pieces if isinstance(piece, Failure)]


ALL = list(range(COUNT))
OTHERS = [number for number in ALL if number != DAMAGED]
CODED = "Content-Encoding: {}"
PLAIN_BUT_CODED = [
    CODED.format(name) for name in ("gzip", "br", "deflate", "zstd", "xyz")
]


@pytest.mark.parametrize("packing", PACKINGS, ids=IDS)
@pytest.mark.parametrize("header", [*PLAIN_BUT_CODED, "Transfer-Encoding: chunked"])
def test_a_page_that_the_crawler_has_decoded_is_read_whatever_its_headers_say(
    tmp_path, packing, header
):
    block = http(page(DAMAGED), header, length="3")
    assert numbers(split_bytes(tmp_path, crawl(record(DAMAGED, block), packing))) == ALL


@pytest.mark.parametrize("length", ["²", "", "-1", "1e3", "٣", "9" * 30])
def test_a_page_without_a_valid_content_length_is_read(tmp_path, length):
    block = http(page(DAMAGED), length=length.encode().decode("latin-1"))
    assert numbers(split_bytes(tmp_path, crawl(record(DAMAGED, block)))) == ALL


# The names are the ids: the bytes of gzip differ from second to second.
DAMAGED_BODIES = {
    "no gzip": (CODED.format("gzip"), b"\x1f\x8b\x08 is no gzip"),
    "cut gzip": (CODED.format("gzip"), gzip.compress(page(DAMAGED) * 9)[:-20]),
    "no brotli": (CODED.format("br"), b"\xff\xff no brotli"),
    "no deflate": (CODED.format("deflate"), b"\x78\x9c no deflate"),
    "no zstd": (CODED.format("zstd"), b"\x28\xb5\x2f\xfd no zstd"),
    "gzip bomb": (CODED.format("gzip"), gzip.compress(b"x" * 20_000_000)),
    "brotli bomb": (CODED.format("br"), brotli.compress(b"x" * 20_000_000)),
    "zstd bomb": (CODED.format("zstd"), zstandard.compress(b"x" * 20_000_000)),
    "deflate bomb": (CODED.format("deflate"), zlib.compress(b"x" * 20_000_000)),
    "bad chunk": ("Transfer-Encoding: chunked", b"5\r\nabcdezz\r\nxyz"),
    "cut chunk": ("Transfer-Encoding: chunked", b"fff\r\nabc"),
    "too large": ("X: y", b"<p>" + b"x" * 10_000_000),
}


@pytest.mark.parametrize("packing", PACKINGS, ids=IDS)
@pytest.mark.parametrize(
    ("header", "body"), DAMAGED_BODIES.values(), ids=DAMAGED_BODIES
)
def test_a_page_that_cannot_be_decoded_is_named_and_the_others_are_read(
    tmp_path, packing, header, body
):
    damaged = record(DAMAGED, http(body, header))
    pieces = split_bytes(tmp_path, crawl(damaged, packing))
    assert numbers(pieces) == OTHERS
    (reason,) = failures(pieces)
    assert f"http://a.example/{DAMAGED}" in reason


@pytest.mark.parametrize("packing", PACKINGS, ids=IDS)
@pytest.mark.parametrize(
    "length", ["²", "-5", "x", "1", "60", "400", "99999999", "9" * 17]
)
def test_a_record_with_a_wrong_length_costs_only_itself(tmp_path, packing, length):
    damaged = record(DAMAGED, http(page(DAMAGED)), length)
    pieces = split_bytes(tmp_path, crawl(damaged, packing))
    assert numbers(pieces) == OTHERS
    assert any("lost" in reason for reason in failures(pieces))


@pytest.mark.parametrize(
    "garbage", [b"\x00" * 5000, b"x" * 300_000, b"WARC/1.0\r\n" * 99]
)
def test_bytes_between_records_cost_no_record(tmp_path, garbage):
    pieces = split_bytes(tmp_path, crawl(garbage + b"\r\n\r\n"))
    assert numbers(pieces) == OTHERS
    assert failures(pieces)


@pytest.mark.parametrize("place", [0, 3, 40, -9])
def test_a_damaged_gzip_member_costs_only_its_record(tmp_path, place):
    members = [gzip.compress(record(n, http(page(n) * 50))) for n in ALL]
    damaged = bytearray(members[DAMAGED])
    damaged[place] ^= 0xFF
    members[DAMAGED] = bytes(damaged)
    pieces = split_bytes(tmp_path, b"".join(members))
    read = [piece.data for piece in pieces if isinstance(piece, RawArticle)]
    assert read == [page(number) * 50 for number in OTHERS]
    assert "1 record lost or more" in failures(pieces)[0]


def test_a_gzip_member_that_is_cut_off_in_the_middle_of_a_file_costs_only_its_record(
    tmp_path,
):
    members = [gzip.compress(record(n, http(page(n)))) for n in ALL]
    members[DAMAGED] = members[DAMAGED][:-30]
    assert numbers(split_bytes(tmp_path, b"".join(members))) == OTHERS


def test_gzip_members_that_do_not_begin_with_a_record_are_read(tmp_path):
    data = b"".join(record(number, http(page(number))) for number in ALL)
    parts = [data[start : start + 300] for start in range(0, len(data), 300)]
    pieces = split_bytes(tmp_path, b"".join(map(gzip.compress, parts)))
    assert (numbers(pieces), failures(pieces)) == (ALL, [])


@pytest.mark.parametrize("packing", PACKINGS, ids=IDS)
def test_a_page_above_the_limit_is_refused_and_a_large_record_of_another_kind_passed(
    tmp_path, packing
):
    large = b"<p>" + b"x" * (warc_records.LARGEST_BLOCK + 5)
    page_pieces = split_bytes(tmp_path, crawl(record(DAMAGED, http(large)), packing))
    assert failures(page_pieces) == [
        f"more than 10,000,000 bytes: http://a.example/{DAMAGED}"
    ]
    film = http(large).replace(b"text/html", b"video/mp4")
    film_pieces = split_bytes(tmp_path, crawl(record(DAMAGED, film), packing))
    assert (numbers(film_pieces), failures(film_pieces)) == (OTHERS, [])


def test_a_page_that_the_crawler_cut_off_is_refused(tmp_path):
    cut = record(DAMAGED, http(page(DAMAGED))).replace(
        b"WARC-Record-ID", b"WARC-Truncated: length\r\nWARC-Record-ID"
    )
    pieces = split_bytes(tmp_path, crawl(cut))
    assert numbers(pieces) == OTHERS
    assert "cut off by the crawler (length)" in failures(pieces)[0]
