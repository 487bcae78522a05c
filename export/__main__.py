# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m export data|bag|epub|zim|wacz SITE FOLDER``: see docs, "Export"."""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from archive_settings.archive_file import BadSettings, read_archive_settings
from export import CannotExport
from export.bag import export_bag
from export.data import export_data
from export.downloads import PAGE, write_downloads
from export.epub import export_epub
from export.table_files import has_parquet
from export.wacz import export_wacz
from storage.journal import finish_changes
from storage.json_lines import BadLog

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "export" / "pages"


def write_data(options: argparse.Namespace) -> list[str]:
    """Tables with descriptions for people and programs."""
    files = export_data(
        read_archive_settings(),
        options.site,
        options.content,
        options.to / "data",
        options.cache,
    )
    lines = [
        f"{options.to / 'data' / file.name}: {file.size:,} bytes" for file in files
    ]
    if not has_parquet():
        lines.append("No Parquet: .venv/bin/pip install pyarrow")
    return lines


def write_bag(options: argparse.Namespace) -> list[str]:
    """The archive itself as a bag of BagIt."""
    bag = options.to / "bag"
    oxum = export_bag(read_archive_settings(), options.content, bag)
    return [f"{bag}: Payload-Oxum {oxum}"]


def write_epub(options: argparse.Namespace) -> list[str]:
    """The articles of a list as a book."""
    publisher = read_archive_settings()["archive.name"]
    book = export_epub(options.site, options.list, options.to, publisher)
    return [f"{book}: {book.stat().st_size:,} bytes"]


def write_zim(options: argparse.Namespace) -> list[str]:
    """The site for Kiwix, with a full-text index."""
    if find_spec("libzim") is None:
        raise CannotExport("libzim is not installed: .venv/bin/pip install libzim")
    from export.zim import export_zim

    target = options.to / "archive.zim"
    count = export_zim(read_archive_settings(), options.site, target)
    return [f"{target}: {count:,} entries, {target.stat().st_size:,} bytes"]


def write_wacz(options: argparse.Namespace) -> list[str]:
    """The originals of the published articles, to replay."""
    target = options.to / "archive.wacz"
    return [export_wacz(options.site, options.content, target, options.cache)]


FORMATS = {
    "data": write_data,
    "bag": write_bag,
    "epub": write_epub,
    "zim": write_zim,
    "wacz": write_wacz,
}


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m export", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, write in FORMATS.items():
        command = commands.add_parser(name, help=write.__doc__)
        command.add_argument("--site", type=Path, default=Path("output"))
        command.add_argument("--content", type=Path, default=Path("content"))
        command.add_argument("--to", type=Path, default=Path("dist"))
        command.add_argument("--cache", type=Path, default=CACHE)
        command.set_defaults(write=write)
    commands.choices["epub"].add_argument("list", help="e/ID.html, or a file")
    return parser


def main() -> int:
    """Export, and print the files, or why there are none."""
    options = build_parser().parse_args()
    finish_changes(options.site)
    try:
        lines = options.write(options)
        write_downloads(read_archive_settings(), options.to)
    except (CannotExport, BadLog, BadSettings) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    lines.append(f"{options.to / PAGE}: the download page")
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
