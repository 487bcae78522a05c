# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pieces → pages on all processors, in the order of the input, with few in memory at a time."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import tzinfo
from itertools import islice

from ingest.editing import Repeated, edit
from ingest.readers import read
from ingest.record import Failure, Piece, SetAside, UnreadableInput
from ingest.store import Page, page

BATCH = 64  # pieces a worker takes at once
Outcome = Page | Failure


def work(pieces: Iterable[Piece | Failure], zone: tzinfo, repeated: Repeated, jobs: int) -> Iterator[Outcome]:
    """Yield the page of each piece, or why there is none, in order, on *jobs* processes."""
    source = iter(pieces)
    batches = iter(lambda: list(islice(source, BATCH)), [])
    if jobs == 1:
        for batch in batches:
            yield from read_batch(batch, zone, repeated)
        return
    with ProcessPoolExecutor(jobs) as pool:
        waiting: deque[Future[list[Outcome]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(read_batch, batch, zone, repeated))
            if len(waiting) > 2 * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def read_batch(batch: list[Piece | Failure], zone: tzinfo, repeated: Repeated) -> list[Outcome]:
    """Return the outcome of each of *batch*."""
    return [item if isinstance(item, Failure) else read_piece(item, zone, repeated) for item in batch]


def read_piece(piece: Piece, zone: tzinfo, repeated: Repeated) -> Outcome:
    """Return the page of *piece*, or why there is none."""
    try:
        return page(edit(read(piece), piece, zone, repeated), piece)
    except UnreadableInput as error:
        return Failure(piece.name, str(error), isinstance(error, SetAside))
