# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles for tests and benchmarks, with every attribute that the plugins set."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from arabic.hijri import HijriDate
from plugins.contract import (
    ArchiveArticle,
    ArticleEntity,
    EntityMention,
    Metadata,
    Named,
    RelatedArticle,
)

HIJRI_DAY = HijriDate(1441, 6, 14)


@dataclass(frozen=True, slots=True)
class BuiltName:
    """An author or a section."""

    name: str
    url: str = "author/aaaaaaaaaa.html"
    save_as: str = "author/aaaaaaaaaa.html"


@dataclass(slots=True, kw_only=True)
class BuiltEntity:
    """An entity that an article mentions."""

    id: str = "e1"
    label: str = "دمشق"
    type: str = "place"
    url: str | None = None
    count: int = 1
    wikidata: str = ""
    latin: str = ""
    former: Sequence[str] = ()


@dataclass(kw_only=True, eq=False)
class BuiltArticle:
    """An ``ArchiveArticle`` as the last plugin leaves it; each attribute has a default."""

    title: str = "عنوان"
    slug: str = "aaaaaaaaaa"
    lang: str = "ar"
    source: str = "صحيفة"
    content: str = "<p>نص الخبر</p>"
    date: dt.datetime = dt.datetime(2020, 2, 8, 9, tzinfo=dt.UTC)
    category: Named = BuiltName("بلا قسم")
    authors: Sequence[Named] = ()
    metadata: Metadata = field(default_factory=dict)
    url: str = "a/aa/aaaaaaaaaa.html"
    source_path: str = "articles/aa/aaaaaaaaaa.md"
    plain_text: str = "نص الخبر"
    undated: bool = False
    elsewhere: list[ArchiveArticle] = field(default_factory=list)
    day: dt.date | None = dt.date(2020, 2, 8)
    hijri: HijriDate | None = HIJRI_DAY
    locale_date: str = "8 فبراير 2020"
    iso_date: str = "2020-02-08T09:00:00+00:00"
    entities: Sequence[ArticleEntity] = ()
    named: Sequence[EntityMention] = ()
    tags: Sequence[object] = ()
    newer: ArchiveArticle | None = None
    older: ArchiveArticle | None = None
    source_url: str = "source/aaaaaaaaaa.html"
    section_url: str = "section/aaaaaaaaaa.html"
    related: Sequence[RelatedArticle] = ()

    @property
    def text_sha256(self) -> bytes:
        """The digest that plugins.frontmatter sets."""
        return hashlib.sha256(f"{self.title}\n\n{self.plain_text}".encode()).digest()


def build_article(**changes: Any) -> ArchiveArticle:
    """Return an article that differs from the defaults by *changes*.

    Raises ``TypeError`` for an attribute that no article has.
    """
    return BuiltArticle(**changes)
