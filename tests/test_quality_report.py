# SPDX-License-Identifier: AGPL-3.0-or-later
"""The quality report: what an archive lacks, and which articles to check first."""

import json
import subprocess
import sys

import pytest

from tests.test_datasets import BODY

ROWS = f"""title,content,date,author,category
خبر سليم,{BODY},2021-05-06,ليلى الصافي,محليات
خبر قصير,فتح الجسر.,2021-05-07,,
{"عنوان طويل جدا " * 20},{BODY} ثم عاد الناس.,,,
"""


def run_module(name, *arguments):
    return subprocess.run(
        [sys.executable, "-m", name, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quality")
    (folder / "in").mkdir()
    (folder / "in" / "a.csv").write_text(ROWS, "utf-8")
    (folder / "in" / "b.pdf").write_bytes(b"%PDF-1.4\n")
    (folder / "in" / "style.css").write_text("p {}", "utf-8")
    (folder / "in" / "c.json").write_text(
        json.dumps(
            [
                {"title": "بلا نص", "content": "", "date": "2021-05-09"},
                {"title": "بلا نص", "date": "2021-06-01"},
            ]
        ),
        "utf-8",
    )
    run_module(
        "ingest", folder / "in", "--out", folder / "out", "--source", "صحيفة الوادي"
    )
    done = run_module("ingest.quality_report", "--out", folder / "out")
    assert done.returncode == 0
    return json.loads((folder / "out" / "quality.json").read_bytes()), done.stdout


def test_articles_are_counted_by_newspaper_and_month(report):
    data, _ = report
    months = {
        row["month"]: (row["articles"], row["undated"], row["unsigned"])
        for row in data["months"]
    }
    assert months == {"": (1, 1, 1), "2021-05": (2, 0, 1), "2021-06": (0, 0, 0)}


def test_implausible_values_are_listed_with_the_original(report):
    data, printed = report
    reasons = {row["title"]: row["reasons"] for row in data["to_check"]}
    assert reasons.pop("خبر قصير") == ["a body of 2 words"]
    ((reason,),) = reasons.values()
    assert reason.startswith("a title of 2")
    assert "raw/" in printed


def test_what_was_not_published_is_listed_with_the_reason(report):
    data, _ = report
    assert data["not_published"].keys() == {
        "unreadable: no body",
        "unreadable: a PDF document",
        "passed over: files of pages (styles, scripts, images, fonts, indexes)",
    }


def test_what_was_not_published_is_counted_by_newspaper_and_month(report):
    data, printed = report
    counts = {
        (row["source"], row["month"]): row["not_published"] for row in data["months"]
    }
    styles = "passed over: files of pages (styles, scripts, images, fonts, indexes)"
    assert counts["صحيفة الوادي", "2021-05"] == {"unreadable: no body": 1}
    assert counts["صحيفة الوادي", "2021-06"] == {"unreadable: no body": 1}
    assert counts["صحيفة الوادي", ""] == {styles: 1, "unreadable: a PDF document": 1}
    assert "not published, صحيفة الوادي, 2021-06: 1 × unreadable: no body" in printed


def test_the_counts_are_the_same_after_a_second_run(tmp_path):
    page = (
        '<html><head><meta property="og:site_name" content="صحيفة الوادي"><meta'
        ' property="article:published_time" content="2021-05-06"></head><body></body>'
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(page, "utf-8")
    reports = []
    for _ in range(2):
        run_module("ingest", tmp_path / "in", "--out", tmp_path / "out")
        run_module("ingest.quality_report", "--out", tmp_path / "out")
        reports.append((tmp_path / "out" / "quality.json").read_bytes())
    assert reports[0] == reports[1]
    (month,) = json.loads(reports[0])["months"]
    assert (month["source"], month["month"]) == ("صحيفة الوادي", "2021-05")
    assert sum(month["not_published"].values()) == 1


def test_a_folder_without_an_archive_is_refused(tmp_path):
    assert run_module("ingest.quality_report", "--out", tmp_path).returncode == 1


def test_a_task_takes_any_number_of_paths():
    from invoke.collection import Collection

    import tasks
    from upkeep.task_arguments import PathsParser

    parser = PathsParser(contexts=Collection.from_module(tasks).to_contexts())
    words = [
        "ingest",
        "a b.csv",
        "c",
        "--source",
        "build",
        "--field",
        "a=b",
        "--dry-run",
        "build",
    ]
    ingest, build = parser.parse_argv(words)
    assert ingest.args["path"].value == ["a b.csv", "c"]
    assert ingest.args["source"].value == "build"
    assert build.name == "build"


@pytest.fixture
def archive(tmp_path):
    """A copy of an archive without articles, to be damaged."""
    archive = tmp_path / "out"
    (archive / "articles").mkdir(parents=True)
    row = {"input": "a.txt", "sha256": "0" * 64, "stage": "1" * 16, "id": ""}
    row |= {"status": "aside", "reason": "a list"}
    (archive / "ledger.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    return archive


def test_a_damaged_row_of_the_ledger_costs_only_itself(archive):
    with (archive / "ledger.jsonl").open("a", encoding="utf-8") as ledger:
        ledger.write('{"broken\n[]\n\x00\x00')
    done = run_module("ingest.quality_report", "--out", archive)
    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads((archive / "quality.json").read_bytes())
    assert data["not_published"] == {"aside: a list": ["a.txt"]}


@pytest.mark.parametrize(
    "summary",
    [
        {"failures": [["a.txt", "aside", "a list"]]},
        {"passed_over": {"a list": 1}},
        {"failures": 3},
    ],
)
def test_a_summary_of_another_version_is_one_line(archive, summary):
    (archive / "last_run.json").write_text(json.dumps(summary), "utf-8")
    done = run_module("ingest.quality_report", "--out", archive)
    assert done.returncode == 1
    printed = done.stdout + done.stderr
    assert "last_run.json is damaged or of another version" in printed
    assert "Traceback" not in printed
