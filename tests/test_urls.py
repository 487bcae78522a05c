# SPDX-License-Identifier: AGPL-3.0-or-later
"""URLs are defined in pelicanconf.py alone: with others, every link still resolves."""

import re
from pathlib import Path

import pytest
from conftest import build
from pelican.contents import Article
from pelican.settings import read_settings
from site_problems import find_problems

from plugins.frontmatter import relink_images
from upkeep import ROOT

OTHER_URLS = {
    "ARTICLE_URL": "articles/{slug}/index.html",
    "ARTICLE_SAVE_AS": "articles/{slug}/index.html",
    "ARTICLE_LANG_URL": "articles/{slug}/index.html",
    "ARTICLE_LANG_SAVE_AS": "articles/{slug}/index.html",
    "PAGE_URL": "pages/{slug}.html",
    "PAGE_SAVE_AS": "pages/{slug}.html",
    "SOURCE_URL": "newspapers/{slug}.html",
    "SOURCE_SAVE_AS": "newspapers/{slug}.html",
    "CATEGORY_URL": "sections/of/{slug}.html",
    "CATEGORY_SAVE_AS": "sections/of/{slug}.html",
    "AUTHOR_URL": "writers/{slug}.html",
    "AUTHOR_SAVE_AS": "writers/{slug}.html",
    "LISTS_AUTHOR_JOINED_URL": "writers/joined/{shelf}.html",
    "TAG_URL": "names/{slug}/index.html",
    "TAG_SAVE_AS": "names/{slug}/index.html",
    "ENTITIES_JOINED_URL": "names/joined/{shelf}.html",
    "DATES_GREGORIAN_FOLDER": "days/",
    "DATES_HIJRI_FOLDER": "days/of/hijri/",
}
DEFAULT_FOLDERS = {"a", "author", "e", "hijri", "on", "section", "source"}


@pytest.fixture(scope="module")
def other_site(content, tmp_path_factory) -> Path:
    """The sample archive with every URL changed, five articles on a page of a list."""
    output = tmp_path_factory.mktemp("urls") / "output"
    build(content, output, DEFAULT_PAGINATION=5, **OTHER_URLS)
    return output


def test_no_link_is_broken(other_site):
    assert find_problems(other_site) == []


def test_nothing_is_written_at_the_default_urls(other_site):
    names = {path.name for path in other_site.iterdir()}
    assert names & DEFAULT_FOLDERS == set()
    assert [name for name in names if re.match(r"\d{4}\b(?!\.html$)", name)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        "articles/*/index.html",
        "pages/*.html",
        "newspapers/*/p1.html",
        "sections/of/*.html",
        "writers/*.html",
        "names/*/index.html",
        "names/*/p1.html",
        "days/2*/[01]*/*.html",
        "days/of/hijri/1*/[01]*/*.html",
        "days/of/hijri/on/01.js",
    ],
)
def test_pages_of_each_kind_are_at_the_changed_urls(other_site, pattern):
    assert list(other_site.glob(pattern))


@pytest.mark.parametrize(
    ("save_as", "folder"),
    [
        ("a/{shelf}/{slug}.html", "../../images"),
        ("{slug}.html", "images"),
        ("articles/{shelf}/{slug}/index.html", "../../../images"),
    ],
)
def test_images_are_linked_from_the_page_of_their_article(save_as, folder):
    override = {"ARTICLE_SAVE_AS": save_as}
    settings = read_settings(str(ROOT / "pelicanconf.py"), override)
    # The text is there for the receivers that a build in the same process connected.
    metadata = {"title": "عنوان", "slug": "aaaaaaaaaa", "shelf": "aa", "plain_text": ""}
    article = Article(
        '<img src="../../images/00/0.png" alt="../../images/">', metadata, settings
    )
    relink_images(article)
    expected = f'<img src="{folder}/00/0.png" alt="../../images/">'
    assert article._content == expected
