# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export`: the tables have the numbers of the site, and validators accept them."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec

import pytest
from lxml import html

from archive_settings.archive_file import read_archive_settings
from export import CannotExport, page_cache
from export.data import export_data
from export.fields import TABLES
from export.page_facts import read_text
from export.rows import removal_rows
from plugins.search.export import read_documents

IN_WORDS = {"مقالة واحدة": 1, "مقالتان": 2}
NUMBER = re.compile(r"\d[\d,]*")


def needs(name, reason=""):
    return pytest.mark.skipif(
        find_spec(name) is None, reason=reason or f"{name} is not installed"
    )


def export_to(folder, site, content):
    settings = read_archive_settings()
    export_data(settings, site, content, folder / "data", folder / "cache")
    return folder / "data"


@pytest.fixture(scope="module")
def data(site, content, tmp_path_factory):
    return export_to(tmp_path_factory.mktemp("export"), site, content)


def rows(data, name):
    with (data / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def articles(data):
    text = (data / "articles.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def holdings(site, path):
    """The number of articles that a list page states."""
    page = html.document_fromstring((site / path).read_bytes())
    (text,) = page.xpath("//p[@class='holdings']/strong")
    words = text.text_content()
    match = NUMBER.search(words)
    return int(match[0].replace(",", "")) if match else IN_WORDS[words]


def test_every_article_of_the_site_is_a_row(data, site):
    documents = {document.url: document for document in read_documents(site / "search")}
    exported = articles(data)
    assert [row["id"] for row in exported] == sorted(row["id"] for row in exported)
    assert {row["page"] for row in exported} == documents.keys()
    assert len(rows(data, "articles")) == len(exported)
    for row in exported:
        document = documents[row["page"]]
        assert row["title"] == document.title
        assert row["source"] == document.source
        assert row.get("day", "") == document.day[:10]


def test_the_text_is_that_of_the_index(data, site):
    documents = {document.url: document for document in read_documents(site / "search")}
    for row in articles(data):
        assert row["text"].split() == documents[row["page"]].body.split(), row["page"]


def articles_of(site, address):
    """The number of articles of a name: its page states it, a section lists them."""
    page, _, section = address.partition("#")
    if not section:
        return holdings(site, page)
    document = html.document_fromstring((site / page).read_bytes())
    return len(document.xpath(f"//section[@id='{section}']/ol/li"))


def test_counts_of_names_and_days_are_those_of_their_pages(data, site):
    for row in rows(data, "entities"):
        assert int(row["articles"]) == articles_of(site, row["page"]), row["label"]
    days = Counter()
    for row in rows(data, "dates"):
        days[row["day"]] += int(row["articles"])
    for day, count in days.items():
        page = html.document_fromstring(
            (site / f"{day.replace('-', '/')}.html").read_bytes()
        )
        assert len(page.xpath("//ol[@class='entries' or @class='rows']/li")) == count, (
            day
        )


def test_counts_of_newspapers_are_those_of_their_pages(data, site):
    stated = {}
    for path in site.glob("source/*.html"):
        page = html.document_fromstring(path.read_bytes())
        name = page.xpath("//header[@class='list-head']//h1")[0].text_content().strip()
        stated[name] = holdings(site, path.relative_to(site))
    exported = {row["name"]: int(row["articles"]) for row in rows(data, "sources")}
    assert exported == stated


def test_every_entity_of_the_site_has_a_row(data, site):
    pages = {
        path.stem
        for path in site.glob("e/*.html")
        if b'class="holdings"' in path.read_bytes()
    }
    sections = {
        str(section).removeprefix("n-")
        for path in site.glob("e/joined/*.html")
        for section in html.document_fromstring(path.read_bytes()).xpath(
            "//section[@class='joined-name'][ol]/@id"
        )
    }
    assert sections
    assert {row["id"] for row in rows(data, "entities")} == pages | sections


def test_a_mention_is_where_it_says(data):
    texts = {row["id"]: row["text"] for row in articles(data)}
    mentions = rows(data, "mentions")
    placed = [row for row in mentions if row["start"]]
    assert len(placed) > len(mentions) / 3
    for row in placed:
        text = texts[row["article"]][int(row["start"]) : int(row["end"])]
        assert text == row["surface"] == text.strip() != ""


def test_a_second_export_reads_no_page_and_has_the_same_bytes(
    data, site, content, monkeypatch
):
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    monkeypatch.setattr(page_cache, "read_page", None)
    export_to(data.parent, site, content)
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_a_changed_page_and_a_missing_site_are_refused(site, content, tmp_path):
    copy = shutil.copytree(site, tmp_path / "site")
    page = next(copy.glob("a/*/*.html"))
    page.write_bytes(page.read_bytes() + b" ")
    with pytest.raises(CannotExport, match="not as the build wrote it"):
        export_to(tmp_path, copy, content)
    assert not (tmp_path / "data").exists()
    with pytest.raises(CannotExport, match="run `inv build` first"):
        export_to(tmp_path, tmp_path, content)


def test_a_page_without_an_article_is_no_row(site, content, tmp_path):
    """The note in place of a removed article."""
    copy = shutil.copytree(site, tmp_path / "site")
    page = next(copy.glob("a/*/*.html"))
    name, old = page.relative_to(copy).as_posix(), page.read_bytes()
    page.write_bytes(b"<p>removed</p>")
    sums = (copy / "SHA256SUMS").read_text()
    old_digest, new_digest = (
        page_cache.sha256_hex(data) for data in (old, page.read_bytes())
    )
    (copy / "SHA256SUMS").write_text(sums.replace(old_digest, new_digest))
    exported = articles(export_to(tmp_path, copy, content))
    assert name not in {row["page"] for row in exported}


def test_a_removal_is_a_row_until_the_article_is_shown_again(tmp_path):
    (tmp_path / "removals.jsonl").write_text(
        '{"id": "b", "date": "2026-01-02", "reason": "r", "level": "hide", "x": 1}\n'
        '{"id": "a", "date": "2026-01-01", "reason": "s", "level": "erase"}\n',
        encoding="utf-8",
    )
    assert list(removal_rows(tmp_path, ["b"])) == [
        {"id": "a", "date": "2026-01-01", "reason": "s", "level": "erase"}
    ]


def test_text_has_a_blank_line_between_blocks():
    body = html.fragment_fromstring(
        '<div class="text"><p>a <a href="../../e/x.html">b c</a> </p>\n'
        "<ul><li>d<br>e</li><li> f</li></ul><table><tr><td>g</td><td>h</td></tr></table></div>"
    )
    text, spans = read_text(body)
    assert text == "a b c\n\nd\ne\n\nf\n\ng h"
    assert spans == [("x", 2, 5)]
    assert text[2:5] == "b c"


def test_the_checksums_name_every_file(data):
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=data,
        check=False,
    )
    assert done.returncode == 0
    listed = (data / "SHA256SUMS").read_text().splitlines()
    names = {path.name for path in data.iterdir()} - {"SHA256SUMS"}
    assert {line.split("  ")[1] for line in listed} == names


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_column_is_described(data, language):
    text = (data / f"README.{language}.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        assert [name for name in table.names if f"| `{name}` |" not in text] == []


def test_the_ro_crate_has_what_its_specification_asks_for(data):
    crate = json.loads((data / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    assert entities["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    root = entities["./"]
    assert {"name", "description", "datePublished", "license"} <= root.keys()
    assert entities[root["publisher"]["@id"]]["@type"] == "Organization"
    licences = root["license"]
    licences = licences if isinstance(licences, list) else [licences]
    for part in [*root["hasPart"], *licences, root["author"]]:
        assert part["@id"] in entities
        if entities[part["@id"]]["@type"] == "File":
            assert (data / part["@id"]).is_file()


@needs("frictionless")
def test_frictionless_accepts_the_data_package(data):
    from frictionless import Package

    report = Package(str(data / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])[:5]


@needs("mlcroissant")
@pytest.mark.filterwarnings("ignore")
def test_mlcroissant_reads_the_records(data):
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=str(data / "croissant.json"))
    assert not dataset.metadata.issues.errors
    records = list(dataset.records(record_set="sources"))
    assert len(records) == len(rows(data, "sources"))


@needs("duckdb")
@needs("pyarrow")
def test_the_example_draws_the_months_of_the_site(data, site):
    done = subprocess.run(
        [sys.executable, data / "articles_by_month.py"],
        capture_output=True,
        text=True,
        check=True,
    )
    counted = {line.split()[0]: int(line.split()[1].replace(",", "")) for line in done.stdout.splitlines()}  # fmt: skip
    pages = (path.relative_to(site) for path in site.glob("[12]*/[0-9][0-9].html"))
    months = {
        "-".join(page.with_suffix("").parts): holdings(site, page) for page in pages
    }
    assert counted == months
    drawn = (data / "articles-by-month.svg").read_text().count("<rect")
    (data / "articles-by-month.svg").unlink()
    assert drawn == len(months)
