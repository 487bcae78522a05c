# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every pattern that reads foreign text takes time in proportion to its length."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_texts import hostile_units

import arabic
import ingest

SHORT, LONG = 10_000, 20_000  # characters
# A pattern is measured again on a text that took so long; a quadratic one takes a
# hundred times as long.
SUSPICIOUS_SECONDS = 0.02
MOST_GROWTH = 3.0  # for twice the length: 2 is linear, 4 is quadratic
ATTEMPTS = 3


RUNS = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.search(text),
    "sub": lambda pattern, text: list(pattern.finditer(text)),
    "subn": lambda pattern, text: list(pattern.finditer(text)),
    "split": lambda pattern, text: list(pattern.finditer(text)),
    "findall": lambda pattern, text: list(pattern.finditer(text)),
    "finditer": lambda pattern, text: list(pattern.finditer(text)),
}


def patterns() -> Iterator[tuple[str, re.Pattern]]:
    """Yield the patterns of all modules of ingest/ and arabic/, each once."""
    seen = set()
    for package in (arabic, ingest):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__") or "cluster" in module.name:
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                for number, pattern in enumerate(patterns_in(value)):
                    if pattern not in seen:
                        seen.add(pattern)
                        yield f"{module.name}.{name}[{number}]", pattern


def patterns_in(value: object) -> list[re.Pattern]:
    """Return the patterns in a constant of a module, which may be a table of them."""
    if isinstance(value, re.Pattern):
        return [value]
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | frozenset) and len(value) < 1000:
        return [pattern for member in value for pattern in patterns_in(member)]
    return []


PATTERNS = dict(patterns())
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for package in (arabic, ingest)
    for path in Path(package.__path__[0]).rglob("*.py")
)


def methods_of(name: str) -> set[str]:
    """Return which methods of a pattern the code calls; of one in a table, search."""
    constant = name.rpartition(".")[2].partition("[")[0]
    return set(re.findall(rf"\b{constant}\.({'|'.join(RUNS)})\b", SOURCE)) or {"search"}


def seconds(name: str, text: str | bytes) -> float:
    """Return the processor time of the calls that the code makes of a pattern."""
    start = time.process_time()
    for method in methods_of(name):
        RUNS[method](PATTERNS[name], text)
    return time.process_time() - start


def growth(pattern: re.Pattern, unit: str) -> float:
    """Return how much longer twice the text takes, 0 if it takes next to no time."""
    texts = [(unit * (size // len(unit) + 1))[:size] for size in (SHORT, LONG)]
    if isinstance(pattern.pattern, bytes):
        texts = [text.encode() for text in texts]
    first = seconds(pattern, texts[1])
    if first < SUSPICIOUS_SECONDS:
        return 0
    ratios = []
    for _ in range(ATTEMPTS):
        short, long = (seconds(pattern, text) for text in texts)
        ratios.append(long / max(short, 1e-6))
    return min(ratios) if first < 1 else max(ratios)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_linear_time(name):
    pattern = PATTERNS[name]
    slow = {}
    for unit in hostile_units(pattern):
        found = growth(pattern, unit)
        if found > MOST_GROWTH:
            slow[unit] = round(found, 1)
            break
    assert slow == {}
