# SPDX-License-Identifier: AGPL-3.0-or-later
"""A build that starts from the last one's state finds what a build without it finds."""

import datetime as dt
import random
import shutil
import zlib

import pytest

from plugins.entities.build.archive_run import find_archive_names
from plugins.entities.build.archive_state import NO_STATE, read_state, write_state
from plugins.entities.build.cache import open_cache
from plugins.entities.build.entity_pages import all_page_facts
from plugins.entities.build.read_names import NamesReader
from plugins.entities.build.stored_finder import make_finder
from plugins.entities.build.tag_articles import set_urls
from plugins.entities.discover.id_lock import reuse_ids, serialise_lock
from plugins.entities.editors.file import EMPTY, parse_editors_file
from plugins.entities.lists.gazetteer import load_gazetteer
from plugins.entities.models.recogniser import Span
from tests.article_builder import build_article

KEY = "code"
SETTINGS = {
    "ENTITIES_PAGE_ARTICLES": 3,
    "ENTITIES_JOINED_ARTICLES": 2,
    "ENTITIES_JOINED_URL": "e/joined/{shelf}.html",
    "TAG_URL": "e/{slug}.html",
    "TAG_SAVE_AS": "e/{slug}.html",
}
# Spellings of a foreign sound, short forms, a name of one word, one in a list.
NAMES = {
    "رودريغيز فيليبي": "person",
    "رودريجيز فيليبي": "person",
    "رودريقيز فيليبي": "person",
    "رامي سالم الحوراني": "person",
    "رامي الحوراني": "person",
    "رامي سالم": "person",
    "الحوراني": "person",
    "شركة السنديان الأخضر": "org",
    "السنديان الأخضر": "org",
    "قمة الوادي": "event",
}
LISTED = ("دمشق", "عمان", "إربد", "وزارة الصحة", "بيروت")
EDITORS = (
    "",
    "entities:\n- {id: mayor, label: رامي الحوراني, type: person}\n",
    "entities:\n- {id: new, label: قمة الوادي, type: event}\nignore: [دمشق]\n",
    "entities:\n- {id: %(id)s, merged_into: new}\n"
    "- {id: new, label: سمير القصبي, type: person}\n",
    "entities:\n- {id: %(id)s, label: سمير, type: person, status: ignored}\n",
    "entities:\n- {id: %(id)s, label: سمير القصبي, type: person}\n",
)


class SeededRecogniser:
    """Recognises ``NAMES``; how certain it is depends on the whole text."""

    fingerprint = "seeded"

    def __call__(self, text):
        spans, end = [], 0
        for name, kind in sorted(NAMES.items(), key=lambda item: -len(item[0])):
            start = text.find(name)
            if start >= 0:
                confidence = zlib.crc32(f"{name}{text}".encode()) % 100 / 100
                span = Span(
                    start=start,
                    end=start + len(name),
                    type=kind,
                    confidence=confidence**0.2,
                )
                spans.append(span)
        kept = []
        for span in sorted(spans, key=lambda span: (span.start, -span.end)):
            if span.start >= end:
                kept.append(span)
                end = span.end
        return kept


def random_article(rng, number):
    names = rng.sample([*NAMES, *LISTED], rng.randint(1, 5))
    words = [word for name in names for word in (rng.choice(("قال", "زار")), name)]
    day = rng.choice((None, dt.date(2020, 1 + number % 3, 1 + number % 28)))
    return build_article(
        slug=f"a{number:03}",
        title=rng.choice(("خبر", "خبر جديد", f"زيارة {names[0]}")),
        plain_text=" ".join(words),
        source=rng.choice(("الوادي", "الجبل")),
        day=day,
    )


class BuiltArchive:
    """Random articles, and a build of their names after each change."""

    def __init__(self, folder, seed):
        self.rng, self.folder = random.Random(seed), folder
        self.articles = {
            number: random_article(self.rng, number) for number in range(40)
        }
        self.lock, self.editors = {}, EDITORS[0]

    def names(self, cache_folder, former):
        ordered = [self.articles[number] for number in sorted(self.articles)]
        editors = parse_editors_file(self.editors)
        with open_cache(SeededRecogniser(), cache_folder) as cache:
            names = find_archive_names(ordered, editors, self.lock, cache, 1, former)
        set_urls(names.entities.values(), self.lock, SETTINGS)
        rows, pages = names.state.rows, names.state.pages
        facts = all_page_facts(names.entities.values(), rows, pages)
        return names, names.state._replace(pages=facts), described(ordered, names)

    def build(self, *, is_killed=False):
        """Build with the state of the last build; return that of a clean build too."""
        cache, state = self.folder / "names", self.folder / "state"
        names, new_state, found = self.names(cache, read_state(state, KEY))
        _, clean_state, clean = self.names(self.folder / "clean", NO_STATE)
        shutil.rmtree(self.folder / "clean")
        if not is_killed:  # a killed build has written the names, but no lock or state
            write_state(state, KEY, new_state)
            self.lock = names.extend(self.lock)
        return (found, new_state), (clean, clean_state)

    def edit(self):
        for number in self.rng.sample(sorted(self.articles), 3):
            self.articles[number] = random_article(self.rng, number)

    def redate(self):
        number = self.rng.choice(sorted(self.articles))
        self.articles[number].day = dt.date(2021, 5, 1)

    def add(self):
        number = max(self.articles) + 1
        self.articles[number] = random_article(self.rng, number)

    def delete(self):
        for number in self.rng.sample(sorted(self.articles), 4):
            del self.articles[number]

    def change_editors(self):
        discovered = [i for i, entry in self.lock.items() if entry.origin == "minted"]
        editors = self.rng.choice(EDITORS)
        self.editors = editors % {"id": self.rng.choice(discovered or ["x"])}

    def kill(self):
        self.edit()
        self.change_editors()
        self.build(is_killed=True)

    def lose_names(self):
        shutil.rmtree(self.folder / "names")

    def lose_lock(self):
        self.lock = {}

    def damage_state(self):
        path = self.folder / "state"
        data = bytearray(path.read_bytes())
        data[self.rng.randrange(len(data))] ^= 1
        path.write_bytes(data)


CHANGES = (
    *("edit", "redate", "add", "delete", "change_editors", "kill", "lose_names"),
    *("lose_lock", "damage_state"),
)


def described(articles, names):
    """Return what templates and other plugins may read."""
    return (
        [
            (
                [entity.id for entity in article.entities],
                [(start, end, entity.id) for start, end, entity in article.named],
            )
            for article in articles
        ],
        [
            (entity.known_entity, entity.spellings, entity.url, entity.save_as)
            for entity in names.entities.values()
        ],
        [[article.slug for article in e.articles] for e in names.entities.values()],
        serialise_lock(names.extend({})),
    )


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))]
)
def test_after_any_history_the_names_are_those_of_a_clean_build(tmp_path, seed):
    archive = BuiltArchive(tmp_path, seed)
    archive.build()
    changes = archive.rng.sample(CHANGES, len(CHANGES))
    for change in changes:
        getattr(archive, change)()
        from_state, clean = archive.build()
        assert from_state == clean, change


def test_the_random_archives_have_variants_and_names_that_wait(tmp_path):
    """Else the test above would compare little."""
    archive = BuiltArchive(tmp_path, 0)
    _, state, _ = archive.names(tmp_path / "names", NO_STATE)
    rows = state.candidates.rows.values()
    assert state.candidates.heads
    assert {row.published for row in rows} == {True, False}
    assert state.pages


def test_after_an_edit_the_rows_of_all_other_articles_are_kept(tmp_path):
    archive = BuiltArchive(tmp_path, 0)
    archive.build()
    edited = archive.articles[min(archive.articles)]
    edited.plain_text += " اليوم"
    state = read_state(tmp_path / "state", KEY)
    finder = make_finder(reuse_ids(load_gazetteer(), archive.lock), EMPTY)
    with open_cache(SeededRecogniser(), tmp_path / "names") as cache:
        reader = NamesReader(list(archive.articles.values()), finder, cache)
        kept = reader.unchanged_rows(state)
    assert reader.inputs.keys() - kept.keys() == {edited.slug}


def test_a_state_of_other_code_is_not_read(tmp_path):
    archive = BuiltArchive(tmp_path, 0)
    archive.build()
    assert read_state(tmp_path / "state", KEY) != NO_STATE
    assert read_state(tmp_path / "state", "other code") == NO_STATE
