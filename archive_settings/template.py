# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes archive.toml with every setting, its meaning and its allowed values."""

from collections.abc import Iterator, Mapping

from archive_settings.schema import SETTINGS, SOURCE_SETTINGS, SOURCES, Setting

HEAD = """\
# إعدادات هذا الأرشيف. إن أخطأت في قيمة ذكر لك البناء السطر والقيم المسموح بها.
# Settings of this archive. A build names the line of a wrong value and what is allowed.
# docs/en/settings.md · docs/ar/settings.md
"""
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\t": "\\t"})


def quote_toml(text: str) -> str:
    """Return *text*, of one line, as a basic string of TOML."""
    return f'"{text.translate(ESCAPES)}"'


def render_settings(values: Mapping[str, str]) -> str:
    """Return archive.toml with *values* by dotted name, defaults for all others.

    Colours and sources are comments, to be used when they are wanted.
    """
    lines = [HEAD]
    table = ""
    for item in SETTINGS:
        mark = "# " if item.table.startswith("colours") else ""
        if item.table != table:
            table = item.table
            lines.append(f"\n{mark}[{table}]\n")
        lines += render_setting(item, values.get(item.key, item.default), mark)
    lines += render_source_example()
    return "".join(lines)


def render_setting(item: Setting, value: str, mark: str) -> Iterator[str]:
    """Yield the lines of a setting, after *mark*."""
    line = f"{mark}{item.name} = {quote_toml(value)}"
    if mark:
        yield f"{line}  # {item.english}\n"
        return
    yield f"# {item.arabic}\n# {item.english}\n# {item.allowed}\n{line}\n"


def render_source_example() -> Iterator[str]:
    """Yield a table of a newspaper as a comment."""
    yield (
        "\n# رخصة صحيفة وعنوانها المعتمد؛ جدول لكل صحيفة."
        "\n# Licence and canonical address of a newspaper; a table for each.\n"
    )
    yield f"# [[{SOURCES}]]\n"
    for item in SOURCE_SETTINGS:
        yield f"# {item.name} = {quote_toml(item.default)}  # {item.allowed}\n"
