# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pickles of Pelican's articles that name harmless classes only.

Settings, Pelican's context, time zones, sections and authors are stored by reference:
many articles share them.
"""

import io
import pickle
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pelican.contents import Article
from pelican.urlwrappers import Author, Category, URLWrapper

from storage.plain_pickle import PROTOCOL

TEXT_ATTRIBUTES = ("plain_text", "_content")
NAME_CLASSES: dict[str, type[URLWrapper]] = {"Author": Author, "Category": Category}
VALUE_CLASSES = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (date, datetime, timedelta, timezone)
}
SETTINGS, CONTEXT, ZONE = "settings", "context", "zone"


class Texts(NamedTuple):
    """The text and the HTML of an article, in UTF-8."""

    plain: bytes | memoryview
    html: bytes | memoryview


class RestoredArticle(Article):
    """An article from the cache; its texts are decoded each time they are asked for.

    Of most articles no page changes, so no build needs their texts.
    """

    stored_texts: Texts
    stored_path: str

    def __getattr__(self, name: str) -> Any:
        """Return a text that no plugin has replaced."""
        if name in TEXT_ATTRIBUTES:
            text = self.stored_texts[TEXT_ATTRIBUTES.index(name)]
            return str(text, "utf-8", "surrogatepass")
        raise AttributeError(f"an article has no {name}")

    @property
    def save_as(self) -> str:
        """The path of the page, which Pelican would compute again."""
        return self.stored_path


class ArticlePickler(pickle.Pickler):
    """Pickles what an article refers to, but not what articles share."""

    def __init__(self, file: io.BytesIO, article: Article) -> None:
        super().__init__(file, PROTOCOL)
        self.shared = {id(article.settings): SETTINGS, id(article._context): CONTEXT}

    def persistent_id(self, value: object) -> tuple[str, ...] | None:
        """Return the reference of a shared object, ``None`` for others."""
        shared = self.shared.get(id(value))
        if shared:
            return (shared,)
        if isinstance(value, (Author, Category)):
            return type(value).__name__, value.name, value.slug
        return (ZONE, value.key) if isinstance(value, ZoneInfo) else None


class SharedObjects:
    """The objects that restored articles share."""

    def __init__(self, settings: Any, context: Any) -> None:
        self.settings = settings
        self.by_reference: dict[tuple[str, ...], Any] = {
            (SETTINGS,): settings,
            (CONTEXT,): context,
        }

    def resolve(self, reference: tuple[str, ...]) -> Any:
        """Return the object of a *reference*, always the same one."""
        shared = self.by_reference.get(reference)
        if shared is None:
            shared = self.by_reference[reference] = self.create(*reference)
        return shared

    def create(self, kind: str, name: str, slug: str = "") -> Any:
        """Return a new time zone, section or author."""
        if kind == ZONE:
            return ZoneInfo(name)
        name_object = NAME_CLASSES[kind](name, self.settings)
        name_object.slug = slug
        return name_object


class ArticleUnpickler(pickle.Unpickler):
    """Restores what ``ArticlePickler`` wrote; refuses every class but a few."""

    def __init__(self, data: bytes, shared: SharedObjects) -> None:
        super().__init__(io.BytesIO(data))
        self.shared = shared

    def persistent_load(self, reference: tuple[str, ...]) -> Any:
        """Return the object of a reference."""
        return self.shared.resolve(reference)

    def find_class(self, module: str, name: str) -> Any:
        """Return a class that a pickle names; raises ``pickle.UnpicklingError``."""
        try:
            return VALUE_CLASSES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is refused") from None


def texts_of(article: Article) -> Texts:
    """Return the texts of an article in UTF-8."""
    texts = (getattr(article, name) for name in TEXT_ATTRIBUTES)
    return Texts(*(text.encode("utf-8", "surrogatepass") for text in texts))


def pickle_article(article: Article) -> bytes | None:
    """Return the pickle of an article without its texts.

    ``None`` if it has a value of another class.
    """
    file = io.BytesIO()
    state = {"stored_path": article.save_as} | {
        name: value
        for name, value in vars(article).items()
        if name not in TEXT_ATTRIBUTES
    }
    try:
        ArticlePickler(file, article).dump(state)
        ArticleUnpickler(
            file.getvalue(), SharedObjects(article.settings, article._context)
        ).load()
    except (pickle.PickleError, TypeError, AttributeError):
        return None
    return file.getvalue()


def restore_article(
    data: bytes, texts: Texts, shared: SharedObjects
) -> RestoredArticle | None:
    """Return the article that ``pickle_article`` wrote; ``None`` if it cannot be."""
    try:
        state = ArticleUnpickler(data, shared).load()
    except (pickle.UnpicklingError, EOFError, ValueError, KeyError, ImportError):
        return None
    article: RestoredArticle = RestoredArticle.__new__(RestoredArticle)
    article.__dict__.update(state, stored_texts=texts)
    return article
