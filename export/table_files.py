# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes tables as CSV, JSON Lines and Parquet, row by row."""

import csv
import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

from export.fields import DAY, LIST, NUMBER, Table
from export.rows import json_line

ROWS_IN_MEMORY = 2000  # of a group of Parquet
Row = Mapping[str, Any]


def has_parquet() -> bool:
    """Return whether pyarrow is installed."""
    return find_spec("pyarrow") is not None


class TableFiles:
    """The files of one table, open for writing: CSV, and others if wanted."""

    def __init__(self, folder: Path, name: str, table: Table, *, lines: bool) -> None:
        self.table = table
        self.csv_file = open_text(folder / f"{name}.csv")
        self.writer = csv.writer(self.csv_file, lineterminator="\r\n")
        self.writer.writerow(table.names)
        self.lines = open_text(folder / f"{name}.jsonl") if lines else None
        path = folder / f"{name}.parquet"
        self.parquet = ParquetFile(path, table) if has_parquet() else None

    def __enter__(self) -> "TableFiles":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.csv_file.close()
        if self.lines:
            self.lines.close()
        if self.parquet:
            self.parquet.close()

    def write(self, row: Row) -> None:
        """Write a row to each file."""
        self.writer.writerow(csv_values(row, self.table))
        if self.lines:
            self.lines.write(json_line(dict(row)))
        if self.parquet:
            self.parquet.write(row)


def open_text(path: Path) -> Any:
    """Open a text file for writing."""
    return path.open("w", encoding="utf-8", newline="")


def csv_values(row: Row, table: Table) -> Iterator[object]:
    """Yield the values of a row; a list is JSON, as the Table Schema has it."""
    for field in table.fields:
        value = row[field.name]
        if field.kind == LIST:
            yield json.dumps(value, ensure_ascii=False)
        else:
            yield "" if value is None else value


class ParquetFile:
    """A Parquet file that is written in groups of rows. Needs pyarrow."""

    def __init__(self, path: Path, table: Table) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds = {DAY: pa.date32(), NUMBER: pa.int64(), LIST: pa.list_(pa.string())}
        self.table = table
        self.schema = pa.schema(
            [
                pa.field(
                    field.name,
                    kinds.get(field.kind, pa.string()),
                    metadata={"en": field.english, "ar": field.arabic},
                )
                for field in table.fields
            ]
        )
        self.rows: list[dict[str, Any]] = []
        self.file = pq.ParquetWriter(path, self.schema, compression="zstd")

    def write(self, row: Row) -> None:
        """Add a row."""
        values = {field.name: parquet_value(row, field) for field in self.table.fields}
        self.rows.append(values)
        if len(self.rows) == ROWS_IN_MEMORY:
            self.write_group()

    def write_group(self) -> None:
        """Write the rows in memory."""
        import pyarrow as pa

        self.file.write_table(pa.Table.from_pylist(self.rows, schema=self.schema))
        self.rows = []

    def close(self) -> None:
        """Write the last rows and the end of the file."""
        if self.rows:
            self.write_group()
        self.file.close()


def parquet_value(row: Row, field: Any) -> Any:
    """Return a value as pyarrow takes it; "" of a day and of a text is null."""
    import datetime as dt

    value = row[field.name]
    if field.kind == DAY:
        return dt.date.fromisoformat(value) if value else None
    return None if value == "" else value
