# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renders a part of pages once for all pages on which it is the same."""

from collections.abc import Callable, Hashable

from markupsafe import Markup
from pelican.generators import Generator


class RenderOnce:
    """The results of macros by key.

    An article is on seventeen lists on average, and its entry is the same on all lists
    of one depth. The key must have everything that the macro reads.
    """

    def __init__(self) -> None:
        self.rendered: dict[Hashable, Markup] = {}

    def __call__(
        self, key: Hashable, macro: Callable[..., Markup], *arguments: object
    ) -> Markup:
        """Return ``macro(*arguments)``, called the first time only."""
        if key not in self.rendered:
            self.rendered[key] = macro(*arguments)
        return self.rendered[key]


def add_render_once(generator: Generator) -> None:
    """Give the templates ``render_once``."""
    generator.env.globals["render_once"] = RenderOnce()
