# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parses an article's Markdown file: checks its front matter, renders its body."""

import html
import itertools
import re
from typing import Any

import nh3
import pyromark
import yaml
from markupsafe import Markup

from plugins.frontmatter.checks import BadFrontMatter
from plugins.frontmatter.plain_yaml import parse_plain_lines
from storage.front_matter import split_front_matter

# The loader in C is eight times faster; PyYAML may be built without it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
FIRST_LINE = 2  # of the YAML in the file, after the line of ---

# Images of the archive, named by digest, as seen from an article's Markdown file. No
# other image is loaded.
IMAGES = "../../images/"
IMAGE = re.compile(
    rf"{re.escape(IMAGES)}[0-9a-f]{{2}}/[0-9a-f]{{64}}\.(?:gif|jpg|png|webp)"
)
FIGURE = re.compile(
    r'<p><img src="(?P<src>[^"]*)" alt="(?P<alt>[^"]*)"'
    r'(?: title="(?P<width>\d+)×(?P<height>\d+)")?>'
    r"(?:<br>\n(?P<caption>.*?))?</p>",
    re.DOTALL,
)
ANGLE_BRACKETS = str.maketrans("", "", "<>")
# An image whose src the sanitiser has removed.
IMAGE_WITHOUT_SRC = re.compile(r'<img(?: (?:alt|title)="[^"]*")*>')
TABLE = re.compile(r"</?table>")
PARAGRAPH = re.compile(r"<p>")
INLINE_TAGS = {"a", "br", "code", "em", "img", "strong", "sub", "sup"}
BLOCK_TAGS = {"blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre"}
LIST_TAGS = {"li", "ol", "ul"}
TABLE_TAGS = {"table", "tbody", "td", "th", "thead", "tr"}
# Elements that are removed with their content; of others only the tags are removed.
REMOVED_WITH_CONTENT = {
    *("iframe", "math", "noscript", "object"),
    *("script", "style", "svg", "template"),
}
BLOCK_END = re.compile(
    r"</(?:p|h[2-6]|li|blockquote|tr|pre|table|ul|ol|figure)>|<hr ?/?>"
)
CELL_ENDS = ("</td>", "</th>")
TAG = re.compile(r"<[^>]*>")
GAPS = re.compile(r"\s*\n\s*\n\s*")


def split_document(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter and the Markdown body of a file.

    Raises ``BadFrontMatter`` with the reason.
    """
    parts = split_front_matter(text)
    if parts is None:
        raise BadFrontMatter("no front matter between two lines of ---", line=1)
    yaml_text, body = parts
    head = load_yaml(yaml_text)
    if not isinstance(head, dict):
        raise BadFrontMatter("the front matter is not a list of keys and values")
    return head, body


def load_yaml(yaml_text: str) -> object:
    """Return the value of a YAML text; raises ``BadFrontMatter`` with the line.

    Aliases are refused: ten lines of them expand to a thousand million values.
    """
    head = parse_plain_lines(yaml_text)
    if head is not None:
        return head
    try:
        if "&" in yaml_text and "*" in yaml_text:
            refuse_aliases(yaml_text)
        return yaml.load(yaml_text, LOADER)
    except yaml.MarkedYAMLError as error:
        reason = " ".join(filter(None, (error.context, error.problem)))
        mark = error.problem_mark or error.context_mark
        line = mark.line + FIRST_LINE if mark else 0
        reason = f"not YAML in this line or one above: {reason}"
        raise BadFrontMatter(reason, line=line) from error
    except BadFrontMatter:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise BadFrontMatter(f"not YAML: {reason}") from error


def refuse_aliases(yaml_text: str) -> None:
    """Raise ``BadFrontMatter`` if a YAML text refers to a value by an alias."""
    for event in yaml.parse(yaml_text, LOADER):
        if isinstance(event, yaml.AliasEvent):
            mark = event.start_mark
            line = mark.line + FIRST_LINE if mark else 0
            reason = f"the YAML alias *{event.anchor} is not allowed here"
            raise BadFrontMatter(reason, line=line)


def line_of_key(text: str, key: object) -> int:
    """Return the line of a file's front matter that gives *key*; 0 if none does."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.partition(":")[0].strip(" \"'") == key:
            return number
    return 0


def number_paragraphs(body: str) -> Markup:
    """Return rendered HTML whose paragraphs have the ids p1, p2 …, to link to them."""
    numbers = itertools.count(1)
    return Markup(PARAGRAPH.sub(lambda _: f'<p id="p{next(numbers)}">', body))


def render_markdown(markdown: str) -> str:
    """Return the body as safe HTML, whatever the Markdown contains.

    No script, style or form remains, and no image but the archive's own.
    """
    clean = SANITISER.clean(MARKDOWN.html(markdown))
    with_figures = IMAGE_WITHOUT_SRC.sub("", FIGURE.sub(render_figure, clean))
    return TABLE.sub(render_table, with_figures).strip()


def filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value without angle brackets.

    ``None`` removes the attribute: the address of an image that is not the archive's.
    """
    if (tag, name) == ("img", "src"):
        return value if IMAGE.fullmatch(value) else None
    return value if name == "href" else value.translate(ANGLE_BRACKETS)


def render_figure(paragraph: re.Match[str]) -> str:
    """Return a paragraph that begins with an image as a figure.

    The text after the image is the caption.
    """
    src, alt, width, height, caption = paragraph.groups()
    size = f' width="{width}" height="{height}"' if width else ""
    image = f'<img src="{src}" alt="{alt}"{size} loading="lazy">'
    figcaption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{image}{figcaption}</figure>"


def render_table(tag: re.Match[str]) -> str:
    """Return a tag of a table with its box, which scrolls if the table is wide.

    A keyboard scrolls only what has the focus.
    """
    return (
        '<div class="table" tabindex="0"><table>'
        if tag[0] == "<table>"
        else "</table></div>"
    )


def plain_text(body: str) -> str:
    """Return rendered HTML as text, with a blank line between blocks."""
    lines = body.replace("<br>", "\n")
    for cell_end in CELL_ENDS:
        lines = lines.replace(cell_end, f" {cell_end}")
    blocks = BLOCK_END.sub("\n\n", lines)
    text = html.unescape(TAG.sub("", blocks))
    return GAPS.sub("\n\n", text).strip()


SANITISER = nh3.Cleaner(
    tags=INLINE_TAGS | BLOCK_TAGS | LIST_TAGS | TABLE_TAGS,
    attributes={
        "a": {"href", "title"},
        "img": {"alt", "src", "title"},
        "ol": {"start"},
    },
    attribute_filter=filter_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="external noopener noreferrer",
    clean_content_tags=REMOVED_WITH_CONTENT,
)
