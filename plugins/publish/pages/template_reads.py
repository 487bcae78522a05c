# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records what a template reads, to find reads that no digest of inputs covers."""

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context
from pelican.contents import Article

from plugins.publish.pages.page_inputs import (
    ARTICLE_ATTRIBUTES,
    ENTITY_ATTRIBUTES,
    ENTRY_ATTRIBUTES,
    is_described,
)

# Keys of Pelican's context that every page may read, besides settings and its own.
COMMON_KEYS = frozenset({"pages", "output_file", "localsiteurl", "parts", "heat"})


class TemplateReads:
    """What the pages of one environment read, since the last ``start``."""

    def __init__(self) -> None:
        self.attributes: set[tuple[type, object]] = set()
        self.keys: set[str] = set()
        self.of_parts: dict[Hashable, frozenset[tuple[type, object]]] = {}

    def watch(self, environment: Environment) -> None:
        """Record the reads of all templates of *environment*.

        Of this environment only: its own methods stay for what follows them.
        """
        getattr_, getitem = environment.getattr, environment.getitem
        reads = self

        def read_attribute(value: Any, name: str) -> Any:
            reads.attributes.add((type(value), name))
            return getattr_(value, name)

        def read_item(value: Any, name: Any) -> Any:
            if isinstance(name, str):
                reads.attributes.add((type(value), name))
            return getitem(value, name)

        class RecordingContext(Context):
            def resolve_or_missing(self, key: str) -> Any:
                reads.keys.add(key)
                return super().resolve_or_missing(key)

        vars(environment).update(getattr=read_attribute, getitem=read_item)
        environment.context_class = RecordingContext
        render_once: Any = environment.globals.get("render_once")
        if render_once:
            recording = partial(self.render_part, render_once)
            environment.globals["render_once"] = recording

    def render_part(
        self, render_once: Callable[..., Any], key: Hashable, *arguments: Any
    ) -> Any:
        """Render a part of pages; each page reads what the part reads."""
        if key not in self.of_parts:
            of_page, self.attributes = self.attributes, set()
            render_once(key, *arguments)
            self.of_parts[key] = frozenset(self.attributes)
            self.attributes = of_page
        self.attributes |= self.of_parts[key]
        return render_once(key, *arguments)

    def start(self) -> None:
        """Forget the reads of the last page."""
        self.attributes.clear()
        self.keys.clear()

    def are_covered(
        self, variables: Mapping[str, object], site: Mapping[str, object]
    ) -> bool:
        """Return whether the inputs of a page with *variables* cover all reads."""
        covers = covers_article if "article" in variables else covers_list
        if not all(covers(kind, name) for kind, name in self.attributes):
            return False
        return not any(
            key in site and key not in variables and not is_site_wide(key)
            for key in self.keys
        )


def covers_article(kind: type, name: object) -> bool:
    """Return whether the inputs of an article's page cover a read."""
    if issubclass(kind, Article):
        return name in ARTICLE_ATTRIBUTES
    return kind.__name__ != "Entity" or name in ENTITY_ATTRIBUTES


def covers_list(kind: type, name: object) -> bool:
    """Return whether the inputs of a list cover a read."""
    if issubclass(kind, Article):
        return name in ENTRY_ATTRIBUTES
    return is_described(kind, str(name))


def is_site_wide(key: str) -> bool:
    """Return whether the digest of the site covers a key of Pelican's context."""
    return key.isupper() or key in COMMON_KEYS
