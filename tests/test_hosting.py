# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files for static hosts, and the archive's own colours, logo, rights and contact."""

import json
import re

import pytest
from conftest import build

from plugins.appearance import colour_sheet
from plugins.hosting import POLICY

META_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


def directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";"))
    return {name: set(sources) for name, *sources in parts}


def test_the_header_allows_what_every_page_allows_itself(site):
    header = directives(POLICY)
    pages = [site / "index.html", site / "404.html", site / "search.html"]
    for page in pages:
        (meta,) = META_POLICY.findall(page.read_text(encoding="utf-8"))
        for name, sources in directives(meta).items():
            assert sources - {"file:"} <= header[name], (page, name)


def test_the_files_of_hosts_are_in_the_manifest(site):
    manifest = (site / "SHA256SUMS").read_text(encoding="utf-8")
    assert "  .nojekyll\n" in manifest
    assert "  _headers\n" in manifest
    assert f"  Content-Security-Policy: {POLICY}\n" in (site / "_headers").read_text()


def test_colours_replace_the_tokens_of_the_theme():
    assert colour_sheet({"accent": ("#000001", "#fffffe")}) == (
        "@layer tokens {\n  :root {\n    --red: light-dark(#000001, #fffffe);\n  }\n}\n"
    )


@pytest.fixture(scope="module")
def own_site(content, tmp_path_factory):
    """The sample archive with the settings of another one."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    build(
        content,
        folder / "output",
        SITE_ADDRESS="https://archive.example/a",
        SITE_LOGO=str(folder / "logo.svg"),
        SITE_COLOURS={"accent": ["#0b4f6c", "#9ad1e8"]},
        SITE_RIGHTS="النصوص لأصحابها",
        SITE_CONTACT="editor@archive.example",
        SOURCE_LICENCES={"الوادي اليوم": "https://licence.example/by"},
        SOURCE_CANONICAL={"الوادي اليوم": "original"},
        DATES_WEEK_START="wednesday",
    )
    return folder / "output"


def test_a_page_has_logo_rights_and_contact(own_site):
    home = (own_site / "index.html").read_text(encoding="utf-8")
    assert 'src="./theme/logo.svg"' in home
    assert "theme/css/archive.css" in home
    assert "النصوص لأصحابها" in home
    assert 'href="mailto:editor@archive.example"' in home
    assert (own_site / "theme" / "logo.svg").read_text(encoding="utf-8") == LOGO


def articles_of(site, name: str) -> list[str]:
    pages = [path.read_text(encoding="utf-8") for path in site.glob("a/*/*.html")]
    return [page for page in pages if newspaper_of(page) == name]


def newspaper_of(page: str) -> str:
    return json_ld(page).get("isPartOf", {}).get("name", "")


def json_ld(page: str) -> dict:
    """Return the linked data of a page, {} without any."""
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(data[1]) if data else {}


def test_licence_and_canonical_are_those_of_the_newspaper(own_site):
    mine = articles_of(own_site, "الوادي اليوم")
    others = [
        path.read_text(encoding="utf-8")
        for path in own_site.glob("a/*/*.html")
        if path.read_text(encoding="utf-8") not in mine
    ]
    assert any('rel="original"' in page for page in mine)
    assert others
    for page in mine:
        assert json_ld(page)["license"] == "https://licence.example/by"
        assert 'rel="license' in page
        for original in re.findall(r'<link rel="original" href="([^"]+)"', page):
            assert f'<link rel="canonical" href="{original}">' in page
    for page in others:
        assert "licence.example" not in page
        assert '<link rel="canonical" href="https://archive.example/a/a/' in page


def test_weeks_begin_on_the_chosen_day(own_site):
    year = next(own_site.glob("[12]*.html")).read_text(encoding="utf-8")
    days = re.findall(r"الأربعاء|الخميس|السبت|الأحد", year)
    assert days[0] == "الأربعاء"
