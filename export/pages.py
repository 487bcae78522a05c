# SPDX-License-Identifier: AGPL-3.0-or-later
"""Describes the data for people: README in two languages."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from export.descriptions import UNKNOWN_LICENCE, Archive
from export.fields import TABLES, Table

KILOBYTE = 1000
FILES = Path(__file__).parent / "files"


def template(name: str) -> str:
    """Return a text of ``files/``, with names in braces to be replaced."""
    return (FILES / name).read_text(encoding="utf-8")


def render_readme(archive: Archive, language: str) -> str:
    """Return the README in ``en`` or ``ar``, with a section for each table."""
    lines = [
        template(f"README.{language}.md").format(
            name=archive.name, articles=archive.rows["articles"], day=archive.day
        )
    ]
    for name, table in TABLES.items():
        lines += describe_table(name, table, archive.rows[name], language)
    heading = "Licences" if language == "en" else "الرخص"
    lines += [f"\n## {heading}\n", *map("- {}".format, licences_of(archive)), ""]
    return "\n".join(lines)


def licences_of(archive: Archive) -> Sequence[str]:
    """Return the licences, and the statement of rights of the archive."""
    rights = [archive.rights] if archive.rights else []
    return [*(archive.licences or [UNKNOWN_LICENCE]), *rights]


def describe_table(name: str, table: Table, rows: int, language: str) -> Iterator[str]:
    """Yield the lines on a table."""
    is_english = language == "en"
    title = table.english if is_english else table.arabic
    columns = (
        "| column | kind | meaning |" if is_english else "| العمود | نوعه | معناه |"
    )
    yield f"\n## `{name}`: {title} ({rows})\n"
    yield from (columns, "|---|---|---|")
    for field in table.fields:
        meaning = field.english if is_english else field.arabic
        yield f"| `{field.name}` | {field.kind} | {meaning} |"


def describe_size(size: int) -> str:
    """Return a size as «1.2 MB»."""
    value = float(size)
    for unit in ("B", "kB", "MB"):
        if value < KILOBYTE:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= KILOBYTE
    return f"{value:.1f} GB"
