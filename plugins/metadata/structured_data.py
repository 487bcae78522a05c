# SPDX-License-Identifier: AGPL-3.0-or-later
"""The JSON-LD of an article, in the vocabulary of schema.org."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.contract import (
    ArchiveArticle,
    ArticleEntity,
    Correction,
    JoinedName,
    Named,
)
from plugins.metadata.citations import agencies

# Search engines cut longer headlines.
HEADLINE_LENGTH = 110
ENTITY_TYPES = {
    "person": "Person",
    "place": "Place",
    "org": "Organization",
    "event": "Event",
}
# Kind of list → type of what it is about. A section is about nothing that has a type.
LIST_SUBJECTS = {"source": "NewsMediaOrganization", "author": "Person"}
WIKIDATA = "https://www.wikidata.org/entity/"

Thing = dict[str, Any]


def news_article(
    article: ArchiveArticle, address: str, licences: Mapping[str, str]
) -> Thing:
    """Return the NewsArticle; *address* is that of the site, or ``""``.

    *licences* are by newspaper.
    """
    facts = article.metadata
    optional = {
        "datePublished": article.iso_date,
        "articleSection": article.category.name if "section" in facts else "",
        "author": list(authors(article, address)),
        "isBasedOn": facts.get("url"),
        "license": licences.get(article.source),
        "dateModified": last_correction(article),
        "correction": [correction_comment(row) for row in corrections(article)],
        "mentions": [mention(entity, address) for entity in article.entities],
    }
    thing = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": shorten(article.title),
        "inLanguage": article.lang,
        "publisher": organization(article.source, article.source_url, address),
        "isPartOf": {"@type": "Newspaper", "name": article.source},
        **{name: value for name, value in optional.items() if value},
    }
    if address:
        thing["url"] = thing["mainEntityOfPage"] = f"{address}/{article.url}"
    return thing


def collection_page(
    name: str,
    url: str,
    address: str,
    kind: str,
    entity: ArticleEntity | None = None,
) -> Thing:
    """Return the CollectionPage of a list of a *kind*, and what the list is about."""
    page: Thing = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": name,
    }
    if entity:
        page["about"] = mention(entity, "")
        if entity.latin:
            page["about"]["alternateName"] = entity.latin
    elif kind in LIST_SUBJECTS:
        page["about"] = {"@type": LIST_SUBJECTS[kind], "name": name}
    return with_url(page, url, address)


def joined_page_data(
    title: str, url: str, names: Sequence[JoinedName], address: str
) -> Thing:
    """Return the CollectionPage of a joined page, with the names whose articles it has.

    Each has the id of its section.
    """
    about: list[Thing] = []
    for name in names:
        if name["rows"]:
            thing = {"@id": f"#{name['id']}", "name": name["label"]}
            # An author is a person.
            thing["@type"] = ENTITY_TYPES[name["type"] or "person"]
            if name["wikidata"]:
                thing["sameAs"] = WIKIDATA + name["wikidata"]
            about.append(thing)
    page = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": title,
        "about": about,
    }
    return with_url(page, url, address)


def corrections(article: ArchiveArticle) -> Sequence[Correction]:
    """Return the corrections of *article*, oldest first."""
    rows: Sequence[Correction] = article.metadata.get("corrections", ())
    return rows


def last_correction(article: ArchiveArticle) -> str:
    """Return the day of the last correction, "" without one."""
    rows = corrections(article)
    return rows[-1].date.isoformat() if rows else ""


def correction_comment(correction: Correction) -> Thing:
    """Return a correction with its day and, if one is given, its reason."""
    comment = {
        "@type": "CorrectionComment",
        "datePublished": correction.date.isoformat(),
    }
    return comment | ({"text": correction.reason} if correction.reason else {})


def shorten(title: str) -> str:
    """Return a headline of at most 110 characters."""
    if len(title) <= HEADLINE_LENGTH:
        return title
    return title[: HEADLINE_LENGTH - 1] + "…"


def organization(name: str, url: str, address: str) -> Thing:
    """Return a newspaper, with the URL of its list in this archive."""
    return with_url({"@type": "NewsMediaOrganization", "name": name}, url, address)


def authors(article: ArchiveArticle, address: str) -> Iterator[Thing]:
    """Yield the authors of *article*, and the agencies that it is from."""
    named: list[Named] = list(article.authors) if "authors" in article.metadata else []
    for author in named:
        yield with_url({"@type": "Person", "name": author.name}, author.url, address)
    for agency in agencies(article):
        yield {"@type": "NewsMediaOrganization", "name": agency}


def mention(entity: ArticleEntity, address: str) -> Thing:
    """Return an entity with its item of Wikidata, if that is known."""
    thing: Thing = {"@type": ENTITY_TYPES[entity.type], "name": entity.label}
    if entity.wikidata:
        thing["sameAs"] = WIKIDATA + entity.wikidata
    return with_url(thing, entity.url, address)


def with_url(thing: Thing, url: str | None, address: str) -> Thing:
    """Return *thing* with its absolute URL, if there is one."""
    return thing | {"url": f"{address}/{url}"} if address and url else thing
