# SPDX-License-Identifier: AGPL-3.0-or-later
"""A confined process streams results; what exceeds its limits ends only its request."""

import os
import signal
from collections.abc import Iterator

import pytest

from ingest.inputs.input_files import InputPath
from ingest.model.record import Failure, Progress
from ingest.work.confined import ConfinedError, ConfinedProcess
from ingest.work.read_input import list_confined

HUNDRED = list(range(100))


def count(limit: int) -> Iterator[int]:
    yield from range(limit)


def spin_after(limit: int) -> Iterator[int]:
    yield from range(limit)
    while True:
        pass


def fill_memory_after(limit: int) -> Iterator[int]:
    yield from range(limit)
    yield len(bytearray(10**9))


def fill_memory_with_one_item(size: int) -> Iterator[str]:
    yield "x" * size


def die_after(limit: int) -> Iterator[int]:
    yield from range(limit)
    os.kill(os.getpid(), signal.SIGKILL)


def raise_after(limit: int) -> Iterator[int]:
    yield from range(limit)
    raise KeyError("x")


def nest_after(limit: int) -> Iterator[int]:
    yield from range(limit)
    yield from nest_after(0)


def work_long_in_steps(steps: int) -> Iterator[int | Progress]:
    for _ in range(steps):
        sum(range(3_000_000))
        yield Progress()
    yield steps


def test_a_listing_beyond_the_limits_is_reported_and_the_next_path_read(tmp_path):
    large, small = tmp_path / "large", tmp_path / "small"
    large.mkdir()
    small.mkdir()
    for number in range(20_000):
        (large / f"{number}.html").touch()
    (small / "a.html").touch()
    with ConfinedProcess(seconds=0.002) as lister:
        entries = list(list_confined(lister, [large, small]))
    reasons = [entry.reason for entry in entries if isinstance(entry, Failure)]
    assert reasons == [
        "its files after large are not listed: takes too much processor time"
    ]
    assert entries[-1] == InputPath(small / "a.html", "small/a.html")


@pytest.fixture
def confined() -> Iterator[ConfinedProcess]:
    with ConfinedProcess(seconds=0.5) as process:
        yield process


def items_and_reason(confined, function, *arguments) -> tuple[list[int], str]:
    items = []
    try:
        items.extend(confined.stream(function, *arguments))
    except ConfinedError as error:
        return items, str(error)
    return items, ""


def test_all_items_arrive_in_order(confined):
    assert list(confined.stream(count, 1000)) == list(range(1000))


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (spin_after, "takes too much processor time"),
        (fill_memory_after, "takes too much memory"),
        (die_after, "it killed the process that read it"),
        (raise_after, "it broke its reader: KeyError: 'x'"),
        (nest_after, "nested too deeply"),
    ],
)
def test_the_items_before_a_failure_arrive_and_the_next_request_is_served(
    confined, function, reason
):
    found, why = items_and_reason(confined, function, 100)
    assert (found, why) == (HUNDRED, reason)
    assert list(confined.stream(count, 3)) == [0, 1, 2]


def test_an_item_too_large_to_be_sent_is_a_reason(confined, capfd):
    with pytest.raises(ConfinedError, match="takes too much memory"):
        list(confined.stream(fill_memory_with_one_item, 250_000_000))
    assert list(confined.stream(count, 3)) == [0, 1, 2]
    assert capfd.readouterr().err == ""


def test_progress_renews_the_time_limit_and_is_not_yielded(confined):
    steps = 40
    assert list(confined.stream(work_long_in_steps, steps)) == [steps]


def test_a_stream_that_is_not_read_to_its_end_does_not_disturb_the_next(confined):
    stream = confined.stream(count, 100_000)
    assert next(stream) == 0
    stream.close()
    assert list(confined.stream(count, 3)) == [0, 1, 2]
