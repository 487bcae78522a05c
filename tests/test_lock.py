# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ids outlast new labels, merges and names that are gone; the lock that remembers them is written when it grows."""

from dataclasses import replace

import pytest

from plugins.entities.build.entity_pages import Entity
from plugins.entities.build.redirects import left
from plugins.entities.discover.id_lock import (
    BadLock,
    Held,
    grown,
    read,
    save,
    settle,
    written,
)
from plugins.entities.lists.known_entity import Record, entity_id


def record(label, *aliases, kind="place", origin="gazetteer"):
    return Record(
        id=entity_id(kind, label),
        label=label,
        type=kind,
        aliases=aliases,
        origin=origin,
    )


def lock_of(*records, lock=(), pages=()):
    return grown(
        dict(lock),
        {known.id: known for known in records},
        pages,
        {known.id: known for known in records},
    )


def test_without_a_lock_an_id_is_made_of_type_and_label():
    (settled,) = settle([record("دار الحجر")], {})
    assert settled.id == entity_id("place", "دار الحجر")


def test_a_new_label_keeps_the_id_if_the_old_one_is_an_alias():
    lock = lock_of(record("دار الحجر"))
    (settled,) = settle([record("دار الصخر", "دار الحجر")], lock)
    assert (settled.id, settled.label) == (entity_id("place", "دار الحجر"), "دار الصخر")


def test_a_label_respelt_keeps_the_id_without_any_alias():
    lock = lock_of(record("إدلب"))
    assert settle([record("ادلب")], lock)[0].id == entity_id("place", "إدلب")


def test_the_id_stays_when_the_alias_is_gone_after_a_build():
    first = lock_of(record("دار الحجر"))
    second = lock_of(*settle([record("دار الصخر", "دار الحجر")], first), lock=first)
    assert settle([record("دار الصخر")], second)[0].id == entity_id(
        "place", "دار الحجر"
    )


def test_a_label_used_again_gets_an_id_of_its_own():
    first = lock_of(record("دار الحجر"))
    second = lock_of(*settle([record("دار الصخر", "دار الحجر")], first), lock=first)
    moved, again = settle(
        [replace(record("دار الصخر"), aliases=()), record("دار الحجر")], second
    )
    third = lock_of(moved, again, lock=second)
    assert len({moved.id, again.id}) == 2
    assert [
        known.id for known in settle([record("دار الصخر"), record("دار الحجر")], third)
    ] == [moved.id, again.id]


def test_a_minted_name_keeps_its_first_label_whatever_spelling_is_commonest():
    lock = lock_of(record("سمير الحجل", kind="person", origin="minted"))
    (settled,) = settle(
        [record("سمير حجل", "سمير الحجل", kind="person", origin="minted")], lock
    )
    assert (settled.id, settled.label) == (
        entity_id("person", "سمير الحجل"),
        "سمير الحجل",
    )


@pytest.mark.parametrize("commonest", [0, 1])
def test_two_minted_names_found_to_be_one_stay_the_earlier(commonest):
    short, long = "سمير الحجل", "سمير بن سالم الحجل"
    first = lock_of(record(short, kind="person", origin="minted"))
    second = lock_of(
        *settle([record(long, kind="person", origin="minted")], first), lock=first
    )
    second = lock_of(record(short, kind="person", origin="minted"), lock=second)
    names = [(short, long), (long, short)][commonest]
    merged = settle(
        [record(names[0], names[1], kind="person", origin="minted")], second
    )
    third = lock_of(*merged, lock=second)
    again = settle([record(names[1], names[0], kind="person", origin="minted")], third)
    assert again[0].id == merged[0].id
    assert [
        held.merged_into for identity, held in third.items() if identity != merged[0].id
    ] == [merged[0].id]


def test_what_was_merged_and_is_parted_again_has_both_its_ids_back():
    one, other = (
        record(label, kind="person", origin="minted")
        for label in ("سمير الحجل", "سمير بن سالم الحجل")
    )
    merged = lock_of(replace(one, aliases=(other.label,)), lock=lock_of(one, other))
    assert {known.id for known in settle([other, one], merged)} == {one.id, other.id}


def test_an_editors_entry_over_a_record_does_not_hide_it_from_the_next_build():
    bare = record("دار الحجر")
    edited = replace(bare, label="دار الصخر", origin="editor")
    lock = grown({}, {bare.id: edited}, (), {bare.id: bare})
    assert settle([bare], lock)[0].id == bare.id


def test_a_name_no_article_holds_any_more_stays_in_the_lock_and_names_its_heir():
    gone, heir = record("دار الحجر"), record("دار الصخر", "دار الحجر")
    lock = lock_of(heir, lock=lock_of(gone, pages={gone.id}))
    assert lock[gone.id] == Held(
        origin="gazetteer",
        type="place",
        labels=("دار الحجر",),
        page=True,
        merged_into=heir.id,
    )


def test_an_address_once_given_is_remembered():
    known = record("دار الحجر")
    assert lock_of(known, lock=lock_of(known, pages={known.id}))[known.id].page


def test_new_ids_stand_behind_those_already_given():
    lock = lock_of(record("ي"), lock=lock_of(record("دار الحجر")))
    assert list(lock) == [entity_id("place", "دار الحجر"), entity_id("place", "ي")]


def test_what_is_written_is_read_back(tmp_path):
    lock = lock_of(
        record("دار الحجر"), record("عمّان"), pages={entity_id("place", "عمّان")}
    )
    save(tmp_path / "lock.json", lock)
    assert read(tmp_path / "lock.json") == lock


def test_a_lock_that_holds_the_same_is_not_written_again(tmp_path):
    path, lock = tmp_path / "lock.json", lock_of(record("دار الحجر"))
    save(path, lock)
    before = path.stat().st_mtime_ns
    save(path, dict(lock))
    assert path.stat().st_mtime_ns == before


def test_a_line_is_an_id():
    assert len(written(lock_of(record("دار الحجر"), record("عمّان"))).splitlines()) == 4


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 9, "ids": {}}', '{"format": 1, "ids": {"a": {}}}']
)
def test_a_lock_that_is_damaged_is_refused_by_name(tmp_path, text):
    (tmp_path / "lock.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadLock, match=r"lock\.json"):
        read(tmp_path / "lock.json")


def test_every_page_of_a_list_that_went_to_another_name_leads_there():
    heir = Entity(record=record("دار الصخر"), articles=[None] * 9)
    assert left("e/old.html", heir, 3) == [
        "e/old.html",
        "e/old/p1.html",
        "e/old/p2.html",
    ]
    assert left("e/old.html", None, 3) == ["e/old.html"]
