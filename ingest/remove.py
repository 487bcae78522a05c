# SPDX-License-Identifier: AGPL-3.0-or-later
"""python -m ingest.remove takes articles off the site, or erases them everywhere.

``--level hide`` keeps the record: the front matter gets ``status: hidden``. ``erase``
deletes the text from Markdown, sidecar, original, signatures, caches, the built site,
offline copies and fetched files. Both log the removal in ``removals.jsonl``, which is
public; the next ingest does not restore the article. ``--verify TEXT`` searches every
artefact for a text.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from ingest import progress
from ingest.archive.ledger import LEDGER, ArchiveInUse, open_locked
from ingest.archive.store import Store
from ingest.removal.cut import CannotCut
from ingest.removal.derived import delete_derived
from ingest.removal.erase import Erasure, erase, piece_digests, with_merged
from ingest.removal.log import ERASE, HIDE, LEVELS, log_removal, removed_levels
from ingest.removal.search import search_artefacts
from storage.files import write_atomic
from storage.json_lines import BadLog

PUBLISHED_COPIES = """\
Copies that were published or packed before still have the text: publish again now, and
ask those who have an offline copy to replace it. The history of git keeps every version
of a file; docs/en/remove.md explains how to rewrite it. Inputs outside of this folder
are not touched."""


class CannotRemove(ValueError):
    """Nothing was removed; the message is the reason."""


def main() -> int:
    """Remove articles, or search for a text; return 1 if that failed or it occurs."""
    arguments = parse_arguments()
    root = arguments.out.resolve().parent
    if arguments.verify:
        return report_occurrences(root, arguments.verify)
    try:
        with lock_archive(arguments.out):
            for line in remove(arguments, root):
                progress.print_plain(line)
    except (CannotRemove, CannotCut, ArchiveInUse, BadLog) as error:
        progress.print_message(f"nothing was removed: {error}")
        return 1
    return 0


def lock_archive(out: Path) -> IO[bytes]:
    """Return the ledger, locked: no ingest may write meanwhile.

    Raises ``CannotRemove`` if there is no archive, ``ArchiveInUse`` during an ingest.
    """
    ledger = out / LEDGER
    if not ledger.is_file():
        raise CannotRemove(f"{out} is no archive")
    return open_locked(ledger)


def parse_arguments() -> Namespace:
    """Return the arguments of the command line."""
    parser = ArgumentParser(prog="python -m ingest.remove", description=__doc__)
    parser.add_argument("--article", action="append", default=[], help="id, as in URLs")
    parser.add_argument("--reason", default="", help="why; readers see it")
    parser.add_argument("--level", choices=LEVELS, default=HIDE)
    parser.add_argument("--drop-original", action="store_true")
    parser.add_argument(
        "--keep-site", action="store_true", help="it is built again at once"
    )
    parser.add_argument("--verify", default="", help="a text that must occur nowhere")
    parser.add_argument("--out", type=Path, default=Path("content"), help="the archive")
    return parser.parse_args()


def remove(arguments: Namespace, root: Path) -> Iterator[str]:
    """Remove the articles of the command line; yield what was done."""
    ids, out = list(dict.fromkeys(arguments.article)), arguments.out
    if not ids or not arguments.reason.strip():
        raise CannotRemove("name the articles and --reason, which readers see")
    store = Store(out)
    refuse_unknown(store, ids, removed_levels(out))
    same_text = sorted(linked_articles(store, ids))
    row: dict[str, object] = {
        "date": datetime.now(UTC).date().isoformat(),
        "reason": arguments.reason.strip(),
        "level": arguments.level,
    }
    if arguments.level == ERASE:
        yield from erase_everywhere(arguments, root, row)
    else:
        for article_id in ids:
            hide(store, article_id)
            log_removal(out, {"id": article_id, **row})
    yield f"{len(ids)} articles: {arguments.level}"
    if same_text:
        yield f"The same text is in other newspapers: {' '.join(same_text)}"
    if arguments.level == ERASE:
        yield from PUBLISHED_COPIES.splitlines()


def erase_everywhere(
    arguments: Namespace, root: Path, row: dict[str, object]
) -> Iterator[str]:
    """Erase articles and what was derived from them, and log that."""
    out = arguments.out
    digests = piece_digests(out, with_merged(Store(out), arguments.article))

    def log(erasure: Erasure) -> None:
        for article_id in sorted(erasure.ids):
            log_removal(out, {"id": article_id, **row, "originals": erasure.originals})

    erasure = erase(out, arguments.article, log, drop_original=arguments.drop_original)
    for original in erasure.originals:
        after = original["after"] or "deleted"
        yield f"original {original['before'][:16]}… → {after[:16]}"
    yield from delete_derived(root, digests, site=not arguments.keep_site)


def refuse_unknown(store: Store, ids: list[str], removed: dict[str, str]) -> None:
    """Raise ``CannotRemove`` for an id that the archive does not have."""
    for article_id in ids:
        if removed.get(article_id) == ERASE:
            raise CannotRemove(f"{article_id} was erased already")
        if not store.has_article(article_id):
            raise CannotRemove(f"{article_id} is no article of {store.out}")


def linked_articles(store: Store, ids: list[str]) -> set[str]:
    """Return the articles of other newspapers with the same text."""
    linked = (store.load(article_id).sidecar.get("also_in", []) for article_id in ids)
    return {other for others in linked for other in others} - set(ids)


def hide(store: Store, article_id: str) -> None:
    """Set ``status: hidden`` in the front matter of an article."""
    markdown = store.load(article_id).markdown or b""
    lines = markdown.split(b"\n")
    end = lines.index(b"---", 1)
    head = [line for line in lines[1:end] if not line.startswith(b"status:")]
    changed = [lines[0], *head, b'status: "hidden"', *lines[end:]]
    write_atomic(store.paths_of(article_id)[0], b"\n".join(changed))


def report_occurrences(root: Path, text: str) -> int:
    """Print every file that contains *text*; return 1 if there is one."""
    count = 0
    for name in search_artefacts(root, text):
        progress.print_plain(name, "red")
        count += 1
    progress.print_plain(f"{count} files contain the text")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
