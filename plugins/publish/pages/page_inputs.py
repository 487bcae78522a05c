# SPDX-License-Identifier: AGPL-3.0-or-later
"""Digests of everything that a page is rendered from.

A page with the digest of the last build is not rendered again. The digest covers what
the templates of articles and lists read: the attributes in ``LINK_ATTRIBUTES`` and
``PageInputs.of_article``, and of other objects (periods, entities, grids) all values up
to two steps away. ``TemplateReads`` finds a template that reads more; its pages are
rendered in each build.
"""

import hashlib
import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from pelican.contents import Article

from plugins.contract import ArchiveArticle, Named

# What lists and neighbours show of an article, with the first paragraph of the text.
LINK_ATTRIBUTES = (
    *("url", "title", "lang", "source", "date", "undated", "hijri"),
    *("iso_date", "locale_date", "slug", "source_url"),
)
ENTRY_ATTRIBUTES = (*LINK_ATTRIBUTES, "plain_text")
ARTICLE_ATTRIBUTES = (
    *(*ENTRY_ATTRIBUTES, "content"),
    *("section_url", "day"),
    *("category", "authors", "entities", "named", "newer", "older", "elsewhere"),
    "related",
    "metadata",
)
ENTITY_ATTRIBUTES = ("label", "type", "url")  # on the page of an article
# On the page of an entity, of itself and of those named together with it. Not how many
# articles they have: one more article would change the pages of all their companions.
LISTED_ENTITY_ATTRIBUTES = (*ENTITY_ATTRIBUTES, "id", "wikidata", "latin")
# Front matter that is in other attributes, or is the same in every build.
NOT_FACTS = frozenset({"plain_text", "category", "authors"})
# With one of these begins what Pelican replaces by the URL of another page, which is
# not in the digest.
LINK_SIGNS = ("{", "|")
NOT_DESCRIBED = frozenset({"articles", "known_entity"})
STEPS = 2
SCALARS = (str, int, float, bytes, date, type(None))
# Nearly all values are of just these types, which is checked faster.
PLAIN_TYPES = frozenset({str, int, float, bytes, bool, type(None)})
# Of marshal's formats the one in which equal values have equal bytes: later ones refer
# to objects that occur twice, and which those are depends on the run.
MARSHAL_FORMAT = 0
ENTITY_INPUTS = attrgetter(*ENTITY_ATTRIBUTES)
DigestOfArticle = Callable[[Any], bytes]


def digest_of(value: Any) -> bytes:
    """Return the digest of a value of texts, numbers, lists and pairs.

    ``marshal`` writes them in a fifth of the time of ``repr``, but dates not at all.
    """
    try:
        data = marshal.dumps(value, MARSHAL_FORMAT)
    except ValueError:
        data = repr(value).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16).digest()


def link_inputs(article: ArchiveArticle) -> tuple[str, ...]:
    """Return what a link to *article* shows."""
    shown = (str(getattr(article, name, "")) for name in LINK_ATTRIBUTES)
    return (*shown, str(article.metadata.get("hijri_stated")))


def opening_of(article: ArchiveArticle) -> str:
    """Return the paragraph that an entry in a list shows."""
    return article.plain_text.partition("\n\n")[0]


def facts_of(article: ArchiveArticle) -> list[tuple[str, str]]:
    """Return the front matter that the page of *article* shows, besides attributes."""
    facts = (item for item in article.metadata.items() if item[0] not in NOT_FACTS)
    return [(key, str(value)) for key, value in facts]


def has_link_signs(article: Any) -> bool:
    """Return whether Pelican may replace a part of the HTML of *article* by a URL."""
    html = article._content
    if not any(sign in html for sign in LINK_SIGNS):
        return False
    return bool(article._get_intrasite_link_regex().search(html))


def add_digests(article: Any) -> None:
    """Set the digests of what was read from the file of *article*.

    They are stored with it, so that the next builds need not compute them again. Our
    plugins change none of these attributes, and compute the others that links show
    (``source_url``, ``hijri``, ``locale_date`` …) from these, settings and code.
    """
    article.has_link_signs = has_link_signs(article)
    article.text_digest = digest_of(article.plain_text)
    article.content_digest = digest_of(article._content)
    article.link_digest = digest_of(link_inputs(article))
    article.entry_digest = digest_of((article.link_digest, opening_of(article)))
    article.facts_digest = digest_of((article.category.name, facts_of(article)))


def printed_authors(article: ArchiveArticle) -> Sequence[Named]:
    """Return the authors of the front matter; Pelican may invent others."""
    authors: Sequence[Named] = article.metadata.get("authors", ())
    return authors


class PageInputs:
    """Digests of pages; caches those of links, entries and described objects.

    With *as_read*, no plugin changes what was read: the digests of ``add_digests`` are
    valid.
    """

    def __init__(self, *, as_read: bool = False) -> None:
        self.as_read = as_read
        self.link: DigestOfArticle = self.compute_link
        self.entry: DigestOfArticle = self.compute_entry
        if as_read:
            self.link = attrgetter("link_digest")
            self.entry = attrgetter("entry_digest")
        self.links: dict[int, bytes] = {}  # by id of the article
        self.entries: dict[int, bytes] = {}
        self.names: dict[int, tuple[str, str]] = {}  # by id of the author
        # By id and steps; with the object, for the id of one that is gone is reused.
        self.objects: dict[tuple[int, int], tuple[object, bytes]] = {}

    def of_list(self, variables: Mapping[str, object]) -> bytes:
        """Return the digest of the *variables* of a list's template."""
        page = {key: value for key, value in variables.items() if key != "articles"}
        return digest_of(self.describe(page, STEPS))

    def of_article(self, article: Any) -> bytes | None:
        """Return the digest of what the page of *article* shows.

        ``None``: the page depends on others, so it is rendered in each build.
        """
        if article.has_link_signs if self.as_read else has_link_signs(article):
            return None
        newer, older = article.newer, article.older
        return digest_of(
            (
                *(*self.of_file(article), str(article.metadata.get("corrections"))),
                *(article.source_url, article.section_url, str(article.day)),
                list(map(self.name, printed_authors(article))),
                list(map(ENTITY_INPUTS, article.entities)),
                [(start, end, entity.url) for start, end, entity in article.named],
                *(newer and self.link(newer), older and self.link(older)),
                *(self.copies(article), self.related(article)),
            )
        )

    def of_file(self, article: Any) -> tuple[bytes, ...]:
        """Return digests of what is in the file of *article*."""
        if self.as_read:
            return article.content_digest, article.entry_digest, article.facts_digest
        facts = digest_of((article.category.name, facts_of(article)))
        return digest_of(article._content), self.entry(article), facts

    def name(self, author: Named) -> tuple[str, str]:
        """Return name and URL of an author; Pelican composes the URL each time."""
        cached = self.names.get(id(author))
        if cached is None:
            cached = self.names[id(author)] = (author.name, author.url)
        return cached

    def copies(self, article: ArchiveArticle) -> list[object]:
        """Return what the page of *article* shows of its copies in other newspapers."""
        return [
            (self.link(copy), self.has_same_text(copy, article))
            for copy in article.elsewhere
        ]

    def has_same_text(self, article: Any, other: Any) -> bool:
        """Return whether two articles have the same text."""
        if self.as_read:
            return bool(article.text_digest == other.text_digest)
        return bool(article.plain_text == other.plain_text)

    def related(self, article: ArchiveArticle) -> list[object]:
        """Return what the page of *article* shows of related articles."""
        return [(self.link(related), reasons) for related, reasons in article.related]

    def compute_link(self, article: Any) -> bytes:
        """Return the digest of a link to an article."""
        cached = self.links.get(id(article))
        if cached is None:
            cached = self.links[id(article)] = digest_of(link_inputs(article))
        return cached

    def compute_entry(self, article: Any) -> bytes:
        """Return the digest of an article's entry in a list."""
        cached = self.entries.get(id(article))
        if cached is None:
            cached = digest_of((self.link(article), opening_of(article)))
            self.entries[id(article)] = cached
        return cached

    def describe(self, value: Any, steps: int) -> object:
        """Return *value* as texts, numbers and lists, objects up to *steps* away."""
        kind: Any = type(value)
        if kind in PLAIN_TYPES:
            return value
        if kind is list or kind is tuple:
            return self.describe_sequence(value, steps)
        # With the digest the object is stored, so that no other one gets its id.
        described = self.objects.get((id(value), steps))
        return self.describe_other(value, steps) if described is None else described[1]

    def describe_other(self, value: object, steps: int) -> object:
        """Return the description of a value that is not plain, and not stored yet."""
        if isinstance(value, SCALARS):
            return repr(value)  # of a date, which marshal does not write
        if isinstance(value, Article):
            return self.entry(value)
        if isinstance(value, Iterable):
            return self.describe_members(value, steps)
        return self.describe_object(value, steps) if steps else type(value).__name__

    def describe_sequence(self, values: Sequence[Any], steps: int) -> object:
        """Return the members of a list or tuple: *values* itself if all are plain."""
        kinds = frozenset(map(type, values))
        if kinds <= PLAIN_TYPES:
            return values
        if are_articles(kinds):
            return list(map(self.entry, values))
        return [self.describe(value, steps) for value in values]

    def describe_object(self, value: object, steps: int) -> bytes:
        """Return the digest of an object: many lists refer to one day or entity."""
        kind: Any = type(value)
        attributes = reader_of_attributes(kind)(value)
        digest = digest_of(self.describe_sequence(attributes, steps - 1))
        self.objects[id(value), steps] = value, digest
        return digest

    def describe_members(self, values: Iterable[object], steps: int) -> object:
        """Return the members of a mapping, of a set or of another iterable."""
        if isinstance(values, Mapping):
            return [(key, self.describe(value, steps)) for key, value in values.items()]
        members = [self.describe(value, steps) for value in values]
        return sorted(map(repr, members)) if isinstance(values, Set) else members


@cache
def are_articles(kinds: frozenset[type]) -> bool:
    """Return whether all objects of these classes are articles."""
    return all(issubclass(kind, Article) for kind in kinds)


@cache
def reader_of_attributes(kind: Any) -> Callable[[object], Sequence[Any]]:
    """Return a function that reads what the digest covers of an object of a class."""
    names = [
        name
        for name in dir(kind)
        if not name.startswith("_")
        and is_described(kind, name)
        and not callable(getattr(kind, name))
    ]
    if len(names) > 1:
        return attrgetter(*names)  # of a single name it does not return a tuple
    return lambda value: [getattr(value, name) for name in names]


def is_described(kind: Any, name: str) -> bool:
    """Return whether the digest of a list covers an attribute.

    ``articles`` only of the page of a list: of other objects it is the whole archive.
    """
    if kind.__name__ == "Entity":
        return name in LISTED_ENTITY_ATTRIBUTES
    return name not in NOT_DESCRIBED or kind.__name__ == "ListPage"
