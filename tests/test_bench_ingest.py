# SPDX-License-Identifier: AGPL-3.0-or-later
"""Benchmarks of ingest: their figures are sane on small inputs of our own."""

import os
from pathlib import Path

import pytest

from bench.ingest import (
    boilerplate,
    bylines,
    corpus,
    duplicates,
    encodings,
    ingest,
    pace,
    pages,
    pipeline,
    roundtrip,
    wordpress,
)
from bench.ingest.boilerplate import ArticleCuts, Retention
from bench.ingest.bylines import LabelledLine
from bench.ingest.pages import Extraction, Page
from bench.ingest.wordpress import Post
from bench.robustness.resume import read_tree
from ingest.model.options import ReadOptions
from ingest.model.record import Block, Figure, UnreadableInput

PARAGRAPH = "افتتحت بلدية الوادي الجسر الجديد أمس بعد عامين من العمل المتواصل فيه."
HTML = (
    '<!DOCTYPE html><html lang="ar"><head><title>افتتاح الجسر</title></head><body>'
    f"<h1>افتتاح الجسر</h1><time>2020-02-08</time><p>{PARAGRAPH}</p><p>{PARAGRAPH} "
    "وقال المهندس إن الجسر آمن تماما.</p></body></html>"
)
PAGE = Page("bridge", HTML.encode(), f"{PARAGRAPH}\n{PARAGRAPH}", "افتتاح الجسر", None)


def record(**changes):
    fields = {
        "id": "a1",
        "title": "افتتاح الجسر",
        "content": f"{PARAGRAPH}\n{PARAGRAPH} وشارك آلاف في الحفل.",
        "captured": "2020-02-08",
        "source": "الوادي",
        "author": "",
        "url": "http://a.example/1",
    }
    return fields | changes


def test_bytes_become_an_edited_article():
    options = ReadOptions(source="الوادي")
    article = pipeline.edit_bytes("html", HTML.encode(), options).article
    assert article.title == "افتتاح الجسر"
    assert PARAGRAPH in pipeline.text_of(article.blocks)
    with pytest.raises(UnreadableInput):
        pipeline.edit_bytes("html", b"<p></p>", options)


def test_the_text_of_an_image_is_its_caption():
    image = Figure(position=0, addresses=(), alt="", caption="صورة الجسر")
    assert pipeline.text_of([Block("p", "نص"), image]) == "نص\nصورة الجسر"


def test_unreadable_inputs_of_a_file_are_left_out(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(
        '{"title": "", "content": ""}\n{"title": "خبر", "content": "نص."}\n'
    )
    edited = list(pipeline.edit_file(path, ReadOptions(source="الوادي")))
    assert [each.article.title for each in edited] == ["خبر"]


def test_records_are_drawn_among_long_ones():
    records = [{"content": "x" * size} for size in (10, 300, 400, 500)]
    drawn = corpus.draw_records(records, 2, seed=1)
    assert len(drawn) == 2
    assert all(len(each["content"]) >= 300 for each in drawn)
    assert drawn == corpus.draw_records(records, 2, seed=1)


def test_a_record_without_text_has_no_article():
    assert corpus.edit_record(record(content="", title="")).edited is None
    assert corpus.edit_record(record()).edited.article.title == "افتتاح الجسر"


def test_the_corpus_is_edited_in_order_by_worker_processes():
    records = [record(id=f"a{number}") for number in range(3)]
    cuts = list(corpus.map_corpus(records, boilerplate.count_cuts))
    assert [each.id for each in cuts] == ["a0", "a1", "a2"]


def test_f1_is_that_of_word_4grams():
    assert pages.f1_score("a b c d e", "a b c d e") == 1
    assert pages.f1_score("a b c d e", "a b c d f") == 0.5
    assert pages.f1_score("a b c d", "e f g h") == 0
    assert pages.f1_score("الأمن يا صديقي هنا", "اﻷمن يا صديقي هنا") == 1


def test_a_page_is_evaluated_by_text_title_and_date():
    evaluation = pages.evaluate(pages.extract_by_ingest, [PAGE])
    assert evaluation.f1 > 0.6
    assert evaluation.titles == 1
    assert evaluation.dates == ""
    assert evaluation.invalid_authors == 0
    assert "titles 1/1" in pages.format_evaluation(evaluation)


def test_peers_extract_the_same_page():
    assert pages.extract_by_readability(PAGE).title == "افتتاح الجسر"
    assert "الجسر" in pages.extract_by_trafilatura(PAGE).text


def test_dates_are_counted_right_and_wrong():
    days = [
        ("2020-02-08", "2020-02-08"),
        ("2020-02-08", "2020-02-09"),
        ("", "2020-01-01"),
    ]
    dated = [(PAGE._replace(day=a), Extraction("", day=b)) for a, b in days]
    dated.append((PAGE, Extraction("", day="2020-02-08")))
    assert pages.describe_dates(dated) == "dates 1/2 right, 2 wrong"


def test_an_author_that_is_no_name_is_invalid():
    authors = ("محمد علي", "admin", "news@a.example", "صورة.jpg", "كاتب@موقع")
    assert [pages.is_invalid_author(name) for name in authors] == [False] + [True] * 4
    assert pages.count_invalid_authors([Extraction("", authors=authors)]) == 4


def test_a_wordpress_post_is_compared_by_property():
    expected = [
        Post("خبر", "2020-02-08T10:00:00", "محليات"),
        Post("رأي", "2020-02-09T10:00:00", "رأي"),
        Post("مسودة", status="draft"),
    ]
    imported = [
        Post("خبر", "2020-02-08T10:00:00", "محليات", "http://a", "نص"),
        Post("مسودة", text="<script>"),
    ]
    assert wordpress.compare_posts(imported, expected) == (
        "title 1/2  date 1/2  category 1/2  url 1/2"
        "  unpublished but imported 1  with live markup 1"
    )
    assert wordpress.compare_posts(expected[:2], expected).startswith(
        "title 2/2  date 2/2"
    )


def test_a_post_of_pelican_is_parsed():
    post = wordpress.parse_pelican_post(
        "Title: خبر: عاجل\nDate: 2020-02-08 10:00\nStatus: draft\n\nنص\n"
    )
    assert post == Post("خبر: عاجل", "2020-02-08T10:00:00", "", "", "نص\n", "draft")


def test_ingest_restores_a_legacy_encoding():
    texts = [PARAGRAPH, f"{PARAGRAPH} {PARAGRAPH}"]
    ours = encodings.count_round_trips("cp1256", encodings.decode_by_ingest, texts)
    assert ours == 2
    broken = encodings.count_round_trips("cp1256", lambda _encoded: "", texts)
    assert broken == 0


def test_ingest_repairs_mojibake_and_leaves_clean_text():
    texts = [PARAGRAPH]
    pairs = encodings.make_mojibake(texts, "utf-8", "latin-1")
    assert pairs[0].text == PARAGRAPH
    assert pairs[0].mojibake != PARAGRAPH
    assert encodings.describe_repair(texts, "utf-8", "latin-1").startswith("ours 1/1")
    assert encodings.count_changed(texts) == 0
    assert encodings.count_changed([pairs[0].mojibake]) == 1


def test_lines_of_sites_and_of_prose_are_found():
    text = "نص الخبر\nرابط الخبر بصحيفة الوئام\nوشارك آلاف في الحفل."
    assert boilerplate.find_lines(text) == {"alweeam link", "شارك آلاف"}


def test_retention_counts_articles_before_and_after():
    def cuts(before, after):
        return ArticleCuts("a", "s", frozenset(before), frozenset(after), 0, ())

    articles = [cuts({"SMS"}, set()), cuts({"SMS"}, {"SMS"}), cuts(set(), {"SMS"})]
    retentions = boilerplate.measure_retention(articles, ["SMS", "slider"])
    assert retentions == {"SMS": Retention(2, 1), "slider": Retention(0, 0)}


def test_figures_of_boilerplate_are_printed(capsys):
    cuts = boilerplate.count_cuts(corpus.edit_record(record()))
    boilerplate.print_site_lines([cuts])
    boilerplate.print_kept_phrases([cuts])
    boilerplate.print_rules([cuts])
    printed = capsys.readouterr().out
    assert "removed from 0/0 articles" in printed
    assert "lines of prose kept in 1/1 articles = 100.00%" in printed
    assert "cuts in 0 of 1 articles" in printed


def test_the_review_is_summed_up_by_reading(tmp_path):
    path = tmp_path / "cuts.tsv"
    path.write_text(
        "reading\tcuts\tsentences\nfirst\t2\t0\nfirst\t3\t1\nsecond\t1\t0\n"
    )
    assert list(boilerplate.describe_review(path)) == [
        "first reading by a person: 1/2 articles lose a sentence, of 5 cuts",
        "second reading by a person: 0/1 articles lose a sentence, of 1 cuts",
    ]
    assert len(list(boilerplate.describe_review(boilerplate.REVIEW))) == 2


def test_a_byline_is_right_in_every_part_or_its_errors_are_named():
    label = LabelledLine("seen", "field", "الوادي", "محمد علي", "محمد علي", "", "")
    right = bylines.judge(label)
    wrong = bylines.judge(label._replace(authors="خالد سعيد", agency="أ ف ب"))
    assert right.errors == []
    assert wrong.errors == ["people", "agency"]
    summary = bylines.describe_judged([right, wrong])
    assert summary == "1/2 = 50.0% right, wrong {'people': 1, 'agency': 1}"


def test_the_labels_are_of_two_sets():
    labels = bylines.read_labels(bylines.LABELS)
    assert {label.set for label in labels} == set(bylines.SETS)
    assert {label.position for label in labels} == {"field", "opening"}


def test_agencies_are_compared_without_dots_and_article():
    assert bylines.agency_key("الوكالات|رويترز") == bylines.agency_key("وكالات")


def test_every_pair_of_near_duplicates_shares_a_band():
    words = [f"w{number}" for number in range(60)]
    lists = {"a": words, "b": [*words[:59], "x"], "c": [f"v{n}" for n in range(60)]}
    texts = {name: " ".join(list_) for name, list_ in lists.items()}
    pairs = duplicates.near_duplicates(texts)
    assert pairs == {("a", "b")}
    assert duplicates.pairs_with_common_band(pairs, texts) == pairs


def archive_of(folder: Path, *records: str) -> Path:
    """Ingest rows of JSON into an archive below *folder*."""
    rows = folder / "rows.jsonl"
    rows.write_text("\n".join(records), encoding="utf-8")
    ingest.run_ingest(rows, folder / "content", "--jobs", "1")
    return folder / "content"


ROW = (
    '{"title": "خبر %d", "content": "%s", "date": "2020-02-08", "source": "الوادي", '
    '"url": "http://a.example/%d"}'
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    text = " ".join([PARAGRAPH] * 4)
    rows = [ROW % (number, f"{text} {number}", number) for number in range(3)]
    return archive_of(tmp_path_factory.mktemp("archive"), *rows)


def test_articles_keep_their_words_through_the_build(archive):
    settings = roundtrip.read_settings(
        str(roundtrip.ROOT / "pelicanconf.py"), {"PATH": str(archive)}
    )
    comparison = roundtrip.compare_words(archive, ReadOptions(), settings)
    assert len(comparison.unchanged) + comparison.merged == 3
    assert comparison.changed == []


def test_a_changed_article_is_found(archive, tmp_path):
    copy = read_tree(archive)
    for path, content in copy.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.replace("الجسر".encode(), "النهر".encode()))
    for path in (archive / "raw").rglob("*"):
        if path.is_file():
            (tmp_path / path.relative_to(archive)).write_bytes(path.read_bytes())
    settings = roundtrip.read_settings(
        str(roundtrip.ROOT / "pelicanconf.py"), {"PATH": str(tmp_path)}
    )
    assert roundtrip.compare_words(tmp_path, ReadOptions(), settings).changed != []


def test_the_stage_of_near_duplicates_is_timed(archive, capsys):
    duplicates.print_pace(archive, jobs=1)
    duplicates.print_recall(archive, size=10)
    printed = capsys.readouterr().out
    assert "exact duplicates within a newspaper" in printed
    assert "recall at Jaccard" in printed


def test_the_memory_of_this_process_is_read():
    tree = pace.process_tree(os.getpid())
    assert tree[0] == os.getpid()
    assert pace.memory_of(tree) > 1_000
    assert pace.proportional_set_size(-1) == 0


def test_copies_of_pages_differ(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "a.html").write_bytes(b"<p>")
    pace.copy_inputs([tmp_path / "in"], 2, tmp_path / "out")
    contents = {path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert contents == {b"<p><!-- 0 -->", b"<p><!-- 1 -->"}


def test_the_pace_of_a_run_counts_the_records_of_the_ledger(tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text(ROW % (1, PARAGRAPH, 1) + "\n" + ROW % (2, f"{PARAGRAPH} 2", 2))
    report = pace.measure_run([rows], tmp_path / "content", ["--jobs", "1"])
    assert report.startswith("2 records in ")
    assert "peak memory of all processes together" in report


def test_speed_is_described_per_second_of_wall_and_processor_time():
    cost = ingest.IngestCost(seconds=2.0, cpu_seconds=4.0, peak_memory=100)
    assert ingest.describe_speed(1000, cost) == (
        "500/s  250 per processor second  100 MiB at most"
    )


def test_each_copy_of_a_page_is_another_page(tmp_path):
    ingest.write_copies([PAGE], tmp_path / "pages")
    copies = {path.read_bytes() for path in (tmp_path / "pages").iterdir()}
    assert len(copies) == ingest.COPIES
