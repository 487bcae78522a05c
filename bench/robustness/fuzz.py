# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fuzzing of the readers: an input must become articles or a stated reason.

python -m bench fuzz [--seconds 60] [--seed 1] [--splitters]

Valid inputs of every format, those of the sample archive among them, are cut, repeated,
spliced into one another and strewn with bytes that readers fail on. An input that fails
is written to the folder --keep, to become a test. An input that takes more than
SLOW_SECONDS of processor time is interrupted and reported as well. Inputs are read in a
child process, for the system kills it if a C library ignores the interrupt: then the
input is a finding, and another child goes on.
"""

import argparse
import random
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ingest.pipeline import edit_raw
from bench.robustness.corrupt_inputs import corrupt
from bench.robustness.valid_inputs import valid_inputs
from ingest.inputs.formats import SPLITTERS, open_text, stream_rows
from ingest.inputs.input_files import InputFile, identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import (
    Failure,
    PassedOver,
    Progress,
    RawArticle,
    ScrapeFile,
    UnreadableInput,
)
from ingest.pictures.formats import parse_image
from ingest.pictures.locate import read_mhtml_images
from ingest.pictures.warc_index import RecordLocation, iterate_images, load_payload
from ingest.work.limits import OutOfTime, raise_out_of_time, time_limit
from plugins.frontmatter.checks import check_article
from plugins.frontmatter.document import render_markdown, split_document
from storage.child_process import FailedRun, run_in_process

SLOW_SECONDS = 10.0
ROUND_SECONDS = 20.0  # of processor time of a child
SEED_STEP = 1_000_003  # between the rounds of one run
PIECES = (RawArticle, Failure, PassedOver)
OPTIONS = ReadOptions(source="الضفة")
UNSAFE_IN_NAMES = str.maketrans({"/": "_", ":": "_", " ": "-"})


class Fuzzer:
    """Counts what becomes of inputs, and keeps those that fail."""

    def __init__(
        self, failures: Path | None, judge: Callable[[Path], str] | None = None
    ) -> None:
        self.failures = failures  # folder for the inputs that fail
        self.judge = judge or outcome_of  # returns the outcome of a file
        self.outcomes: Counter[str] = Counter()
        self.tracebacks: dict[str, str] = {}  # the first of each failure
        self.slowest = 0.0  # seconds
        self.seconds = 0.0  # of processor time in all

    def run_round(self, path: Path, seed: int, seconds: float) -> None:
        """Feed corrupt inputs for *seconds* in a child process, and add its counts.

        A child that the system kills leaves the input that it read: a finding.
        """
        used = time.process_time() + child_seconds()
        try:
            child = run_in_process(lambda: self.feed_corrupt(path, seed, seconds))
            self.add(child.result())
        except FailedRun as error:
            self.outcomes[str(error)] += 1
            self.keep_input(f"killed-{seed}", path.read_bytes())
        self.seconds += time.process_time() + child_seconds() - used

    def feed_corrupt(self, path: Path, seed: int, seconds: float) -> "Fuzzer":
        """Feed corrupt inputs for *seconds* of processor time; return the counts."""
        counts = Fuzzer(self.failures, self.judge)
        signal.signal(signal.SIGPROF, raise_out_of_time)
        generator, inputs = random.Random(seed), valid_inputs()
        end = time.process_time() + seconds
        while time.process_time() < end:
            counts.feed(corrupt(generator, inputs), path)
        return counts

    def add(self, round_counts: "Fuzzer") -> None:
        """Add the counts of a round."""
        self.outcomes += round_counts.outcomes
        self.tracebacks = round_counts.tracebacks | self.tracebacks
        self.slowest = max(self.slowest, round_counts.slowest)

    def feed(self, content: bytes, path: Path) -> None:
        """Write *content* to *path*, ingest it and count the outcome."""
        path.write_bytes(content)
        start = time.process_time()
        try:
            with time_limit(SLOW_SECONDS):
                self.outcomes[self.judge(path)] += 1
        except OutOfTime as error:
            self.record_failure(error, content)
        except Exception as error:  # noqa: BLE001 (any other error is a finding)
            self.record_failure(error, content)
        self.slowest = max(self.slowest, time.process_time() - start)

    def record_failure(self, error: BaseException, content: bytes) -> None:
        """Count an exception by type and place, and keep its input."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        failure = (
            f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
        )
        self.outcomes[failure] += 1
        self.tracebacks.setdefault(failure, "".join(traceback.format_exception(error)))
        self.keep_input(failure, content)

    def keep_input(self, name: str, content: bytes) -> None:
        """Write an input that failed into the folder of failures, if there is one."""
        if self.failures:
            self.failures.mkdir(parents=True, exist_ok=True)
            path = self.failures / name.translate(UNSAFE_IN_NAMES)
            path.write_bytes(content)


def child_seconds() -> float:
    """Return the processor time of the child processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def outcome_of(path: Path) -> str:
    """Return "articles" or "reasons" for a file.

    Raises any exception of a reader that is no stated reason.
    """
    try:
        pieces = list(split_input(identify_file(path, path.name), OPTIONS.source))
    except UnreadableInput:
        return "reasons"
    raw_articles = [piece for piece in pieces if isinstance(piece, RawArticle)]
    return "articles" if any(map(becomes_article, raw_articles)) else "reasons"


def split_by_all(path: Path) -> str:
    """Feed a file to the splitter of every format, whatever its own format is.

    Raises any exception, and ``TypeError`` for what is neither a piece nor a failure.
    """
    outcome = "reasons"
    for name in (*SPLITTERS, "zip"):
        input_file = InputFile(path, path.name, name, "0" * 64, "")
        for piece in split_input(input_file, OPTIONS.source, path.parent):
            if not isinstance(piece, PIECES):
                raise TypeError(f"{name} yields {type(piece).__name__}")
            if isinstance(piece, RawArticle):
                outcome = "articles"
    for read in OTHER_READERS:
        with suppress(ValueError, RecursionError, UnreadableInput):
            for _ in read(path):
                pass
    return outcome


def read_stream(path: Path) -> Iterator[object]:
    """Yield the rows of a file as of JSON too large for memory."""
    with open_text(path) as text:
        yield from stream_rows(text, ())


def read_images(path: Path) -> Iterator[object]:
    """Yield the images of a file as of a WARC."""
    warc = ScrapeFile(path.parent, path.name, "warc")
    for item in iterate_images(warc):
        if not isinstance(item, Progress):
            (data,) = load_payload(RecordLocation(warc, item[1]))
            yield parse_image(data)


def read_parts(path: Path) -> Iterator[object]:
    """Yield the images of a file as of an MHTML message, and the file as an image."""
    scrape_file = ScrapeFile(path.parent, path.name, "mhtml")
    read_mhtml_images.cache_clear()
    yield from map(parse_image, read_mhtml_images(scrape_file).values())
    yield parse_image(path.read_bytes())


# They may raise ValueError, RecursionError and UnreadableInput: reasons to callers.
OTHER_READERS: tuple[Callable[[Path], Iterator[object]], ...] = (
    read_stream,
    read_images,
    read_parts,
)


def becomes_article(raw: RawArticle) -> bool:
    """Return whether a raw article becomes an article.

    Raises an exception where the build could not read its Markdown.
    """
    try:
        markdown = edit_raw(raw, OPTIONS, {}).article.to_markdown()
    except UnreadableInput:
        return False
    head, body = split_document(markdown)
    check_article(head)
    render_markdown(body)
    return True


def main() -> None:
    """Feed corrupt inputs until the time is over, and print the outcomes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--seconds", type=float, default=60, help="of processor time (60)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--splitters",
        action="store_true",
        help="feed each input to the splitter of every format, and read no article",
    )
    parser.add_argument("--keep", type=Path, help="folder for the inputs that fail")
    options = parser.parse_args()
    judge = split_by_all if options.splitters else outcome_of
    fuzzer = Fuzzer(options.keep, judge)
    with TemporaryDirectory() as folder:
        path, seed = Path(folder, "input.bin"), options.seed
        while fuzzer.seconds < options.seconds:
            seconds = min(ROUND_SECONDS, options.seconds - fuzzer.seconds)
            fuzzer.run_round(path, seed, seconds)
            seed += SEED_STEP
    print("\n".join(fuzzer.tracebacks.values()))
    outcomes = dict(fuzzer.outcomes.most_common())
    total = fuzzer.outcomes.total()
    print(
        f"{total} inputs in {fuzzer.seconds:.0f} s of processor time, slowest"
        f" {fuzzer.slowest:.1f} s: {outcomes}"
    )
