# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same text in several papers, as the articles' front matter tells it."""

from collections.abc import Iterable, Mapping, Sequence


def linked(told: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return id → ids of its text in other papers, in order; *told* need name a pair on one side only.

    An article that an editor changed keeps its file and does not learn of others: they tell of it. Ids that no article
    bears are left out.
    """
    pairs = {
        (one, other)
        for one, others in told.items()
        for other in others
        if other in told
    }
    return ordered({*pairs, *((other, one) for one, other in pairs)})


def ordered(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the second members by the first."""
    found: dict[str, list[str]] = {}
    for one, other in sorted(pairs):
        found.setdefault(one, []).append(other)
    return found
