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
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from functools import cache
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
# What Pelican replaces by the URL of another page, which is not in the digest.
LINK_SIGNS = ("{", "|")
NOT_DESCRIBED = frozenset({"articles", "known_entity"})
STEPS = 2
SCALARS = (str, int, float, bytes, date, type(None))
# Nearly all values are of just these types, which is checked faster.
PLAIN_TYPES = frozenset({str, int, float, bytes, bool, type(None)})
# Of marshal's formats the one in which equal values have equal bytes: later ones refer
# to objects that occur twice, and which those are depends on the run.
MARSHAL_FORMAT = 0


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
    return any(sign in article._content for sign in LINK_SIGNS)


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
        self.links: dict[int, bytes] = {}  # by id of the article
        self.entries: dict[int, bytes] = {}
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
        return digest_of(
            (
                *(*self.of_file(article), str(article.metadata.get("corrections"))),
                *(article.source_url, article.section_url, str(article.day)),
                [(author.name, author.url) for author in printed_authors(article)],
                [
                    (entity.label, entity.type, entity.url)
                    for entity in article.entities
                ],
                [(start, end, entity.url) for start, end, entity in article.named],
                *(self.link(article.newer), self.link(article.older)),
                *(self.copies(article), self.related(article)),
            )
        )

    def of_file(self, article: Any) -> tuple[bytes, ...]:
        """Return digests of what is in the file of *article*."""
        if self.as_read:
            return article.content_digest, article.entry_digest, article.facts_digest
        facts = digest_of((article.category.name, facts_of(article)))
        return digest_of(article._content), self.entry(article), facts

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

    def link(self, article: Any) -> bytes:
        """Return the digest of a link to an article, of no link b""."""
        if article is None:
            return b""
        if self.as_read:
            digest: bytes = article.link_digest
            return digest
        cached = self.links.get(id(article))
        if cached is None:
            cached = self.links[id(article)] = digest_of(link_inputs(article))
        return cached

    def entry(self, article: Any) -> bytes:
        """Return the digest of an article's entry in a list."""
        if self.as_read:
            digest: bytes = article.entry_digest
            return digest
        cached = self.entries.get(id(article))
        if cached is None:
            cached = digest_of((self.link(article), opening_of(article)))
            self.entries[id(article)] = cached
        return cached

    def describe(self, value: object, steps: int) -> object:
        """Return *value* as texts, numbers and lists, objects up to *steps* away."""
        kind: Any = type(value)
        if kind in PLAIN_TYPES or (kind in {list, tuple} and has_plain_members(value)):
            return value
        # With the digest the object is stored, so that no other one gets its id.
        described = self.objects.get((id(value), steps))
        if described is not None:
            return described[1]
        if isinstance(value, SCALARS):
            return repr(value)  # of a date, which marshal does not write
        if isinstance(value, Article):
            return self.entry(value)
        if isinstance(value, Iterable):
            return self.describe_members(value, steps)
        return self.describe_object(value, steps) if steps else kind.__name__

    def describe_object(self, value: object, steps: int) -> bytes:
        """Return the digest of an object: many lists refer to one day or entity."""
        kind: Any = type(value)
        attributes = [
            self.describe(getattr(value, name), steps - 1)
            for name in attributes_of(kind)
        ]
        digest = digest_of(attributes)
        self.objects[id(value), steps] = value, digest
        return digest

    def describe_members(self, values: Iterable[object], steps: int) -> object:
        """Return the members of a mapping, a list or a set."""
        if isinstance(values, Mapping):
            return [(key, self.describe(value, steps)) for key, value in values.items()]
        if isinstance(values, list) and are_articles(values):
            return list(map(self.entry, values))
        members = [self.describe(value, steps) for value in values]
        return sorted(map(repr, members)) if isinstance(values, Set) else members


def are_articles(values: list[object]) -> bool:
    """Return whether all of *values* are articles."""
    return all(issubclass(kind, Article) for kind in set(map(type, values)))


def has_plain_members(values: Any) -> bool:
    """Return whether all members of a list or tuple are of ``PLAIN_TYPES``."""
    return PLAIN_TYPES.issuperset(map(type, values))


@cache
def attributes_of(kind: Any) -> tuple[str, ...]:
    """Return the fields and properties of a class that the digest covers."""
    names = (name for name in dir(kind) if not callable(getattr(kind, name)))
    return tuple(
        name for name in names if not name.startswith("_") and is_described(kind, name)
    )


def is_described(kind: Any, name: str) -> bool:
    """Return whether the digest of a list covers an attribute.

    ``articles`` only of the page of a list: of other objects it is the whole archive.
    """
    if kind.__name__ == "Entity":
        return name in LISTED_ENTITY_ATTRIBUTES
    return name not in NOT_DESCRIBED or kind.__name__ == "ListPage"
