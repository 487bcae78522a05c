# SPDX-License-Identifier: AGPL-3.0-or-later
"""The data that plugins share: attributes of an article, and keys of the context.

Plugins never import each other. A plugin sets attributes on Pelican's article
objects and keys in Pelican's template context; later plugins and the templates read
them. All of them are declared here, each with the plugin that sets it.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NotRequired, Protocol, TypedDict, runtime_checkable

from arabic.collation import collation_key
from arabic.hijri import HijriDate

Settings = Mapping[str, Any]  # pelicanconf.py over Pelican's own defaults
Metadata = Mapping[str, Any]  # an article's front matter


class BuildProblem(Exception):
    """A mistake in a file of the archive or in a setting: the build ends with it.

    The message is for an editor: file and line, the reason, what to do.
    """


class FormerFiles(NamedTuple):
    """Files of the last site that the new one may have too, where they are.

    *paths* are relative to *site*.
    """

    site: Path
    paths: frozenset[str]


NO_FORMER_FILES = FormerFiles(Path(), frozenset())


class Correction(NamedTuple):
    """A correction of an article by the editors of the archive."""

    date: dt.date
    reason: str  # "" if none is given


class Named(Protocol):
    """A source, a section or an author: it has a list of its articles."""

    @property
    def name(self) -> str:
        """The name as printed."""

    @property
    def url(self) -> str:
        """URL of the list."""

    @property
    def save_as(self) -> str:
        """Output path of the list."""


class ArticleEntity(Protocol):
    """An entity that an article mentions."""

    @property
    def id(self) -> str:
        """The permanent id."""

    @property
    def label(self) -> str:
        """The name in its usual form."""

    @property
    def type(self) -> str:
        """``person``, ``place``, ``org`` or ``event``."""

    @property
    def url(self) -> str | None:
        """URL of the entity's page; ``None`` with too few articles for a page."""

    @property
    def count(self) -> int:
        """The number of articles that mention the entity."""

    @property
    def wikidata(self) -> str:
        """The item's number, Q…; "" if unknown."""

    @property
    def latin(self) -> str:
        """The name in English; "" if unknown."""

    @property
    def former(self) -> Sequence[str]:
        """Ids of entities that were merged into this one."""


class RelatedArticle(NamedTuple):
    """An article that is related to another, and the names and words they share."""

    article: "ArchiveArticle"
    reasons: Sequence[str]


# Start and end offset in ``plain_text`` (end exclusive), and the entity mentioned.
EntityMention = tuple[int, int, ArticleEntity]


@runtime_checkable
class ArchiveArticle(Protocol):
    """A Pelican article with everything that the plugins set on it.

    An attribute exists once the plugin that sets it has run; the order is
    ``PLUGINS`` in pelicanconf.py.
    """

    # Pelican sets these from what the reader of plugins.frontmatter returns.
    title: str
    slug: str  # the permanent id
    lang: str
    source: str
    content: str  # HTML of the body, sanitised
    date: dt.datetime  # aware; a placeholder if undated
    category: Named
    authors: Sequence[Named]  # only meaningful if metadata has the key "authors"
    metadata: Metadata
    url: str
    source_path: str  # of the Markdown file
    # plugins.frontmatter
    plain_text: str  # the body without markup

    @property
    def text_sha256(self) -> bytes:
        """The digest of title, two line breaks, ``plain_text``: a key of caches."""

    undated: bool
    elsewhere: "list[ArchiveArticle]"  # the same text in other newspapers
    # plugins.public_log sets metadata["corrections"], a list of Correction
    # plugins.dates
    day: dt.date | None  # in the newspaper's own time zone; None if undated
    hijri: HijriDate | None
    locale_date: str  # the date as pages show it; "" if undated
    iso_date: str  # 2020-02-08, with the time of day if that is known; "" if undated
    # plugins.entities
    entities: Sequence[ArticleEntity]  # in order of first mention
    named: Sequence[EntityMention]  # the first mention of each in the body
    tags: Sequence[object]  # the entities as Pelican's tags
    # plugins.lists
    newer: "ArchiveArticle | None"  # the neighbours of the same source
    older: "ArchiveArticle | None"
    source_url: str
    section_url: str
    # plugins.related
    related: Sequence[RelatedArticle]  # the most related first


class ArticleList(TypedDict):
    """A list of articles for plugins.lists to write, split into numbered pages.

    The template sees every key as a variable. Keys that are not required are those of
    single kinds of list; their classes belong to the plugin that made the list.
    """

    kind: str  # the name of the template, without ".html"
    url: str  # of the newest page; older pages are at numbered_page(save_as, …)
    save_as: str
    articles: Sequence[ArchiveArticle]  # newest first
    total: NotRequired[int]  # of articles, where the page itself does not list all
    # source, section, author, entity
    name: NotRequired[str]
    months: NotRequired[Sequence[tuple[dt.date, int]]]  # first of month, article count
    first: NotRequired[dt.date | None]
    last: NotRequired[dt.date | None]
    # joined_names
    names: NotRequired[Sequence["JoinedName"]]
    kind_of_names: NotRequired[str]  # entity | author
    # entity
    entity: NotRequired[ArticleEntity]
    spellings: NotRequired[Sequence[tuple[str, int]]]
    companions: NotRequired[Sequence[tuple[ArticleEntity, int]]]
    # year, month, day and their Hijri twins; anniversary
    calendar: NotRequired[str]  # gregorian | hijri
    period: NotRequired[object]  # plugins.dates.periods.Period
    grid: NotRequired[Sequence[object]]  # plugins.dates.grids.GridMonth
    anniversary: NotRequired[object]  # plugins.dates.anniversaries.Anniversary


class JoinedName(TypedDict):
    """A section of a joined page: a name that few articles have, or a former one.

    A name with a page of its own has no *rows* but that page as *target*; without both,
    no article mentions it any more.
    """

    id: str  # of the section
    label: str
    type: str  # of an entity; "" of an author
    wikidata: str  # "" if unknown
    spellings: Sequence[tuple[str, int]]  # of an entity
    rows: Sequence[ArchiveArticle]
    target: tuple[str, str] | None  # label and URL


class Redirect(TypedDict):
    """The URL of an entity that has no page any more, or is no section of one.

    Without *page* it was only a section of a joined page.
    """

    id: str
    type: str
    label: str
    page: bool
    target: ArticleEntity | None  # None: no article mentions it any more


class Partition(NamedTuple):
    """A share of the articles of an archive, which are in order, the oldest first.

    The share is from number *first* to *end* of all *total* articles. Some articles
    around it were read too, from number *read_from* on.
    """

    first: int
    end: int
    read_from: int
    total: int


class ArchiveContext(TypedDict):
    """The keys that the plugins set in Pelican's template context.

    Classes of one plugin that only it and the templates read are declared as
    ``object``, with the class in the comment.
    """

    articles: Sequence[ArchiveArticle]  # Pelican; newest first
    lists: list[ArticleList]  # dates, entities, lists: every list to be written
    # plugins.publish.partition, while a part is written
    partition: NotRequired[Partition]
    # plugins.dates
    undated: Sequence[ArchiveArticle]
    years: Sequence[object]  # plugins.dates.periods.Period
    hijri_years: Sequence[object]
    hijri_table: object  # plugins.dates.hijri_table.HijriTable
    timelines: dict[str, object]  # calendar → plugins.dates.timeline.Timeline
    on_this_day: dict[str, object]  # calendar → months of Anniversary
    date_scripts: dict[str, str]  # output path → text of the script
    # plugins.entities
    entities_by_type: Mapping[str, Sequence[ArticleEntity]]
    entities_redirects: Sequence[Redirect]
    entities_archive_names: object  # removed before pages are written
    entities_lock: object
    # plugins.public_log; the newest first
    corrections: Sequence[tuple[ArchiveArticle, Correction]]
    removals: Sequence[object]  # plugins.public_log.Removal
    quality: Mapping[str, object]  # of quality.json, {} without it
    # plugins.lists
    groups: Mapping[str, Sequence[ArticleList]]  # source, section, author


class SortKeys(dict[str, tuple[str, str]]):
    """The collation keys of labels, each computed once; a build may store them."""

    def __missing__(self, label: str) -> tuple[str, str]:
        self[label] = collation_key(label)
        return self[label]


SORT_KEYS = SortKeys()


def section_id(identity: str) -> str:
    """Return the id of a section of a joined page; ids begin with a letter."""
    return f"n-{identity}"


def joined_page(pattern: str, identity: str) -> str:
    """Return the URL of the joined page with the section *identity*.

    *pattern* is that of the settings. There are at most 256 such pages, however large
    the archive is, so that the URL of a section never changes.
    """
    return pattern.format(shelf=hashlib.sha256(identity.encode()).hexdigest()[:2])


def joined_list(kind_of_names: str, path: str, names: list[JoinedName]) -> ArticleList:
    """Return the joined page at *path* with the sections *names* in Arabic order."""

    def by_label(name: JoinedName) -> tuple[object, str]:
        return SORT_KEYS[name["label"]], name["id"]

    return {
        "kind": "joined_names",
        "kind_of_names": kind_of_names,
        "url": path,
        "save_as": path,
        "articles": [],
        "names": sorted(names, key=by_label),
    }


def numbered_page(save_as: str, number: int) -> str:
    """Return URL and output path of page *number* of the list at *save_as*.

    ``e/x.html`` and ``e/x/index.html`` both give ``e/x/p2.html``. The name begins
    with a letter: page 10 of a month must not be at the URL of its tenth day.
    """
    folder = save_as.removesuffix(".html").removesuffix("/index")
    return f"{folder}/p{number}.html"
