# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work in processes of its own: all cores have some, and what it holds in memory is bounded.

Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 4.3.
"""

import marshal
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Any

import numpy as np

from plugins.search.forward import Numbers
from plugins.search.inverted import Inverted

# A forked process holds the articles already: nothing is handed over but the file.
FORK = multiprocessing.get_context("fork")
Work = Callable[[IO[bytes]], None]


class FailedRun(Exception):
    """A process of the build ended early; what it said stands above."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A process at work, and the file in which it says what came of it."""

    process: multiprocessing.process.BaseProcess
    file: IO[bytes]

    def finished(self) -> IO[bytes]:
        """Wait for the end and return the file. Raises ``FailedRun`` where it was not reached."""
        self.process.join()
        if self.process.exitcode:
            raise FailedRun(f"a process of the search index ended with {self.process.exitcode}")
        self.file.seek(0)
        return self.file


def aside(work: Work) -> Aside:
    """Begin *work* in a process of its own, with a file for what comes of it."""

    def all_of_it() -> None:
        work(file)
        file.flush()

    file = tempfile.TemporaryFile()  # noqa: SIM115 - who reads it closes it
    process = FORK.Process(target=all_of_it)
    process.start()
    return Aside(process, file)


def one_a_core(works: Iterable[Work]) -> list[IO[bytes]]:
    """Return the files of all *works*; as many run at a time as there are cores."""
    running: list[Aside] = []
    files: list[IO[bytes]] = []
    with ExitStack() as opened:
        for work in works:
            if len(running) - len(files) == (os.cpu_count() or 1):
                files.append(running[len(files)].finished())
            running.append(aside(work))
            opened.enter_context(running[-1].file)
        files += [one.finished() for one in running[len(files) :]]
        opened.pop_all()
    return files


def tell(work: Callable[[], Any], file: IO[bytes]) -> None:
    """Write what *work* returns to *file*."""
    marshal.dump(work(), file)


def told(work: Aside) -> Any:
    """Return what a process at work returns."""
    with work.finished() as file:
        return marshal.load(file)


def spool(held: Inverted, lengths: Numbers, file: IO[bytes]) -> None:
    """Write an inverted partition, and the lengths of its articles, to *file*."""
    columns = [held.starts, held.articles, held.gaps, lengths]
    marshal.dump((list(held.terms), list(held.spelled), [(column.dtype.str, column.shape) for column in columns]), file)
    file.flush()
    for column in columns:
        column.tofile(file)


def unspooled(file: IO[bytes]) -> tuple[Inverted, Numbers]:
    """Return what ``spool`` wrote: its columns stay in the file until they are asked for."""
    terms, spelled, columns = marshal.load(file)
    starts, articles, gaps, lengths = (mapped(file, dtype, shape) for dtype, shape in columns)
    file.close()
    return Inverted(terms, starts, articles, gaps, spelled), lengths


def mapped(file: IO[bytes], dtype: str, shape: tuple[int, ...]) -> Any:
    """Return the column at which *file* stands, and go on behind it."""
    at = file.tell()
    size = int(np.dtype(dtype).itemsize * np.prod(shape, dtype=np.int64))
    column = np.memmap(file, dtype, "r", at, shape) if size else np.empty(shape, dtype)
    file.seek(at + size)
    return column
