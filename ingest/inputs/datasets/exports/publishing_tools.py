# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exports of publishing tools as JSON: Telegram, Ghost, JSON:API; WordPress' rows."""

from collections.abc import Iterator, Mapping

from ingest.inputs.datasets.exports.local_time import local_date
from ingest.inputs.datasets.exports.social_posts import read_social_post
from ingest.inputs.datasets.field_names import ASIDE, Row
from ingest.model.record import PassedOver

PUBLIC_CHAT = "public_"  # how the types of public channels and groups begin
# A part of the name of a relation → the field that it has.
RELATIONS = {"author": "author", "uid": "author", "tag": "tags", "categor": "section"}
LONGEST_HEADLINE = 200  # characters of bold text at the start of a message


def read_export(value: Row) -> Iterator[object] | None:
    """Return the rows of an export, ``None`` for what is not one."""
    if isinstance(value.get("messages"), list) and isinstance(value.get("name"), str):
        return telegram_rows(value)
    if posts := ghost_posts(value):
        return posts
    if value.get("object") == "page" and isinstance(value.get("properties"), Mapping):
        return iter([notion_row(value)])
    return read_social_post(value) or json_api_rows(value)


def notion_row(page: Row) -> Row:
    """Return the properties of a page of Notion, each by the value of its type."""
    properties = page["properties"]
    row: dict[str, object] = {}
    for name, each in properties.items() if isinstance(properties, Mapping) else ():
        kind = each.get("type") if isinstance(each, Mapping) else ""
        row["title" if kind == "title" else str(name)] = each.get(kind)
    return row


def json_api_rows(value: Row) -> Iterator[object] | None:
    """Return the rows of a JSON:API answer, ``None`` for what is not one.

    Drupal and Joomla answer so: a row refers to its author and terms by type and id,
    and ``included`` has their names.
    """
    rows = [row for row in members_of(value, "data") if "attributes" in row]
    if not rows or len(rows) != len(members_of(value, "data")):
        return None
    names = {
        (member.get("type"), member.get("id")): name_of_included(member)
        for member in members_of(value, "included")
    }
    return (json_api_row(row, names) for row in rows)


def name_of_included(member: Row) -> object:
    """Return the name of an author or a term."""
    attributes = member.get("attributes")
    if not isinstance(attributes, Mapping):
        return ""
    names = (attributes.get(name) for name in ("display_name", "name", "title"))
    return next(filter(None, names), "")


def json_api_row(row: Row, names: Mapping[tuple[object, object], object]) -> Row:
    """Return the attributes of a row with the names that it refers to."""
    attributes, relations = row["attributes"], row.get("relationships")
    named: dict[str, object] = {}
    for relation, target in relations.items() if isinstance(relations, Mapping) else ():
        field = next(
            (field for word, field in RELATIONS.items() if word in relation), ""
        )
        targets = target.get("data") if isinstance(target, Mapping) else None
        targets = targets if isinstance(targets, list) else [targets]
        names_of_targets = [
            names.get((each.get("type"), each.get("id")))
            for each in targets
            if isinstance(each, Mapping)
        ]
        if field and any(names_of_targets):
            named[field] = [name for name in names_of_targets if name]
    return {**named, **attributes} if isinstance(attributes, Mapping) else row


def telegram_rows(chat: Row) -> Iterator[object]:
    """Yield the messages of a Telegram channel, whose name is their source."""
    chat_type = str(chat.get("type", PUBLIC_CHAT))
    is_private = not chat_type.startswith(PUBLIC_CHAT)
    for message in members_of(chat, "messages"):
        if message.get("type") == "service":
            yield PassedOver("service messages of a Telegram channel")
            continue
        title, text = split_message(message.get("text"))
        if not text:
            yield PassedOver("messages of a Telegram channel without a text")
            continue
        yield {
            "title": title,
            "content": text,
            "date": message.get("date", ""),
            "updated": message.get("edited", ""),
            "author": message.get("author", ""),
            "tags": hashtags_of(message.get("text")),
            "source": chat["name"],
            ASIDE: f"a Telegram chat of type {chat_type}" if is_private else "",
        }


def split_message(text: object) -> tuple[str, str]:
    """Return the headline of a message (bold, alone in its first line) and the rest.

    The text is a string, or a list of strings and of objects with formatted text.
    """
    whole = message_text(text)
    if not isinstance(text, list) or not text or not isinstance(text[0], dict):
        return "", whole
    headline = str(text[0].get("text", "")).strip()
    rest = whole.strip()[len(headline) :]
    is_alone = rest.startswith("\n") and "\n" not in headline
    if text[0].get("type") == "bold" and is_alone and len(headline) < LONGEST_HEADLINE:
        return headline, rest.strip()
    return "", whole


def message_text(text: object) -> str:
    """Return the text of a message without its formatting."""
    members = text if isinstance(text, list) else [text]
    texts = [
        member.get("text", "") if isinstance(member, Mapping) else member
        for member in members
    ]
    return "".join(map(str, filter(None, texts))).strip()


def hashtags_of(text: object) -> list[str]:
    """Return the hashtags of a message as words."""
    members = text if isinstance(text, list) else []
    return [
        str(member.get("text", "")).lstrip("#").replace("_", " ")
        for member in members
        if isinstance(member, Mapping) and member.get("type") == "hashtag"
    ]


def ghost_posts(value: Row) -> Iterator[object] | None:
    """Return the posts of a Ghost export, ``None`` for other objects."""
    databases = members_of(value, "db") or [value]
    tables = databases[0].get("data")
    if not isinstance(tables, Mapping) or not {"posts", "users"} <= tables.keys():
        return None
    return ghost_rows(tables)


def ghost_rows(tables: Row) -> Iterator[object]:
    """Yield the posts of a Ghost database with their authors and tags."""
    settings = {
        row.get("key"): row.get("value") for row in members_of(tables, "settings")
    }
    authors = related_names(tables, "users", "posts_authors", "author_id")
    tags = related_names(tables, "tags", "posts_tags", "tag_id")
    for post in members_of(tables, "posts"):
        identity = post.get("id")
        yield {
            **post,
            "html": post.get("html") or post.get("plaintext"),
            "date": post.get("published_at") or post.get("created_at"),
            "author": authors.get(identity, []),
            "tags": tags.get(identity, []),
            "section": next(iter(tags.get(identity, [])), ""),
            "source": settings.get("title", ""),
        }


def related_names(
    tables: Row, table: str, relation: str, foreign_key: str
) -> dict[object, list[object]]:
    """Return the names in *table* of each post, in the order of *relation*."""
    names = {row.get("id"): row.get("name") for row in members_of(tables, table)}
    related: dict[object, list[object]] = {}
    for row in members_of(tables, relation):
        name = names.get(row.get(foreign_key))
        related.setdefault(row.get("post_id"), []).append(name)
    return related


def members_of(value: Row, name: str) -> list[Row]:
    """Return the objects in the list *name* of *value*."""
    members = value.get(name)
    if not isinstance(members, list):
        return []
    return [member for member in members if isinstance(member, Mapping)]


def complete_wordpress_row(row: Row) -> Row:
    """Return a row of WordPress' REST API with names for its ids, and its time zone.

    ``_embedded`` has the author and the terms if the request had ``?_embed``.
    """
    embedded = row.get("_embedded")
    embedded = embedded if isinstance(embedded, Mapping) else {}
    terms = wordpress_terms(embedded)
    local, utc = str(row.get("date") or ""), str(row.get("date_gmt") or "")
    return {
        **row,
        "date": local_date(local.replace("T", " "), utc.replace("T", " ")),
        "author": [author.get("name") for author in members_of(embedded, "author")],
        "categories": terms.get("category", []),
        "tags": terms.get("post_tag", []),
    }


def wordpress_terms(embedded: Row) -> dict[object, list[object]]:
    """Return the names of the terms of a post by their taxonomy."""
    names: dict[object, list[object]] = {}
    groups = embedded.get("wp:term")
    for group in groups if isinstance(groups, list) else []:
        for term in group if isinstance(group, list) else []:
            if isinstance(term, Mapping):
                names.setdefault(term.get("taxonomy"), []).append(term.get("name"))
    return names
