# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links articles with the same text in several newspapers."""

from collections.abc import Mapping, Sequence


def link_both_ways(also_in: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return id → ids of articles with the same text, sorted; ids without are absent.

    *also_in* is each article's own list, by id. Ingest does not rewrite files that an
    editor changed, so their lists may be incomplete: a link in one direction counts
    for both. Ids of articles that do not exist are left out.
    ``{"a": ["b", "x"], "b": []}`` gives ``{"a": ["b"], "b": ["a"]}``.
    """
    links: dict[str, set[str]] = {}
    for article, others in also_in.items():
        for other in others:
            if other in also_in:
                links.setdefault(article, set()).add(other)
                links.setdefault(other, set()).add(article)
    return {article: sorted(others) for article, others in links.items()}
