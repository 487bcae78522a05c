# SPDX-License-Identifier: AGPL-3.0-or-later
"""New texts of an archive recognised on all cores, before the archive is read for its names by one."""

import gc
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context

from plugins.entities.build.cache import Cached
from plugins.entities.models.backend import load
from plugins.entities.models.spans import Span

BATCH = 1000  # texts handed out at once; an archive with fewer new ones is not worth the processes
CHUNK = 20  # of them to a process

named = cache(load)


def recognise_ahead(
    memory: Cached, backend: str, texts: Iterable[str], processes: int
) -> None:
    """Have so many *processes* tell *memory* what it lacks of *texts*; *backend* is its recogniser by name."""
    new = memory.new_among(texts)
    batch = list(islice(new, BATCH))
    if processes == 1 or len(batch) < BATCH:
        return
    # Forked processes leave alone what they share with this one, or each would soon hold a copy of the archive.
    with ProcessPoolExecutor(
        processes, get_context("fork"), initializer=gc.freeze
    ) as pool:
        while batch:
            memory.keep(
                batch, pool.map(partial(answer, backend), batch, chunksize=CHUNK)
            )
            batch = list(islice(new, BATCH))


def answer(backend: str, text: str) -> list[Span]:
    """Return the spans of *text* by the recogniser of that name, which each process loads once."""
    recogniser = named(backend)
    return recogniser(text) if recogniser else []
