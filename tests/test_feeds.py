# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds are valid by RFC 4287 and JSON Feed 1.1, and say nothing that is not known."""

import json
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from article_builder import BuiltName, build_article
from conftest import build
from lxml import etree

from plugins.feeds.atom import atom_feed
from plugins.feeds.feed import Feed
from plugins.feeds.json_feed import json_feed
from upkeep.check.feeds import feed_problems

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ADDRESS = "https://archive.example/wadi"
REQUIRED_OF_AN_ENTRY = ("a:id", "a:title", "a:updated")
DIFFICULT_TITLE = "جسر <النهر> & 5 < 6\x0b"


@pytest.fixture
def articles():
    two_authors = [BuiltName("سعاد الراوي"), BuiltName("كمال حداد")]
    return [
        build_article(
            title=DIFFICULT_TITLE,
            authors=two_authors,
            metadata={"authors": two_authors, "url": "https://wadi.example/1"},
            content='<p>نص</p><figure><img src="../../images/aa/b.png" alt=""></figure>',
        ),
        build_article(
            slug="bbbbbbbbbb", undated=True, date=datetime(1900, 1, 1, tzinfo=UTC)
        ),
    ]


@pytest.fixture
def feed(articles):
    return Feed(address=ADDRESS, title="أرشيف", page="", lang="ar", articles=articles)


@pytest.fixture
def atom(feed):
    return etree.fromstring(atom_feed(feed, "feed.xml").encode())


def texts(tree, path: str) -> list[str]:
    return [node.text for node in tree.iterfind(path, ATOM)]


def test_a_feed_and_each_entry_have_the_required_elements(atom):
    for element in [atom, *atom.iterfind("a:entry", ATOM)]:
        for name in REQUIRED_OF_AN_ENTRY:
            assert len(element.findall(name, ATOM)) == 1, name


def test_every_link_and_address_is_absolute(atom):
    links = [link.get("href") for link in atom.iterfind(".//a:link", ATOM)]
    assert all(link.startswith(ADDRESS) for link in links)
    assert f'src="{ADDRESS}/images/aa/b.png"' in texts(atom, ".//a:content")[0]


def test_ids_are_absolute_and_all_different(atom):
    ids = texts(atom, ".//a:id")
    assert all(urlsplit(text).scheme for text in ids)
    assert len(set(ids)) == len(ids)


def test_the_id_of_an_article_is_the_same_on_another_host(feed, articles):
    moved = Feed(
        address="https://new.example", title="", page="", lang="ar", articles=articles
    )
    ids = [
        texts(etree.fromstring(atom_feed(each, "feed.xml").encode()), "a:entry/a:id")
        for each in (feed, moved)
    ]
    assert ids[0] == ids[1]


def test_a_title_keeps_its_signs_but_no_control_character(atom):
    assert texts(atom, "a:entry/a:title")[0] == DIFFICULT_TITLE.strip("\x0b")


def test_every_author_has_a_name_of_his_own(atom):
    entry = atom.find("a:entry", ATOM)
    assert texts(entry, "a:author/a:name") == ["سعاد الراوي", "كمال حداد"]


def test_the_newspaper_is_the_author_where_none_is_named(atom):
    assert texts(atom, "a:entry/a:author/a:name")[-1] == "صحيفة"


def test_an_undated_article_is_not_said_to_be_published(atom, feed):
    undated = atom.findall("a:entry", ATOM)[1]
    assert undated.find("a:published", ATOM) is None
    assert "1900" not in etree.tostring(atom).decode()
    assert "date_published" not in json_feed(feed, "feed.json")["items"][1]


def test_a_feed_in_json_has_the_same_ids_as_in_atom(atom, feed):
    ids = [item["id"] for item in json_feed(feed, "feed.json")["items"]]
    assert ids == texts(atom, "a:entry/a:id")


def test_without_an_address_there_is_no_feed(site):
    assert not [*site.rglob("feed*.xml"), *site.rglob("feed*.json")]


@pytest.fixture(scope="module")
def output(content, tmp_path_factory):
    """A site with an address, feeds of long lists, and files for programs."""
    output = tmp_path_factory.mktemp("public") / "output"
    settings = {"FEEDS_LIST_ARTICLES": 15, "FEEDS_LLMS": "twins"}
    build(content, output, SITE_ADDRESS=ADDRESS, **settings)
    return output


def test_the_markdown_of_an_article_is_beside_its_page(content, output):
    files = sorted((content / "articles").rglob("*.md"))
    for file in files:
        twin = output / "a" / file.parent.name / file.name
        assert twin.with_suffix(".html").exists()
        assert twin.read_bytes() == file.read_bytes()
    assert len(list((output / "a").rglob("*.md"))) == len(files)


def test_llms_txt_names_the_archive_and_links_to_lists_that_exist(output):
    text = (output / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# أرشيف عين السنديان\n\n> ")
    links = re.findall(r"\]\((\S+)\)", text)
    assert len(links) > 6
    for link in links:
        assert (output / link.removeprefix(f"{ADDRESS}/")).is_file()


def test_files_for_programs_are_not_written_unless_a_setting_asks_for_them(site):
    assert not [*site.rglob("llms.txt"), *site.rglob("*.md")]


def test_the_feeds_and_sitemap_of_a_site_pass_the_gate(output):
    assert list(feed_problems(output)) == []


def test_a_site_with_an_address_links_to_its_feeds_and_those_of_long_lists(output):
    opml = etree.parse(output / "feeds.opml")
    paths = [
        outline.get("xmlUrl").removeprefix(f"{ADDRESS}/")
        for outline in opml.iter("outline")
    ]
    assert len(paths) > 3
    for path in paths:
        assert etree.parse(output / path).getroot().tag == f"{{{ATOM['a']}}}feed"
        page = output / path.replace("/feed.xml", ".html").replace(
            "feed.xml", "index.html"
        )
        assert f'href="{ADDRESS}/{path}"' in page.read_text("utf-8")
    assert len(json.loads((output / "feed.json").read_text("utf-8"))["items"]) == 50
