# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export`: the data of the archive, in a folder that is complete or not there."""

import datetime as dt
import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from archive_settings.archive_file import ArchiveSettings
from export.descriptions import (
    Archive,
    DataFile,
    croissant,
    data_package,
    describe_file,
    ro_crate,
)
from export.fields import TABLES
from export.page_cache import read_pages
from export.pages import render_readme
from export.rows import Totals, removal_rows
from export.table_files import TableFiles
from storage.files import TEMPORARY_SUFFIX, read_or_none, sha256_hex
from storage.manifest import MANIFEST, render_manifest

SCRIPT = "articles_by_month.py"
DESCRIPTION = "datapackage.json"
Row = Mapping[str, Any]


def export_data(
    settings: ArchiveSettings, site: Path, content: Path, folder: Path, cache: Path
) -> list[DataFile]:
    """Write the data of *site* to *folder*; return its files.

    The same site gives the same bytes. Where no table changed, the day of the data is
    that of the last export. Raises ``CannotExport``; *folder* is then as it was.
    """
    new = folder.with_name(f"{folder.name}{TEMPORARY_SUFFIX}")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    rows, licences = write_tables(site, content, new, cache)
    tables = describe_files(new)
    archive = Archive(
        name=settings["archive.name"],
        address=settings["archive.address"],
        rights=settings["archive.rights"],
        day=day_of(tables, folder),
        site_sha256=sha256_hex((site / MANIFEST).read_bytes()),
        rows=rows,
        licences=licences,
    )
    write_descriptions(new, archive, tables)
    digests = {file.name: file.sha256 for file in describe_files(new)}
    (new / MANIFEST).write_bytes(render_manifest(digests))
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)
    return describe_files(folder)


def write_tables(
    site: Path, content: Path, folder: Path, cache: Path
) -> tuple[dict[str, int], list[str]]:
    """Write every table; return the number of rows of each, and the licences."""
    totals = Totals()
    identities: list[str] = []
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(
                TableFiles(folder, name, table, lines=name == "articles")
            )
            for name, table in TABLES.items()
        }
        rows = dict.fromkeys(TABLES, 0)

        def write(name: str, of_table: Iterable[Row]) -> None:
            for row in of_table:
                files[name].write(row)
                rows[name] += 1

        for page in read_pages(site, cache):
            totals.add(page)
            identities.append(page.article["id"])
            write("articles", [page.article])
            write("mentions", page.mentions)
        write("entities", totals.entity_rows(site))
        write("dates", totals.day_rows())
        write("sources", totals.source_rows())
        write("removals", removal_rows(content, identities))
    licences = {source["licence"] for source in totals.sources.values()}
    return rows, sorted(licences - {""})


def write_descriptions(folder: Path, archive: Archive, tables: list[DataFile]) -> None:
    """Write what describes the tables, for people and for programs."""
    for language in ("en", "ar"):
        text = render_readme(archive, language)
        (folder / f"README.{language}.md").write_text(text, encoding="utf-8")
    shutil.copyfile(Path(__file__).parent / "files" / SCRIPT, folder / SCRIPT)
    write_json(folder / DESCRIPTION, data_package(archive, tables))
    write_json(folder / "croissant.json", croissant(archive, tables))
    files = describe_files(folder)
    write_json(folder / "ro-crate-metadata.json", ro_crate(archive, files))


def write_json(path: Path, value: object) -> None:
    """Write *value* as indented JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")


def describe_files(folder: Path) -> list[DataFile]:
    """Return the files of *folder* by name."""
    return [describe_file(path) for path in sorted(folder.iterdir())]


def day_of(tables: list[DataFile], last: Path) -> str:
    """Return the day of the last export if it had these tables, else today's."""
    try:
        package = json.loads(read_or_none(last / DESCRIPTION) or b"{}")
        hashes = {item["path"]: item["hash"] for item in package["resources"]}
    except (ValueError, KeyError, TypeError):
        hashes = {}
    written = {
        file.name: f"sha256:{file.sha256}"
        for file in tables
        if file.name.endswith(".csv")
    }
    if hashes == written:
        return str(package["created"])[:10]
    return dt.datetime.now(dt.UTC).date().isoformat()
