# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exports of Substack and Medium: posts with their titles, drafts aside, the rest private."""

import zipfile
from pathlib import Path

from ingest.extract.readers import read_article
from ingest.inputs.input_files import InputFile, InputPath, identify_file, list_files
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import Failure, PassedOver, Progress, RawArticle
from ingest.work.read_input import read_input
from tests.test_datasets import BODY

POSTS = """post_id,post_date,is_published,audience,title
11.tin,2021-05-06T10:00:00.000Z,true,everyone,ألف شجرة تين
12.jisr,2021-05-07T10:00:00.000Z,false,everyone,جسر خشبي
13.madfu,2021-05-08T10:00:00.000Z,true,only_paid,خبر للمشتركين
"""
FRAGMENT = f"<p>{BODY}</p><p>{BODY} ثم عادوا.</p>"
PAGE = f"<!DOCTYPE html><html><head><title>ألف شجرة تين</title></head><body><article><h1>ألف شجرة تين</h1>{FRAGMENT}</article></body></html>"


def split_zip(folder: Path, members: dict[str, str]) -> list:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return list(split_input(identify_file(path, path.name)))


def test_a_post_of_substack_has_the_title_of_the_table(tmp_path):
    members = {"posts.csv": POSTS, "email_list.csv": "email\na@inbox.example\n"}
    members |= {
        f"posts/{name}.html": FRAGMENT for name in ("11.tin", "12.jisr", "13.madfu")
    }
    items = split_zip(tmp_path, members)
    (raw,) = (item for item in items if isinstance(item, RawArticle))
    article = read_article(raw, ReadOptions())
    assert article.first_value("title") == "ألف شجرة تين"
    assert article.first_value("date").startswith("2021-05-06")
    reasons = [
        item.reason for item in items if isinstance(item, Failure) and item.aside
    ]
    assert reasons == ["not published: draft", "not published: only_paid"]
    assert sum(isinstance(item, PassedOver) for item in items) == 2


def test_a_draft_of_medium_is_set_aside_and_the_account_is_passed_over(tmp_path):
    items = split_zip(
        tmp_path,
        {
            "README.html": "<html>",
            "claps/claps-0001.html": PAGE,
            "posts/2021-05-06_tin-ab1.html": PAGE,
            "posts/draft_jisr-ab2.html": PAGE,
        },
    )
    assert [item.name for item in items if isinstance(item, RawArticle)] == [
        "export.zip#posts/2021-05-06_tin-ab1.html"
    ]
    assert [item.reason for item in items if isinstance(item, Failure)] == [
        "not published: draft"
    ]
    assert sum(isinstance(item, PassedOver) for item in items) == 2


def test_another_zip_is_no_export(tmp_path):
    items = split_zip(tmp_path, {"posts/1.html": PAGE, "about.html": PAGE})
    assert len([item for item in items if isinstance(item, RawArticle)]) == 2


def read_folder(root: Path) -> list:
    """Return what is read of the files in a folder, as a run reads them."""
    return [
        item
        for entry in list_files([root])
        for item in ([entry] if not isinstance(entry, InputPath) else read_one(entry))
    ]


def read_one(entry: InputPath) -> list:
    items = read_input(entry, "", (), None)
    return [item for item in items if not isinstance(item, InputFile | Progress)]


def test_an_unpacked_export_of_substack_is_read_like_its_zip(tmp_path):
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts.csv").write_text(POSTS, "utf-8")
    (tmp_path / "email_list.csv").write_text("email\na@inbox.example\n", "utf-8")
    for name in ("11.tin", "12.jisr", "13.madfu"):
        (tmp_path / "posts" / f"{name}.html").write_text(FRAGMENT, "utf-8")
    items = read_folder(tmp_path)
    (raw,) = (item for item in items if isinstance(item, RawArticle))
    assert read_article(raw, ReadOptions()).first_value("title") == "ألف شجرة تين"
    reasons = [item.reason for item in items if isinstance(item, Failure)]
    assert reasons == ["not published: draft", "not published: only_paid"]
    assert sum(isinstance(item, PassedOver) for item in items) == 2


def test_a_folder_called_posts_is_no_export_by_itself(tmp_path):
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "1.html").write_text(PAGE, "utf-8")
    (tmp_path / "news.csv").write_text(f"title,content\nخبر,{BODY}\n", "utf-8")
    items = read_folder(tmp_path)
    assert sum(isinstance(item, RawArticle) for item in items) == 2
