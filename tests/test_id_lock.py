# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entities keep their ids through new labels and merges; the lock file stores them."""

from dataclasses import replace

import pytest

from plugins.entities.build.entity_pages import Entity
from plugins.entities.build.redirects import former_urls
from plugins.entities.discover.id_lock import (
    BadLock,
    LockedId,
    extend_lock,
    read_lock,
    reuse_ids,
    save_lock,
    serialise_lock,
)
from plugins.entities.lists.known_entity import (
    KnownEntity,
    entity_id,
    follow_merges,
)

STONE_HOUSE, ROCK_HOUSE = "دار الحجر", "دار الصخر"
STONE_HOUSE_ID = entity_id("place", STONE_HOUSE)
SHORT_NAME, FULL_NAME = "سمير الحجل", "سمير بن سالم الحجل"


def make_place(label, *aliases):
    return KnownEntity(
        id=entity_id("place", label), label=label, type="place", aliases=aliases
    )


def make_discovered(label, *aliases):
    return KnownEntity(
        id=entity_id("person", label),
        label=label,
        type="person",
        aliases=aliases,
        origin="minted",
    )


def lock_of(*entities, lock=(), with_page=()):
    """Return *lock* after a build whose articles mention *entities*."""
    by_id = {entity.id: entity for entity in entities}
    return extend_lock(dict(lock), by_id, with_page, by_id)


def test_without_a_lock_an_id_is_the_hash_of_type_and_label():
    (entity,) = reuse_ids([make_place(STONE_HOUSE)], {})
    assert entity.id == STONE_HOUSE_ID


def test_a_renamed_entity_keeps_its_id_if_the_old_label_is_an_alias():
    lock = lock_of(make_place(STONE_HOUSE))
    (entity,) = reuse_ids([make_place(ROCK_HOUSE, STONE_HOUSE)], lock)
    assert (entity.id, entity.label) == (STONE_HOUSE_ID, ROCK_HOUSE)


def test_another_spelling_of_the_label_keeps_the_id_without_an_alias():
    lock = lock_of(make_place("إدلب"))
    assert reuse_ids([make_place("ادلب")], lock)[0].id == entity_id("place", "إدلب")


def test_after_one_build_the_alias_is_not_needed_any_more():
    first = lock_of(make_place(STONE_HOUSE))
    renamed = reuse_ids([make_place(ROCK_HOUSE, STONE_HOUSE)], first)
    second = lock_of(*renamed, lock=first)
    assert reuse_ids([make_place(ROCK_HOUSE)], second)[0].id == STONE_HOUSE_ID


def test_a_label_used_again_for_another_entity_gets_a_new_id():
    first = lock_of(make_place(STONE_HOUSE))
    renamed = reuse_ids([make_place(ROCK_HOUSE, STONE_HOUSE)], first)
    second = lock_of(*renamed, lock=first)
    both = [make_place(ROCK_HOUSE), make_place(STONE_HOUSE)]
    old, new = reuse_ids(both, second)
    third = lock_of(old, new, lock=second)
    assert old.id != new.id
    assert [entity.id for entity in reuse_ids(both, third)] == [old.id, new.id]


def test_a_discovered_entity_keeps_its_first_label():
    lock = lock_of(make_discovered("سمير الحجل"))
    (entity,) = reuse_ids([make_discovered("سمير حجل", "سمير الحجل")], lock)
    assert entity.id == entity_id("person", "سمير الحجل")
    assert entity.label == "سمير الحجل"


@pytest.mark.parametrize(
    ("label", "alias"), [(SHORT_NAME, FULL_NAME), (FULL_NAME, SHORT_NAME)]
)
def test_two_discovered_entities_that_prove_to_be_one_keep_the_earlier_id(label, alias):
    first = lock_of(make_discovered(SHORT_NAME))
    second = lock_of(*reuse_ids([make_discovered(FULL_NAME)], first), lock=first)
    second = lock_of(make_discovered(SHORT_NAME), lock=second)
    merged = reuse_ids([make_discovered(label, alias)], second)
    third = lock_of(*merged, lock=second)
    again = reuse_ids([make_discovered(alias, label)], third)
    assert again[0].id == merged[0].id
    assert [
        locked.merged_into
        for identity, locked in third.items()
        if identity != merged[0].id
    ] == [merged[0].id]


def test_merged_entities_that_are_separate_again_get_both_ids_back():
    short, full = make_discovered(SHORT_NAME), make_discovered(FULL_NAME)
    merged = replace(short, aliases=(FULL_NAME,))
    lock = lock_of(merged, lock=lock_of(short, full))
    ids = {entity.id for entity in reuse_ids([full, short], lock)}
    assert ids == {short.id, full.id}


def test_an_entity_that_editors_renamed_is_matched_by_its_own_label():
    bare = make_place(STONE_HOUSE)
    edited = replace(bare, label=ROCK_HOUSE, origin="editor")
    lock = extend_lock({}, {bare.id: edited}, (), {bare.id: bare})
    assert reuse_ids([bare], lock)[0].id == bare.id


def test_an_id_without_articles_stays_in_the_lock_with_the_id_it_was_merged_into():
    old, target = make_place(STONE_HOUSE), make_place(ROCK_HOUSE, STONE_HOUSE)
    lock = lock_of(target, lock=lock_of(old, with_page={old.id}))
    assert lock[old.id] == LockedId(
        origin="gazetteer",
        type="place",
        labels=(STONE_HOUSE,),
        page=True,
        merged_into=target.id,
    )


def test_the_lock_stores_that_an_entity_had_a_page():
    entity = make_place(STONE_HOUSE)
    lock = lock_of(entity, lock=lock_of(entity, with_page={entity.id}))
    assert lock[entity.id].page


def test_new_ids_come_after_older_ones():
    lock = lock_of(make_place("ي"), lock=lock_of(make_place(STONE_HOUSE)))
    assert list(lock) == [STONE_HOUSE_ID, entity_id("place", "ي")]


def test_a_saved_lock_is_read_back(tmp_path):
    entities = [make_place(STONE_HOUSE), make_place("عمّان")]
    lock = lock_of(*entities, with_page={entity_id("place", "عمّان")})
    save_lock(tmp_path / "lock.json", lock)
    assert read_lock(tmp_path / "lock.json") == lock


def test_an_unchanged_lock_is_not_written_again(tmp_path):
    path, lock = tmp_path / "lock.json", lock_of(make_place(STONE_HOUSE))
    save_lock(path, lock)
    before = path.stat().st_mtime_ns
    save_lock(path, dict(lock))
    assert path.stat().st_mtime_ns == before


def test_every_id_is_on_its_own_line():
    lock = lock_of(make_place(STONE_HOUSE), make_place("عمّان"))
    assert len(serialise_lock(lock).splitlines()) == 4


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 9, "ids": {}}', '{"format": 1, "ids": {"a": {}}}']
)
def test_a_damaged_lock_is_rejected_with_the_file_name(tmp_path, text):
    (tmp_path / "lock.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadLock, match=r"lock\.json"):
        read_lock(tmp_path / "lock.json")


def test_every_page_of_a_merged_entitys_list_is_redirected():
    target = Entity(known_entity=make_place(ROCK_HOUSE), articles=[None] * 9)
    assert former_urls("e/old.html", target, 3) == [
        "e/old.html",
        "e/old/p1.html",
        "e/old/p2.html",
    ]
    assert former_urls("e/old.html", None, 3) == ["e/old.html"]


@pytest.mark.parametrize(
    ("merges", "target"),
    [
        ({}, "a"),
        ({"a": "b"}, "b"),
        ({"a": "b", "b": "c"}, "c"),
        ({"a": "b", "b": "a"}, "b"),
        ({"a": "a"}, "a"),
    ],
)
def test_merges_are_followed_to_the_end_and_a_cycle_stops(merges, target):
    entries = {
        identity: LockedId(origin="editor", type="", labels=(), merged_into=into)
        for identity, into in merges.items()
    }
    assert follow_merges("a", entries) == target
