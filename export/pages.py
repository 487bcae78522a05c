# SPDX-License-Identifier: AGPL-3.0-or-later
"""Describes the data for people: README in two languages, and the download page."""

import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from export.descriptions import UNKNOWN_LICENCE, Archive, DataFile
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


def render_page(archive: Archive, files: Sequence[DataFile]) -> str:
    """Return the download page, which lists every file."""
    rows = "".join(
        f'<tr><td><a href="{file.name}" dir="ltr">{file.name}</a></td>'
        f'<td dir="ltr">{describe_size(file.size)}</td>'
        f'<td dir="ltr"><code>{file.sha256}</code></td></tr>\n'
        for file in files
    )
    paragraphs = (
        template(f"README.{language}.md")
        .format(name=archive.name, articles=archive.rows["articles"], day=archive.day)
        .split("\n\n")[1]
        for language in ("ar", "en")
    )
    arabic, english = (html.escape(text).replace("`", "") for text in paragraphs)
    title = html.escape(f"بيانات «{archive.name}»")
    return template("index.html").format(
        title=title, arabic=arabic, english=english, rows=rows
    )


def describe_size(size: int) -> str:
    """Return a size as «1.2 MB»."""
    value = float(size)
    for unit in ("B", "kB", "MB"):
        if value < KILOBYTE:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= KILOBYTE
    return f"{value:.1f} GB"
