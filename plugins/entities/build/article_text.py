# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text of an article in which names are found."""

from plugins.contract import ArchiveArticle


def text_of(article: ArchiveArticle) -> str:
    """Return the text in which names are found: title, two newlines, body."""
    return f"{title_part(article)}{article.plain_text}"


def title_part(article: ArchiveArticle) -> str:
    """Return the part of that text before the body."""
    return f"{article.title}\n\n"
