# SPDX-License-Identifier: AGPL-3.0-or-later
"""The declared contract of the plugins is what a real build sets."""

import pytest
from article_builder import build_article
from pelican import Pelican
from pelican.generators import ArticlesGenerator
from pelican.settings import read_settings

from plugins.contract import ArchiveArticle, ArchiveContext, ArticleList
from upkeep import ROOT


@pytest.fixture(scope="module")
def generator(content, tmp_path_factory):
    """The articles of the sample archive after all plugins have run."""
    output = str(tmp_path_factory.mktemp("contract"))
    override = {"PATH": str(content), "OUTPUT_PATH": output}
    settings = read_settings(str(ROOT / "pelicanconf.py"), override)
    Pelican(settings)  # connects the plugins
    shared = {
        "generated_content": {},
        "static_links": set(),
        "static_content": {},
        "localsiteurl": "",
    }
    generator = ArticlesGenerator(
        context={**settings, **shared},
        settings=settings,
        path=settings["PATH"],
        theme=settings["THEME"],
        output_path=output,
    )
    generator.generate_context()
    return generator


def test_an_article_of_a_real_build_has_every_declared_attribute(generator):
    assert isinstance(generator.articles[0], ArchiveArticle)


def test_an_article_built_for_a_test_has_every_declared_attribute():
    assert isinstance(build_article(), ArchiveArticle)


def test_an_article_for_a_test_has_no_attribute_that_is_not_declared():
    assert vars(build_article()).keys() == ArchiveArticle.__annotations__.keys()


def test_an_attribute_that_no_article_has_is_refused():
    with pytest.raises(TypeError, match="headline"):
        build_article(headline="عنوان")


def test_the_context_of_a_real_build_has_every_declared_key(generator):
    assert ArchiveContext.__required_keys__ <= generator.context.keys()


def test_every_list_of_a_real_build_has_only_declared_keys(generator):
    declared = ArticleList.__annotations__.keys()
    for articles in generator.context["lists"]:
        assert articles.keys() <= declared
        assert articles.keys() >= ArticleList.__required_keys__
