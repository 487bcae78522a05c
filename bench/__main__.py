# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m bench NAME [ARGUMENTS]`` runs a benchmark; without a name, lists all."""

import importlib
import sys

# subject (a folder) → its benchmarks (modules with a function ``main``)
BENCHMARKS = {
    "search": (
        *("relevance", "judged", "pairs", "latin", "tokens"),
        *("search", "million", "peers"),
    ),
    "ingest": (
        "ingest",
        "pace",
        "roundtrip",
        "duplicates",
        "boilerplate",
        "bylines",
        "field",
    ),
    "robustness": ("fuzz", "hostile", "kills", "resume"),
    "dates": ("dates",),
    "entities": ("entities", "permanence"),
    "build": ("build", "scenarios", "partitions"),
    "export": ("formats", "one_file"),
    "code": ("house",),
    "results": ("release",),
}


def module_of(name: str) -> str | None:
    """Return the dotted name of a benchmark's module; ``None`` for an unknown name."""
    for subject, names in BENCHMARKS.items():
        if name in names:
            return f"bench.{subject}.{name}"
    return None


def print_usage() -> None:
    """Print the names of all benchmarks by subject."""
    print("usage: python -m bench NAME [--help]")
    for subject, names in BENCHMARKS.items():
        print(f"  {subject:10} {' '.join(names)}")


def main() -> int:
    """Run the benchmark that the first argument names with the other arguments."""
    module = module_of(sys.argv[1]) if len(sys.argv) > 1 else None
    if module is None:
        print_usage()
        return 2
    name = sys.argv.pop(1)
    sys.argv[0] = f"bench {name}"
    importlib.import_module(module).main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
