# SPDX-License-Identifier: AGPL-3.0-or-later
"""The review queue, and decisions appended to the editors' file without other changes."""

from collections import Counter
from datetime import date

import pytest
import yaml

from plugins.entities.build.entity_pages import Entity
from plugins.entities.discover.candidates import Candidate, CandidateMention
from plugins.entities.editors.file import BadEditorsFile, parse_editors_file
from plugins.entities.editors.write_decisions import (
    BadDecision,
    add_entries,
    apply_decisions,
    parse_decisions,
)
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.review.queue import SimilarEntities, propose, serialise_queue
from tests.article_builder import build_article

EDITORS = """\
# our names
entities:
  - id: old   # as in the paper
    label: 'دار الحجر'
    type: place
    aliases: [
      حجر,  # short
    ]
  # new ones go below
ignore: [جامعة]
# the end
"""
DECISIONS = """\
- {id: a2, decision: accept, label: سمير الحجل, type: person, aliases: [سمير حجل], contexts: ['x [y] z']}
- {id: b2, decision: merge, label: الحجر, type: place, aliases: [], into: old}
- {id: c2, decision: ignore, label: أهلا وسهلا, type: org, aliases: ['مرحبا: بكم']}
- {id: d2, decision: later, label: غيره, type: org}
- {id: e2, decision: accept, label: 'no', type: org}
"""
ADDED = """\
  - id: a2
    label: سمير الحجل
    type: person
    aliases: [سمير حجل]
  - id: b2
    aliases: [الحجر]
    merged_into: old
  - id: c2
    label: أهلا وسهلا
    type: org
    aliases: ['مرحبا: بكم']
    status: ignored
  - id: e2
    label: 'no'
    type: org
"""


def mention(article, start, end):
    return CandidateMention(article=article, start=start, end=end, surface="")


def candidate(*mentions):
    return Candidate(
        key=("سمير", "الحجل"),
        type="person",
        spellings=Counter(),
        mentions=mentions,
        confidence=0.8,
        published=False,
    )


def person(label, *aliases):
    return KnownEntity(
        id=f"id-{len(label)}",
        label=label,
        type="person",
        aliases=aliases,
        origin="minted",
    )


ARTICLES = {
    str(number): build_article(
        title="خبر", plain_text="قال سمير الحجل إن المطر غزير", day=day
    )
    for number, day in enumerate([date(2020, 5, 1), date(2019, 5, 1), None])
}


def test_a_proposal_has_the_number_of_articles_and_the_period():
    mentions = [
        mention("0", 9, 20),
        mention("0", 9, 20),
        mention("1", 9, 20),
        mention("2", 9, 20),
    ]
    proposed = propose(
        person("سمير الحجل"), candidate(*mentions), ARTICLES, SimilarEntities([])
    )
    assert (proposed.count, proposed.first, proposed.last) == (
        3,
        date(2019, 5, 1),
        date(2020, 5, 1),
    )


def test_a_proposal_quotes_the_name_with_the_words_around_it():
    proposed = propose(
        person("سمير الحجل"),
        candidate(mention("0", 9, 19)),
        ARTICLES,
        SimilarEntities([]),
    )
    assert [context[:3] for context in proposed.contexts] == [
        ("قال ", "سمير الحجل", " إن المطر غزير")
    ]


@pytest.mark.parametrize(
    ("label", "into"),
    [
        ("سليم الحجل", None),
        ("سمير سالم الحجل", "سمير بن سالم الحجل"),
        ("الحجل", "سمير بن سالم الحجل"),
        ("سمير", None),
    ],
)
def test_a_name_whose_words_are_part_of_another_is_proposed_for_a_merge(label, into):
    entity = Entity(
        known_entity=KnownEntity(id="known", label="سمير بن سالم الحجل", type="person")
    )
    similar = SimilarEntities([entity]).most_frequent(person(label))
    assert (similar and similar.label) == into


def test_a_new_file_of_candidates_is_valid_and_has_no_decision():
    proposed = propose(
        person("سمير: الحجل", "no"),
        candidate(mention("0", 9, 19)),
        ARTICLES,
        SimilarEntities([]),
    )
    text = serialise_queue([proposed])
    (row,) = yaml.safe_load(text)
    assert (row["label"], row["aliases"], row["articles"]) == ("سمير: الحجل", ["no"], 1)
    assert parse_decisions(text) == []


def test_decisions_are_inserted_after_the_last_entry_and_nothing_else_changes():
    text, new = add_entries(EDITORS, parse_decisions(DECISIONS))
    assert new == ["a2", "b2", "c2", "e2"]
    assert text == EDITORS.replace("    ]\n", f"    ]\n{ADDED}")


def test_applied_decisions_are_not_added_twice():
    once, _ = add_entries(EDITORS, parse_decisions(DECISIONS))
    assert add_entries(once, parse_decisions(DECISIONS)) == (once, [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        "entities:\n",
        "ignore: [جامعة]\nentities:",
        "entities:\n- id: x\n  label: ب\n  type: place",
        "entities:\r\n- {id: x, label: ب, type: place} # one\r\n\r\nignore: []\r\n",
        "entities:\n- id: x\n  type: place\n  label: >\n    ب\n# end\n",
    ],
)
def test_entries_are_added_to_any_valid_file(text):
    rows = [row for row in parse_decisions(DECISIONS) if row["id"] == "a2"]
    extended, _ = add_entries(text, rows)
    assert {
        **parse_editors_file(text).entries,
        "a2": None,
    }.keys() == parse_editors_file(extended).entries.keys()
    assert [line for line in text.split("\n") if line not in extended] == []


def test_a_list_in_brackets_is_rejected():
    with pytest.raises(BadEditorsFile, match="2: `entities` is written in brackets"):
        add_entries(
            "ignore: []\nentities: [{id: x, label: ب, type: place}]\n",
            parse_decisions(DECISIONS),
        )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- {id: a2, decision: accept, label: x}\n", "1: a2: accept without type"),
        (
            "- {id: a, decision: later}\n- {id: a2, decision: merge, label: x}\n",
            "2: a2: merge without into",
        ),
        ("- {id: a2, decision: yes}\n", "1: a2: decision True is none of accept"),
        ("- {decision: accept}\n", "1: a name without an id"),
        ("a: b\n", "1: not a list"),
        ("- [\n", "not YAML"),
    ],
)
def test_an_invalid_decision_is_rejected_with_its_line(text, reason):
    with pytest.raises(BadDecision, match=reason):
        parse_decisions(text)


def write_files(tmp_path, decisions):
    (tmp_path / "candidates.yml").write_text(decisions, encoding="utf-8")
    (tmp_path / "entities.yml").write_text(EDITORS, encoding="utf-8")
    return tmp_path / "candidates.yml", tmp_path / "entities.yml"


def test_an_invalid_entry_leaves_the_file_unchanged(tmp_path):
    decisions, editors = write_files(
        tmp_path, "- {id: a2, decision: accept, label: حجر, type: place}\n"
    )
    with pytest.raises(BadEditorsFile, match=r"entities\.yml.*«حجر» is old too"):
        apply_decisions(decisions, editors, validate=lambda _: None)
    assert editors.read_text(encoding="utf-8") == EDITORS


def test_a_failed_validation_leaves_the_file_unchanged(tmp_path):
    def reject(_editors):
        raise BadEditorsFile("9: unknown id")

    decisions, editors = write_files(tmp_path, DECISIONS)
    with pytest.raises(BadEditorsFile, match="unknown id"):
        apply_decisions(decisions, editors, validate=reject)
    assert editors.read_text(encoding="utf-8") == EDITORS
