# SPDX-License-Identifier: AGPL-3.0-or-later
"""After any edits the site equals a clean build, and what did not change is not rendered."""

import os
import random
import re
import shutil
import time

import pytest
from jinja2 import Environment
from pelican.contents import Article
from pelican.settings import read_settings
from test_expected import files_below
from test_permanence import TEXTS, add, article_path
from test_publish import Archive

from plugins.entities.build.entity_pages import Entity
from plugins.entities.lists.known_entity import KnownEntity
from plugins.lists.render_once import RenderOnce
from plugins.publish.pages.page_inputs import PageInputs, has_link_signs
from plugins.publish.pages.template_reads import TemplateReads
from upkeep import ROOT

EDITORS = """\
entities:
  - id: mayor
    label: {label}
    type: person
    aliases: [إربد]
"""


class EditedArchive(Archive):
    """An archive with a theme, a page and an editors' file of its own."""

    def __init__(self, folder):
        super().__init__(folder)
        self.theme, self.editors = folder / "theme", folder / "entities.yml"
        self.settings = {
            "THEME": str(self.theme),
            "ENTITIES_AUTHORITY": str(self.editors),
        }
        shutil.copytree(ROOT / "demo" / "pages", self.content / "pages")
        shutil.copytree(ROOT / "theme", self.theme)
        self.editors.write_text(EDITORS.format(label="نادر القصبي"), encoding="utf-8")

    def command(self, output="output", **settings):
        return super().command(output, **(self.settings | settings))

    def replace(self, path, old, new):
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    """The folder of an archive that was built twice: the second build wrote little."""
    archive = EditedArchive(tmp_path_factory.mktemp("edited"))
    assert archive.build().returncode == 0
    return archive.folder


@pytest.fixture
def archive(built_once, tmp_path):
    """A copy of an archive whose site has been built."""
    folder = tmp_path / "archive"
    shutil.copytree(built_once, folder)
    archive = EditedArchive.__new__(EditedArchive)
    archive.folder, archive.content, archive.site = (
        folder,
        folder / "content",
        folder / "output",
    )
    archive.theme, archive.editors = folder / "theme", folder / "entities.yml"
    archive.settings = {
        "THEME": str(archive.theme),
        "ENTITIES_AUTHORITY": str(archive.editors),
    }
    return archive


def new_article(archive):
    add(archive.content, 9, "زار وفد من عجلون مدينة دمشق.")


def deleted_article(archive):
    article_path(archive.content, 3).unlink()


def changed_title(archive):
    archive.replace(article_path(archive.content, 2), "title: خبر 2", "title: خبر آخر")


def changed_text(archive):
    archive.replace(article_path(archive.content, 1), TEXTS[0], "وصل وفد من بيروت.")


def changed_date(archive):
    archive.replace(article_path(archive.content, 1), "2020-01-01", "2021-03-05")


def changed_source(archive):
    archive.replace(article_path(archive.content, 1), "الوادي", "الجبل")


def new_copy(archive):
    other = article_path(archive.content, 2).stem
    path = article_path(archive.content, 1)
    archive.replace(path, "lang: ar\n", f"lang: ar\nalso_in: [{other}]\n")


def renamed_entity(archive):
    archive.editors.write_text(EDITORS.format(label="سالم القصبي"), encoding="utf-8")


def changed_setting(archive):
    archive.settings["SITENAME"] = "أرشيف آخر"


def changed_template(archive):
    archive.replace(
        archive.theme / "templates" / "parts.html", 'class="entry"', 'class="entry x"'
    )


def changed_translation(archive):
    path = archive.theme / "locale" / "ar.po"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('msgstr "الأقدم"', 'msgstr "أقدم"') + "\n# x\n", encoding="utf-8"
    )


def new_page(archive):
    page = archive.content / "pages" / "more.md"
    page.write_text(
        "---\ntitle: المزيد\nslug: more\nlang: ar\n---\n\nنص\n", encoding="utf-8"
    )


def killed_build(archive):
    new_article(archive)
    running = archive.start()
    time.sleep(2)
    running.kill()
    running.communicate()


def damaged_site(archive):
    for path in archive.site.rglob("*.html"):
        if path.stat().st_size % 2:
            path.write_bytes(path.read_bytes()[:-1])


def lost_state(archive):
    shutil.rmtree(archive.folder / ".output.build")


def damaged_state(archive):
    state = archive.folder / ".output.build"
    for path in (state / "pages", state / "files", *(state / "articles").iterdir()):
        path.write_bytes(path.read_bytes()[:-70])


def lost_names(archive):
    shutil.rmtree(archive.folder / "ENTITIES_CACHE")


def damaged_names(archive):
    for path in (archive.folder / "ENTITIES_CACHE" / "output").iterdir():
        path.write_bytes(path.read_bytes()[:-70])


EDITS = (
    *(new_article, deleted_article, changed_title, changed_text, changed_date),
    *(changed_source, new_copy, renamed_entity, changed_setting, changed_template),
    *(
        changed_translation,
        new_page,
        killed_build,
        damaged_site,
        lost_state,
        damaged_state,
        lost_names,
        damaged_names,
    ),
)


def assert_equals_a_clean_build(archive):
    done = archive.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert files_below(archive.site) == archive.clean_build()


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_after_one_edit_the_site_equals_a_clean_build(archive, edit):
    edit(archive)
    assert_equals_a_clean_build(archive)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_after_a_history_of_edits_the_site_equals_a_clean_build(archive, seed):
    edits = random.Random(seed).sample(EDITS, 6)
    for edit in edits:
        try:
            edit(archive)
        except AssertionError:  # a later edit of what an earlier one changed
            continue
        assert archive.build().returncode == 0
    assert_equals_a_clean_build(archive)


def articles_read(done):
    return int(re.search(r"Articles: ([\d,]+) read", done.stdout)[1].replace(",", ""))


def test_only_files_that_changed_are_read(archive):
    """The fixture copied all files, so the first build reads them again."""
    time.sleep(0.1)
    assert articles_read(archive.build()) == len(TEXTS)
    changed_title(archive)
    assert articles_read(archive.build()) == 1
    deleted_article(archive)
    assert articles_read(archive.build()) == 0
    assert files_below(archive.site) == archive.clean_build()


def test_an_edit_within_the_same_second_of_the_same_length_is_read(archive):
    path = article_path(archive.content, 1)
    time.sleep(0.1)
    assert archive.build().returncode == 0
    times = path.stat()
    archive.replace(path, TEXTS[0], TEXTS[0][::-1])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert articles_read(archive.build()) == 1


def test_a_changed_setting_reads_all_articles(archive):
    changed_setting(archive)
    assert articles_read(archive.build()) == len(TEXTS)


def test_all_articles_are_read_where_a_foreign_plugin_listens_to_the_reading(archive):
    """Such a plugin may change articles in ways that no cache key covers."""
    plugin = archive.folder / "shout.py"
    plugin.write_text(
        "from pelican import signals\n"
        "def shout(article):\n"
        "    article._content += '<p>!</p>'\n"
        "def register():\n"
        "    signals.content_object_init.connect(shout)\n",
        encoding="utf-8",
    )
    plugins = read_settings(str(ROOT / "pelicanconf.py"))["PLUGINS"]
    settings = {
        "PLUGINS": [*plugins, "shout"],
        "PLUGIN_PATHS": [str(archive.folder)],
    }
    for _ in range(2):
        article_path(archive.content, 1).touch()
        done = archive.build(**settings)
        assert done.returncode == 0, done.stdout + done.stderr
        page = next((archive.site / "a").rglob("*.html")).read_text("utf-8")
        assert page.count("!</p>") == 1


def rendered_pages(done):
    return int(re.search(r"Pages: ([\d,]+) rendered", done.stdout)[1].replace(",", ""))


def test_without_a_change_only_pages_without_inputs_are_rendered(archive):
    """If a template reads a new attribute, add it to plugins/publish/pages/page_inputs.py."""
    assert rendered_pages(archive.build()) < 14


def test_a_redirect_is_rendered_once(archive):
    page = min((archive.site / "e").glob("*.html"))
    entry = f"id: {page.stem}, label: x, type: place, status: ignored"
    archive.editors.write_text(f"entities:\n  - {{{entry}}}\n", encoding="utf-8")
    assert archive.build().returncode == 0
    assert "noindex" in page.read_text("utf-8")
    article_path(archive.content, 1).touch()
    done = archive.build()
    assert f"{page.parent.name}/{page.name}" in (
        archive.folder / ".output.build" / "pages"
    ).read_text("utf-8")
    assert rendered_pages(done) < 14


def test_unchanged_pages_keep_their_file(archive):
    page = next((archive.site / "a").rglob("*.html"))
    before = page.stat().st_ino, page.stat().st_mtime_ns
    new_page_of_another = article_path(archive.content, 4)
    assert page.stem != new_page_of_another.stem
    assert archive.build().returncode == 0
    assert (page.stat().st_ino, page.stat().st_mtime_ns) == before


def test_a_template_that_reads_more_is_rendered_in_each_build(archive):
    template = archive.theme / "templates" / "article.html"
    archive.replace(template, "</article>", "{{ groups.source|length }}</article>")
    assert archive.build().returncode == 0
    article_path(archive.content, 1).touch()
    assert rendered_pages(archive.build()) >= len(TEXTS)


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p>المعادلة {x | y} والجدول |أ|ب| كما كُتبا.</p>", False),
        ('<p><a href="x.html">{filename}</a></p>', False),
        ('<p><a href="{filename}x.md">خبر</a></p>', True),
        ("<p><img src='|attach|x.png'></p>", True),
    ],
)
def test_only_braces_where_a_url_begins_link_to_another_page(html, linked):
    """Pelican replaces them by a URL that is in no digest."""
    settings = read_settings(str(ROOT / "pelicanconf.py"))
    assert has_link_signs(Article(html, settings=settings)) is linked


def test_sitemap_gets_every_page_with_its_article(archive):
    *plugins, last = read_settings(str(ROOT / "pelicanconf.py"))["PLUGINS"]
    plugins += ["pelican.plugins.sitemap", last]
    sitemaps = []
    for cls in ("pelican.Pelican", None):
        settings = {"PLUGINS": plugins} | ({"PELICAN_CLASS": cls} if cls else {})
        settings["SITEMAP"] = {"format": "txt"}
        done = archive.build(**settings)
        assert done.returncode == 0, done.stdout + done.stderr
        sitemaps.append((archive.site / "sitemap.txt").read_text("utf-8"))
    assert sitemaps[0] == sitemaps[1]
    assert len(sitemaps[0].splitlines()) > len(TEXTS)


def reads_of(template, **variables):
    environment = Environment(autoescape=True)
    reads = TemplateReads()
    reads.watch(environment)
    site = {"SITENAME": "ص", "years": [1]}
    environment.from_string(template).render(site | variables)
    return reads.are_covered(variables, site)


@pytest.mark.parametrize(
    ("template", "covered"),
    [
        ("{{ article.title }}{{ SITENAME }}", True),
        ("{{ article.summary }}", False),
        ("{{ article['summary'] }}", False),
        ("{{ [article]|map(attribute='summary')|list }}", False),
        ("{{ years|length }}", False),
        ("{% set years = 1 %}{{ years }}", True),
        ("{{ article.articles }}", False),
    ],
)
def test_reads_that_no_digest_covers_are_found(template, covered):
    article = Article.__new__(Article)
    article.title, article.summary = "عنوان", "موجز"
    assert reads_of(template, article=article) is covered


def test_a_page_reads_what_a_part_rendered_for_another_page_reads():
    environment = Environment(autoescape=True)
    environment.globals["render_once"] = RenderOnce()
    reads = TemplateReads()
    reads.watch(environment)
    article = Article.__new__(Article)
    article.subtitle = "موجز"
    text = "{% macro part(x) %}{{ x.subtitle }}{% endmacro %}{{ render_once(1, part, article) }}"
    for _ in range(2):
        reads.start()
        assert environment.from_string(text).render(article=article) == "موجز"
        assert not reads.are_covered({"article": article}, {})


def test_the_digest_of_a_list_covers_objects_two_steps_away():
    class Period:
        def __init__(self, label, other=None):
            self.label, self.other = label, other

        url = "2020.html"

    Period.other = Period.label = None

    def digest(label):
        return PageInputs().of_list({"period": Period("س", Period(label))})

    assert digest("أ") == digest("أ")
    assert digest("أ") != digest("ب")


def test_the_digest_of_a_list_covers_its_entities_but_not_their_articles():
    def digest(label, articles):
        known_entity = KnownEntity(id="x", label=label, type="person")
        companion = Entity(known_entity=known_entity, articles=articles)
        return PageInputs().of_list({"companions": [(companion, 2)]})

    assert digest("أ", []) == digest("أ", [Article.__new__(Article)])
    assert digest("أ", []) != digest("ب", [])
