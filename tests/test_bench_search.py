# SPDX-License-Identifier: AGPL-3.0-or-later
"""Benchmarks of search: their figures are sane on a dozen passages of our own."""

import gzip
import json
from functools import partial
from pathlib import Path

import pytest

from arabic.terms import words
from bench.search import (
    articles,
    index_files,
    judged,
    latin,
    lucene_arabic,
    million,
    pagefind_site,
    pairs,
    peers,
    query_cost,
    rankers,
    relevance,
    search,
    site,
    tokens,
)
from bench.tools.chromium import is_shown_report
from bench.tools.meter import gzip_size
from plugins.search import write_index
from tests.article_builder import build_article

# Each passage, and a question in its own words
PASSAGES = (
    ("يبلغ طول نهر النيل ستة آلاف كيلومتر ويصب في البحر المتوسط", "طول نهر النيل"),
    (
        "افتتحت بلدية رام الله مكتبة جديدة للأطفال في شارع الإرسال",
        "مكتبة للأطفال رام الله",
    ),
    (
        "فاز منتخب الجزائر بكأس أمم أفريقيا بعد مباراة مثيرة",
        "منتخب الجزائر كأس أفريقيا",
    ),
    ("ارتفعت أسعار القمح عالميا بسبب الجفاف في أستراليا", "أسعار القمح الجفاف"),
    (
        "يزرع الفلاحون الزيتون في وادي الأردن منذ قرون طويلة",
        "الفلاحون الزيتون وادي الأردن",
    ),
    (
        "أعلنت الجامعة نتائج امتحانات الطب البيطري للسنة الأولى",
        "نتائج امتحانات الطب البيطري",
    ),
    ("هبط المسبار الهندي على القطب الجنوبي للقمر بنجاح", "المسبار الهندي القمر"),
    ("يعود تاريخ قلعة حلب إلى العصر الأيوبي وترمم حاليا", "تاريخ قلعة حلب"),
    ("تأخرت رحلات القطار السريع بين الدار البيضاء وطنجة", "القطار السريع طنجة"),
    (
        "صدرت رواية جديدة للكاتبة اللبنانية عن حرب أهلية قديمة",
        "رواية الكاتبة اللبنانية",
    ),
    ("تعالج محطة التحلية مياه البحر لسكان جدة ومكة", "محطة التحلية جدة"),
    (
        "اكتشف علماء الآثار مقبرة فرعونية في الأقصر هذا الأسبوع",
        "علماء الآثار مقبرة الأقصر",
    ),
)
TOPICS = ("مدرسة", "مدينة", "قرية", "طريق", "جسر", "سوق")


def write_dataset(folder: Path, shift: int) -> Path:
    """Write the passages as a dataset; *shift* moves each judgement to another passage."""
    folder.mkdir()
    texts = [{"id": f"p{n}", "text": text} for n, (text, _) in enumerate(PASSAGES)]
    queries = [{"id": f"q{n}", "text": query} for n, (_, query) in enumerate(PASSAGES)]
    for name, rows in (("passages", texts), ("queries", queries)):
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    judgements = [
        f"q{n}\t0\tp{(n + shift) % len(PASSAGES)}\t1" for n in range(len(PASSAGES))
    ]
    (folder / "qrels.tsv").write_text("\n".join(judgements) + "\nq0\t0\tp5\t0\n")
    return folder


@pytest.fixture(scope="module")
def newest_first():
    """Forty articles; each word of a title is in several of them."""
    built = []
    for number in range(40):
        title = " ".join(TOPICS[(number + step) % len(TOPICS)] for step in range(4))
        built.append(
            build_article(
                title=title,
                url=f"a/{number:07d}.html",
                plain_text=f"نص {title} رقم {number} المدرسة وفرنسا",
            )
        )
    return built[::-1]


@pytest.fixture(scope="module")
def index(tmp_path_factory, newest_first) -> Path:
    folder = tmp_path_factory.mktemp("index")
    write_index(folder, newest_first[::-1], site.read_search_settings())
    return folder


@pytest.mark.parametrize("any_word", [True, False])
def test_the_passage_of_an_exact_question_is_first(tmp_path, any_word):
    dataset = relevance.read_dataset(write_dataset(tmp_path / "exact", shift=0))
    rankings = rankers.rank_by_warraq(
        dataset.passages, dataset.queries, any_word=any_word
    )
    assert relevance.score(rankings, dataset.relevant) == (1.0, 1.0)


def test_wrong_judgements_lower_the_score_of_every_engine(tmp_path):
    dataset = relevance.read_dataset(write_dataset(tmp_path / "shuffled", shift=1))
    engines = {"ours": rankers.rank_by_warraq, "lunr.py": rankers.rank_by_lunr_py}
    for _, scores in relevance.evaluate(dataset, engines):
        assert scores.mrr < 0.5


def test_all_passages_of_a_word_are_ranked_with_any_word():
    passages = [{"id": n, "text": text} for n, (text, _) in enumerate(PASSAGES)]
    queries = ["القمح مكتبة", "؟"]
    ranked, empty = rankers.rank_by_warraq(passages, queries)
    assert sorted(ranked) == ["1", "3"]
    assert empty == []


def test_a_dataset_has_only_queries_with_a_relevant_passage(tmp_path):
    folder = write_dataset(tmp_path / "set", shift=0)
    (folder / "qrels.tsv").write_text("q1\t0\tp1\t1\nq1\t0\tp2\t2\nq2\t0\tp3\t0\n")
    dataset = relevance.read_dataset(folder)
    assert dataset.queries == [PASSAGES[1][1]]
    assert dataset.relevant == [{"p1", "p2"}]


def test_scores_are_the_means_of_reciprocal_ranks_and_hits():
    scores = relevance.score([["a", "b"], ["c"]], [{"b"}, {"d"}])
    assert scores == (0.25, 0.5)
    eleventh = [str(number) for number in range(11)]
    assert relevance.reciprocal_rank(eleventh, {"10"}) == 0


def test_lunr_py_ranks_words_as_written():
    passages = [{"id": n, "text": text} for n, (text, _) in enumerate(PASSAGES)]
    assert rankers.rank_by_lunr_py(passages, ["النيل"]) == [["0"]]


def test_a_missing_engine_is_named(capsys, monkeypatch):
    monkeypatch.setattr(rankers, "has_module", lambda _name: False)
    monkeypatch.setattr(rankers, "has_lunr_languages", lambda: False)
    engines = rankers.available_rankers()
    assert list(engines) == ["Warraq", "Warraq, all words first", "lunr.py"]
    assert "Pagefind: not installed" in capsys.readouterr().out


def test_pairs_of_a_small_corpus_have_equal_results(newest_first):
    assert "المدرسة" in pairs.frequent_words(newest_first)
    drawn = [
        pairs.Pair("clitics", "مدرسة", "المدرسة"),
        pairs.Pair("marks", "مدرسة", "مَدرســة"),
        pairs.Pair("letters", "مدرسة", "مدرسه"),
        pairs.Pair("wrong", "مدرسة", "قرية"),
    ]
    hits, misses = pairs.split_misses(newest_first, drawn)
    assert [pair.kind for pair in hits] == ["clitics", "marks", "letters"]
    assert [pair.kind for pair in misses] == ["wrong"]


def test_pairs_are_drawn_of_each_kind():
    vocabulary = ["مدرسة", "المدرسة", "مدرستها", "إدارة", "والإدارة", "إدارتنا", "نهر"]
    drawn = pairs.draw_pairs(vocabulary, 2)
    kinds = [pair.kind for pair in drawn]
    assert kinds == ["clitics", "clitics", "marks", "marks", "letters", "letters"]
    assert all(pair.word != pair.variant for pair in drawn)
    assert set(pairs.clitic_variants(vocabulary)) == {
        ("مدرسة", "المدرسة"),
        ("مدرسة", "مدرستها"),
        ("إدارة", "والإدارة"),
        ("إدارة", "إدارتنا"),
    }
    assert list(pairs.letter_variants(["فتى"])) == [("فتى", "فتي")]


def test_the_index_answers_all_classes_of_queries_as_lunr(index, newest_first):
    assert len(list(search.query_variants("مدرسة قرية جسر"))) == 13
    verdict = search.compare_with_lunr(index, newest_first, 2)
    assert verdict == "equal to full lunr.js: 29 of 29 queries, 0 refused as too wide"
    assert not (index / "queries.json").exists()


def test_files_of_the_index_are_counted_by_kind(index, capsys):
    files = index_files.files_by_kind(index)
    assert set(files) == set(index_files.KINDS.values())
    assert len(files["root"]) == 1
    assert len(files["terms"]) > 0
    index_files.print_index_files(index)
    assert len(capsys.readouterr().out.splitlines()) == len(index_files.KINDS) + 1
    with_positions = sum(map(gzip_size, files["terms"]))
    assert 0 < index_files.size_without_positions(files["terms"]) < with_positions


def test_a_first_query_loads_the_root_and_a_few_files(index, capsys):
    (cost,) = query_cost.measure_queries(index, ["مدرسة"])
    assert cost.articles == 40
    assert len(query_cost.files_of_kind(index, cost, "root")) == 1
    all_files = list(index.rglob("*.js"))
    assert 1 < len(query_cost.files_of_kind(index, cost, "all")) < len(all_files)
    query_cost.print_query_cost(index, ["مدرسة", "قرية"])
    assert "first query, 2 queries" in capsys.readouterr().out


def test_one_more_article_rewrites_some_files(newest_first, capsys):
    search.measure_update(newest_first, site.read_search_settings())
    printed = capsys.readouterr().out
    assert "one more article: " in printed
    assert "root             1 of      1 files written" in printed


def test_the_cost_in_a_browser_is_printed_as_median_and_percentile(capsys):
    costs = [search.BrowserCost(10.0, 20.0, 5.0), search.BrowserCost(30.0, 40.0, 7.0)]
    search.print_browser_cost("http cold", costs)
    printed = capsys.readouterr().out
    assert printed.startswith("http cold  ms     20.0")
    assert "kB gzip     30.0" in printed


def test_both_analysers_give_the_same_digest():
    texts = [text for text, _ in PASSAGES]
    assert tokens.digest_in_python(texts) == tokens.digest_in_node(texts)
    assert tokens.digest_in_python(texts) != tokens.digest_in_python(texts[1:])


def test_names_in_latin_letters_are_corrected(newest_first):
    corrections = latin.correct_names(newest_first[::-1], [("faransa", "فرنس")])
    assert len(corrections) <= 1
    counted = [
        latin.Correction("france", "فرنس", "فرنسا", "فرنس"),
        latin.Correction("spain", "اسبان", "لبنان", "لبنان"),
        latin.Correction("egypt", "مصر", None, None),
    ]
    assert latin.describe_corrections(counted) == (
        "3 names: 1 corrected rightly, 1 to another word, 1 not corrected"
    )


def test_countries_have_one_word_in_both_languages():
    names = dict(latin.country_names())
    assert "france" in names
    assert all(" " not in name for name in names)


def test_lucenes_analyser_strips_articles_and_stop_words():
    assert lucene_arabic.analyse("والكتابُ في المكتبات") == "كتاب مكتب"


def test_pagefind_gets_one_paragraph_for_each_line():
    assert pagefind_site.to_paragraphs("a < b\n\nc") == "<p>a &lt; b</p><p>c</p>"


def test_synthetic_words_differ_and_repeat_by_their_rank():
    ranked = [million.word_of_rank(rank) for rank in range(10_000)]
    assert len(set(ranked)) == len(ranked)
    assert million.weight_of_rank(0) > million.weight_of_rank(million.ZIPF_RANKS)


def test_a_synthetic_archive_is_the_same_each_time(monkeypatch):
    monkeypatch.setattr(million, "POOL", 2_000)
    monkeypatch.setattr(million, "TERMS", 3_000)
    million.word_pool.cache_clear()
    archive = million.Archive(20)
    assert len(list(archive)) == 20
    assert archive[3].title == archive[3].title
    assert len(archive[4].plain_text.split()) == 800
    assert [len(query.split()) for query in million.draw_queries(archive, 2)] == [3, 3]
    million.word_pool.cache_clear()


def test_articles_are_numbered_from_the_oldest():
    records = [
        {
            "title": None,
            "date": f"2015-08-0{day}T10:00:00",
            "source": "s",
            "author": "",
            "content": "نص",
        }
        for day in (2, 3, 1)
    ]
    newest_first = articles.articles_of(records)
    assert [article.url for article in newest_first] == [
        "a/0000002.html",
        "a/0000001.html",
        "a/0000000.html",
    ]
    assert [article.day.day for article in newest_first] == [3, 2, 1]


def test_queries_of_three_words_come_from_titles(newest_first):
    queries = articles.draw_three_word_queries(newest_first, 5)
    assert len(queries) == 5
    assert {word for query in queries for word in query.split()} <= set(
        words(" ".join(TOPICS))
    )
    assert queries == articles.draw_three_word_queries(newest_first, 5)


def test_queries_of_shared_words_match_ten_articles(newest_first):
    postings = peers.index_terms(newest_first)
    for query in peers.draw_shared_queries(newest_first, 3):
        matches = [postings[term] for term in peers.terms(query)]
        assert len(set.intersection(*matches)) >= 10


def test_suggestions_are_measured_after_each_letter():
    assert peers.prefixes(["abcd", "xy"]) == ["ab", "abc", "abcd", "xy"]


def test_only_scripts_of_the_site_are_counted(tmp_path):
    engine = peers.Engine("ours", tmp_path, "http://host", "search.html", "li", "")
    urls = [
        "http://host/theme/js/search.js?v=1",
        "http://host/theme/js/search.js",
        "http://host/theme/fonts/a.woff2",
        "http://host/theme/style.css",
        "http://other/tracker.js",
    ]
    assert peers.counted_files(engine, urls) == [tmp_path / "theme/js/search.js"]


def test_queries_with_stop_words_are_added():
    assert peers.add_frequent_words(["نهر النيل"]) == [
        "في من",
        "نهر النيل",
        "نهر في من",
        "+في +من نهر",
        "«نهر في»",
    ]


def test_ratios_are_printed_as_median_and_percentile(capsys):
    peers.print_ratios("kilobytes, ours / peer", [0.5, 0.5, 0.5])
    assert capsys.readouterr().out == "  kilobytes, ours / peer: 0.500 0.500\n"


def test_the_report_of_the_page_is_recognised():
    class Message:
        text = "shown 12.5"

    assert is_shown_report(Message())


def test_an_article_is_judged_by_what_its_text_has():
    need = judged.compile_need("مالي && باماكو|مسلح || تمبكتو")
    grade = partial(judged.grade_by_patterns, need)
    assert grade(build_article(title="هدنة في مالي", plain_text="قال مسلح")) == 2
    assert grade(build_article(title="المال", plain_text="تقرير مالي")) == 0
    filler = "كلمة " * 70
    assert grade(build_article(title="سفر", plain_text=f"{filler} إلى تمبكتو")) == 1


def test_measures_of_a_perfect_and_of_an_empty_answer():
    articles = [build_article(title=title) for title in ("سد", "نهر")]
    query = judged.Query(
        "place", "سد", "tuned", lambda article: 2 * (article.title == "سد"), [2]
    )
    assert judged.measure(query, articles) == (1, 1, 1)
    assert judged.measure(query, []) == (0, 0, 0)


def test_the_judged_queries_have_no_text_of_a_headline():
    rows = json.loads(judged.QUERIES.read_text(encoding="utf-8"))
    assert len(rows) >= 150
    assert all(("query" in row) != ("headline" in row) for row in rows)
