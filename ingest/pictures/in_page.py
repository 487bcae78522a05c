# SPDX-License-Identifier: AGPL-3.0-or-later
"""The images of a page: which belong to its text, their positions and captions.

Positions are offsets in the letters of the page, its text without white space. Text
blocks are located in the same letters, so that images and blocks can be merged in order
whichever extractor found the blocks.
"""

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from ingest.model.record import Block, Figure
from ingest.text.normalise import clean_text, normalise_line

SILENT_TAGS = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "select", "textarea")
)
SIDE_TAGS = frozenset(("aside", "nav", "footer", "form", "button"))
CONTAINER_TAGS = (
    "article",
    "blockquote",
    "body",
    "div",
    "figure",
    "form",
    "li",
    "main",
    "ol",
    "section",
    "table",
    "td",
    "ul",
)
LOCATED_TAGS = ("h1", "img", *CONTAINER_TAGS)
MARK = re.compile("\ue000(\\d+)\ue001")
# Lazy loading: the URL is in another attribute than src, which has a placeholder.
URL_ATTRIBUTES = ("data-src", "data-lazy-src", "data-original", "src")
SRCSET_ATTRIBUTES = ("data-srcset", "srcset")
IMAGE_PATH = re.compile(r".*\.(?:jpe?g|png|gif|webp)", re.IGNORECASE)
QUERY = re.compile(r"[?#].*", re.DOTALL)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
# An alternative text that is only a file name.
FILE_NAME = re.compile(r"[\w.%+-]*\.\w{3,4}|(?=[\w-]*\d)[\w-]+", re.ASCII)
SMALLEST = 80  # CSS pixels in the attributes of an image: less is an icon
OPENING = 24  # letters by which a block is located if its end was cut
WINDOW = 50_000  # letters after the previous block that are searched for a block
LONGEST_CAPTION = 400
MOST_IMAGES = 200  # of a page that are considered
CAPTIONS = ".//figcaption | .//*[contains(@class, 'caption')][not(.//img)]"
CAPTION_LEVELS = 3  # ancestors of an image in which its caption is searched


class Span(NamedTuple):
    """Where an element is in the letters of a page."""

    start: int
    end: int


class PageLayout(NamedTuple):
    """The letters of a page, and the spans of images, headlines and containers.

    *spans* is in document order. *base* is the base URL that the page states, or "".
    """

    letters: str
    spans: dict[HtmlElement, Span]
    base: str


NO_LAYOUT = PageLayout("", {}, "")


def may_have_captions(tree: HtmlElement, page: str) -> bool:
    """Return whether a page, given as *tree* and as text, may contain a caption."""
    return "caption" in page or next(tree.iter("figcaption"), None) is not None


def map_layout(tree: HtmlElement) -> PageLayout:
    """Return the layout of a page; to be called before extractors change the tree.

    The text of a copy gets a mark at the start and the end of each element to locate,
    and lxml serialises it, which is much faster than a walk through the tree.
    """
    if next(tree.iter("img"), None) is None:
        return NO_LAYOUT
    elements, marked_letters = mark_elements(copy.deepcopy(tree))
    parts = MARK.split(marked_letters)
    if len(parts) != 4 * len(elements) + 1:
        return NO_LAYOUT  # the page contains our marks: an attempt to deceive
    texts, numbers = parts[::2], parts[1::2]
    texts = clean_text(" ".join(texts)).split(" ")
    offsets = accumulate(map(len, texts))
    marked = [elements[int(number)] for number in numbers]
    spans = spans_between_marks(marked, offsets)
    return PageLayout("".join(texts), spans, tree.base or "")


def mark_elements(page: HtmlElement) -> tuple[list[HtmlElement], str]:
    """Return the elements to locate, and the letters of the page with their marks.

    A mark contains the index of its element, between two private use characters.
    """
    not_text = (*SILENT_TAGS, etree.Comment, etree.ProcessingInstruction)
    etree.strip_elements(page, *not_text, with_tail=False)
    elements = list(page.iter(*LOCATED_TAGS))
    for number, element in enumerate(elements):
        insert_marks(element, f"\ue000{number}\ue001")
    text = etree.tostring(page, method="text", encoding="unicode")
    return elements, "".join(text.split())


def insert_marks(element: HtmlElement, mark: str) -> None:
    """Insert *mark* at the start and the end of the text of *element*."""
    element.text = mark + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + mark
    else:
        element.text += mark


def spans_between_marks(
    marked: Iterable[HtmlElement], offsets: Iterable[int]
) -> dict[HtmlElement, Span]:
    """Return the span of each element, which is in *marked* once for each mark."""
    spans: dict[HtmlElement, Span] = {}
    for element, offset in zip(marked, offsets, strict=False):
        first = spans.get(element)
        spans[element] = Span(first.start if first else offset, offset)
    return spans


def select_figures(layout: PageLayout, blocks: Sequence[Block]) -> tuple[Figure, ...]:
    """Return the images that belong to the text *blocks*, each once.

    They are in the innermost element that contains the text, or between the headline
    and the text.
    """
    if not blocks or not layout.spans:
        return ()
    positions = locate_blocks(blocks, layout.letters)
    text = Span(positions[0], positions[-1])
    figures: dict[tuple[str, ...], Figure] = {}
    for image in islice(images_near_text(layout, text), MOST_IMAGES):
        if is_content_image(image):
            figure = read_figure(image, layout.spans[image].start, layout.base)
            if figure.addresses:
                figures[figure.addresses] = figure
    return tuple(figures.values())


def images_near_text(layout: PageLayout, text: Span) -> Iterator[HtmlElement]:
    """Yield the images that belong to the *text* by their position in the page."""
    container = innermost_container(layout, text)
    headline = headline_end(layout, default=text.end)
    for element, span in layout.spans.items():
        if element.tag == "img" and (
            headline <= span.start <= text.start
            or (container is not None and container in element.iterancestors())
        ):
            yield element


def innermost_container(layout: PageLayout, text: Span) -> HtmlElement | None:
    """Return the last element in document order that contains the whole *text*."""
    container = None
    for element, span in layout.spans.items():
        if span.start <= text.start and text.end < span.end:
            container = element
    return container


def headline_end(layout: PageLayout, default: int) -> int:
    """Return where the first headline that is not empty ends, *default* without one."""
    for element, span in layout.spans.items():
        if element.tag == "h1" and span.start < span.end:
            return span.end
    return default


def locate_blocks(blocks: Iterable[Block], letters: str) -> list[int]:
    """Return the position of each block in the *letters* of the page.

    A block that is not found gets the position of the one before it.
    """
    positions, position = list[int](), 0
    for block in blocks:
        position = find_block("".join(block.text.split()), letters, position)
        positions.append(position)
    return positions


def find_block(block_letters: str, letters: str, start: int) -> int:
    """Return the first position of a block from *start* on, *start* if not found."""
    for part in (block_letters, block_letters[:OPENING]):
        if part:
            position = letters.find(part, start, start + WINDOW + len(part))
            if position >= 0:
                return position
    return start


def merge_figures(
    blocks: Sequence[Block], figures: Sequence[Figure], letters: str
) -> tuple[Block | Figure, ...]:
    """Return *blocks* and *figures* in the order of their positions in the page."""
    if not figures:
        return tuple(blocks)
    positioned: list[tuple[int, Block | Figure]] = [
        (figure.position, figure) for figure in figures
    ]
    positioned += zip(locate_blocks(blocks, letters), blocks, strict=True)
    positioned.sort(key=lambda pair: pair[0])
    return tuple(block for _, block in positioned)


def is_content_image(image: HtmlElement) -> bool:
    """Return whether an image is not an icon, nor in a menu, nor a link to a page.

    A link to another page is accepted if there is a caption.
    """
    ancestors = list(image.iterancestors())
    if any(element.tag in SIDE_TAGS for element in ancestors) or is_icon(image):
        return False
    links = [element.get("href") for element in ancestors if element.tag == "a"]
    if all(links_to_image(link) for link in links if link):
        return True
    return bool(find_caption(image))


def is_icon(image: HtmlElement) -> bool:
    """Return whether the page gives the image a small width or height."""
    for attribute in ("width", "height"):
        side = image.get(attribute) or ""
        if side.isdecimal() and int(side) < SMALLEST:
            return True
    return False


def links_to_image(link: str) -> bool:
    """Return whether *link* is to an image file, or within the page."""
    path = QUERY.sub("", link)
    return not path or IMAGE_PATH.fullmatch(path) is not None


def read_figure(image: HtmlElement, position: int, base: str) -> Figure:
    """Return an image with the URLs where it may be found, the best first."""
    alt = normalise_line(image.get("alt") or "")
    urls = [resolve_url(base, address) for address in image_addresses(image) if address]
    return Figure(
        position=position,
        addresses=tuple(dict.fromkeys(urls)),
        alt="" if FILE_NAME.fullmatch(alt) else alt,
        caption=find_caption(image),
    )


def resolve_url(base: str, address: str) -> str:
    """Return *address* relative to *base*, unchanged if either is malformed."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def image_addresses(image: HtmlElement) -> Iterator[str]:
    """Yield the addresses of an image: its own, then the largest of each srcset."""
    for name in URL_ATTRIBUTES:
        yield (image.get(name) or "").strip()
    for source in (image, *picture_sources(image)):
        for name in SRCSET_ATTRIBUTES:
            yield largest_of_srcset(source.get(name) or "")


def picture_sources(image: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the ``<source>`` elements if the image is in a ``<picture>``."""
    parent = image.getparent()
    if parent is not None and parent.tag == "picture":
        yield from parent.iterchildren("source")


def largest_of_srcset(srcset: str) -> str:
    """Return the address of the largest image in the value of ``srcset``."""
    candidates = [part.split() for part in srcset.split(", ") if part.strip()]
    if not candidates:
        return ""
    largest = max(candidates, key=lambda words: descriptor_size(words[-1]))
    return largest[0].strip(",")


def descriptor_size(descriptor: str) -> float:
    """Return the number of a descriptor such as 640w or 2x, 1 without one."""
    match = NUMBER.match(descriptor)
    return float(match[0]) if match else 1


def find_caption(image: HtmlElement) -> str:
    """Return the caption of an image, "" if there is none or it is far too long.

    Ancestors are searched as long as they contain no other image.
    """
    for ancestor in islice(image.iterancestors(), CAPTION_LEVELS):
        if len(list(islice(ancestor.iter("img"), 2))) != 1:
            return ""
        for element in ancestor.xpath(CAPTIONS):
            # The layout has put marks around the text of some elements.
            caption = normalise_line(MARK.sub("", element.text_content()))
            if 0 < len(caption) <= LONGEST_CAPTION:
                return caption
    return ""


def without_captions(
    blocks: Sequence[Block], figures: Sequence[Figure]
) -> tuple[Block, ...]:
    """Return *blocks* without the captions of *figures*; all blocks if all are."""
    captions = {figure.caption for figure in figures}
    others = tuple(block for block in blocks if block.text not in captions)
    return others or tuple(blocks)


def distinct_captions(
    figures: Sequence[Figure], blocks: Sequence[Block]
) -> tuple[Figure, ...]:
    """Return *figures*, without captions if these are all of the text: a gallery."""
    captions = {figure.caption for figure in figures}
    if any(block.text not in captions for block in blocks):
        return tuple(figures)
    return tuple(figure._replace(caption="") for figure in figures)


def prepare_figures(
    figures: Sequence[Figure], title: str, *, keep_images: bool
) -> tuple[Figure, ...]:
    """Return the *figures* of an article, each with an alternative text.

    Where the page has none, it is the caption, else the *title*: a screen reader always
    has something to read. Without *keep_images* only figures with a caption remain.
    """
    if not keep_images:
        return tuple(figure for figure in figures if figure.caption)
    return tuple(
        figure._replace(alt=figure.alt or figure.caption or title) for figure in figures
    )
