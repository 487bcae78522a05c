# SPDX-License-Identifier: AGPL-3.0-or-later
"""The editors' file: invalid entries are rejected, valid ones change the gazetteer."""

import pytest

from plugins.entities.editors.apply_file import apply_editors_file
from plugins.entities.editors.file import (
    EMPTY,
    BadEditorsFile,
    parse_editors_file,
    read_editors_file,
)
from plugins.entities.lists.gazetteer import word_lists
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.match.finder import Finder
from plugins.entities.match.tokenised_text import tokenise


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("entities:\n- {label: بلدة, type: place}\n", "2: an entry without an id"),
        ("entities:\n- {id: a, label: بلدة}\n", "2: a: no type"),
        ("entities:\n- {id: a, type: place}\n", "2: a: no label"),
        (
            "entities:\n- {id: a, label: بلدة, type: planet}\n",
            "2: a: type planet is none of",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place, status: maybe}\n",
            "status maybe is none of",
        ),
        ("entities:\n- {id: بلدة, label: بلدة, type: place}\n", "an id is letters a-z"),
        (
            "entities:\n- {id: a, label: بلدة, type: place, alias: x}\n",
            "unknown key alias",
        ),
        (
            "entities:\n- {id: a, label: ب, type: place}\n- {id: a, label: ت, type: place}\n",
            "3: a is in line 2 already",
        ),
        (
            "entities:\n- {id: a, merged_into: b}\n- {id: b, merged_into: a}\n",
            "in a circle: a → b → a",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place}\n- {id: b, label: قرية, type: place, aliases: [بَلدة]}\n",
            "3: b: «بَلدة» is a too (line 2): both need a context",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place, aliases: قرية}\n",
            "2: a: aliases 'قرية' is not a list",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place, aliases: [no]}\n",
            "2: a: aliases [False] is not a list",
        ),
        (
            "entities:\n- {id: a, label: 2011, type: event}\n",
            "2: a: label 2011 is not text: put it in quotes",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place, context: [نبع]}\n",
            "2: a: context ['نبع'] is not any:",
        ),
        (
            "entities:\n- {id: a, label: بلدة, type: place, wikidata: 42}\n",
            "2: a: wikidata 42 is not Q and a number",
        ),
        ("entities:\n- بلدة\n", "2: an entry without an id"),
        ("entities: {a: بلدة}\n", "1: entities is not a list"),
        ("entities: []\nignore: جامعة\n", "2: ignore is not a list"),
        ("ignore:\n- جامعة\n- 7\n", "3: 7 under ignore is not text"),
        ("entities: []\nnames: []\n", "2: names is neither of entities and ignore"),
        ("[]", "1: not a mapping"),
    ],
)
def test_an_invalid_entry_is_rejected_with_line_and_reason(text, reason):
    with pytest.raises(BadEditorsFile) as failure:
        parse_editors_file(text)
    assert reason in str(failure.value)


def test_the_message_names_the_file(tmp_path):
    (tmp_path / "entities.yml").write_text("entities: [", encoding="utf-8")
    with pytest.raises(BadEditorsFile, match=r"entities\.yml:1: not YAML"):
        read_editors_file(tmp_path / "entities.yml")


def test_one_spelling_of_two_entries_is_fine_where_each_has_a_context():
    entries = parse_editors_file(
        "entities:\n"
        "- {id: a, label: عمّان, type: place, context: {any: [الأردن]}}\n"
        "- {id: b, label: عُمان, type: place, context: {any: [مسقط]}}\n"
    ).entries
    assert (entries["a"].cues, entries["b"].cues) == (("الأردن",), ("مسقط",))


PLACE = KnownEntity(
    id="old", label="دار الحجر", type="place", aliases=("حجر",), cues=("نبع",)
)


def test_a_new_label_keeps_the_id_and_every_alias():
    (entity,), _ = apply_editors_file(
        [PLACE],
        parse_editors_file("entities:\n- {id: old, label: دار الصخر, type: place}\n"),
    )
    assert (entity.id, entity.label, set(entity.names)) == (
        "old",
        "دار الصخر",
        {"دار الصخر", "دار الحجر", "حجر"},
    )
    assert entity.cues == ("نبع",)


def test_a_merged_name_is_a_mention_of_the_other_entity():
    entities, ignored = apply_editors_file(
        [PLACE],
        parse_editors_file(
            "entities:\n- {id: new, label: الحجر الكبير, type: place}\n- {id: old, merged_into: new}\n"
        ),
    )
    mentions = Finder(entities, ignored, word_lists()).find_mentions(
        tokenise("زار دار الحجر مساء")
    )
    assert [mention.entity.id for mention in mentions] == ["new"]


def test_a_key_without_a_value_is_an_absent_key():
    entry = parse_editors_file(
        "entities:\n- id: 23456723\n  label: بلدة\n  type: place\n  aliases:\n  context:\n"
    ).entries["23456723"]
    assert (entry.aliases, entry.cues) == ((), ())


def test_a_merge_into_an_unknown_id_is_rejected_with_file_and_line(tmp_path):
    path = tmp_path / "entities.yml"
    path.write_text("entities:\n- {id: old, merged_into: nowhere}\n", encoding="utf-8")
    with pytest.raises(
        BadEditorsFile,
        match=r"entities\.yml:2: old: merged_into names an unknown id: nowhere",
    ):
        apply_editors_file([PLACE], read_editors_file(path))


def test_a_merge_into_an_unknown_id_is_rejected():
    with pytest.raises(BadEditorsFile, match="unknown id: nowhere"):
        apply_editors_file(
            [PLACE],
            parse_editors_file("entities:\n- {id: old, merged_into: nowhere}\n"),
        )


@pytest.mark.parametrize(
    "text",
    [
        "entities:\n- {id: old, label: دار الحجر, type: place, status: ignored}\n",
        "ignore: [دار الحجر]\n",
    ],
)
def test_what_an_editor_ignores_is_not_found(text):
    entities, ignored = apply_editors_file([PLACE], parse_editors_file(text))
    assert (
        Finder(entities, ignored, word_lists()).find_mentions(
            tokenise("في دار الحجر نبع")
        )
        == []
    )


def test_a_proposed_name_waits_for_an_editor():
    entities, _ = apply_editors_file(
        [],
        parse_editors_file(
            "entities:\n- {id: a, label: دار الحجر, type: place, status: proposed}\n"
        ),
    )
    assert entities == []


def test_a_missing_file_is_an_empty_one(tmp_path):
    assert read_editors_file(tmp_path / "entities.yml") == EMPTY
