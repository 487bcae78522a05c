# SPDX-License-Identifier: AGPL-3.0-or-later
"""Processor time of the patterns of packages on hostile texts.

``python tests/pattern_timing.py PACKAGE…`` writes a row of JSON for each pattern whose
time grows faster than its text; test_patterns.py runs it in a process of its own.
"""

import ast
import importlib
import json
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from hostile_texts import has_long_repetition, hostile_texts

SIZE = 20_000  # characters of the longer text; the shorter one has half of them
NOTICEABLE = 0.05  # seconds of processor time
MOST_GROWTH = 3.0  # from half of a text to the whole: 2 is linear, 4 quadratic
LONGEST = 2.0  # seconds of processor time for one call
# Most patterns are fast: quadratic ones take more than this for a part of the text.
SCREENING_SIZE = 5_000
SCREENING_SECONDS = 0.0015
REPETITIONS = 3  # the shortest time counts: other processes disturb the cache
# What a method does on one text. Methods that are not here find all matches.
WORK: dict[str, Callable[[Any, Any], object]] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.search(text),
    "all": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
}
METHODS = (
    "match",
    "fullmatch",
    "search",
    "finditer",
    "findall",
    "sub",
    "subn",
    "split",
)


class Use(NamedTuple):
    """How patterns are applied: methods, and the greatest length of a text."""

    methods: frozenset[str]
    size: int = SIZE


# Module or name → the use of its patterns where the code shows it in another way than
# NAME.method(…), or where the caller limits the text. Each limit is named in the code.
USES = {
    "arabic.bidi.PROCLITIC": Use(frozenset(("search",)), 3),  # PROCLITIC_LENGTH
    "ingest.edit.boilerplate.rules.LINES": Use(frozenset(("fullmatch",)), 160),
    "ingest.edit.boilerplate.rules.HEADS": Use(frozenset(("match",))),
    "ingest.edit.boilerplate.rules.TAILS": Use(frozenset(("search",)), 1_000),
    "ingest.extract.page_facts.saving_tools.URL_NOTE": Use(
        frozenset(("search",)), 4_000
    ),
    "ingest.extract.page_facts.saving_tools.TIME_NOTE": Use(
        frozenset(("search",)), 4_000
    ),
    "ingest.extract.page_facts.json_ld.SCRIPT_CLOSING": Use(frozenset(("search",)), 60),
    # Expressions of trafilatura, not foreign text.
    "ingest.extract.page_text.trafilatura_patch.CACHEABLE": Use(
        frozenset(("fullmatch",)), 500
    ),
    # HEAD_SIZE: what detection sees of a file.
    "ingest.inputs.file_signatures": Use(frozenset(("match",)), 8_192),
    "ingest.inputs.prose": Use(frozenset(("match",)), 8_192),
}


class SlowPattern(NamedTuple):
    """A pattern, the method and the text that are slow, and the times of both sizes."""

    name: str
    method: str
    start: str
    unit: str
    half: float
    whole: float


class OutOfTime(BaseException):
    """A call takes longer than ``LONGEST``."""


def iterate_modules(packages: list[str]) -> Iterator[ModuleType]:
    """Yield the modules in *packages*."""
    for name in packages:
        package = importlib.import_module(name)
        yield package
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not module.name.endswith("__main__"):
                yield importlib.import_module(module.name)


def collect_patterns(packages: list[str]) -> dict[re.Pattern[Any], str]:
    """Return the patterns in the modules of *packages*, and where they are defined.

    A module that only imports a pattern has its text in no assignment of its own.
    """
    patterns: dict[re.Pattern[Any], str] = {}
    for module in iterate_modules(packages):
        assigned = assigned_names(module)
        for name, value in vars(module).items():
            if name in assigned:
                for pattern in patterns_in(value):
                    patterns.setdefault(pattern, f"{module.__name__}.{name}")
    return patterns


def assigned_names(module: ModuleType) -> set[str]:
    """Return the names that a module assigns at its top."""
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    targets: list[ast.expr] = []
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets += node.targets
        elif isinstance(node, ast.AnnAssign):
            targets.append(node.target)
    names = [name for target in targets for name in ast.walk(target)]
    return {name.id for name in names if isinstance(name, ast.Name)}


def patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a value: itself, or members of collections."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for member in (*value.keys(), *value.values()):
            yield from patterns_in(member)
    elif isinstance(value, list | tuple | set | frozenset):
        for member in value:
            yield from patterns_in(member)


def called_methods(packages: list[str]) -> dict[re.Pattern[Any], set[str]]:
    """Return the methods that the modules call on each pattern by its name."""
    methods: dict[re.Pattern[Any], set[str]] = {}
    for module in iterate_modules(packages):
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                pattern = vars(module).get(node.value.id)
                if isinstance(pattern, re.Pattern) and node.attr in METHODS:
                    method = node.attr if node.attr in WORK else "all"
                    methods.setdefault(pattern, set()).add(method)
    return methods


def use_of(name: str, called: set[str] | None) -> Use:
    """Return how a pattern is used: as stated, else as it is called, else in any way."""
    for stated in (name, name.rpartition(".")[0]):
        if stated in USES:
            return USES[stated]
    return Use(frozenset(called or WORK))


def seconds_of(work: Callable[[Any, Any], object], pattern: Any, text: Any) -> float:
    """Return the processor time of one call, ``LONGEST`` if it was interrupted."""
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    start = time.process_time()
    try:
        work(pattern, text)
    except OutOfTime:
        return LONGEST
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - start


def time_pattern(name: str, pattern: re.Pattern[Any], use: Use) -> SlowPattern | None:
    """Return how a pattern is slow, ``None`` if it is not on any hostile text."""
    for hostile in hostile_texts(pattern):
        sizes = (min(SCREENING_SIZE, use.size), use.size // 2, use.size)
        texts: list[Any] = [hostile.of_size(size) for size in sizes]
        if isinstance(pattern.pattern, bytes):
            texts = [text.encode("utf-8", "replace") for text in texts]
        for method in use.methods:
            half, whole = time_method(WORK[method], pattern, texts)
            is_limited = use.size < SIZE
            is_growing = is_limited or whole > MOST_GROWTH * half or whole >= LONGEST
            if whole > NOTICEABLE and is_growing:
                return SlowPattern(name, method, *hostile, half, whole)
    return None


def time_method(
    work: Callable[[Any, Any], object], pattern: Any, texts: list[Any]
) -> tuple[float, float]:
    """Return the times of half of a text and of all of it, 0 if it is fast."""
    screening, half, whole = texts
    if seconds_of(work, pattern, screening) < SCREENING_SECONDS:
        return 0.0, 0.0
    if seconds_of(work, pattern, whole) < NOTICEABLE:
        return 0.0, 0.0
    shortest = (
        min(seconds_of(work, pattern, text) for _ in range(REPETITIONS))
        for text in (half, whole)
    )
    return next(shortest), next(shortest)


def interrupt(_signal: int, _frame: object) -> None:
    """End the call that is running."""
    raise OutOfTime


def write_row(*members: object) -> None:
    """Write a row at once: this process may be killed."""
    sys.stdout.write(f"{json.dumps(members, ensure_ascii=True)}\n")
    sys.stdout.flush()


def main() -> None:
    """Write a row for each pattern that is begun, and for each that is slow."""
    packages = sys.argv[1:]
    signal.signal(signal.SIGPROF, interrupt)
    methods = called_methods(packages)
    patterns = collect_patterns(packages)
    for pattern, name in patterns.items():
        write_row("begun", name)
        if has_long_repetition(pattern):
            slow = time_pattern(name, pattern, use_of(name, methods.get(pattern)))
            if slow:
                write_row("slow", *slow)
    write_row("finished", len(patterns))


if __name__ == "__main__":
    main()
