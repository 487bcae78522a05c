# SPDX-License-Identifier: AGPL-3.0-or-later
"""Benchmarks of entities: scores, spans and changes of ids on articles of our own."""

from collections import Counter

import pytest

from bench.entities import entities, permanence, scores
from plugins.entities.models.crf import gazetteer_finder, recogniser
from tests.article_builder import build_article
from tests.entity_tagging import span_of
from training.labels import LabelledArticle
from upkeep import ROOT

TEXT = "زيارة\n\nوصل محمد بن سعيد إلى دمشق أمس."
ARTICLE = LabelledArticle(
    id="a1",
    text=TEXT,
    entities=[
        {"label": "محمد بن سعيد", "type": "person", "mentions": ["محمد بن سعيد"]},
        {"label": "دمشق", "type": "place", "mentions": ["دمشق"]},
    ],
)


def test_precision_recall_and_f1_come_from_counts():
    assert scores.precision_recall_f1(right=6, tags=8, labels=12) == (0.75, 0.5, 0.6)
    assert scores.precision_recall_f1(0, 0, 0) == (0, 0, 0)


def test_a_duplicate_tag_counts_as_a_wrong_one(capsys):
    counts = Counter({"person right": 3, "person twice": 1, "place missed": 2})
    scores.print_scores(counts)
    rows = {
        line[:8].strip(): line.split() for line in capsys.readouterr().out.splitlines()
    }
    assert rows["person"] == ["person", "3", "4", "0.750", "1.000", "0.857"]
    assert rows["place"] == ["place", "2", "0", "0.000", "0.000", "0.000"]
    assert rows["all"] == ["all", "5", "4", "0.750", "0.600", "0.667"]


def test_a_span_is_right_with_equal_tokens_and_type():
    right = span_of(TEXT, "محمد بن سعيد", "person")
    short = span_of(TEXT, "محمد", "person")
    other_type = span_of(TEXT, "دمشق", "org")
    exact = entities.count_span_outcomes(
        [ARTICLE], {TEXT: [right, span_of(TEXT, "دمشق", "place")]}
    )
    assert exact == {"person right": 1, "place right": 1}
    wrong = entities.count_span_outcomes([ARTICLE], {TEXT: [short, other_type]})
    assert wrong == {
        "person wrong": 1,
        "person missed": 1,
        "org wrong": 1,
        "place missed": 1,
    }


def test_scores_of_tags_are_printed_under_their_title(capsys):
    entities.print_tag_scores("Tags", [ARTICLE], {"a1": []})
    printed = capsys.readouterr().out
    assert "Tags" in printed
    assert "all            2      0  0.000  0.000  0.000" in printed


def test_the_most_frequent_tags_are_first():
    texts = [("1", "وصل الوفد إلى دمشق."), ("2", "غادر دمشق إلى القاهرة.")]
    lines = entities.most_frequent_tags(texts)
    assert lines[0].split()[0] == "2"
    assert "دمشق" in lines[0]


def test_the_speed_of_recognition_is_positive():
    assert entities.articles_per_second([TEXT], gazetteer_finder(), recogniser) > 0


def test_changed_ids_labels_and_urls_are_counted(capsys):
    before = {
        "gone": ("أ", None),
        "renamed": ("ب", "b.html"),
        "moved": ("ج", "c.html"),
        "paged": ("د", None),
    }
    after = {
        "renamed": ("بب", "b.html"),
        "moved": ("ج", "cc.html"),
        "paged": ("د", "d.html"),
        "new": ("هـ", None),
    }
    permanence.print_changes(before, after)
    first_line = capsys.readouterr().out.splitlines()[0]
    assert first_line == (
        "one article added: 1 ids removed, 1 labels and 1 URLs changed;"
        " 1 entities new, 1 with their first page"
    )


@pytest.fixture
def settings(tmp_path):
    configured = permanence.read_settings(str(ROOT / "pelicanconf.py"))
    return configured | {"ENTITIES_CACHE": str(tmp_path)}


def test_an_archive_keeps_its_names_with_the_lock(settings, capsys):
    articles = [
        build_article(slug=f"a{number}", plain_text=f"{TEXT} ثم زار القاهرة {number}.")
        for number in range(4)
    ]
    permanence.measure_recognition(articles, settings)
    with permanence.open_name_cache(settings) as cache:
        permanence.measure_archive(articles[:3], articles[3:], cache, settings)
    printed = capsys.readouterr().out
    assert "again with the lock: the same" in printed
    assert "lock: the same" in printed
    assert "one article added: 0 ids removed, 0 labels and 0 URLs changed" in printed
