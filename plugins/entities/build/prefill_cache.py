# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recognises many new texts in parallel, before the archive is read by one process."""

import gc
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context

from plugins.entities.build.cache import NameCache
from plugins.entities.models.load_recogniser import load_recogniser
from plugins.entities.models.recogniser import Span

BATCH = 1000  # texts in one round; with fewer new ones processes are not worth it
CHUNK = 20  # texts sent to a process at once

load_once = cache(load_recogniser)  # in each process


def prefill_cache(
    name_cache: NameCache, backend: str, texts: Iterable[str], processes: int
) -> None:
    """Fill *name_cache* for uncached *texts* with *processes* worker processes.

    *backend* is the value of ``ENTITIES_BACKEND``.
    """
    uncached = name_cache.uncached_texts(texts)
    batch = list(islice(uncached, BATCH))
    if processes == 1 or len(batch) < BATCH:
        return
    # Without gc.freeze a collection in a forked process would touch, and so copy, every
    # page of memory that it shares with this one.
    with ProcessPoolExecutor(
        processes, get_context("fork"), initializer=gc.freeze
    ) as pool:
        while batch:
            spans = pool.map(partial(recognise_text, backend), batch, chunksize=CHUNK)
            name_cache.store_spans(batch, spans)
            batch = list(islice(uncached, BATCH))


def recognise_text(backend: str, text: str) -> list[Span]:
    """Return the spans of *text* by the recogniser of that name."""
    return load_once(backend)(text)
