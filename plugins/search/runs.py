# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partitions on disk, each gathered by a process of its own: memory is bounded, and all cores have work.

Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 4.3.
"""

import marshal
import multiprocessing
import os
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import IO

from plugins.search.partition import Partition
from plugins.search.postings import Postings, Term

# A forked process holds the articles already: nothing is handed over but the file.
FORK = multiprocessing.get_context("fork")


class FailedRun(Exception):
    """A process that gathered a partition ended early; what it said stands above."""


def gathered(partitions: Iterable[Callable[[], Partition]]) -> list[IO[bytes]]:
    """Return for each of *partitions* a file of its terms; as many are made at a time as there are cores."""
    files: list[IO[bytes]] = []
    running: list[multiprocessing.process.BaseProcess] = []
    with ExitStack() as opened:
        for partition in partitions:
            if len(running) == (os.cpu_count() or 1):
                finish(running.pop(0))
            files.append(opened.enter_context(tempfile.TemporaryFile()))
            running.append(FORK.Process(target=spool, args=(partition, files[-1])))
            running[-1].start()
        for process in running:
            finish(process)
        opened.pop_all()  # who reads them closes them
    for file in files:
        file.seek(0)
    return files


def finish(process: multiprocessing.process.BaseProcess) -> None:
    """Wait for *process*. Raises ``FailedRun`` where it did not come to its end."""
    process.join()
    if process.exitcode:
        raise FailedRun(f"a partition of the search index ended with {process.exitcode}")


def spool(partition: Callable[[], Partition], file: IO[bytes]) -> None:
    """Write a partition's lengths and then its terms to *file*."""
    made = partition()
    marshal.dump([lengths.tobytes() for lengths in made.lengths()], file)
    for term in made.terms():
        fields = [held and (held.articles.tobytes(), held.frequencies.tobytes(), held.places) for held in term.fields]
        marshal.dump((term.text, fields, dict(term.spellings)), file)
    file.flush()


def read_lengths(file: IO[bytes]) -> list["array[int]"]:
    """Return the lengths, with which a file begins."""
    return [numbers(content) for content in marshal.load(file)]


def read_terms(file: IO[bytes]) -> Iterator[Term]:
    """Yield the terms, which follow, and close the file."""
    with file:
        while True:
            try:
                text, fields, spellings = marshal.load(file)
            except EOFError:
                return
            yield Term(text, [held and read(*held) for held in fields], spellings)


def read(articles: bytes, frequencies: bytes, places: bytes) -> Postings:
    """Return postings of which these are the bytes."""
    return Postings(numbers(articles), numbers(frequencies), places)


def numbers(content: bytes) -> "array[int]":
    """Return the array of which *content* are the bytes."""
    held = array("I")
    held.frombytes(content)
    return held
