# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ids of a run: each article has its own, and none is written twice."""

import sqlite3
from dataclasses import dataclass

from ingest.archive.store import IdCollision, Store
from ingest.archive.stored_article import StoredText
from ingest.text.minhash import containment
from ingest.work.serialise import SerialisedArticle

# Two texts with one id are versions of one article if the shorter shares that much.
SAME_ARTICLE = 0.5


@dataclass(frozen=True, slots=True)
class ArticleIds:
    """The ids that one pass over the inputs has claimed, in the run's tables."""

    store: Store
    tables: sqlite3.Connection

    def with_own_identity(self, article: SerialisedArticle) -> SerialisedArticle:
        """Return *article* with the first of its identities that is no other's.

        Another article has an identity if its text is another: then the URL of both
        is no URL of an article. The last alternative is unique.
        """
        original = article
        alternatives = article.alternatives()
        while self.is_taken(article):
            alternative = next(alternatives, None)
            if alternative is None:
                break
            article = original.with_identity(alternative)
        return article

    def is_taken(self, article: SerialisedArticle) -> bool:
        """Return whether an article with the same id has another text.

        Of one original the text may change: the code that reads it may have improved.
        """
        stored = self.store.load_text(article.id)
        if stored is None and self.store.dry:
            stored = self.text_of_dry_run(article.id)
        if stored is None or stored.sha256 == article.sha256:
            return False
        text = article.markdown.decode().partition("\n---\n")[2]
        is_same = stored.text == text  # another capture, mostly
        return not is_same and containment(stored.text, text) < SAME_ARTICLE

    def remember_text(self, article: SerialisedArticle) -> None:
        """Keep the text of an article that a dry run does not write."""
        text = article.markdown.decode().partition("\n---\n")[2]
        row = article.id, article.sha256, text
        self.tables.execute("INSERT OR REPLACE INTO dry_text VALUES (?, ?, ?)", row)

    def text_of_dry_run(self, article_id: str) -> StoredText | None:
        """Return the text of an article that this dry run would have written."""
        row = self.tables.execute(
            "SELECT sha256, text FROM dry_text WHERE id = ?", (article_id,)
        ).fetchone()
        return StoredText(*row) if row else None

    def claimed(self) -> set[str]:
        """Return the ids of the articles that this pass has checked or written."""
        return {row[0] for row in self.tables.execute("SELECT id FROM seen")}

    def release(self) -> None:
        """Forget the claims of the first pass: the second begins."""
        self.tables.execute("DELETE FROM seen")

    def claim(self, article_id: str, identity: str, name: str) -> bool:
        """Claim an id; return False if this pass has claimed it for the same article.

        Raises ``IdCollision`` if it is another article's.
        """
        inserted = self.tables.execute(
            "INSERT OR IGNORE INTO seen VALUES (?, ?)", (article_id, identity)
        ).rowcount
        if inserted:
            return True
        (earlier,) = self.tables.execute(
            "SELECT identity FROM seen WHERE id = ?", (article_id,)
        ).fetchone()
        if earlier != identity:
            raise IdCollision(
                f"{name} gets the id {article_id} of another article: {earlier}"
            )
        return False
