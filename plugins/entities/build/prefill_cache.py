# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds the names of many new texts in parallel, before one process reads the archive.

A worker recognises a text, unless its spans are cached, and reconciles the spans with
the known entities. The parent writes the results to the cache as they arrive.
"""

import gc
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from plugins.entities.build.cache import KeyedText, NameCache, NamesOfText, NewText
from plugins.entities.build.serialise import (
    parse_spans,
    serialise_names,
    serialise_spans,
)
from plugins.entities.match.finder import Finder
from plugins.entities.match.tokenised_text import tokenise
from plugins.entities.models.recogniser import Recogniser
from plugins.entities.resolve.reconcile import reconcile
from storage.child_process import end_with_parent

BATCH = 1000  # texts in one round; with fewer new ones processes are not worth it
CHUNK = 20  # texts sent to a process at once


class Worker:
    """What a worker process needs; a fork inherits it, so that nothing is pickled."""

    finder: Finder
    recogniser: Recogniser


def prefill_cache(
    name_cache: NameCache,
    finder: Finder,
    texts: Iterable[KeyedText],
    processes: int,
) -> None:
    """Fill *name_cache* for uncached *texts* with *processes* worker processes."""
    if processes == 1:
        return
    uncached = name_cache.uncached_texts(texts, finder)
    batch = list(islice(uncached, BATCH))
    if len(batch) < BATCH:
        return
    Worker.finder, Worker.recogniser = finder, name_cache.recogniser
    with ProcessPoolExecutor(
        processes,
        get_context("fork"),
        initializer=start_worker,
        initargs=(os.getpid(),),
    ) as pool:
        while batch:
            names = pool.map(find_names, batch, chunksize=CHUNK)
            name_cache.store(batch, names, finder)
            batch = list(islice(uncached, BATCH))


def start_worker(parent: int) -> None:
    """Prepare a worker of the process *parent*.

    Without gc.freeze a collection would touch, and so copy, every page of memory that
    the worker shares with its parent.
    """
    gc.freeze()
    end_with_parent(parent)


def find_names(new: NewText) -> NamesOfText:
    """Return the spans of a text and its reconciled names, both serialised."""
    cached = new.spans
    spans = Worker.recogniser(new.text) if cached is None else parse_spans(cached)
    names = reconcile(tokenise(new.text), Worker.finder, spans, new.home)
    return NamesOfText(serialise_spans(spans), serialise_names(names))
