# SPDX-License-Identifier: AGPL-3.0-or-later
"""The download page: every file that was exported, `dist/index.html`.

Each export writes it anew from what is in the folder, so that it links to nothing that
is absent. The bag is not on it: it has originals and hidden articles, and is for an
institution, not for readers.
"""

import csv
import html
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from archive_settings.archive_file import ArchiveSettings
from export.descriptions import UNKNOWN_LICENCE, DataFile, describe_file
from export.pages import describe_size, template
from storage.files import write_atomic
from storage.manifest import MANIFEST, render_manifest

PAGE = "index.html"


class Group(NamedTuple):
    """Files that are described together; the first pattern that fits a path decides."""

    patterns: Sequence[str]
    arabic: str
    english: str


GROUPS = (
    Group(
        ("data/*",),
        "بيانات للبرامج: جداول المقالات والأعلام والأيام والصحف، ووصفها",
        "Data for programs: articles, names, days, newspapers, and descriptions",
    ),
    Group(
        ("*.warraq.zip", "*.warraq.zip.sha256", "open.html"),
        "الموقع في ملف: ضعه مع open.html، وافتح هذا بنقرتين، واختر الملف فيه",
        "The site in one file: put it beside open.html, open that, choose the file",
    ),
    Group(
        ("*.zip", "*.zip.sha256"),
        "الموقع مجلدًا محزومًا: فُكّه وافتح index.html",
        "The site as a folder: unpack it and open index.html",
    ),
    Group(("*.epub",), "كتب لقارئات الكتب (EPUB)", "Books for e-book readers (EPUB)"),
    Group(("*.zim",), "الموقع لبرنامج Kiwix (ZIM)", "The site for Kiwix (ZIM)"),
    Group(
        ("*.wacz",),
        "الأصول المحفوظة لبرنامج ReplayWeb.page (WACZ)",
        "The originals that were saved as pages, for ReplayWeb.page (WACZ)",
    ),
)


def write_downloads(settings: ArchiveSettings, folder: Path) -> None:
    """Write the page, and the digests of the files, of the exports in *folder*."""
    files = list(find_files(folder))
    digests = {file.name: file.sha256 for file in files}
    write_atomic(folder / MANIFEST, render_manifest(digests))
    name = html.escape(settings["archive.name"])
    page = template(PAGE).format(
        title=f"بيانات وتنزيل – {name}",
        name=name,
        address=html.escape(settings["archive.address"] or "#"),
        groups="".join(render_groups(files)),
        licences=render_licences(folder, settings["archive.rights"]),
        seal=render_seal(settings["archive.public_key"]),
    )
    write_atomic(folder / PAGE, page.encode())


def find_files(folder: Path) -> Iterator[DataFile]:
    """Yield the files of all groups in *folder*, by path."""
    patterns = [pattern for group in GROUPS for pattern in group.patterns]
    for path in sorted((*folder.glob("*"), *folder.glob("data/*"))):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and any(fnmatch(name, pattern) for pattern in patterns):
            yield describe_file(path)._replace(name=name)


def group_of(name: str) -> Group:
    """Return the group of a file."""
    return next(
        group
        for group in GROUPS
        if any(fnmatch(name, pattern) for pattern in group.patterns)
    )


def render_groups(files: Sequence[DataFile]) -> Iterator[str]:
    """Yield a section for each group that has files."""
    for group in GROUPS:
        rows = [render_row(file) for file in files if group_of(file.name) is group]
        if rows:
            yield (
                f"<h2>{group.arabic}</h2>\n"
                f'<p lang="en" dir="ltr">{group.english}</p>\n'
                + render_table(("الملف", "الحجم", "SHA-256"), rows)
            )


def render_table(heads: Sequence[str], rows: Sequence[str]) -> str:
    """Return a table that scrolls on a phone."""
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        f'<div class="wide" tabindex="0"><table>\n<thead><tr>{cells}</tr></thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody>\n</table></div>\n"
    )


def render_row(file: DataFile) -> str:
    """Return the row of a file."""
    name = html.escape(file.name)
    return (
        f'<tr><td><a href="{name}" dir="ltr">{name}</a></td>'
        f'<td dir="ltr">{describe_size(file.size)}</td>'
        f'<td dir="ltr"><code>{file.sha256}</code></td></tr>\n'
    )


def render_licences(folder: Path, rights: str) -> str:
    """Return the licence of each newspaper, where the data states it."""
    rows = [
        f"<tr><td><bdi>{html.escape(name)}</bdi></td>"
        f"<td><bdi>{html.escape(licence or UNKNOWN_LICENCE)}</bdi></td></tr>\n"
        for name, licence in read_licences(folder / "data" / "sources.csv")
    ]
    if not rows:
        return ""
    statement = f"<p>{html.escape(rights)}</p>\n" if rights else ""
    heading = '<h2>الرخص – <span lang="en" dir="ltr">Licences</span></h2>\n'
    return heading + statement + render_table(("الصحيفة", "الرخصة"), rows)


def read_licences(path: Path) -> Iterator[tuple[str, str]]:
    """Yield newspaper and licence; "" if it is unknown."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["name"], row["licence"]


def render_seal(key: str) -> str:
    """Return how the seal of an unpacked site is checked, "" without a key."""
    if not key:
        return ""
    return (
        '<p>وهذا يتحقق من ختم الموقع بعد فكّه: <span lang="en" dir="ltr">This checks the'
        " seal of an unpacked site:</span></p>\n"
        f'<pre dir="ltr">minisign -V -P {html.escape(key)} -m SHA256SUMS</pre>\n'
    )
