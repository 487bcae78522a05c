# SPDX-License-Identifier: AGPL-3.0-or-later
"""Candidates updated after a change are those of all articles as they are now."""

from plugins.entities.build.article_row import ArticleInputs, Interned, row_of_names
from plugins.entities.discover.update_candidates import Candidates, update_candidates
from plugins.entities.resolve.reconcile import UnlinkedName

NONE = Candidates({}, {})
FULL, SHORT = ("رامي", "سالم", "الحوراني"), ("رامي", "سالم")


def row_of(*names):
    unlinked = [
        UnlinkedName(0, 9, " ".join(written), written, full, "person", 0.9)
        for written, full in names
    ]
    return row_of_names(ArticleInputs(b"", "", 0, 0), unlinked, Interned())


def candidates_of(rows):
    return update_candidates(NONE, rows, [n for row in rows.values() for n in row[1]])


def test_a_short_form_is_a_candidate_again_without_the_article_with_the_full_name():
    """The example of the module: no changed article has the name that moves."""
    whole = row_of((FULL, FULL), (SHORT, FULL))
    rows = {"1": whole, "2": row_of((SHORT, SHORT))}
    before = candidates_of(rows)
    assert list(before.rows) == [("person", FULL)]
    del rows["1"]
    after = update_candidates(before, rows, whole.unlinked)
    assert list(after.rows) == [("person", SHORT)]
    assert after == candidates_of(rows)


def test_candidates_of_other_articles_are_not_computed_again():
    other = row_of((("سمير", "الحجل"), ("سمير", "الحجل")))
    rows = {"1": row_of((FULL, FULL)), "2": other}
    before = candidates_of(rows)
    rows["1"] = row_of((SHORT, SHORT))
    after = update_candidates(before, rows, [("person", FULL), ("person", SHORT)])
    kept = ("person", ("سمير", "الحجل"))
    assert after.rows[kept] is before.rows[kept]
    assert after == candidates_of(rows)
