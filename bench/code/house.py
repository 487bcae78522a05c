# SPDX-License-Identifier: AGPL-3.0-or-later
"""Language and structure of the code by package: names, complexity, words, commits.

python -m bench house [--files] [--commits RANGE] [PATH…]

--files adds a line for each module and the place of each vague name. The definitions of
the figures, and the words that are counted, are in bench/code/source_metrics.py.
"""

import argparse
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.code import source_metrics
from bench.code.source_metrics import FunctionMetrics, SourceMetrics, measure_source
from upkeep import ROOT

PACKAGES = (
    *(
        "ingest",
        "plugins",
        "arabic",
        "archive_settings",
        "storage",
        "training",
        "upkeep",
        "bench",
    ),
    "tasks.py",
)
MOST_COMPLEX = 10  # cyclomatic complexity above which a function is listed
MOST_MODULES = 15  # in a folder: with more it contains more than one stage
LONGEST_LISTED = 10  # functions
SUBJECT_LENGTH = 72  # characters that git's own tools show of a subject
FIELD, RECORD = "\x1f", "\x1e"  # separators in the output of git log


class Module(NamedTuple):
    """A module and its figures."""

    path: Path
    lines: int
    metrics: SourceMetrics


class PlacedFunction(NamedTuple):
    """A function and where it is defined."""

    metrics: FunctionMetrics
    place: str  # path:line name


class Totals(NamedTuple):
    """The sums of the figures of several modules."""

    modules: int
    lines: int
    names: int
    vague_names: int
    functions: int
    one_word_functions: int
    function_lines: int
    expressions: int
    complex_functions: int
    comprehensions: int
    words: int


def measure_modules(root: Path, packages: Iterable[str]) -> list[Module]:
    """Return the figures of each Python file of *packages* (folders or files)."""
    files: list[Path] = []
    for package in packages:
        path = root / package
        files += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [measure_module(file, root) for file in files]


def measure_module(file: Path, root: Path) -> Module:
    """Return the figures of *file*, its path relative to *root*."""
    source = file.read_text(encoding="utf-8")
    metrics = measure_source(source)
    if file == Path(source_metrics.__file__):
        metrics.words.clear()  # the file that lists the words
    return Module(file.relative_to(root), len(source.splitlines()), metrics)


def add_up(modules: Sequence[Module]) -> Totals:
    """Return the sums of the figures of *modules*."""
    columns = zip(*map(count_module, modules), strict=True)
    return Totals(*map(sum, columns))


def count_module(module: Module) -> Totals:
    """Return the figures of one module."""
    metrics = module.metrics
    functions = metrics.functions
    return Totals(
        modules=1,
        lines=module.lines,
        names=metrics.names,
        vague_names=len(metrics.vague_names),
        functions=len(functions),
        one_word_functions=sum(function.has_one_word for function in functions),
        function_lines=sum(function.lines for function in functions),
        expressions=sum(function.expressions for function in functions),
        complex_functions=sum(map(is_complex, functions)),
        comprehensions=metrics.comprehensions,
        words=metrics.words.total(),
    )


def is_complex(function: FunctionMetrics) -> bool:
    """Return whether a function has too many decisions to be read as one step."""
    return function.complexity > MOST_COMPLEX


ROW = "{:28} {:>7} {:>7} {:>6} {:>8} {:>9} {:>9} {:>7} {:>5}"
HEADER = ROW.format(
    *("", "modules", "lines", "vague", "one-word", "expr/line"),
    *("compr/100", "complex", "words"),
)


def format_totals(label: str, totals: Totals) -> str:
    """Return one row of the table; its columns are those of ``HEADER``."""
    return ROW.format(
        label,
        totals.modules,
        totals.lines,
        format_share(totals.vague_names, totals.names),
        format_share(totals.one_word_functions, totals.functions),
        format_ratio(totals.expressions, totals.function_lines),
        format_ratio(100 * totals.comprehensions, totals.lines),
        totals.complex_functions,
        totals.words,
    )


def format_share(part: int, whole: int) -> str:
    """Return a share in percent; that of nothing is 0."""
    return f"{part / max(1, whole):.1%}"


def format_ratio(part: int, whole: int) -> str:
    """Return a ratio with two decimals; that of nothing is 0."""
    return f"{part / max(1, whole):.2f}"


def print_packages(modules: Sequence[Module]) -> None:
    """Print a row for each package and for all of them."""
    packages: dict[str, list[Module]] = {}
    for module in modules:
        packages.setdefault(module.path.parts[0], []).append(module)
    print(HEADER)
    for package, package_modules in packages.items():
        print(format_totals(package, add_up(package_modules)))
    print(format_totals("total", add_up(modules)))


def print_files(modules: Sequence[Module]) -> None:
    """Print a row for each module, then the place of each vague name."""
    for module in modules:
        print(format_totals(str(module.path), add_up([module])))
    for module in modules:
        for name, line in module.metrics.vague_names:
            print(f"  vague name: {module.path}:{line} {name}")


def placed_functions(modules: Sequence[Module]) -> Iterator[PlacedFunction]:
    """Yield the functions of *modules*."""
    for module in modules:
        for function in module.metrics.functions:
            place = f"{module.path}:{function.first_line} {function.name}"
            yield PlacedFunction(function, place)


def print_functions(modules: Sequence[Module]) -> None:
    """Print the functions that are too complex, and the longest ones."""
    functions = list(placed_functions(modules))
    functions.sort(key=lambda function: -function.metrics.complexity)
    complex_functions = [each for each in functions if is_complex(each.metrics)]
    print(f"\nfunctions of complexity > {MOST_COMPLEX}: {len(complex_functions)}")
    for function in complex_functions:
        print(f"  {function.metrics.complexity:4} {function.place}")
    functions.sort(key=lambda function: -function.metrics.lines)
    print("longest functions (lines)")
    for function in functions[:LONGEST_LISTED]:
        print(f"  {function.metrics.lines:4} {function.place}")


def print_words(modules: Sequence[Module]) -> None:
    """Print how often each discouraged word occurs, and in which files."""
    counts: Counter[str] = Counter()
    files: dict[str, list[str]] = {}
    for module in modules:
        for word, count in module.metrics.words.items():
            counts[word] += count
            files.setdefault(word, []).append(f"{module.path} {count}")
    print(f"\ndiscouraged words: {counts.total()}")
    for word, count in counts.most_common():
        print(f"  {word} {count}: {', '.join(files[word])}")


def large_folders(modules: Sequence[Module]) -> dict[Path, int]:
    """Return the folders with more than ``MOST_MODULES`` modules, the largest first."""
    paths = [module.path for module in modules]
    counts = Counter(path.parent for path in paths if path.stem != "__init__")
    large = counts.most_common()
    return {folder: count for folder, count in large if count > MOST_MODULES}


def print_folders(modules: Sequence[Module]) -> None:
    """Print the folders with too many modules."""
    folders = large_folders(modules)
    print(f"\nfolders of more than {MOST_MODULES} modules: {len(folders)}")
    for folder, count in folders.items():
        print(f"  {folder} {count}")


def read_commits(root: Path, commits: str) -> list[tuple[str, str]] | None:
    """Return subject and body of *commits* (a range); ``None`` where git has none."""
    command = ["git", "log", f"--format=%s{FIELD}%b{RECORD}", commits]
    try:
        log = subprocess.run(
            command, cwd=root, capture_output=True, encoding="utf-8", check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    entries = [entry.strip("\n").partition(FIELD) for entry in log.split(RECORD)]
    return [(subject, body.strip()) for subject, _, body in entries if subject]


def describe_commits(commits: Sequence[tuple[str, str]]) -> str:
    """Return median length of the subjects, share of long ones and of bodies."""
    if not commits:
        return "no commits"
    lengths = [len(subject) for subject, _ in commits]
    long = sum(length > SUBJECT_LENGTH for length in lengths)
    bodies = sum(body != "" for _, body in commits)
    return (
        f"{len(commits)} commits: subject of {median(lengths):.0f} characters (median),"
        f" {format_share(long, len(commits))} over {SUBJECT_LENGTH},"
        f" {format_share(bodies, len(commits))} with a body"
    )


def print_commits(root: Path, commits: str) -> None:
    """Print the figures of the commits, or that there is no git repository."""
    messages = read_commits(root, commits)
    if messages is None:
        print("\ncommits: no git repository")
    else:
        print(f"\n{describe_commits(messages)}")


def main() -> None:
    """Measure the code and print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", default=PACKAGES)
    parser.add_argument("--files", action="store_true", help="a row for each module")
    parser.add_argument(
        "--commits", metavar="RANGE", default="HEAD", help="for example HEAD~50..HEAD"
    )
    options = parser.parse_args()
    modules = measure_modules(ROOT, options.paths)
    print_packages(modules)
    if options.files:
        print_files(modules)
    print_functions(modules)
    print_words(modules)
    print_folders(modules)
    print_commits(ROOT, options.commits)
