# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pickles of Pelican's articles that name harmless classes only.

Settings, Pelican's context, time zones, sections and authors are stored by reference:
many articles share them.

An article is copied as soon as it is read, for plugins change it later. Many articles
are in one pickle, which is loaded in half of the time of one for each: the names of
their attributes are in it once.
"""

import io
import pickle
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple, Protocol
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
State = dict[str, Any]  # the attributes of an article, without its texts


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
    """Pickles what an article refers to, but not what articles share.

    *shared* are names of objects by ``id``.
    """

    def __init__(self, file: io.BytesIO, shared: Mapping[int, str]) -> None:
        super().__init__(file, PROTOCOL)
        self.shared = shared

    def persistent_id(self, value: object) -> tuple[str, ...] | None:
        """Return the reference of a shared object, ``None`` for others."""
        shared = self.shared.get(id(value))
        if shared:
            return (shared,)
        if isinstance(value, SharedReference):
            return value.parts
        if isinstance(value, (Author, Category)):
            return type(value).__name__, value.name, value.slug
        return (ZONE, value.key) if isinstance(value, ZoneInfo) else None


class SharedReference:
    """Represents a shared object in what is to be pickled."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        self.parts = parts


class Resolver(Protocol):
    """Returns the object of a reference."""

    def resolve(self, reference: tuple[str, ...]) -> Any:
        """Return the object of a *reference*."""


class KeptReferences:
    """Leaves references as they are, to be pickled."""

    def resolve(self, reference: tuple[str, ...]) -> SharedReference:
        """Return the *reference* as an object."""
        return SharedReference(reference)


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

    def __init__(self, data: bytes | memoryview, objects: Resolver) -> None:
        super().__init__(io.BytesIO(data))
        self.objects = objects

    def persistent_load(self, reference: tuple[str, ...]) -> Any:
        """Return the object of a reference."""
        return self.objects.resolve(reference)

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


def copy_state(article: Article) -> State | None:
    """Return the attributes of an article without its texts, as it is now.

    ``None`` if it has a value of another class. Shared objects are references.
    """
    file = io.BytesIO()
    state = {"stored_path": article.save_as} | {
        name: value
        for name, value in vars(article).items()
        if name not in TEXT_ATTRIBUTES
    }
    shared = {id(article.settings): SETTINGS, id(article._context): CONTEXT}
    try:
        ArticlePickler(file, shared).dump(state)
        copied: State = ArticleUnpickler(file.getvalue(), KeptReferences()).load()
    except (pickle.PickleError, TypeError, AttributeError):
        return None
    return intern_names(copied) | {"metadata": intern_names(copied["metadata"])}


def intern_names(attributes: State) -> State:
    """Return *attributes* with names that equal names of other articles share."""
    return {sys.intern(name): value for name, value in attributes.items()}


def pickle_rows(rows: list[Any]) -> bytes:
    """Return the pickle of rows that have states of articles."""
    file = io.BytesIO()
    ArticlePickler(file, {}).dump(rows)
    return file.getvalue()


def load_rows(data: bytes | memoryview, objects: Resolver) -> list[Any]:
    """Return what ``pickle_rows`` wrote.

    Raises ``pickle.UnpicklingError`` for a pickle that names another class: a copied
    archive may bring a cache that somebody wrote to run code.
    """
    rows: list[Any] = ArticleUnpickler(data, objects).load()
    return rows


def restore_article(state: State, texts: Texts) -> RestoredArticle:
    """Return the article of a state and its texts."""
    article: RestoredArticle = RestoredArticle.__new__(RestoredArticle)
    article.__dict__.update(state, stored_texts=texts)
    return article
