# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names when an archive grows by one article: ids, labels and addresses that change; and what the spans' memory saves.

python -m bench permanence CONTENT [--articles 5000] [--added 5]
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pelican.settings import read_settings

from plugins.entities.build.archive_run import Reading, read, text_of
from plugins.entities.build.tag_articles import add_addresses, recogniser
from plugins.entities.discover import id_lock
from plugins.entities.editors import file
from plugins.frontmatter.document import plain_text, render_markdown, split_document

ROOT = Path(__file__).resolve().parent.parent
Addresses = dict[str, tuple[str, str | None]]  # id → label, address


def articles(content: Path) -> Iterator[Any]:
    """Yield the articles of *content* as the plugin gets them."""
    for path in sorted((content / "articles").rglob("*.md")):
        head, body = split_document(path.read_text(encoding="utf-8"))
        yield SimpleNamespace(
            slug=head["id"],
            title=head["title"],
            plain_text=plain_text(render_markdown(body)),
        )


def addresses(
    reading: Reading, held: id_lock.Lock, settings: dict[str, Any]
) -> Addresses:
    """Return what the reading's entities are called and where they stand."""
    add_addresses(reading.known.values(), held, settings)
    return {
        identity: (entity.label, entity.url)
        for identity, entity in reading.known.items()
    }


def timed(name: str, count: int, work: Callable[[], Any]) -> Any:
    """Return what *work* returns, and print how many articles a second of processor time it takes."""
    start = time.process_time()
    result = work()
    spent = time.process_time() - start
    print(
        f"{name:44} {count / spent:9,.0f} articles/s ({spent:.1f} s of processor time)"
    )
    return result


def report(before: Addresses, after: Addresses) -> None:
    """Print what of *before* is another in *after*; a name that gets its first page had no address to change."""
    gone = sorted(before.keys() - after.keys())
    both = before.keys() & after.keys()
    first_pages = [
        identity
        for identity in both
        if before[identity][1] is None and after[identity][1]
    ]
    changed = [
        identity for identity in both if before[identity][0] != after[identity][0]
    ]
    moved = [
        identity
        for identity in both
        if before[identity][1] not in (None, after[identity][1])
    ]
    print(
        f"one article more: {len(gone)} ids gone, {len(changed)} labels and {len(moved)} addresses changed; "
        f"{len(after.keys() - before.keys())} names new, {len(first_pages)} with their first page"
    )
    for identity in [*gone, *changed, *moved]:
        print(f"        {identity} {before[identity]} → {after.get(identity)}")


def main() -> None:
    """Read an archive, read it again, add articles one by one, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument(
        "--added",
        type=int,
        default=5,
        help="articles, each added to the same archive by itself",
    )
    options = parser.parse_args()
    settings = read_settings(str(ROOT / "pelicanconf.py"))
    held = list(islice(articles(options.content), options.articles + options.added))
    archive, added = held[: options.articles], held[options.articles :]
    editors = file.Authority({}, ())
    count = len(archive)
    with tempfile.TemporaryDirectory() as folder:
        settings["ENTITIES_CACHE"] = folder
        texts = list(map(text_of, archive))
        for name in ("recognising", "the same from memory"):
            with recogniser(settings) as memory:
                timed(
                    name, count, lambda memory=memory: [memory(text) for text in texts]
                )
        with recogniser(settings) as memory:
            first = timed(
                "reading all names, spans from memory",
                count,
                lambda: read(archive, editors, {}, memory),
            )
            before = addresses(first, {}, settings)
            kept = first.lock({})
            again = timed(
                "the same from memory",
                count,
                lambda: read(archive, editors, kept, memory),
            )
            minted = sum(
                entity.record.origin == "minted" for entity in first.known.values()
            )
            print(f"{len(before):,} entities, {minted:,} of them minted by the archive")
            print(
                "read again with the lock:",
                "the same" if addresses(again, kept, settings) == before else "ANOTHER",
            )
            print(
                "lock:",
                "the same"
                if id_lock.written(again.lock(kept)) == id_lock.written(kept)
                else "ANOTHER",
            )
            for one in added:
                grown = read([*archive, one], editors, kept, memory)
                report(before, addresses(grown, kept, settings))
