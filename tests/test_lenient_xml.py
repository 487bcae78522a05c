# SPDX-License-Identifier: AGPL-3.0-or-later
"""Malformed feeds and exports are read as feed readers read them, and that is noted."""

from pathlib import Path

import pytest

from ingest.extract.readers import read_article
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import Failure, PassedOver, RawArticle, SetAside
from tests.test_datasets import BODY

HEAD = '<?xml version="1.0" encoding="{encoding}"?>'
ITEM = "<item><title>{title}</title><link>https://alwadi.example/{number}</link><description>{body}</description></item>"
RSS = '<rss version="2.0"{spaces}><channel><title>صحيفة الوادي</title>{items}</channel></rss>'


def feed(
    *titles: str, encoding: str = "utf-8", spaces: str = "", body: str = BODY
) -> str:
    items = "".join(
        ITEM.format(title=title, number=number, body=body)
        for number, title in enumerate(titles)
    )
    return HEAD.format(encoding=encoding) + RSS.format(items=items, spaces=spaces)


def split_file(folder: Path, data: bytes | str) -> list:
    path = folder / "input.bin"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(split_input(identify_file(path, path.name)))


def read_articles(folder: Path, data: bytes | str) -> list:
    items = split_file(folder, data)
    assert not [item for item in items if isinstance(item, Failure)]
    return [
        read_article(raw, ReadOptions()) for raw in items if isinstance(raw, RawArticle)
    ]


def titles(articles: list) -> list[str]:
    return [article.first_value("title") for article in articles]


DAMAGED = {
    "an entity of HTML": (
        feed("أول", "ثان&nbsp;خبر", "ثالث"),
        ["أول", "ثان خبر", "ثالث"],
    ),
    "a bare ampersand": (
        feed("أول & آخر", "AT&T", "ثالث"),
        ["أول & آخر", "AT&T", "ثالث"],
    ),
    "a name space that is not declared": (
        feed("أول").replace("<description>", "<media:x/><description>"),
        ["أول"],
    ),
    "blank lines at the start": (f"\n \n{feed('أول')}", ["أول"]),
    "a wrong declaration of UTF-16": (feed("أول", encoding="utf-16"), ["أول"]),
    "windows-1256 that claims to be UTF-8": (feed("أول").encode("cp1256"), ["أول"]),
    "UTF-16 that claims to be UTF-8": (feed("أول").encode("utf-16"), ["أول"]),
    "one bad byte": (
        feed("أول", "ثان").encode().replace("ثان".encode(), b"\xd8" + "ثان".encode()),
        ["أول", "\ufffdثان"],
    ),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_malformed_feed_is_read(tmp_path, kind):
    data, expected = DAMAGED[kind]
    articles = read_articles(tmp_path, data)
    assert titles(articles) == expected
    assert all(article.first_value("source") == "صحيفة الوادي" for article in articles)


def test_the_recovering_parse_is_noted(tmp_path):
    first, second = read_articles(tmp_path, feed("أول", "ثان&nbsp;خبر"))
    assert first.repairs == ()
    assert "recovering parser" in second.repairs[0]


def test_a_well_formed_feed_is_not_recovered(tmp_path):
    assert all(
        article.repairs == () for article in read_articles(tmp_path, feed("أول", "ثان"))
    )


def test_a_feed_that_is_cut_off_keeps_its_complete_entries_and_is_reported(tmp_path):
    items = split_file(tmp_path, feed("أول", "ثان&nbsp;خبر", "ثالث")[:-90])
    articles = [
        read_article(raw, ReadOptions()) for raw in items if isinstance(raw, RawArticle)
    ]
    assert titles(articles) == ["أول", "ثان خبر"]
    assert "broken XML" in items[-1].reason


OLD_FEEDS = {
    "RSS 0.90": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>صحيفة الوادي</title></channel><item><title>خبر</title><description>نص</description></item></rdf:RDF>',
    "Atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>صحيفة الوادي</title><entry><title>خبر</title><issued>2004-05-06T10:00:00Z</issued><content mode="escaped">&lt;p&gt;نص&lt;/p&gt;</content></entry></feed>',
}


@pytest.mark.parametrize("feed_text", OLD_FEEDS.values(), ids=OLD_FEEDS)
def test_feeds_of_old_versions_are_read(tmp_path, feed_text):
    (article,) = read_articles(tmp_path, feed_text)
    assert [block.text for block in article.blocks] == ["نص"]
    assert article.first_value("source") == "صحيفة الوادي"


def test_a_feed_without_an_entry_is_listed(tmp_path):
    (failure,) = split_file(tmp_path, feed())
    assert (failure.reason, failure.aside) == ("no entry, row or record in it", True)


BLOGGER = """<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'{spaces}><title>مدونة الوادي</title>{entries}</feed>"""
ENTRY = "<entry><title>{title}</title>{kind}<category scheme='http://www.blogger.com/atom/ns#' term='محليات'/><content type='html'>&lt;p&gt;نص&lt;/p&gt;</content>{state}</entry>"


def blogger(*entries: tuple[str, str], kind: str, draft: str, spaces: str = "") -> str:
    filled = (
        ENTRY.format(
            title=name, kind=kind.format(kind=name), state=draft if state else ""
        )
        for name, state in entries
    )
    return BLOGGER.format(entries="".join(filled), spaces=spaces)


OLD = {
    "kind": "<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>",
    "draft": "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>",
}
NEW = {
    "kind": "<blogger:type>{kind}</blogger:type>",
    "draft": "<blogger:status>DRAFT</blogger:status>",
    "spaces": " xmlns:blogger='http://schemas.google.com/blogger/2018'",
}


@pytest.mark.parametrize("form", [OLD, NEW], ids=["old", "new"])
def test_only_published_posts_and_pages_of_blogger_are_articles(tmp_path, form):
    export = blogger(
        ("post", ""),
        ("page", ""),
        ("comment", ""),
        ("settings", ""),
        ("post", "draft"),
        **form,
    )
    items = split_file(tmp_path, export)
    rows = [item for item in items if isinstance(item, RawArticle)]
    assert sum(isinstance(item, PassedOver) for item in items) == 2
    articles = [read_article(raw, ReadOptions()) for raw in rows[:2]]
    assert [article.values_of("tags") for article in articles] == [
        ["محليات"],
        ["محليات"],
    ]
    with pytest.raises(SetAside, match="draft"):
        read_article(rows[2], ReadOptions())


WXR = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>صحيفة الوادي</title>{items}</channel></rss>"""
POST = "<item><title>{title}</title><content:encoded><![CDATA[{body}]]></content:encoded><wp:status>publish</wp:status><wp:post_type>{kind}</wp:post_type><wp:post_password>{password}</wp:post_password></item>"


def post(title: str, kind: str = "post", password: str = "", body: str = BODY) -> str:
    return POST.format(title=title, kind=kind, password=password, body=body)


def test_posts_of_a_type_of_the_site_are_articles_and_those_of_plugins_are_counted(
    tmp_path,
):
    items = split_file(
        tmp_path, WXR.format(items=post("خبر", "news") + post("قائمة", "nav_menu_item"))
    )
    assert isinstance(items[0], RawArticle)
    reason = "WordPress posts of the type nav_menu_item"
    assert items[1:] == [PassedOver(reason, source="صحيفة الوادي")]


def test_a_post_with_a_password_is_set_aside(tmp_path):
    (raw,) = split_file(tmp_path, WXR.format(items=post("خبر", password="sesame")))
    with pytest.raises(SetAside, match="password"):
        read_article(raw, ReadOptions())


def test_shortcodes_of_page_builders_are_no_text(tmp_path):
    body = f'[vc_row][vc_column width="1/1"][vc_column_text]{BODY}[/vc_column_text][/vc_column][/vc_row][audio src="a.mp3"]'
    (article,) = read_articles(tmp_path, WXR.format(items=post("خبر", body=body)))
    assert [block.text for block in article.blocks] == [BODY]


def test_brackets_of_prose_stay(tmp_path):
    body = f"{BODY} [مجهول] وقال [sic] ذلك [1]"
    (article,) = read_articles(tmp_path, WXR.format(items=post("خبر", body=body)))
    assert [block.text for block in article.blocks] == [body]


@pytest.mark.parametrize(
    ("content", "source"),
    [
        ("", "description"),
        ("<content:encoded> </content:encoded>", "description"),
        (f"<content:encoded>{BODY} {BODY}</content:encoded>", ""),
    ],
)
def test_the_description_of_an_item_is_marked_where_it_is_its_only_text(
    tmp_path, content, source
):
    spaces = ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    text = feed("أول", spaces=spaces).replace("</item>", f"{content}</item>")
    (article,) = read_articles(tmp_path, text)
    assert article.first_value("body_source") == source
    assert article.blocks[0].text == (BODY if source else f"{BODY} {BODY}")
