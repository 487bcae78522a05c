# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor decides about a name reaches the editors' file, and nothing that stands there is touched."""

from datetime import date
from types import SimpleNamespace

import pytest
import yaml

from plugins.entities.build.entity_pages import Entity
from plugins.entities.editors.file import BadAuthority, parse
from plugins.entities.editors.write_decisions import (
    BadDecision,
    applied,
    apply,
    decided,
)
from plugins.entities.lists.known_entity import Record
from plugins.entities.review.queue import Alike, as_yaml, proposal

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


def place(article, start, end):
    return SimpleNamespace(article=article, start=start, end=end)


def candidate(*places, confidence=0.8, published=False):
    return SimpleNamespace(places=places, confidence=confidence, published=published)


def person(label, *aliases):
    return Record(
        id=f"id-{len(label)}",
        label=label,
        type="person",
        aliases=aliases,
        origin="minted",
    )


ARTICLES = {
    str(number): SimpleNamespace(
        title="خبر", plain_text="قال سمير الحجل إن المطر غزير", day=day
    )
    for number, day in enumerate([date(2020, 5, 1), date(2019, 5, 1), None])
}


def test_a_proposal_says_how_often_and_from_when_to_when():
    places = [
        place("0", 9, 20),
        place("0", 9, 20),
        place("1", 9, 20),
        place("2", 9, 20),
    ]
    found = proposal(person("سمير الحجل"), candidate(*places), ARTICLES, Alike([]))
    assert (found.count, found.first, found.last) == (
        3,
        date(2019, 5, 1),
        date(2020, 5, 1),
    )


def test_it_quotes_the_name_with_the_words_around_it():
    found = proposal(
        person("سمير الحجل"), candidate(place("0", 9, 19)), ARTICLES, Alike([])
    )
    assert [context[:3] for context in found.contexts] == [
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
def test_a_name_whose_words_are_part_of_another_is_proposed_for_it(label, into):
    known = Entity(record=Record(id="known", label="سمير بن سالم الحجل", type="person"))
    found = Alike([known]).to(person(label))
    assert (found and found.label) == into


def test_the_file_for_the_editor_reads_back_and_decides_nothing():
    found = proposal(
        person("سمير: الحجل", "no"), candidate(place("0", 9, 19)), ARTICLES, Alike([])
    )
    text = as_yaml([found])
    (row,) = yaml.safe_load(text)
    assert (row["label"], row["aliases"], row["articles"]) == ("سمير: الحجل", ["no"], 1)
    assert decided(text) == []


def test_decisions_stand_behind_the_last_entry_and_nothing_else_changes():
    text, new = applied(EDITORS, decided(DECISIONS))
    assert new == ["a2", "b2", "c2", "e2"]
    assert text == EDITORS.replace("    ]\n", f"    ]\n{ADDED}")


def test_what_is_decided_already_is_not_written_twice():
    once, _ = applied(EDITORS, decided(DECISIONS))
    assert applied(once, decided(DECISIONS)) == (once, [])


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
def test_any_file_of_entries_can_be_added_to(text):
    rows = [row for row in decided(DECISIONS) if row["id"] == "a2"]
    grown, _ = applied(text, rows)
    assert {**parse(text).entries, "a2": None}.keys() == parse(grown).entries.keys()
    assert [line for line in text.split("\n") if line not in grown] == []


def test_a_list_in_brackets_is_left_to_the_editor():
    with pytest.raises(BadAuthority, match="2: `entities` is written in brackets"):
        applied(
            "ignore: []\nentities: [{id: x, label: ب, type: place}]\n",
            decided(DECISIONS),
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
def test_a_decision_that_cannot_be_read_is_refused_with_its_line(text, reason):
    with pytest.raises(BadDecision, match=reason):
        decided(text)


def written(tmp_path, decisions):
    (tmp_path / "candidates.yml").write_text(decisions, encoding="utf-8")
    (tmp_path / "entities.yml").write_text(EDITORS, encoding="utf-8")
    return tmp_path / "candidates.yml", tmp_path / "entities.yml"


def test_an_entry_that_breaks_the_rules_leaves_the_file_alone(tmp_path):
    decisions, editors = written(
        tmp_path, "- {id: a2, decision: accept, label: حجر, type: place}\n"
    )
    with pytest.raises(BadAuthority, match=r"entities\.yml.*«حجر» is old too"):
        apply(decisions, editors, agree=lambda _: None)
    assert editors.read_text(encoding="utf-8") == EDITORS


def test_what_is_refused_by_the_archive_leaves_the_file_alone(tmp_path):
    def refuse(_authority):
        raise BadAuthority("9: merged into nothing")

    decisions, editors = written(tmp_path, DECISIONS)
    with pytest.raises(BadAuthority, match="merged into nothing"):
        apply(decisions, editors, agree=refuse)
    assert editors.read_text(encoding="utf-8") == EDITORS
