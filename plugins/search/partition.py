# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of a part: the segments that begin in a share of the articles.

The digest of an article decides whether a segment ends there, so a part finds the cuts
of the whole archive if it begins to cut at such an article before its share. Segments
have a hundredth of the articles on average, at most twice as many, so a thirtieth of
them before and behind a share nearly always suffices. A segment that no part has is
written by the build.

``python -m plugins.search.partition FOLDER`` merges the parts of a folder.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.settings import read_settings

from arabic import terms
from plugins.contract import Partition, Settings
from plugins.search.cache import (
    SEGMENT_CODE,
    code_key,
    digest,
    lock_folder,
)
from plugins.search.fields import FIELDS, digest_of_fields, field_texts
from plugins.search.inverted.forward_index import build_forward_index
from plugins.search.inverted.segments import (
    SUFFIX,
    Segment,
    articles_per_boundary,
    cut_segments,
    ends_segment,
)
from storage.files import link_or_copy

PARTS = "*-of-*[0-9]"  # folders of finished parts


def write_part(generator: ArticlesGenerator) -> None:
    """Write the segments that begin in the share."""
    settings, part = generator.settings, generator.context["partition"]
    folder = Path(settings["SEARCH_CACHE"])
    folder.mkdir(parents=True, exist_ok=True)
    oldest_first = generator.articles[::-1]
    digests = [digest_of_fields(article) for article in oldest_first]
    code = code_key(SEGMENT_CODE)
    for first, end in cut_part(digests, settings["SEARCH_PARTITION_ARTICLES"], part):
        key = digest(code, *digests[first:end])
        texts = map(field_texts, oldest_first[first:end])
        segment = Segment(first, end, folder / f"{key.hex()}{SUFFIX}")
        segment.save(build_forward_index(texts, len(FIELDS), terms.tokens_of_lines))


def cut_part(
    digests: Sequence[bytes], size: int, part: Partition
) -> Iterator[tuple[int, int]]:
    """Yield first and end of the segments that begin in the share, as in *digests*.

    *digests* are those of the articles that were read.
    """
    every = articles_per_boundary(part.total, size)
    start = 0
    if part.read_from:
        ends = (
            number
            for number, each in enumerate(digests, 1)
            if ends_segment(each, every)
        )
        start = next(ends, len(digests))
    has_last = part.read_from + len(digests) == part.total
    for first, end in cut_segments(digests[start:], size, part.total):
        is_own = part.first <= part.read_from + start + first < part.end
        # The last one may go on behind what was read.
        if is_own and (has_last or start + end < len(digests)):
            yield start + first, start + end


def merge_parts(settings: Settings, folder: Path) -> int:
    """Add the segments of all parts in *folder* to the cache; return how many."""
    cache = Path(settings["SEARCH_CACHE"])
    segments = sorted(folder.glob(f"{PARTS}/index/*{SUFFIX}"))
    with lock_folder(cache):
        for path in segments:
            if not (cache / path.name).exists():
                link_or_copy(str(path), str(cache / path.name))
    return len(segments)


def register() -> None:
    """Connect when the articles of the share have their dates."""
    signals.article_generator_pretaxonomy.connect(write_part)


if __name__ == "__main__":
    segments_merged = merge_parts(read_settings("pelicanconf.py"), Path(sys.argv[1]))
    sys.stdout.write(f"{segments_merged} segments of the index\n")
