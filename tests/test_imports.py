# SPDX-License-Identifier: AGPL-3.0-or-later
"""Imports run one way: tasks → ingest → arabic ← plugins; plugins never import each other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {"arabic", "bench", "ingest", "plugins", "upkeep"}
MODULES = [
    path
    for part in ("arabic", "ingest", "plugins", "upkeep")
    for path in sorted((ROOT / part).rglob("*.py"))
]


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    members = {
        node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    return {name for name in plain | members if name.split(".")[0] in OURS}


def allowed(path: Path) -> tuple[str, ...]:
    part, *inner = path.relative_to(ROOT).parts
    if part == "plugins":
        return ("arabic", f"plugins.{inner[0]}")
    return ("arabic", part) if part == "ingest" else (part,)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_its_own_stage_and_the_leaf(path):
    assert [
        name for name in sorted(imported(path)) if not name.startswith(allowed(path))
    ] == []


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.is_relative_to(ROOT / "ingest")],
    ids=lambda path: path.name,
)
def test_ingest_knows_nothing_of_pelican(path):
    assert "pelican" not in path.read_text(encoding="utf-8").casefold().replace(
        "pelican-import", ""
    )
