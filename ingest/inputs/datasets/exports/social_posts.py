# SPDX-License-Identifier: AGPL-3.0-or-later
"""Posts in the exports of social networks and forums, as rows.

Facebook, Instagram and Twitter give an account its own posts, Discourse a topic with
its replies. None of them names the newspaper whose account it is.
"""

from collections.abc import Iterator, Mapping

from ingest.inputs.datasets.field_names import Row
from ingest.model.record import PassedOver

WITHOUT_TEXT = "posts of a social network without a text"
RETWEET = "RT @"  # begins the text of another account's tweet
FACEBOOK_KEYS = {"timestamp", "data", "title", "attachments", "tags", "place", "media"}
STORY_KEYS = {"created_time", "story"}  # what an account did, without words
TWEET_KEYS = ("full_text", "created_at", "id_str")


def read_social_post(value: Row) -> Iterator[object] | None:
    """Return the row of a post, ``None`` for what is not one."""
    for is_post, read_post in (
        (is_facebook_post, read_facebook_post),
        (is_instagram_post, read_instagram_post),
        (is_tweet, read_tweet),
        (is_forum_topic, read_forum_topic),
    ):
        if is_post(value):
            return read_post(value)
    return None


def is_social_post(value: object) -> bool:
    """Return whether a member of a list is a post or a topic."""
    return isinstance(value, Mapping) and read_social_post(value) is not None


def is_facebook_post(value: Row) -> bool:
    """Return whether *value* is a post of an export, or an event of the interface."""
    parts = value.get("data")
    has_parts = isinstance(parts, list) and any(
        isinstance(part, Mapping) and "post" in part for part in parts
    )
    is_of_export = "timestamp" in value and value.keys() <= FACEBOOK_KEYS
    # A post of the interface with a message is read like any other row.
    is_of_interface = value.keys() >= STORY_KEYS and "message" not in value
    return is_of_interface or (is_of_export and (has_parts or "attachments" in value))


def read_facebook_post(value: Row) -> Iterator[object]:
    """Yield the row of a post; its title only says what the account did."""
    texts = [part.get("post") for part in objects_of(value.get("data"))]
    yield from row_with_text(texts, value.get("timestamp"))


def is_instagram_post(value: Row) -> bool:
    """Return whether *value* has images with the time at which each was posted."""
    media = objects_of(value.get("media"))
    return bool(media) and "creation_timestamp" in media[0] and "uri" in media[0]


def read_instagram_post(value: Row) -> Iterator[object]:
    """Yield the row of a post: its caption, or that of its only image."""
    first = objects_of(value.get("media"))[0]
    date = value.get("creation_timestamp") or first.get("creation_timestamp")
    yield from row_with_text([value.get("title") or first.get("title")], date)


def is_tweet(value: Row) -> bool:
    """Return whether *value* is a tweet, in the wrapper of an archive or without it."""
    tweet = value.get("tweet")
    inner = tweet if isinstance(tweet, Mapping) else value
    return all(key in inner for key in TWEET_KEYS)


def read_tweet(value: Row) -> Iterator[object]:
    """Yield the row of a tweet that is the account's own; its source is a program."""
    tweet = value.get("tweet")
    inner = tweet if isinstance(tweet, Mapping) else value
    text = inner.get("full_text")
    if str(text).startswith(RETWEET) or "retweeted_status" in inner:
        yield PassedOver("tweets of other accounts")
        return
    user = inner.get("user")
    name = user.get("name") if isinstance(user, Mapping) else ""
    for row in row_with_text([text], inner.get("created_at")):
        yield row if isinstance(row, PassedOver) else {**row, "source": name}


def row_with_text(
    texts: list[object], date: object
) -> Iterator[dict[str, object] | PassedOver]:
    """Yield the row of a post with *texts*, or that it has none."""
    text = "\n".join(str(part) for part in texts if part).strip()
    if text:
        yield {"content": text, "date": date}
    else:
        yield PassedOver(WITHOUT_TEXT)


def is_forum_topic(value: Row) -> bool:
    """Return whether *value* is a topic of Discourse with its posts."""
    stream = value.get("post_stream")
    return isinstance(stream, Mapping) and bool(objects_of(stream.get("posts")))


def read_forum_topic(value: Row) -> Iterator[object]:
    """Yield the first post of a topic; those after it are replies of readers."""
    stream = value.get("post_stream")
    posts = objects_of(stream.get("posts")) if isinstance(stream, Mapping) else []
    first = posts[0]
    yield {
        "title": value.get("title"),
        "content": first.get("cooked") or first.get("raw"),
        "date": first.get("created_at") or value.get("created_at"),
        "author": first.get("name") or "",
        "tags": value.get("tags") or [],
    }
    if posts[1:]:
        yield PassedOver("replies in a forum", len(posts) - 1)


def objects_of(value: object) -> list[Row]:
    """Return the members of a list that are objects, [] for what is no list."""
    members = value if isinstance(value, list) else []
    return [member for member in members if isinstance(member, Mapping)]
