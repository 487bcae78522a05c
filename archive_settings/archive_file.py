# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads archive.toml: every value is checked, and every mistake is named with its line.

Of a checkout without archive.toml the settings are those of the sample archive.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive_settings.checks import regions
from archive_settings.contrast import TEXT_CONTRAST, contrast, nearest_readable
from archive_settings.key_lines import key_lines
from archive_settings.schema import (
    MODES,
    SETTINGS,
    SOURCE_SETTINGS,
    SOURCES,
    TEXT_PAIRS,
    Setting,
)

ROOT = Path(__file__).resolve().parents[1]
FILE_NAME = "archive.toml"
SAMPLE = ROOT / "demo" / FILE_NAME
# For tests, which build the sample archive in any checkout.
VARIABLE = "WARRAQ_SETTINGS"
PLACE = re.compile(r"(.*) \(at line (\d+), column \d+\)")


class BadSettings(ValueError):
    """The settings file has mistakes; the message has a line for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSettings:
    """The settings of an archive by dotted name, and those of its sources."""

    path: Path
    values: Mapping[str, str]
    sources: tuple[Mapping[str, str], ...]
    stated: frozenset[str]  # keys that the file has

    def __getitem__(self, key: str) -> str:
        """Return the value of a setting, its default if the file does not have it."""
        return self.values[key]

    @property
    def is_own(self) -> bool:
        """Whether the checkout is an archive of its own, not the sample archive."""
        return self.path != SAMPLE

    @property
    def locale(self) -> str:
        """Return the locale of dates, ``ar_SY`` for one."""
        language, region = self["archive.language"], self["archive.region"]
        return f"{language}_{region}" if region else language

    @property
    def logo(self) -> str:
        """Return the path of the logo, "" without one."""
        logo = self["archive.logo"]
        return str(self.path.parent / logo) if logo else ""

    @property
    def colours(self) -> dict[str, tuple[str, str]]:
        """Return name → light and dark colour, {} if the file sets none."""
        if not any(key.startswith("colours.") for key in self.stated):
            return {}
        names = [item.name for item in SETTINGS if item.table == "colours.light"]
        return {
            name: (self[f"colours.light.{name}"], self[f"colours.dark.{name}"])
            for name in names
        }

    def of_sources(self, name: str) -> dict[str, str]:
        """Return newspaper → value of a setting that its table has."""
        return {source["name"]: source[name] for source in self.sources if source[name]}


def source_settings(table: Mapping[str, object]) -> dict[str, str]:
    """Return the value of each setting of a newspaper."""
    return {
        item.name: str(table.get(item.name, item.default)) for item in SOURCE_SETTINGS
    }


def settings_path() -> Path:
    """Return the settings file of this checkout."""
    if chosen := os.environ.get(VARIABLE):
        return Path(chosen).resolve()
    own = ROOT / FILE_NAME
    return own if own.exists() else SAMPLE


def read_archive_settings(path: Path | None = None) -> ArchiveSettings:
    """Return the settings of the archive. Raises ``BadSettings``."""
    path = path or settings_path()
    text, tree = parse_file(path)
    flat = dict(flatten(tree))
    problems = sorted(find_problems(path, tree, flat, key_lines(text)))
    if problems:
        raise BadSettings("\n".join(line for _, line in problems))
    return ArchiveSettings(
        path=path,
        values=with_defaults(flat, SETTINGS),
        sources=tuple(map(source_settings, tree.get(SOURCES, []))),
        stated=frozenset(flat),
    )


def parse_file(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the text of a TOML file and its content. Raises ``BadSettings``."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise BadSettings(f"{path.name}: not UTF-8: {error.reason}") from error
    except tomllib.TOMLDecodeError as error:
        match = PLACE.fullmatch(str(error))
        reason, line = match.groups() if match else (str(error), "")
        place = f"{path.name}:{line}" if line else path.name
        raise BadSettings(
            f'{place}: not TOML: {reason}. Write texts in quotation marks: name = "…"'
        ) from error


def flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield dotted name and value of every setting that is in no list of tables."""
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{prefix}{name}.")
        elif prefix or name != SOURCES:
            yield f"{prefix}{name}", value


def with_defaults(
    stated: Mapping[str, object], schema: tuple[Setting, ...]
) -> dict[str, str]:
    """Return the value of each setting of *schema*."""
    return {item.key: str(stated.get(item.key, item.default)) for item in schema}


Problem = tuple[int, str]  # line, what to print


def find_problems(
    path: Path,
    tree: Mapping[str, Any],
    flat: Mapping[str, object],
    lines: Mapping[str, int],
) -> Iterator[Problem]:
    """Yield a problem for each wrong value: line, value, allowed values."""
    schema = {item.key: item for item in SETTINGS}
    faults = list(value_faults(flat, schema))
    faults += source_faults(tree.get(SOURCES, []))
    if not faults:
        values = with_defaults(flat, SETTINGS)
        faults += [*region_fault(values), *logo_fault(path, values)]
        faults += contrast_faults(values)
    for key, value, allowed in faults:
        line = line_of(key, lines)
        yield line, f"{path.name}:{line}: {key} = {value!r}: {allowed}"


Fault = tuple[str, object, str]  # key, value, what is allowed


def line_of(key: str, lines: Mapping[str, int]) -> int:
    """Return the line of *key*, or of the nearest table above it."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 1)


def value_faults(
    flat: Mapping[str, object], schema: Mapping[str, Setting]
) -> Iterator[Fault]:
    """Yield each unknown name and each value that its setting does not allow."""
    for key, value in flat.items():
        if key not in schema:
            yield key, value, f"there is no such setting. {names_like(key, schema)}"
        elif allowed := schema[key].check(value):
            yield key, value, f"allowed: {allowed}"


def names_like(key: str, schema: Mapping[str, Setting]) -> str:
    """Return the settings of the table of *key*, or the tables."""
    table = key.rpartition(".")[0]
    names = [item.name for item in schema.values() if item.table == table]
    if names:
        return f"[{table}] has: {', '.join(names)}"
    tables = dict.fromkeys(item.table for item in schema.values())
    return f"Tables: {', '.join(f'[{name}]' for name in tables)}, [[{SOURCES}]]"


def source_faults(sources: object) -> Iterator[Fault]:
    """Yield what is wrong with the tables of newspapers."""
    if not isinstance(sources, list) or not all(
        isinstance(source, dict) for source in sources
    ):
        yield SOURCES, sources, f"write [[{SOURCES}]], once for each newspaper"
        return
    schema = {item.name: item for item in SOURCE_SETTINGS}
    names: set[str] = set()
    for number, source in enumerate(sources):
        prefix = f"{SOURCES}.{number}"
        for name, value in {"name": "", **source}.items():
            if name not in schema:
                allowed = f"there is no such setting. A source has: {', '.join(schema)}"
                yield f"{prefix}.{name}", value, allowed
            elif allowed_values := schema[name].check(value):
                yield f"{prefix}.{name}", value, f"allowed: {allowed_values}"
        source_name = str(source.get("name"))
        if source_name in names:
            yield f"{prefix}.name", source_name, "this newspaper has a table already"
        names.add(source_name)


def region_fault(values: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the region if Babel has no dates of the language for it."""
    region = values["archive.region"]
    allowed = regions(values["archive.language"])
    if region and region not in allowed:
        yield "archive.region", region, f'allowed: "", {", ".join(allowed)}'


def logo_fault(path: Path, values: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the logo if it is no file below the folder of the settings."""
    logo = values["archive.logo"]
    file = (path.parent / logo).resolve()
    if logo and not (file.is_relative_to(path.parent.resolve()) and file.is_file()):
        yield "archive.logo", logo, f"there is no such file below {path.parent.name}/"


def contrast_faults(values: Mapping[str, str]) -> Iterator[Fault]:
    """Yield each colour of text that is not readable on its ground."""
    for mode in MODES:
        for text, ground in TEXT_PAIRS:
            key = f"colours.{mode}.{text}"
            colours = values[key], values[f"colours.{mode}.{ground}"]
            ratio = contrast(*colours)
            if ratio < TEXT_CONTRAST:
                yield (
                    *(key, colours[0]),
                    f"contrast with {ground} {colours[1]} is {ratio:.1f}, allowed:"
                    f" at least {TEXT_CONTRAST}, such as {nearest_readable(*colours)}",
                )
