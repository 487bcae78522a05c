# SPDX-License-Identifier: AGPL-3.0-or-later
"""Related articles share rare names and rare words of their titles."""

import math
import random
from collections import Counter
from itertools import chain

import pytest
from article_builder import BuiltEntity, build_article

from plugins.related import REASONS, RELATED, relate_articles
from plugins.related.features import MOST_ARTICLES, MOST_SHARE, find_stems

OTHER_WORDS = ["سوق", "مدرسة", "طريق", "مباراة", "حريق", "معرض", "حفل", "مطر"]


def entity(label):
    return BuiltEntity(id=f"id-{label}", label=label)


def article(number, title, *labels):
    return build_article(
        slug=f"a{number:08d}", title=title, entities=[entity(name) for name in labels]
    )


def archive(*articles, others=20):
    """The articles with *others* that share nothing."""
    filling = [
        article(1000 + number, f"{OTHER_WORDS[number % 8]} {number}", f"اسم{number}")
        for number in range(others)
    ]
    everything = [*articles, *filling]
    relate_articles(everything)
    return everything


def related_slugs(of):
    return [related.slug for related, _ in of.related]


def test_two_shared_names_relate_articles_and_are_the_reason():
    first = article(1, "افتتاح المعصرة", "نادر القصبي", "خربة الحجل")
    second = article(2, "موسم جديد", "خربة الحجل", "نادر القصبي")
    archive(first, second)
    assert related_slugs(first) == [second.slug]
    assert first.related[0].reasons == ["نادر القصبي", "خربة الحجل"]
    assert related_slugs(second) == [first.slug]


def test_a_name_and_a_word_of_the_title_relate_articles_in_any_form():
    first = article(1, "المعصرة التعاونية", "نادر القصبي")
    second = article(2, "زيارة للمعصرة", "نادر القصبي")
    archive(first, second)
    assert first.related[0].reasons == ["نادر القصبي", "المعصرة"]


def test_one_shared_feature_or_a_particle_relates_nothing():
    first = article(1, "الحكم على المتهم", "نادر القصبي")
    second = article(2, "جولة على القرى", "نادر القصبي")
    archive(first, second)
    assert first.related == []


def test_names_of_many_articles_relate_nothing():
    everywhere = [
        article(number, f"{OTHER_WORDS[number % 8]} {number}", "عمّان", "الأردن")
        for number in range(MOST_ARTICLES + 1)
    ]
    archive(*everywhere, others=400)
    assert all(each.related == [] for each in everywhere)


def test_the_rarer_names_come_first():
    pair = [article(1, "أ", "نادر", "حسان"), article(2, "ب", "نادر", "حسان")]
    frequent = [article(10 + n, "ج", "سلمى", "رهف") for n in range(6)]
    of = article(5, "د", "نادر", "حسان", "سلمى", "رهف")
    archive(of, *pair, *frequent, others=60)
    assert related_slugs(of)[:2] == [each.slug for each in pair]
    assert len(of.related) == RELATED


def test_copies_are_not_related_articles():
    first, second, third = (
        article(number, "عنوان", "نادر القصبي", "خربة الحجل") for number in (1, 2, 3)
    )
    first.elsewhere, second.elsewhere = [second], [first]
    archive(first, second, third)
    assert related_slugs(first) == [third.slug]
    assert related_slugs(third) == [first.slug]


def test_the_order_of_the_articles_does_not_matter():
    made = [
        article(number, "عنوان", "نادر القصبي", "خربة الحجل") for number in range(6)
    ]
    archive(*made)
    before = [related_slugs(each) for each in made]
    relate_articles([*made[::-1]])
    assert [related_slugs(each) for each in made] == before


def test_stored_stems_relate_as_computed_ones_and_serve_until_a_title_has_a_new_word(
    tmp_path,
):
    def build(title):
        first = article(1, title, "نادر القصبي", "خربة الحجل")
        second = article(2, "موسم جديد", "خربة الحجل", "نادر القصبي")
        others = [article(1000 + number, f"خبر {number}") for number in range(20)]
        relate_articles([first, second, *others], stored)
        return first

    stored = tmp_path / "stems"
    computed = build("افتتاح المعصرة")
    written = stored.read_bytes()
    restored = build("افتتاح المعصرة")
    assert related_slugs(restored) == related_slugs(computed) == ["a00000002"]
    assert restored.related[0].reasons == computed.related[0].reasons
    assert stored.read_bytes() == written
    assert build("موسم المعصرة").related[0].reasons[-1] == "موسم"
    assert stored.read_bytes() == written
    build("موسم الزيتون")
    assert stored.read_bytes() != written


def test_a_damaged_file_of_stems_is_computed_again(tmp_path):
    stored = tmp_path / "stems"
    first = article(1, "موسم المعصرة", "نادر القصبي")
    second = article(2, "زيارة للمعصرة", "نادر القصبي")
    others = [article(1000 + number, f"خبر {number}") for number in range(20)]
    relate_articles([first, second, *others], stored)
    damaged = stored.read_bytes().replace("معصر".encode(), "مصعر".encode())
    assert damaged != stored.read_bytes()
    stored.write_bytes(damaged)
    relate_articles([first, second, *others], stored)
    assert related_slugs(first) == [second.slug]


def related_by_definition(articles):
    """Return the slugs and reasons of each article's related ones, pair by pair."""
    ordered = sorted(articles, key=lambda article: article.slug)
    features = [features_by_definition(article) for article in ordered]
    times = Counter(chain.from_iterable(features))
    most = min(MOST_ARTICLES, max(2, MOST_SHARE * len(ordered)))
    rows = {}
    for article, own in zip(ordered, features, strict=True):
        scored = []
        for number, of_other in enumerate(features):
            shared = [each for each in own if each in of_other and times[each] <= most]
            if len(shared) > 1 and ordered[number] is not article:
                score = 0.0
                for feature in shared:
                    score += math.log(len(ordered) / times[feature])
                scored.append((-score, number, [own[each] for each in shared]))
        rows[article.slug] = [
            (ordered[number].slug, list(dict.fromkeys(texts))[:REASONS])
            for _, number, texts in sorted(scored)[:RELATED]
        ]
    return rows


def features_by_definition(article):
    features = {entity.id: entity.label for entity in article.entities}
    for word in article.title.split():
        stem = find_stems([word])[word]
        if stem:
            features.setdefault(("title", stem), word)
    return features


@pytest.mark.parametrize("seed", range(4))
def test_columns_relate_the_articles_that_the_definition_relates(seed, monkeypatch):
    """Also where blocks end between any two articles."""
    monkeypatch.setattr("plugins.related.neighbours.PAIRS_PER_BLOCK", 50)
    rng = random.Random(seed)
    words = [f"{one}{two}{three}" for one in "مبك" for two in "تسر" for three in "فقل"]
    articles = [
        article(
            number,
            " ".join(rng.choices([*words, *(f"ال{word}" for word in words)], k=5)),
            *(f"اسم{min(int(rng.expovariate(0.03)), 200)}" for _ in range(6)),
        )
        for number in range(150)
    ]
    relate_articles(articles)
    rows = {
        each.slug: [(other.slug, reasons) for other, reasons in each.related]
        for each in articles
    }
    assert rows == related_by_definition(articles)
    assert sum(map(len, rows.values())) > 200


def test_an_archive_without_articles_relates_none(tmp_path):
    relate_articles([], tmp_path / "stems")
    lonely = article(1, "!", "نادر القصبي")
    relate_articles([lonely], tmp_path / "stems")
    assert lonely.related == []
