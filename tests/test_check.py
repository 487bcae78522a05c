# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate before publishing reports each kind of fault of a built site."""

import json

import pytest
from site_problems import find_problems

from upkeep import check
from upkeep.check import CheckResult, site_pages
from upkeep.check.feeds import feed_problems
from upkeep.check.links import unlinked_pages
from upkeep.check.report import as_table, results_as_json
from upkeep.check.site_pages import Page, list_pages, sample_pages

PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><title>ص</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self'">
<meta name="description" content="ص">
<meta property="og:title" content="ص"><meta property="og:locale" content="ar"></head>
<body><h1>ص</h1>{}</body></html>"""


def problems(tmp_path, body, page=PAGE):
    (tmp_path / "index.html").write_text(page.format(body), encoding="utf-8")
    return find_problems(tmp_path)


def test_a_correct_page_has_no_problem(tmp_path):
    assert (
        problems(
            tmp_path,
            '<a href="index.html#x">هنا</a><a href="https://example.org/">هناك</a>',
        )
        == []
    )


@pytest.mark.parametrize(
    "link", ["./", "none.html", "/index.html", "//example.org/x.js"]
)
def test_a_link_that_fails_from_disk_is_reported(tmp_path, link):
    (line,) = problems(tmp_path, f'<a href="{link}">رابط</a>')
    assert link in line


def test_a_page_without_direction_is_reported(tmp_path):
    assert problems(tmp_path, "", PAGE.replace(' dir="rtl"', "")) == [
        "index.html: <html> has no dir"
    ]


@pytest.mark.parametrize("data", [b"", b"\n", b"\x00\x00", b"<!-- -->"])
def test_a_page_without_content_is_reported(tmp_path, data):
    (tmp_path / "a.html").write_bytes(data)
    lines = find_problems(tmp_path)
    assert "a.html: <html> has no lang" in lines
    assert "a.html: 0 <h1>, not one" in lines


def test_a_folder_without_pages_is_reported(tmp_path):
    (result,) = check.check_site(tmp_path, every_page=False, host="")
    assert result.problems == (f"{tmp_path}: no HTML pages",)


def test_a_redirect_names_a_page_and_has_noindex(tmp_path):
    refresh = '<meta http-equiv="refresh" content="0; url=none.html">'
    assert problems(tmp_path, "", PAGE.replace("<body>", f"{refresh}<body>")) == [
        "index.html: link 'none.html' names no file",
        "index.html: it redirects and has no noindex",
    ]


def reasons(tmp_path, name, path="index.html", page=PAGE):
    """The reasons that the check called *name* reports for a page with this markup."""
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page, encoding="utf-8")
    return list(check.PAGE_CHECKS[name](Page(tmp_path, path)))


def test_an_id_that_is_used_twice_is_reported(tmp_path):
    page = PAGE.format('<p id="p1">أ</p><p id="p1">ب</p>')
    assert reasons(tmp_path, "structure and ids", page=page) == [
        "2 elements have the id 'p1'"
    ]


def test_a_page_for_search_engines_needs_a_description(tmp_path):
    page = PAGE.replace('content="ص"', 'content=" "')
    assert reasons(tmp_path, "descriptions", page=page) == ["it has no description"]
    hidden = page.replace("<body>", '<meta name="robots" content="noindex"><body>')
    assert reasons(tmp_path, "descriptions", page=hidden) == []


def test_every_page_needs_the_metas_of_a_link_preview(tmp_path):
    assert reasons(tmp_path, "metas") == []
    without_title = PAGE.replace("og:title", "title")
    assert reasons(tmp_path, "metas", page=without_title) == ["it has no meta og:title"]


@pytest.mark.parametrize(
    "address",
    [
        '<script src="//example.org/x.js"></script>',
        '<img src="https://example.org/x.png" alt="">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<iframe src="https://example.org/"></iframe>',
    ],
)
def test_what_a_page_loads_from_another_site_is_reported(tmp_path, address):
    lines = reasons(tmp_path, "policy and other sites", page=PAGE.format(address))
    assert any("from another site" in line for line in lines)


def test_a_link_to_another_site_is_no_request(tmp_path):
    page = PAGE.format('<a href="https://example.org/">هناك</a>')
    lines = reasons(tmp_path, "policy and other sites", page=page)
    assert not any("another site" in line for line in lines)


ARTICLE = """<!doctype html><html lang="ar" dir="rtl"><head><title>ص</title>{head}</head>
<body><h1>{title}</h1><div class="text">{text}</div></body></html>"""
TEXT = "افتتحت البلدية جسراً خشبياً جديداً فوق الوادي صباح أمس"
THING = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "جسر",
    "inLanguage": "ar",
    "publisher": {"@type": "NewsMediaOrganization", "name": "الضفة"},
    "isPartOf": {"@type": "Newspaper", "name": "الضفة"},
    "datePublished": "2015-07-23",
}


def article(title="جسر", text=TEXT, head="", **facts):
    thing = json.dumps({**THING, **facts}, ensure_ascii=False)
    script = f'<script type="application/ld+json">{thing}</script>'
    return ARTICLE.format(title=title, text=text, head=head + script)


def test_a_complete_article_has_no_problem_with_its_json_ld(tmp_path):
    assert reasons(tmp_path, "JSON-LD", "a/b.html", article()) == []


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"isPartOf": None}, "no isPartOf"),
        ({"datePublished": "23/07/2015"}, "no ISO date"),
        ({"datePublished": "2015-07-23T00:00:00+03:00"}, "hour of a day"),
        ({"@context": "x"}, "no context"),
        ({"@type": "WebPage"}, "no JSON-LD of a NewsArticle"),
    ],
)
def test_faulty_json_ld_is_reported(tmp_path, facts, reason):
    (line,) = reasons(tmp_path, "JSON-LD", "a/b.html", article(**facts))
    assert reason in line


def test_json_ld_that_cannot_be_read_is_reported(tmp_path):
    page = article().replace('{"@context"', "{@context")
    lines = reasons(tmp_path, "JSON-LD", "a/b.html", page)
    assert "cannot be read" in lines[0]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (article(title="ع" * 1400), "title has 1400 characters"),
        (article(text=""), "text has 0 words"),
        (
            article(head=f'<meta property="article:section" content="{"ق" * 90}">'),
            "section has 90 characters",
        ),
        (
            article(head='<meta property="article:published_time" content="0215-07">'),
            "date is 0215-07",
        ),
        (
            article(head='<meta property="article:published_time" content="2999">'),
            "date is 2999",
        ),
    ],
)
def test_values_that_cannot_be_right_are_reported(tmp_path, page, reason):
    (line,) = reasons(tmp_path, "implausible values", "a/b.html", page)
    assert reason in line


def test_a_short_text_with_an_image_is_plausible(tmp_path):
    page = article(text='<img src="../images/a.png" alt="">')
    assert reasons(tmp_path, "implausible values", "a/b.html", page) == []


def test_a_page_without_a_link_to_it_is_reported(tmp_path):
    linked, lost = PAGE.format('<a href="index.html">أ</a>'), PAGE.format("")
    (tmp_path / "index.html").write_text(PAGE.format('<a href="a.html">أ</a>'))
    (tmp_path / "a.html").write_text(linked)
    (tmp_path / "lost.html").write_text(lost)
    problems = unlinked_pages(list_pages(tmp_path))
    assert [page.path for page, _reason in problems] == ["lost.html"]


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><id>{id}</id><title>أ</title>
<updated>2015-07-23T10:00:00Z</updated><link href="{link}"/><author><name>أ</name></author>
<entry><id>tag:a.org,2015:1</id><title>{title}</title><updated>{updated}</updated></entry></feed>"""
GOOD_FEED = {
    "id": "https://a.org/feed.xml",
    "link": "https://a.org/",
    "title": "خبر",
    "updated": "2015-07-23T10:00:00+03:00",
}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": "/"}, "not an absolute IRI"),
        ({"id": "tag:None,2015:2"}, "not an absolute IRI"),
        ({"id": "tag:a.org,2015:1"}, "2 entries have the id"),
        ({"link": "a/b.html"}, "not absolute"),
        ({"title": ""}, "entry has no title"),
        ({"updated": "2015-07-23"}, "no moment"),
        ({"title": "<"}, "cannot be read"),
    ],
)
def test_a_faulty_feed_is_reported(tmp_path, change, reason):
    file = tmp_path / "feed.xml"
    file.write_text(ATOM.format(**GOOD_FEED), encoding="utf-8")
    assert list(feed_problems(tmp_path)) == []
    file.write_text(ATOM.format(**GOOD_FEED | change), encoding="utf-8")
    ((path, line),) = feed_problems(tmp_path)
    assert path == "feed.xml"
    assert reason in line


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("feed.json", '{"version": "1.1", "items": []}', "no title"),
        ("feed.json", "{", "cannot be read"),
        ("feeds.opml", "<opml><body/></opml>", "lists no feed"),
        (
            "sitemap.xml",
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
            "no URL",
        ),
        (
            "opensearch.xml",
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"/>',
            "no template",
        ),
    ],
)
def test_other_faulty_files_for_machines_are_reported(tmp_path, name, text, reason):
    (tmp_path / name).write_text(text, encoding="utf-8")
    ((_path, line),) = feed_problems(tmp_path)
    assert reason in line


def test_a_large_site_is_sampled_evenly_with_the_largest_page_of_each_kind(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(site_pages, "MAX_SAMPLED_PAGES", 5)
    (tmp_path / "e").mkdir()
    for number in range(20):
        text = PAGE.format("ن" * (500 if number == 7 else 1))
        (tmp_path / "e" / f"{number:02}.html").write_text(text, encoding="utf-8")
    paths = [page.path for page in sample_pages(list_pages(tmp_path))]
    assert paths == [f"e/{number:02}.html" for number in (0, 4, 7, 8, 12, 16)]


def test_a_table_lists_each_check_and_its_problems():
    results = [
        CheckResult(name="links", checked=3),
        CheckResult(name="JSON-LD", checked=1, problems=("a.html: no isPartOf",)),
        CheckResult(name="vnu", not_run="Java is not installed"),
    ]
    assert [line.split(maxsplit=1) for line in as_table(results).splitlines()[:3]] == [
        ["ok", "links                      3 pages"],
        ["1", "problems   JSON-LD                    1 pages"],
        ["not", "run      vnu                        Java is not installed"],
    ]
    assert "  a.html: no isPartOf" in as_table(results).splitlines()
    assert json.loads(results_as_json(results))["problems"] == ["a.html: no isPartOf"]


def test_the_limits_of_a_host_are_a_check(tmp_path):
    (tmp_path / "index.html").write_text("x" * 100, encoding="utf-8")
    result = check.check_host(tmp_path, "cloudflare")
    assert (result.name, result.problems) == ("limits of Cloudflare Pages, free", ())
    assert result.checked == 2
