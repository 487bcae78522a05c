# SPDX-License-Identifier: AGPL-3.0-or-later
"""After a change of known entities, cached names are those of a new reconciliation."""

import random
import re
import zlib

import pytest

from plugins.entities.build.cache import KeyedText, open_cache, text_digest
from plugins.entities.build.changed_entities import (
    describe_finder,
    may_be_affected,
    words_of_changes,
)
from plugins.entities.lists.gazetteer import word_lists
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.match.finder import Finder
from plugins.entities.match.tokenised_text import tokenise
from plugins.entities.models.recogniser import Span
from plugins.entities.resolve.reconcile import reconcile

# Names, heads of organisations, compounds, a club, and words between.
NAMES = [
    "الصخر",
    "الوادي",
    "سنديان",
    "القصبي",
    "نادر",
    "رامي",
    "عبدالله",
    "عبد",
    "الله",
    "أبو",
    "الحوراني",
    "الرياض",
    "سبق",
    "صحيفة",
    "نادي",
    "الهلال",
    "شركة",
]
BETWEEN = [
    "زار",
    "افتتح",
    "في",
    "من",
    "قال",
    "«الكرة»",
    "أمس،",
    "مدير",
    "مباراة",
    "الدوري",
    "هدف",
]
BEFORE = ("", "", "", "و", "ب", "لل", "ولل")
TYPES = ("person", "place", "org", "event")


class HashRecogniser:
    """Recognises pairs of words and single words by their checksums."""

    fingerprint = "hash"

    def __call__(self, text):
        spans, end = [], 0
        for match in re.finditer(r"\w+(?: \w+)?", text):
            checksum = zlib.crc32(match[0].encode())
            if checksum % 2 and match.start() >= end:
                kind = TYPES[checksum // 2 % 4]
                confidence = 0.3 + checksum // 8 % 6 / 10
                spans.append(
                    Span(
                        start=match.start(),
                        end=match.end(),
                        type=kind,
                        confidence=confidence,
                    )
                )
                end = match.end()
        return spans


def random_text(rng):
    words = []
    for _ in range(rng.randint(3, 25)):
        if rng.random() < 0.6:
            name = rng.choice(NAMES)
            before = rng.choice(BEFORE)
            plain = name.removeprefix("ال") if before.endswith("لل") else name
            words.append(f"{before}{plain}")
        else:
            words.append(rng.choice(BETWEEN))
    return " ".join(words)


def random_name(rng):
    sign = rng.choice(("", "", "", "", "=", "«", "~"))
    return sign + " ".join(rng.sample(NAMES, rng.randint(1, 3)))


def random_entity(rng, number):
    return KnownEntity(
        id=f"entity{number}",
        label=random_name(rng).lstrip("=«~"),
        type=rng.choice(TYPES),
        aliases=tuple(random_name(rng) for _ in range(rng.randint(0, 3))),
        cues=tuple(rng.sample(BETWEEN, rng.randint(0, 1))),
        origin=rng.choice(("gazetteer", "gazetteer", "editor")),
        country=rng.choice(("", "", "sa")),
    )


def changed_entities(rng, entities):
    """Return *entities* with one or two of them changed, added or removed."""
    changed = dict(entities)
    for _ in range(rng.randint(1, 2)):
        number = rng.randrange(9)
        if rng.random() < 0.3:
            changed.pop(number, None)
        else:
            changed[number] = random_entity(rng, number)
    return changed


@pytest.mark.parametrize("seed", range(60))
def test_after_each_change_the_names_are_those_of_a_new_reconciliation(seed, tmp_path):
    rng = random.Random(seed)
    recogniser = HashRecogniser()
    texts = [random_text(rng) for _ in range(25)]
    keyed = [KeyedText(text_digest(text), text, "") for text in texts]
    entities = {number: random_entity(rng, number) for number in range(6)}
    ignored = [random_name(rng).lstrip("=«~")]
    for _ in range(6):
        finder = Finder(entities.values(), ignored, word_lists())
        with open_cache(recogniser, tmp_path) as cache:
            cache.keep_unaffected(keyed, finder)
            cached = list(cache.names_of_texts(keyed, finder))
        expected = [
            reconcile(tokenise(text), finder, recogniser(text), "") for text in texts
        ]
        assert cached == expected
        entities = changed_entities(rng, entities)
        if rng.random() < 0.2:
            ignored = [random_name(rng).lstrip("=«~")]


def finder_of(*entities, ignored=()):
    return Finder(entities, ignored, word_lists())


DAM = KnownEntity(id="dam", label="سد الوادي", type="place")
PAPER = KnownEntity(id="paper", label="صحيفة سنديان", type="org")


def test_a_renamed_entity_affects_the_texts_with_its_words():
    renamed = KnownEntity(id="dam", label="جسر الوادي", type="place")
    words = words_of_changes(
        describe_finder(finder_of(DAM, PAPER)), finder_of(renamed, PAPER)
    )
    assert words == {"سد", "جسر", "وادي"}
    assert may_be_affected("زار الوفد السدَّ", words)
    assert not may_be_affected("زار الوفد غور الأردن", words)


def test_the_head_of_an_organisation_is_not_required():
    other = KnownEntity(id="other", label="صحيفة الصخر", type="org")
    before = describe_finder(finder_of(DAM, other))
    words = words_of_changes(before, finder_of(DAM, other, PAPER))
    assert words == {"سنديان"}
    assert may_be_affected("قالت «سنديان»", words)
    assert not may_be_affected("قالت صحيفة", words)


def test_a_new_first_word_counts_since_it_is_never_divided():
    words = words_of_changes(describe_finder(finder_of(DAM)), finder_of(DAM, PAPER))
    assert words == {"صحيفه", "سنديان"}


def test_a_word_is_not_divided_once_an_alias_begins_with_it(tmp_path):
    town = KnownEntity(id="town", label="سنام", type="place", origin="editor")
    writer = KnownEntity(id="writer", label="وسنام القصبي", type="person")
    text = "زار بلدة وسنام أمس"
    keyed = [KeyedText(text_digest(text), text, "")]
    mentions = []
    for finder in (finder_of(town), finder_of(town, writer)):
        with open_cache(HashRecogniser(), tmp_path) as cache:
            cache.keep_unaffected(keyed, finder)
            [names] = cache.names_of_texts(keyed, finder)
        expected = reconcile(tokenise(text), finder, HashRecogniser()(text), "")
        assert names == expected
        mentions.append([mention.entity.id for mention in names.mentions])
    assert mentions == [["town"], []]


def test_an_ignored_phrase_affects_texts_too():
    before = describe_finder(finder_of(DAM))
    assert words_of_changes(before, finder_of(DAM, ignored=["الهلال الأحمر"])) == {
        "هلال"
    }


def test_other_word_lists_affect_all_texts():
    before = describe_finder(finder_of(DAM))
    other = Finder([DAM], [], {**word_lists(), "whole": frozenset()})
    assert words_of_changes(before, other) is None


def test_a_text_without_the_changed_words_is_not_reconciled(tmp_path, monkeypatch):
    texts = ["زار الوفد سد الوادي", "قالت صحيفة سنديان أمس"]
    keyed = [KeyedText(text_digest(text), text, "") for text in texts]
    reconciled = []

    def count(text, *arguments):
        reconciled.append(text.text)
        return reconcile(text, *arguments)

    monkeypatch.setattr("plugins.entities.build.cache.reconcile", count)
    renamed = KnownEntity(id="dam", label="جسر الوادي", type="place")
    for finder in (finder_of(DAM, PAPER), finder_of(renamed, PAPER)):
        with open_cache(HashRecogniser(), tmp_path) as cache:
            cache.keep_unaffected(keyed, finder)
            names = list(cache.names_of_texts(keyed, finder))
    assert reconciled == [*texts, texts[0]]
    assert [mention.entity.id for mention in names[1].mentions] == ["paper"]


def test_a_name_that_lacks_the_head_of_a_new_entity_is_linked(tmp_path):
    class SpanRecogniser:
        fingerprint = "span"

        def __call__(self, text):
            start = text.index("سنديان")
            return [Span(start=start, end=start + 6, type="org", confidence=0.9)]

    text = "قالت سنديان أمس"
    keyed = [KeyedText(text_digest(text), text, "")]
    mentions = []
    for finder in (finder_of(DAM), finder_of(DAM, PAPER)):
        with open_cache(SpanRecogniser(), tmp_path) as cache:
            cache.keep_unaffected(keyed, finder)
            [names] = cache.names_of_texts(keyed, finder)
        mentions.append([mention.entity.id for mention in names.mentions])
    assert mentions == [[], ["paper"]]
