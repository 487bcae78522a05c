# SPDX-License-Identifier: AGPL-3.0-or-later
"""Describes the data for programs: Data Package, Croissant, RO-Crate.

Sources: https://datapackage.org/ (version 1, which frictionless validates),
https://docs.mlcommons.org/croissant/docs/croissant-spec.html (1.0),
https://www.researchobject.org/ro-crate/specification/1.1/.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from export.fields import DAY, LIST, NUMBER, TABLES, TEXT, Field, Table

Thing = dict[str, Any]
MEDIA_TYPES = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "md": "text/markdown",
    "py": "text/x-python",
    "html": "text/html",
}
CROISSANT_TYPES = {
    TEXT: "sc:Text",
    DAY: "sc:Date",
    NUMBER: "sc:Integer",
    LIST: "sc:Text",
}
UNKNOWN_LICENCE = "unknown: the texts belong to their newspapers"


class DataFile(NamedTuple):
    """A written file."""

    name: str
    size: int  # bytes
    sha256: str

    @property
    def media_type(self) -> str:
        """The media type, by the ending."""
        return MEDIA_TYPES[self.name.rpartition(".")[2]]


def describe_file(path: Path) -> DataFile:
    """Return name, size and digest of a file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return DataFile(path.name, path.stat().st_size, digest)


class Archive(NamedTuple):
    """What the descriptions state about the archive."""

    name: str
    address: str
    rights: str
    day: str  # of the data, ISO 8601
    site_sha256: str  # of the manifest of the site that was read
    rows: Mapping[str, int]  # by table
    licences: Sequence[str]  # of the newspapers, each once

    @property
    def description(self) -> str:
        """A sentence in Arabic and one in English."""
        count = self.rows["articles"]
        return (
            f"بيانات «{self.name}»: {count} مقالة بأعلامها وتواريخها."
            f" Data of “{self.name}”: {count} articles with names and dates."
        )


def data_package(archive: Archive, files: Sequence[DataFile]) -> Thing:
    """Return datapackage.json; its resources are the CSV files."""
    sizes = {file.name: file for file in files}
    package: Thing = {
        "profile": "tabular-data-package",
        "name": "archive",
        "title": archive.name,
        "description": archive.description,
        "version": archive.site_sha256[:12],
        "created": f"{archive.day}T00:00:00Z",
        "resources": [
            tabular_resource(name, table, sizes[f"{name}.csv"])
            for name, table in TABLES.items()
        ],
    }
    if archive.address:
        package["homepage"] = archive.address
    return package


def tabular_resource(name: str, table: Table, file: DataFile) -> Thing:
    """Return the resource of a table."""
    schema: Thing = {"fields": list(map(schema_field, table.fields))}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if name == "mentions":
        reference = {"resource": "articles", "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": ["article"], "reference": reference}]
    return {
        **{"name": name, "path": file.name, "profile": "tabular-data-resource"},
        **{"title": table.english, "description": table.arabic},
        **{"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"},
        **{"bytes": file.size, "hash": f"sha256:{file.sha256}", "schema": schema},
    }


def schema_field(field: Field) -> Thing:
    """Return a field of the Table Schema."""
    return {
        **{"name": field.name, "type": field.kind},
        **{"title": field.english, "description": field.arabic},
    }


CROISSANT_CONTEXT = {
    "@language": "ar",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(archive: Archive, files: Sequence[DataFile]) -> Thing:
    """Return croissant.json, with a record set for each table."""
    tables = [file for file in files if file.name.rpartition(".")[0] in TABLES]
    description: Thing = {
        "@context": CROISSANT_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": archive.name,
        "description": archive.description,
        "datePublished": archive.day,
        "version": "1.0.0",
        "inLanguage": "ar",
        "license": list(archive.licences) or [UNKNOWN_LICENCE],
        "creator": {"@type": "sc:Organization", "name": archive.name},
        "citeAs": f"{archive.name}, {archive.day}",
        "distribution": list(map(file_object, tables)),
        "recordSet": [record_set(name, table) for name, table in TABLES.items()],
    }
    if archive.address:
        description["url"] = archive.address
    return description


def file_object(file: DataFile) -> Thing:
    """Return a file of Croissant."""
    return {
        **{"@type": "cr:FileObject", "@id": file.name, "name": file.name},
        **{"contentUrl": file.name, "encodingFormat": file.media_type},
        **{"contentSize": f"{file.size} B", "sha256": file.sha256},
    }


def record_set(name: str, table: Table) -> Thing:
    """Return the records of a table."""
    return {
        **{"@type": "cr:RecordSet", "@id": name, "name": name},
        "description": f"{table.arabic} – {table.english}",
        "field": [
            {
                **{"@type": "cr:Field", "@id": f"{name}/{field.name}"},
                **{"name": field.name, "dataType": CROISSANT_TYPES[field.kind]},
                "description": f"{field.arabic} – {field.english}",
                "source": {
                    "fileObject": {"@id": f"{name}.csv"},
                    "extract": {"column": field.name},
                },
            }
            for field in table.fields
        ],
    }


def ro_crate(archive: Archive, files: Sequence[DataFile]) -> Thing:
    """Return ro-crate-metadata.json."""
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": list(crate_entities(archive, files)),
    }


def crate_entities(archive: Archive, files: Sequence[DataFile]) -> Iterator[Thing]:
    """Yield the descriptor, the data set, who made it, its licences, its files."""
    crate = "https://w3id.org/ro/crate/1.1"
    maker = archive.address or "#archive"
    yield {
        **{"@id": "ro-crate-metadata.json", "@type": "CreativeWork"},
        **{"conformsTo": {"@id": crate}, "about": {"@id": "./"}},
    }
    licences = list(archive.licences) or [UNKNOWN_LICENCE]
    ids = {licence: licence_id(licence, n) for n, licence in enumerate(licences)}
    yield {
        **{"@id": "./", "@type": "Dataset", "name": archive.name},
        **{"description": archive.description, "datePublished": archive.day},
        **{"author": {"@id": maker}, "publisher": {"@id": maker}},
        "license": link_to(list(ids.values())),
        "hasPart": [{"@id": file.name} for file in files],
    }
    organisation = {"@id": maker, "@type": "Organization", "name": archive.name}
    yield organisation | ({"url": archive.address} if archive.address else {})
    for licence, identity in ids.items():
        yield {
            **{"@id": identity, "@type": "CreativeWork", "name": licence},
            "description": "licence of a newspaper of this archive",
        }
    for file in files:
        yield {
            **{"@id": file.name, "@type": "File", "name": file.name},
            **{"encodingFormat": file.media_type, "contentSize": str(file.size)},
            "sha256": file.sha256,
        }


def link_to(ids: Sequence[str]) -> Thing | list[Thing]:
    """Return references: of a single one no list, as RO-Crate recommends."""
    links: list[Thing] = [{"@id": identity} for identity in ids]
    return links[0] if len(links) == 1 else links


def licence_id(licence: str, number: int) -> str:
    """Return the address of a licence, or an id within the crate."""
    return licence if "://" in licence else f"#licence-{number}"
