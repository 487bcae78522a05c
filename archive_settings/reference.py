# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes docs/*/settings.md from the table of settings."""

import sys
from collections.abc import Iterator
from pathlib import Path

from archive_settings.schema import SETTINGS, SOURCE_SETTINGS, SOURCES, Setting
from storage.files import write_if_changed

DOCS = Path(__file__).resolve().parents[1] / "docs"
TEXTS = {
    "en": (
        "# Settings: `archive.toml`",
        "`inv start` writes the file, with every setting and its default. A wrong value"
        " is refused: the build names the line, the value and what is allowed. Settings"
        " for developers are in `pelicanconf.py`. This page is made from the table in"
        " `archive_settings/schema.py`.",
        "| setting | meaning | allowed | default |",
        "A table for each newspaper; each table is optional.",
    ),
    "ar": (
        "# الإعدادات: `archive.toml`",
        "يكتب الأمر `inv start` هذا الملف وفيه كل إعداد وقيمته الأصلية. والقيمة الخاطئة"
        " تُرفض: يذكر البناء السطر والقيمة والمسموح به. أما إعدادات المطوّرين ففي"
        " `pelicanconf.py`. وهذه الصفحة مولَّدة من الجدول في"
        " `archive_settings/schema.py`.",
        "| الإعداد | معناه | المسموح | الأصل |",
        "جدول لكل صحيفة، وكل جدول اختياري.",
    ),
}


def render_reference(language: str) -> str:
    """Return the reference in ``en`` or ``ar`` as Markdown."""
    title, introduction, columns, sources = TEXTS[language]
    lines = [title, "", introduction]
    tables = dict.fromkeys(item.table for item in SETTINGS)
    for table in tables:
        lines += ["", f"## `[{table}]`", "", columns, "|---|---|---|---|"]
        lines += rows_of([s for s in SETTINGS if s.table == table], language)
    lines += ["", f"## `[[{SOURCES}]]`", "", sources, "", columns, "|---|---|---|---|"]
    lines += rows_of(list(SOURCE_SETTINGS), language)
    return "\n".join(lines) + "\n"


def rows_of(settings: list[Setting], language: str) -> Iterator[str]:
    """Yield a row for each setting."""
    for item in settings:
        meaning = item.english if language == "en" else item.arabic
        allowed = item.allowed.replace("|", "\\|")
        yield f'| `{item.name}` | {meaning} | {allowed} | `"{item.default}"` |'


def main() -> int:
    """Write both references."""
    for language in TEXTS:
        path = DOCS / language / "settings.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_if_changed(path, render_reference(language).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
