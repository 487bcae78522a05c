# SPDX-License-Identifier: AGPL-3.0-or-later
"""All candidates of an archive with their mentions, which only the review needs."""

from collections.abc import Sequence
from pathlib import Path

from plugins.contract import ArchiveArticle, Settings
from plugins.entities.build.read_names import NamesReader
from plugins.entities.build.stored_finder import FILE, load_known_names
from plugins.entities.build.tag_articles import lock_file, open_name_cache
from plugins.entities.discover.candidates import Candidate, gather_candidates
from plugins.entities.discover.id_lock import read_lock, reuse_ids
from plugins.entities.editors.file import read_editors_file
from plugins.entities.lists.known_entity import KnownEntity


def find_candidates(
    articles: Sequence[ArchiveArticle], settings: Settings
) -> list[tuple[KnownEntity, Candidate]]:
    """Return the candidates of *articles*, and the entity that each would become."""
    lock = read_lock(lock_file(settings))
    editors = read_editors_file(Path(settings["ENTITIES_AUTHORITY"]))
    with open_name_cache(settings) as cache:
        finder = load_known_names(cache.folder / FILE, lock, editors).finder
        reader = NamesReader(articles, finder, cache)
        reader.read(reader.inputs.keys(), settings["ENTITIES_PROCESSES"])
    candidates = gather_candidates(
        {slug: names.unlinked for slug, names in reader.names.items()}
    )
    # Published ones first: they have a prior claim to the locked ids.
    candidates.sort(key=lambda candidate: not candidate.published)
    entities = reuse_ids([candidate.entity for candidate in candidates], lock)
    return list(zip(entities, candidates, strict=True))
