# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles are restored as they were read, or not at all."""

import pickle
import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pelican.contents import Article, Author
from pelican.settings import DEFAULT_CONFIG

from plugins.publish.reading.article_cache import (
    UNREADABLE,
    ArticleCache,
    file_number,
    group_by_file,
)
from plugins.publish.reading.article_pickle import (
    TEXT_ATTRIBUTES,
    KeptReferences,
    SharedObjects,
    copy_state,
    load_rows,
    pickle_rows,
    restore_article,
    texts_of,
)
from storage.signatures import sign

SETTINGS = DEFAULT_CONFIG | {"TIMEZONE": "Asia/Riyadh"}


def new_article(context, **metadata):
    author = Author("نادر", SETTINGS)
    author.slug = "id"
    metadata = {
        "title": "عنوان",
        "date": datetime(2020, 2, 8, tzinfo=UTC),
        "authors": [author],
        "plain_text": "نص",
        **metadata,
    }
    return Article("<p>نص</p>", metadata, SETTINGS, "a.md", context)


def restored(articles, shared):
    """Return the articles as the next build has them."""
    rows = load_rows(pickle_rows(list(map(copy_state, articles))), shared)
    texts = map(texts_of, articles)
    return [restore_article(*pair) for pair in zip(rows, texts, strict=True)]


def test_a_restored_article_has_every_attribute_and_the_shared_objects():
    context = {}
    article = new_article(context)
    shared = SharedObjects(SETTINGS, context)
    first, second = restored([article, new_article(context)], shared)
    stored = {"stored_path": article.save_as, "stored_texts": texts_of(article)}
    assert {**vars(first), **dict.fromkeys(stored)} == {
        **{
            name: vars(article)[name] for name in vars(article).keys() - TEXT_ATTRIBUTES
        },
        **dict.fromkeys(stored),
    }
    for name in (*TEXT_ATTRIBUTES, "content", "save_as", "url"):
        assert getattr(first, name) == getattr(article, name)
    assert first.settings is SETTINGS
    assert first._context is context
    assert first.authors[0] is second.authors[0]
    assert first.author.slug == "id"


def test_a_text_of_a_restored_article_can_be_replaced():
    article = new_article({})
    (again,) = restored([article], SharedObjects(SETTINGS, {}))
    again._content = "<p>آخر</p>"
    assert again.content == "<p>آخر</p>"
    assert again.plain_text == "نص"
    assert not hasattr(again, "subtitle")


def test_a_plugin_that_changes_an_article_does_not_change_what_is_stored():
    article = new_article({})
    state = copy_state(article)
    article.metadata["title"] = "آخر"
    assert state["metadata"]["title"] == "عنوان"


def test_articles_share_no_value_that_a_plugin_may_change():
    first, second = restored([new_article({}), new_article({})], KeptReferences())
    first.metadata["authors"].clear()
    assert second.metadata["authors"]


def test_an_article_with_a_value_of_another_class_is_not_stored():
    assert copy_state(new_article({}, price=Decimal(3))) is None


def test_a_pickle_that_names_another_class_is_refused():
    with pytest.raises(UNREADABLE):
        load_rows(pickle.dumps([print]), SharedObjects(SETTINGS, {}))


def test_a_file_of_another_key_is_not_used(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("x")
    context = {}
    shared = SharedObjects(SETTINGS, context)

    def restored(key):
        return ArticleCache(tmp_path / "cache", key).restore(str(path), shared)

    time.sleep(0.05)  # the file's last change must be long enough ago
    cache = ArticleCache(tmp_path / "cache", "1")
    assert cache.restore(str(path), shared) is None
    cache.store(str(path), sign(str(path)), new_article(context))
    cache.save()
    assert restored("1").title == "عنوان"
    assert restored("2") is None
    path.write_text("y")
    assert restored("1") is None


def test_a_file_of_the_cache_that_names_a_class_is_not_used(tmp_path):
    cache = ArticleCache(tmp_path, "1")
    body = pickle.dumps([print])
    cache.path_of(0).write_bytes(cache.head_of(body, len(body)) + body)
    assert cache.load(0, SharedObjects(SETTINGS, {})) == {}


def test_only_one_file_of_the_cache_is_in_memory_at_a_time(tmp_path):
    """Of many articles the entries need as much memory as the articles."""
    context = {}
    shared = SharedObjects(SETTINGS, context)
    for number in range(300):
        (tmp_path / f"{number}.md").write_text("x")
    names = [f"{number}.md" for number in range(300)]
    ordered = group_by_file(names, str(tmp_path))
    assert sorted(ordered) == sorted(names)
    time.sleep(0.05)

    def restored():
        cache = ArticleCache(tmp_path / "cache", "1")
        count = 0
        for name in ordered:
            path = str(tmp_path / name)
            count += cache.restore(path, shared) is not None
            if path not in cache.restored[file_number(path)]:
                cache.store(path, sign(path), new_article(context))
            assert sum(map(bool, cache.new.values())) <= 1
            assert sum(map(bool, cache.unused.values())) <= 1
        cache.save()
        return count

    assert [restored(), restored()] == [0, 300]
    assert len(list((tmp_path / "cache").iterdir())) > 50
