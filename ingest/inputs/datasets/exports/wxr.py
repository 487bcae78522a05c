# SPDX-License-Identifier: AGPL-3.0-or-later
"""WordPress exports (WXR): each published post or page is a row, a draft set aside."""

import html
import re
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

from lxml import etree

from ingest.inputs.datasets.exports.local_time import local_date
from ingest.inputs.datasets.feed import RECOVERED
from ingest.inputs.datasets.field_names import ASIDE, NOTES
from ingest.inputs.datasets.xml import child_text, is_recovered, iterate_elements
from ingest.model.record import PassedOver

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
NAMESPACE = re.compile(r"http://wordpress.org/export/[\d.]+/")
# Post types of WordPress and its plugins that are no articles. Any other is one: sites
# have types of their own (news, article, report).
OTHER_TYPES = frozenset(
    (
        *(
            "attachment",
            "revision",
            "nav_menu_item",
            "custom_css",
            "customize_changeset",
        ),
        *("oembed_cache", "user_request", "wp_block", "wp_template", "wp_navigation"),
        *("wp_template_part", "wp_global_styles", "wp_font_family", "wp_font_face"),
        *(
            "acf",
            "acf-field",
            "acf-field-group",
            "elementor_library",
            "scheduled-action",
        ),
        *("wpcf7_contact_form", "wpforms", "jp_mem_plan", "jetpack_migration"),
        *("amp_validated_url", "mc4wp-form", "ml-slider", "tablepress_table", "popup"),
        *("feedback", "shop_order", "shop_coupon", "product_variation", "vc_grid_item"),
        *("ngg_gallery", "ngg_pictures", "tdb_templates", "wp-types-group", "sidebar"),
    )
)
PROTECTED = "protected by a password"

COMMENT_START, COMMENT_END = re.compile("<!--"), "-->"
CAPTION_START, CAPTION_END = re.compile(r"\[caption[^\[\]]*\]"), "[/caption]"
EMBED_START, EMBED_END = re.compile(r"\[embed[^\[\]]*\]"), "[/embed]"
IMAGE = re.compile(r"(?:<a\b[^<>]*>\s?)?<img\b[^<>]*>(?:\s?</a>)?")
GALLERY = re.compile(r"\[/?(?:gallery|playlist)[^\[\]]*\]")
# Of page builders and plugins: a name that prose in brackets does not have, or an
# attribute. The text between two of them stays.
SHORTCODE = re.compile(
    r"\[/?(?:vc_|et_pb_|fusion_|av_|cs_|fl_|su_|wpb_|tdc_|mk_|dt_|rev_slider|contact-form"
    r"|elementor-|smartslider|ads?\b|adrotate|ngg|nggallery|embedyt|youtube|vimeo|audio"
    r"|video|caption|wp_ad_camp|sc[\s_]|button|quote|divider|column|row|one_half|spacer"
    r")[^\[\]]*\]|\[/?[a-z][\w-]*\s[^\[\]=]*=[^\[\]]*\]",
    re.IGNORECASE,
)
BLOCK = re.compile(
    r"</?(?:p|div|ul|ol|li|h[1-6]|blockquote|table|figure|pre|hr|section)\b",
    re.IGNORECASE,
)
BLANK_LINE = re.compile(r"\n(?:[ \t\r]*\n)+")
COMMAS = re.compile("[،,؛]")

Row = dict[str, object]


class Site(NamedTuple):
    """The site of an export: its title, and the display name of each login."""

    title: str
    names: dict[str, str]


class Terms(NamedTuple):
    """The category and the tags of a post."""

    category: str
    tags: list[str]


def read_rows(stream: IO[bytes]) -> Iterator[Row | PassedOver]:
    """Yield the posts of an export, with field names of `field_names.ALIASES`.

    Posts of a type without articles are passed over.
    """
    site = Site("", {})
    for element in iterate_elements(stream, ("item",), ("title", "{*}author")):
        if element.tag == "item":
            wp = wordpress_namespace(element)
            post_type = child_text(element, f"{wp}post_type")
            if post_type in OTHER_TYPES:
                reason = f"WordPress posts of the type {post_type}"
                yield PassedOver(reason, source=site.title)
                continue
            row = read_post(element, wp, site)
            yield {**row, NOTES: [RECOVERED]} if is_recovered(element) else row
        elif element.tag.endswith("}author"):
            site.names.update(read_author(element))
        elif is_site_title(element):
            site = site._replace(title=(element.text or "").strip())


def read_author(author: etree._Element) -> dict[str, str]:
    """Return the display name of an author by the login."""
    wp = author.tag.removesuffix("author")
    login = child_text(author, f"{wp}author_login")
    return {login: child_text(author, f"{wp}author_display_name")}


def is_site_title(title: etree._Element) -> bool:
    """Return whether a ``<title>`` is that of the site."""
    parent = title.getparent()
    return parent is not None and parent.tag == "channel"


def wordpress_namespace(item: etree._Element) -> str:
    """Return WordPress' own namespace in braces, "" without one.

    The version of the format is part of it.
    """
    for uri in item.nsmap.values():
        if NAMESPACE.fullmatch(uri):
            return f"{{{uri}}}"
    return ""


def read_post(item: etree._Element, wp: str, site: Site) -> Row:
    """Return one post; *wp* is WordPress' namespace."""
    login = child_text(item, CREATOR)
    status = child_text(item, f"{wp}status")
    local = child_text(item, f"{wp}post_date")
    utc = child_text(item, f"{wp}post_date_gmt")
    terms = read_terms(item)
    return {
        "title": child_text(item, "title"),
        "url": child_text(item, "link"),
        "date": local_date(local, utc),
        "author": site.names.get(login) or login,
        "category": terms.category,
        "tags": terms.tags,
        "content": post_html(item.findtext(CONTENT) or ""),
        "source": site.title,
        "excerpt": post_html(item.findtext(excerpt_tag(wp)) or ""),
        ASIDE: reason_unpublished(status, child_text(item, f"{wp}post_password")),
    }


def reason_unpublished(status: str, password: str) -> str:
    """Return why a post is not shown to everybody, "" if it is."""
    if status not in ("publish", ""):
        return f"not published: {status}"
    return PROTECTED if password else ""


def excerpt_tag(wp: str) -> str:
    """Return the tag of the excerpt, whose name space is below WordPress' own."""
    return f"{wp.removesuffix('}')}excerpt/}}encoded" if wp else "excerpt"


def read_terms(item: etree._Element) -> Terms:
    """Return the first category of a post and all its tags, which may list several."""
    categories: list[str] = []
    tags: list[str] = []
    for element in item.findall("category"):
        name = element.text or ""
        domain = element.get("domain")
        if domain == "category":
            categories.append(name)
        elif domain == "post_tag":
            tags += filter(None, map(str.strip, COMMAS.split(name)))
    return Terms(categories[0] if categories else "", tags)


def post_html(content: str) -> str:
    """Return a post's HTML: shortcodes resolved, loose text as paragraphs."""
    content = replace_enclosed(content, COMMENT_START, COMMENT_END, lambda _: "")
    content = replace_enclosed(content, CAPTION_START, CAPTION_END, caption_text)
    content = GALLERY.sub("", content)
    content = replace_enclosed(content, EMBED_START, EMBED_END, embed_text)
    content = SHORTCODE.sub("\n\n", content)
    chunks = filter(None, map(str.strip, BLANK_LINE.split(content)))
    return "\n".join(map(as_block, chunks))


def replace_enclosed(
    text: str, start: re.Pattern[str], end: str, replace: Callable[[str], str]
) -> str:
    """Replace what is from a match of *start* to the next *end*, given what is between.

    A pattern with a lazy group would search the whole text from every start without an
    end, which takes quadratic time.
    """
    pieces, position = [], 0
    while opening := start.search(text, position):
        closing = text.find(end, opening.end())
        if closing < 0:
            break
        pieces += [
            text[position : opening.start()],
            replace(text[opening.end() : closing]),
        ]
        position = closing + len(end)
    return "".join([*pieces, text[position:]])


def caption_text(inside: str) -> str:
    """Return the text of a caption shortcode, without the image, as a chunk."""
    return f"\n\n{IMAGE.sub('', inside).strip()}\n\n"


def embed_text(url: str) -> str:
    """Return the URL of an embed shortcode as a chunk."""
    return f"\n\n{html.escape(url)}\n\n"


def as_block(chunk: str) -> str:
    """Return a chunk as HTML: a block unchanged, loose text as a paragraph.

    Line ends become breaks; a block after the text follows the paragraph.
    """
    if BLOCK.match(chunk):
        return chunk
    block = BLOCK.search(chunk)
    end = block.start() if block else len(chunk)
    text = chunk[:end].strip().replace("\n", "<br>")
    return f"<p>{text}</p>{chunk[end:]}"
