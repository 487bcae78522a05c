# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ids, labels and URLs that change when an archive grows; what the cache saves.

python -m bench permanence CONTENT [--articles 5000] [--added 5]
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from plugins.contract import ArchiveArticle
from plugins.entities.build.archive_run import ArchiveNames, find_archive_names
from plugins.entities.build.article_text import text_of
from plugins.entities.build.cache import NameCache
from plugins.entities.build.tag_articles import open_name_cache, set_urls
from plugins.entities.discover.id_lock import Lock, serialise_lock
from plugins.entities.editors.file import EMPTY
from plugins.entities.lists.known_entity import DISCOVERED
from plugins.frontmatter.document import plain_text, render_markdown, split_document
from tests.article_builder import build_article
from upkeep import ROOT

LabelsAndUrls = dict[str, tuple[str, str | None]]  # by id


def read_articles(content: Path) -> Iterator[ArchiveArticle]:
    """Yield the articles of *content* as the plugin gets them."""
    for path in sorted((content / "articles").rglob("*.md")):
        metadata, body = split_document(path.read_text(encoding="utf-8"))
        yield build_article(
            slug=metadata["id"],
            title=metadata["title"],
            plain_text=plain_text(render_markdown(body)),
        )


def labels_and_urls(
    names: ArchiveNames, lock: Lock, settings: dict[str, Any]
) -> LabelsAndUrls:
    """Return label and URL of each entity."""
    set_urls(names.entities.values(), lock, settings)
    return {
        identity: (entity.label, entity.url)
        for identity, entity in names.entities.items()
    }


def measure_speed(name: str, articles: int, work: Callable[[], Any]) -> Any:
    """Return what *work* returns, and print its speed in articles a second of CPU."""
    start = time.process_time()
    returned = work()
    seconds = time.process_time() - start
    print(f"{name:44} {articles / seconds:9,.0f} articles/s ({seconds:.1f} s of CPU)")
    return returned


def print_changes(before: LabelsAndUrls, after: LabelsAndUrls) -> None:
    """Print the differences; the first page of an entity changes no URL."""
    removed = sorted(before.keys() - after.keys())
    new = after.keys() - before.keys()
    relabelled: list[str] = []
    moved: list[str] = []
    first_pages = 0
    for identity in before.keys() & after.keys():
        old_label, old_url = before[identity]
        label, url = after[identity]
        if old_label != label:
            relabelled.append(identity)
        if old_url is None and url:
            first_pages += 1
        if old_url not in (None, url):
            moved.append(identity)
    print(f"one article added: {len(removed)} ids removed,", end=" ")
    print(f"{len(relabelled)} labels and {len(moved)} URLs changed;", end=" ")
    print(f"{len(new)} entities new, {first_pages} with their first page")
    for identity in [*removed, *relabelled, *moved]:
        print(f"        {identity} {before[identity]} → {after.get(identity)}")


def measure_recognition(
    articles: Sequence[ArchiveArticle], settings: dict[str, Any]
) -> None:
    """Print the speed of recognition, without a cache and with one."""
    texts = list(map(text_of, articles))

    def recognise_all() -> None:
        with open_name_cache(settings) as cache:
            for text in texts:
                cache.recognise(text)

    measure_speed("recognising", len(texts), recognise_all)
    measure_speed("the same, cached", len(texts), recognise_all)


def measure_archive(
    articles: Sequence[ArchiveArticle],
    added: Sequence[ArchiveArticle],
    cache: NameCache,
    settings: dict[str, Any],
) -> None:
    """Print the speed of a build's names, and what each added article changes."""

    def find_names(lock: Lock) -> ArchiveNames:
        return find_archive_names(articles, EMPTY, lock, cache)

    count = len(articles)
    first = measure_speed("all names, spans cached", count, lambda: find_names({}))
    before = labels_and_urls(first, {}, settings)
    lock = first.extend({})
    again = measure_speed("the same, cached", count, lambda: find_names(lock))
    discovered = sum(
        entity.known_entity.origin == DISCOVERED for entity in first.entities.values()
    )
    print(f"{len(before):,} entities, {discovered:,} of them discovered")
    same = labels_and_urls(again, lock, settings) == before
    print("again with the lock:", "the same" if same else "DIFFERENT")
    same = serialise_lock(again.extend(lock)) == serialise_lock(lock)
    print("lock:", "the same" if same else "DIFFERENT")
    for article in added:
        extended = find_archive_names([*articles, article], EMPTY, lock, cache)
        print_changes(before, labels_and_urls(extended, lock, settings))


def main() -> None:
    """Find the names of an archive twice, then add articles one by one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("content", type=Path)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument(
        "--added", type=int, default=5, help="articles, each added to the same archive"
    )
    options = parser.parse_args()
    settings = read_settings(str(ROOT / "pelicanconf.py"))
    total = options.articles + options.added
    all_articles = list(islice(read_articles(options.content), total))
    articles = all_articles[: options.articles]
    added = all_articles[options.articles :]
    with tempfile.TemporaryDirectory() as folder:
        settings["ENTITIES_CACHE"] = folder
        measure_recognition(articles, settings)
        with open_name_cache(settings) as cache:
            measure_archive(articles, added, cache, settings)
