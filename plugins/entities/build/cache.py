# SPDX-License-Identifier: AGPL-3.0-or-later
"""Caches the recogniser's spans and the reconciled names of each text.

A cache file belongs to one recogniser and one version of the deciding code. A rebuild
recognises new texts only; a change of known entities repeats the reconciliation of the
texts that it can affect, but no recognition.
"""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from plugins.entities.build.cache_table import CacheTable, open_cache_file
from plugins.entities.build.changed_entities import (
    describe_finder,
    may_be_affected,
    words_of_changes,
)
from plugins.entities.build.serialise import (
    parse_names,
    parse_spans,
    serialise_names,
    serialise_spans,
)
from plugins.entities.match.country import clear_winner
from plugins.entities.match.finder import Finder
from plugins.entities.match.tokenised_text import tokenise
from plugins.entities.models.recogniser import Recogniser, Span
from plugins.entities.resolve.reconcile import ArticleNames, reconcile
from storage.code_digest import code_digest

CACHE_FILES = 3  # kept in the folder, the newest
TEXTS_AT_ONCE = 500  # read from the cache
ENTITIES = Path(__file__).parents[1]
# The code and lists that decide which names a text has, and the format of the cache.
DECIDING = (
    ENTITIES / "lists",
    ENTITIES / "match",
    ENTITIES / "models",
    ENTITIES / "resolve",
    ENTITIES / "build" / "cache_table.py",
    ENTITIES / "build" / "changed_entities.py",
    ENTITIES / "build" / "serialise.py",
)
# Countries of texts depend on no entity; the file belongs to one version of the lists.
COUNTRY_WORDS = ""
LAST = b"last"  # the key of the finder of the last run
LIBRARIES = ("Babel", "python-crfsuite")  # names of countries and cities; the CRF


class KeyedText(NamedTuple):
    """A text with its cache key, and the country of its newspaper."""

    key: bytes
    text: str
    home: str


class NewText(NamedTuple):
    """A text without cached names; its *spans* are cached and serialised, or ``None``.

    *home* is the country of its newspaper.
    """

    key: bytes
    text: str
    home: str
    spans: str | None


class NamesOfText(NamedTuple):
    """The spans of a text and its reconciled names, serialised."""

    spans: str
    names: str


class NameCache:
    """Returns the names of texts, from the cache where they are in it."""

    def __init__(
        self, recogniser: Recogniser, connection: sqlite3.Connection, folder: Path
    ) -> None:
        self.recogniser, self.folder = recogniser, folder
        self.fingerprint = recogniser.fingerprint
        self.spans = CacheTable(connection, "spans")
        self.names = CacheTable(connection, "names")
        self.countries = CacheTable(connection, "countries")
        self.finders = CacheTable(connection, "finders")
        self.used: set[bytes] = set()

    def last_finder(self) -> str:
        """Return the fingerprint of the finder of the last run, "" without one."""
        return self.finders.fingerprints().get(LAST, "")

    def keep_unaffected(self, texts: Iterable[KeyedText], finder: Finder) -> None:
        """Keep the names of *texts* that a change of the known entities cannot affect.

        The change is that from the finder of the last run to *finder*.
        """
        former = self.last_finder()
        if former == finder.fingerprint:
            return
        described = self.finders.get(LAST, former)
        words = words_of_changes(described, finder) if described else None
        if words is not None:
            cached = self.names.fingerprints()
            self.names.set_fingerprints(
                (text.key, names_fingerprint(finder, text.home))
                for text in texts
                if cached.get(text.key) == f"{former}{text.home}"
                and not may_be_affected(text.text, words)
            )
        self.finders.put(LAST, finder.fingerprint, describe_finder(finder))

    def texts_with_names(
        self, homes: Mapping[bytes, str], finder: Finder
    ) -> set[bytes]:
        """Return the texts whose names with *finder* are cached.

        *homes* are all texts by their keys, with the countries of their newspapers.
        """
        cached = self.names.fingerprints()
        return {
            key
            for key, home in homes.items()
            if cached.get(key) == names_fingerprint(finder, home)
        }

    def recognise(self, text: str) -> list[Span]:
        """Return the recogniser's spans of *text*."""
        key = text_digest(text)
        self.used.add(key)
        cached = self.spans.get(key, self.fingerprint)
        if cached is not None:
            return parse_spans(cached)
        spans = self.recogniser(text)
        self.spans.put(key, self.fingerprint, serialise_spans(spans))
        return spans

    def names_in(self, text: str, finder: Finder, home: str = "") -> ArticleNames:
        """Return the reconciled names of *finder* and recogniser in *text*.

        *home* is the country of the newspaper, "" if it is unknown.
        """
        keyed = KeyedText(text_digest(text), text, home)
        [names] = self.names_of_texts([keyed], finder)
        return names

    def names_of_texts(
        self, texts: Iterable[KeyedText], finder: Finder
    ) -> Iterator[ArticleNames]:
        """Yield the reconciled names of each of *texts*.

        Cached ones are read many at a time, for one by one SQLite takes several times
        as long.
        """
        remaining = iter(texts)
        while batch := list(islice(remaining, TEXTS_AT_ONCE)):
            rows = self.names.rows([text.key for text in batch])
            for text in batch:
                self.used.add(text.key)
                fingerprint, cached = rows.get(text.key, ("", ""))
                if fingerprint == names_fingerprint(finder, text.home):
                    yield parse_names(cached, text.text, finder)
                else:
                    yield self.find_names(text, finder)

    def find_names(self, new: KeyedText, finder: Finder) -> ArticleNames:
        """Return the reconciled names of a text, and cache them."""
        tokenised, spans = tokenise(new.text), self.recognise(new.text)
        names = reconcile(tokenised, finder, spans, new.home)
        fingerprint = names_fingerprint(finder, new.home)
        self.names.put(new.key, fingerprint, serialise_names(names))
        return names

    def country_of(
        self, keys: Iterable[bytes], texts: Iterable[str], finder: Finder
    ) -> str:
        """Return the country that clearly most of *texts* are about, "" for none.

        *keys* are their digests. The texts are not read if the country is cached.
        """
        key = hashlib.sha256(b"".join(keys)).digest()
        cached = self.countries.get(key, COUNTRY_WORDS)
        if cached is not None:
            return cached
        countries = (finder.countries.country_of(tokenise(text)) for text in texts)
        country = clear_winner(Counter(filter(None, countries)))
        self.countries.put(key, COUNTRY_WORDS, country)
        return country

    def uncached_texts(
        self, texts: Iterable[KeyedText], finder: Finder
    ) -> Iterator[NewText]:
        """Yield those of *texts* whose names are not cached, without duplicates."""
        cached = self.names.fingerprints()
        for new in texts:
            fingerprint = names_fingerprint(finder, new.home)
            if cached.get(new.key) != fingerprint:
                cached[new.key] = fingerprint
                yield NewText(*new, self.spans.get(new.key, self.fingerprint))

    def store(
        self, texts: Iterable[NewText], names: Iterable[NamesOfText], finder: Finder
    ) -> None:
        """Cache the spans and *names* of *texts*, and write them to disk."""
        for new, of_text in zip(texts, names, strict=True):
            if new.spans is None:
                self.spans.put(new.key, self.fingerprint, of_text.spans)
            self.names.put(new.key, names_fingerprint(finder, new.home), of_text.names)
        self.write()

    def write(self) -> None:
        """Write what is new to disk."""
        self.spans.write()
        self.names.write()
        self.countries.write()
        self.finders.write()

    def evict_unused(self) -> None:
        """Delete the texts that this run did not use, if they are more than half."""
        self.spans.evict_unused(self.used)
        self.names.evict_unused(self.used)


def names_fingerprint(finder: Finder, home: str) -> str:
    """Return what besides the text decides its names."""
    return f"{finder.fingerprint}{home}"


def text_digest(text: str) -> bytes:
    """Return the cache key of a text."""
    return hashlib.sha256(text.encode()).digest()


def cache_file_name(recogniser: Recogniser) -> str:
    """Return the name of the file for a recogniser and this version of the code."""
    version = f"{code_digest(DECIDING, LIBRARIES)}\n{recogniser.fingerprint}"
    return f"{hashlib.sha256(version.encode()).hexdigest()[:16]}.sqlite"


@contextmanager
def open_cache(recogniser: Recogniser, folder: Path) -> Iterator[NameCache]:
    """Open the cache of *recogniser* in *folder*, and write it at the end.

    A damaged file is deleted with a message; its texts are recognised again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / cache_file_name(recogniser)
    with closing(open_cache_file(path)) as connection:
        cache = NameCache(recogniser, connection, folder)
        try:
            yield cache
        finally:
            cache.write()
        cache.evict_unused()
    path.touch()  # a file that was only read counts as used too
    delete_old_files(folder)


def delete_old_files(folder: Path) -> None:
    """Keep the newest ``CACHE_FILES`` of *folder*."""
    newest_first = sorted(
        folder.glob("*.sqlite"), key=lambda path: path.stat().st_mtime_ns, reverse=True
    )
    for path in newest_first[CACHE_FILES:]:
        path.unlink()
