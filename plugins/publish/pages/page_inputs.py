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
LISTED_ENTITY_ATTRIBUTES = (*ENTITY_ATTRIBUTES, "id", "wikidata")
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
    return tuple(str(getattr(article, name, "")) for name in LINK_ATTRIBUTES)


def content_digest(article: ArchiveArticle, content: str) -> bytes:
    """Return the digest of *content*, the HTML of *article*.

    It was computed when the file was read, unless a plugin changed the HTML since.
    """
    as_read, digest = getattr(article, "content_digest", (None, b""))
    return digest if as_read is content else digest_of(content)


def printed_authors(article: ArchiveArticle) -> Sequence[Named]:
    """Return the authors of the front matter; Pelican may invent others."""
    authors: Sequence[Named] = article.metadata.get("authors", ())
    return authors


class PageInputs:
    """Digests of pages; remembers those of links, entries and described objects."""

    def __init__(self) -> None:
        self.links: dict[int, bytes] = {}  # by id of the article
        self.entries: dict[int, bytes] = {}
        # By id and steps; with the object, for the id of one that is gone is reused.
        self.objects: dict[tuple[int, int], tuple[object, bytes]] = {}

    def of_list(self, variables: Mapping[str, object]) -> bytes:
        """Return the digest of the *variables* of a list's template."""
        page = {key: value for key, value in variables.items() if key != "articles"}
        return digest_of(self.describe(page, STEPS))

    def of_article(self, article: ArchiveArticle) -> bytes | None:
        """Return the digest of what the page of *article* shows.

        ``None``: the page depends on others, so it is rendered in each build.
        """
        text = getattr(article, "_content", "")
        if any(sign in text for sign in LINK_SIGNS):
            return None
        facts = [item for item in article.metadata.items() if item[0] not in NOT_FACTS]
        return digest_of(
            (
                *(content_digest(article, text), self.entry(article)),
                *(article.source_url, article.section_url, article.category.name),
                [(author.name, author.url) for author in printed_authors(article)],
                [
                    (entity.label, entity.type, entity.url)
                    for entity in article.entities
                ],
                [(start, end, entity.url) for start, end, entity in article.named],
                *(self.link(article.newer), self.link(article.older)),
                *(self.copies(article), self.related(article)),
                *(str(article.day), [(key, str(value)) for key, value in facts]),
            )
        )

    def copies(self, article: ArchiveArticle) -> list[object]:
        """Return what the page of *article* shows of its copies in other newspapers."""
        return [
            (self.link(copy), copy.plain_text == article.plain_text)
            for copy in article.elsewhere
        ]

    def related(self, article: ArchiveArticle) -> list[object]:
        """Return what the page of *article* shows of related articles."""
        return [(self.link(related), reasons) for related, reasons in article.related]

    def link(self, article: ArchiveArticle | None) -> bytes:
        """Return the digest of a link to an article, of no link b""."""
        if article is None:
            return b""
        digest = self.links.get(id(article))
        if digest is None:
            digest = self.links[id(article)] = digest_of(link_inputs(article))
        return digest

    def entry(self, article: ArchiveArticle) -> bytes:
        """Return the digest of an article's entry in a list."""
        digest = self.entries.get(id(article))
        if digest is None:
            opening = article.plain_text.partition("\n\n")[0]
            digest = digest_of((self.link(article), opening))
            self.entries[id(article)] = digest
        return digest

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
        members = [self.describe(value, steps) for value in values]
        return sorted(map(repr, members)) if isinstance(values, Set) else members


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
