# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m bench NAME [ARGUMENTS]``: runs one benchmark of this folder, or lists them."""

import importlib
import pkgutil
import sys

import bench


def names() -> list[str]:
    """Return the benchmarks of this folder."""
    return sorted(
        module.name
        for module in pkgutil.iter_modules(bench.__path__)
        if not module.name.startswith("_")
    )


def main() -> int:
    """Run the benchmark that is named first; the rest of the line is its own."""
    if len(sys.argv) < 2 or sys.argv[1] not in names():
        print(f"usage: python -m bench NAME [--help]\nbenchmarks: {', '.join(names())}")
        return 2
    sys.argv[0] = f"bench {sys.argv.pop(1)}"
    importlib.import_module(f"bench.{sys.argv[0].split()[1]}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
