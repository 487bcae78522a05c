# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of a part: what the recogniser finds in each text of a share.

That takes most of a first build, and depends on the text alone. The names of known
entities depend on the archive (its sources' countries, the lock) and are reconciled
when the parts are merged.

``python -m plugins.entities.build.partition FOLDER`` merges the parts of a folder.
"""

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.settings import read_settings

from plugins.contract import Partition, Settings
from plugins.entities.build.article_text import text_of
from plugins.entities.build.cache import cache_file_name
from plugins.entities.build.cache_table import CacheTable, find_damage, open_cache_file
from plugins.entities.build.tag_articles import open_name_cache
from plugins.entities.models.load_recogniser import load_recogniser

PARTS = "*-of-*[0-9]"  # folders of finished parts


def recognise_part(generator: ArticlesGenerator) -> None:
    """Write what the recogniser finds in the texts of the share."""
    part: Partition = generator.context["partition"]
    oldest_first = generator.articles[::-1]
    share = oldest_first[part.first - part.read_from : part.end - part.read_from]
    with open_name_cache(generator.settings) as cache:
        for article in share:
            cache.recognise(text_of(article))


def merge_parts(settings: Settings, folder: Path) -> int:
    """Add the names of all parts in *folder* to the cache; return how many parts.

    Parts that other code has written are left out: their names would not be read. So
    are damaged ones, with a message.
    """
    name = cache_file_name(load_recogniser(settings["ENTITIES_BACKEND"]))
    parts = list(undamaged_files(sorted(folder.glob(f"{PARTS}/names/{name}"))))
    cache = Path(settings["ENTITIES_CACHE"])
    cache.mkdir(parents=True, exist_ok=True)
    with closing(open_cache_file(cache / name)) as connection:
        table = CacheTable(connection, "spans")
        for path in parts:
            table.add_rows(path)
    return len(parts)


def undamaged_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield those of *paths* that SQLite can read."""
    for path in paths:
        with closing(sqlite3.connect(path)) as connection:
            damage = find_damage(connection)
        if damage:
            sys.stderr.write(f"{path} is damaged ({damage}): write that part again\n")
        else:
            yield path


def register() -> None:
    """Connect when the articles of the share were read."""
    signals.article_generator_pretaxonomy.connect(recognise_part)


if __name__ == "__main__":
    parts_merged = merge_parts(read_settings("pelicanconf.py"), Path(sys.argv[1]))
    sys.stdout.write(f"names of {parts_merged} parts\n")
