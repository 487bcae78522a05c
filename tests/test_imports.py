# SPDX-License-Identifier: AGPL-3.0-or-later
"""Imports run one way: tasks → ingest → arabic ← plugins; inside ingest, by stage."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {
    "arabic",
    "bench",
    "ingest",
    "plugins",
    "archive_settings",
    "export",
    "seal",
    "storage",
    "training",
    "upkeep",
}
LEAVES = ("arabic", "storage")
PACKAGES = (
    *LEAVES,
    "seal",
    "export",
    "ingest",
    "plugins",
    "archive_settings",
    "training",
    "upkeep",
)
# A stage of ingest imports itself and those before it.
STAGES = (
    {"model"},
    {"text"},
    {"inputs"},
    {"pictures"},
    {"extract"},
    {"edit"},
    {"work"},
    {"archive"},
    {"duplicates"},
)


def modules() -> list[Path]:
    return [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]


def imported_names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> list[str]:
    return sorted(name for name in imported_names(path) if name.split(".")[0] in OURS)


# Package → what its modules may import, besides the package itself.
ALLOWED = {
    "arabic": (),
    "ingest": LEAVES,
    "archive_settings": ("storage",),
    "export": (*LEAVES, "archive_settings"),
    "seal": ("storage",),
    "storage": (),
    "training": (*LEAVES, "plugins.entities"),
    "upkeep": (*LEAVES, "archive_settings", "seal"),
}


def allowed(path: Path) -> tuple[str, ...]:
    package, *inner = path.relative_to(ROOT).parts
    if package == "plugins":
        # The last plugin seals what the others have written.
        seal = ("seal.",) if inner[0] == "offline" else ()
        return (*LEAVES, "plugins.contract.", f"plugins.{inner[0]}", *seal)
    return tuple(f"{name}." for name in (package, *ALLOWED[package]))


def id_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", modules(), ids=id_of)
def test_a_module_imports_only_its_own_package_and_the_leaves(path):
    forbidden = [
        name for name in own_imports(path) if not name.startswith(allowed(path))
    ]
    assert forbidden == []


# A stage of plugins/entities imports itself and those before it.
ENTITY_STAGES = (
    "lists",
    "match",
    "models",
    "resolve",
    "discover",
    "editors",
    "build",
    "review",
)


def stage_number(stage: str) -> int | None:
    return next((n for n, stages in enumerate(STAGES) if stage in stages), None)


def later_stages(number: int, own: str) -> set[str]:
    later = set().union(*STAGES[number:])
    return later - {own}


STAGED = [
    path
    for path in sorted((ROOT / "ingest").rglob("*.py"))
    if stage_number(path.relative_to(ROOT).parts[1]) is not None
]


@pytest.mark.parametrize("path", STAGED, ids=id_of)
def test_a_stage_of_ingest_imports_no_later_stage(path):
    own = path.relative_to(ROOT).parts[1]
    later = later_stages(stage_number(own), own)
    names = [name.split(".") for name in own_imports(path)]
    stages = {parts[1] for parts in names if parts[0] == "ingest" and len(parts) > 2}
    assert sorted(stages & later) == []


INGEST = [path for path in modules() if path.is_relative_to(ROOT / "ingest")]


@pytest.mark.parametrize("path", INGEST, ids=id_of)
def test_ingest_does_not_name_pelican(path):
    text = path.read_text(encoding="utf-8").casefold()
    assert "pelican" not in text.replace("pelican-import", "")


ENTITIES = ROOT / "plugins" / "entities"


def entity_stage(dotted: str) -> int | None:
    """Return the number of the stage that a dotted name of plugins.entities is in."""
    parts = dotted.split(".")
    if parts[:2] != ["plugins", "entities"] or parts[2] not in ENTITY_STAGES:
        return None
    return ENTITY_STAGES.index(parts[2])


@pytest.mark.parametrize(
    "path",
    [
        path
        for stage in ENTITY_STAGES
        for path in sorted((ENTITIES / stage).glob("*.py"))
    ],
    ids=id_of,
)
def test_a_stage_of_entities_imports_no_later_stage(path):
    own = ENTITY_STAGES.index(path.parent.name)
    stages = {entity_stage(name) for name in own_imports(path)} - {None}
    assert [ENTITY_STAGES[number] for number in sorted(stages) if number > own] == []


def test_every_folder_of_entities_is_a_stage():
    folders = {path.parent.name for path in ENTITIES.glob("*/__init__.py")}
    assert folders == set(ENTITY_STAGES)
