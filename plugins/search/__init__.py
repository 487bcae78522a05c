# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the search index: small scripts, of which a query loads the few it needs."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from pelican import signals
from pelican.generators import Generator

from arabic import terms
from plugins.contract import NO_FORMER_FILES, ArchiveArticle, FormerFiles, Settings
from plugins.search.bundles import write_bundles
from plugins.search.cache import lock_folder
from plugins.search.fields import (
    COLUMNS_IN_FILES,
    FIELDS,
    digest_of_fields,
    field_boosts,
    field_texts,
    lengths_in_files,
    lengths_in_postings,
)
from plugins.search.inverted.index import build_index
from plugins.search.inverted.segments import remove_unused
from plugins.search.write.directories import RootPart
from plugins.search.write.facets import write_facets
from plugins.search.write.length_files import write_lengths
from plugins.search.write.name_terms import cached_terms
from plugins.search.write.results import (
    ResultFolder,
    ResultWriter,
    load_folders,
    save_folders,
)
from plugins.search.write.root import write_root
from plugins.search.write.script_files import SUFFIX, ScriptFolder
from plugins.search.write.shard_files import write_shards, write_vocabulary
from plugins.search.write.suggestions import (
    Name,
    suggestion_rows,
    write_suggestions,
)
from plugins.search.write.term_dictionary import TermDictionary
from storage.child_process import run_in_process

FOLDER = "search"  # of the site
SMALL_ARCHIVE = 500  # articles
FEW_FOLDERS = 8  # of records


def write_index(
    folder: Path,
    oldest_first: Sequence[ArchiveArticle],
    settings: Settings,
    former: FormerFiles = NO_FORMER_FILES,
) -> set[str]:
    """Write the index of articles to *folder*; files that are still valid stay.

    The oldest article is number 0, so that an added article changes no number. Files of
    *former* that are still valid are not written. Return the paths of the others.
    """
    scripts = ScriptFolder(folder, former.site / FOLDER, names_below_folder(former))
    with ExitStack() as stack:
        cache = Path(
            settings["SEARCH_CACHE"] or stack.enter_context(TemporaryDirectory())
        )
        stack.enter_context(lock_folder(cache))
        write_with_cache(cache, scripts, oldest_first, settings)
    return {f"{FOLDER}/{name}{SUFFIX}" for name in scripts.unneeded()}


def names_below_folder(former: FormerFiles) -> frozenset[str]:
    """Return the names of the scripts of an index among *former* files."""
    prefix = f"{FOLDER}/"
    return frozenset(
        path.removeprefix(prefix).removesuffix(SUFFIX)
        for path in former.paths
        if path.startswith(prefix)
    )


def write_with_cache(
    cache: Path,
    scripts: ScriptFolder,
    oldest_first: Sequence[ArchiveArticle],
    settings: Settings,
) -> None:
    """Write the index, using the entries of the folder *cache* and updating them.

    Many records are written by a child process, all else by this one.
    """
    index = build_index(
        FIELDS,
        terms.tokens_of_lines,
        oldest_first,
        field_texts,
        digest_of_fields,
        size=settings["SEARCH_PARTITION_ARTICLES"],
        folder=cache,
    )
    results = ResultWriter(
        scripts=scripts,
        articles=oldest_first,
        digests=index.digests,
        lengths=index.lengths[:, COLUMNS_IN_FILES],
        settings=settings,
    )
    write_records = start_records(results, load_folders(cache / "results"))
    dictionary = TermDictionary(
        index, lengths_in_postings(index.lengths), cache / "terms"
    )
    parts = write_terms(scripts, dictionary, oldest_first, settings)
    facets = write_facets(scripts, oldest_first, settings["SEARCH_FACET_VALUES"])
    folders = write_records()
    parts |= {
        **results.keep(folders),
        "passages": settings["SEARCH_PASSAGES"],
        "snippetWords": settings["SEARCH_SNIPPET_WORDS"],
        "facets": facets,
    }
    write_root(scripts, index, field_boosts(settings), parts)
    dictionary.save()
    save_folders(cache / "results", folders)
    # The dictionary needs those of the last build.
    remove_unused(cache, index.plan)


def start_records(
    results: ResultWriter, cached: Mapping[bytes, ResultFolder]
) -> Callable[[], list[ResultFolder]]:
    """Start to write the records that are not *cached*; return what ends it.

    A child process would copy each page of memory that either process touches then: for
    few records that takes longer than to write them.
    """
    planned = results.plan(cached)
    write = partial(results.write, planned)
    missing = sum(folder.existing is None for folder in planned)
    return run_in_process(write).result if missing > FEW_FOLDERS else write


def write_terms(
    scripts: ScriptFolder,
    dictionary: TermDictionary,
    articles: Sequence[ArchiveArticle],
    settings: Settings,
) -> RootPart:
    """Write shards, lengths and suggestions, and return their part of the root."""
    shards = write_shards(scripts, dictionary, settings["SEARCH_SHARD_BYTES"])
    lengths = lengths_in_files(dictionary.index.lengths)
    words = dictionary.words()
    # A word of a small archive is no misprint for being rare.
    threshold = min(
        settings["SEARCH_SUGGESTION_ARTICLES"], 1 + len(articles) // SMALL_ARCHIVE
    )
    find_terms = partial(cached_terms, dictionary.path.with_name("names"))
    names = count_names(articles)
    suggestions = suggestion_rows(words, names, threshold, find_terms)
    return {
        "terms": shards,
        "lengths": {
            field: write_lengths(scripts, column) for field, column in lengths.items()
        },
        "vocabulary": write_vocabulary(
            scripts, ((record.term, record.forms) for record in dictionary.records)
        ),
        "suggestions": write_suggestions(scripts, suggestions),
    }


def count_names(articles: Sequence[ArchiveArticle]) -> Counter[Name]:
    """Return the number of articles that mention each entity.

    Entities are counted first, by identity: most are mentioned many times.
    """
    mentioned = list(chain.from_iterable(article.entities for article in articles))
    by_id = dict(zip(map(id, mentioned), mentioned, strict=True))
    names: Counter[Name] = Counter()
    for identity, count in Counter(map(id, mentioned)).items():
        entity = by_id[identity]
        names[Name(entity.label, entity.url or "", entity.latin)] += count
    return names


class SearchGenerator(Generator):
    """Writes ``output/search/``, and the scripts that read it."""

    def generate_output(self, writer: object) -> None:
        """Write the bundles of the search page, and the index of all articles.

        The index is written beside the pages, if *writer* can do so.
        """
        scripts = Path(self.output_path, self.settings["THEME_STATIC_DIR"], "js")
        write_bundles(Path(self.settings["THEME"], "static"), scripts)
        run_beside = getattr(writer, "run_beside", run_now)
        retained_files = getattr(writer, "retained_files", retain_nothing)
        run_beside(partial(self.write_search, retained_files(FOLDER)))

    def write_search(self, former: FormerFiles) -> set[str]:
        """Write ``output/search/``; return which paths of *former* are not needed."""
        return write_index(
            Path(self.output_path, FOLDER),
            self.context["articles"][::-1],
            self.settings,
            former,
        )


def retain_nothing(_folder: str) -> FormerFiles:
    """Return no files: Pelican's own writer has left them in the output folder."""
    return NO_FORMER_FILES


def run_now(task: Callable[[], object]) -> None:
    """Run *task*: the writer is Pelican's own."""
    task()


def search_generator(_pelican: object) -> type[SearchGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return SearchGenerator


def register() -> None:
    """Once a run, when the URLs of all articles are final."""
    signals.get_generators.connect(search_generator)
