# SPDX-License-Identifier: AGPL-3.0-or-later
"""What JSON-LD and microdata share: the types and properties of schema.org."""

import re
from collections.abc import Set as AbstractSet

ARTICLE_TYPES = re.compile(r"(?!.*JobPosting).*(?:Article|Report|BlogPosting|Posting)$")
MIN_START = 12  # characters of a headline that another begins with
SAME_TITLE = 0.6  # Jaccard similarity of the words of two headlines
# Properties of schema.org, in JSON-LD as keys and in microdata as itemprop.
PROPERTIES = {
    "headline": "title",
    "datePublished": "date",
    "dateModified": "updated",
    "articleSection": "section",
    "author": "author",
    "publisher": "source",
}


def is_same_title(key: str, titles: AbstractSet[str]) -> bool:
    """Return whether *key* is one of *titles*, or the start of one or a variant of it.

    Headlines are cut at 110 characters for search engines, and edited.
    """
    words = set(key.split())
    for title in titles:
        if min(len(key), len(title)) >= MIN_START and (
            title.startswith(key) or key.startswith(title)
        ):
            return True
        others = set(title.split())
        if len(words & others) >= SAME_TITLE * max(len(words | others), 1):
            return True
    return False
