# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures of a page: which of them belong to its text, where in it they stand, what is written under them."""

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, takewhile
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from ingest.model.record import Block, Figure
from ingest.text.normalise import clean_text, normalise_line

SILENT = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "select", "textarea")
)
ASIDE = frozenset(("aside", "nav", "footer", "form", "button"))
HOLDERS = (
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
MARKED = ("h1", "img", *HOLDERS)
MARK = re.compile("\ue000(\\d+)\ue001")
# A page that loads its pictures late has the address beside a placeholder in src.
ADDRESSES = ("data-src", "data-lazy-src", "data-original", "src")
SETS = ("data-srcset", "srcset")
IMAGE = re.compile(r".*\.(?:jpe?g|png|gif|webp)", re.IGNORECASE)
QUERY = re.compile(r"[?#].*", re.DOTALL)
SIZE = re.compile(r"\d+(?:\.\d+)?")
FILE_NAME = re.compile(
    r"[\w.%+-]*\.\w{3,4}|[\w-]*\d[\w-]*", re.ASCII
)  # an alt that only names the file
SMALLEST = 80  # CSS pixels that a page gives a picture: less is an icon
OPENING = 24  # letters by which a block is found when its end was cut
WINDOW = 50_000  # letters in which a block is looked for behind the one before it
LONGEST_CAPTION = 400
MOST = 200  # pictures of a page that are looked at
CAPTIONS = ".//figcaption | .//*[contains(@class, 'caption')][not(.//img)]"
TO_FIND = "figure:"  # before its number, in place of a file
FRAME = 3  # elements around a picture in which its caption is looked for


class PageLayout(NamedTuple):
    """A page as one run of letters without spaces, and between which of them its pictures stand."""

    letters: str
    spans: dict[
        HtmlElement, tuple[int, int]
    ]  # of pictures, headlines and what holds others, in document order
    base: str  # that the page gives, "" without one


NO_LAYOUT = PageLayout("", {}, "")


def may_have_captions(tree: HtmlElement, page: str) -> bool:
    """Say whether there may be a caption in a page, given as a *tree* and as text."""
    return "caption" in page or next(tree.iter("figcaption"), None) is not None


def map_layout(tree: HtmlElement) -> PageLayout:
    """Return the scene of a page; to be called before extractors take things out of the tree.

    Marks go into the text of a copy, which lxml then writes out far faster than one could walk through it.
    """
    if next(tree.iter("img"), None) is None:
        return NO_LAYOUT
    page = copy.deepcopy(tree)
    etree.strip_elements(
        page, *SILENT, etree.Comment, etree.ProcessingInstruction, with_tail=False
    )
    marked = list(page.iter(*MARKED))
    for number, element in enumerate(marked):
        enclose(element, f"\ue000{number}\ue001")
    parts = MARK.split(
        "".join(etree.tostring(page, method="text", encoding="unicode").split())
    )
    if len(parts) != 4 * len(marked) + 1:
        return NO_LAYOUT  # a page that is full of our marks wants to deceive
    texts = clean_text(" ".join(parts[::2])).split(" ")
    spans = dict[HtmlElement, tuple[int, int]]()
    for name, place in zip(parts[1::2], accumulate(map(len, texts)), strict=False):
        element = marked[int(name)]
        spans[element] = (spans.get(element, (place, place))[0], place)
    return PageLayout("".join(texts), spans, tree.base or "")


def enclose(element: HtmlElement, mark: str) -> None:
    """Set *mark* at the begin and the end of the text in *element*."""
    element.text = mark + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + mark
    else:
        element.text += mark


def select_figures(layout: PageLayout, blocks: Sequence[Block]) -> tuple[Figure, ...]:
    """Return the pictures that belong to the text *blocks*: inside the element that holds it, or under the headline."""
    if not (blocks and layout.spans):
        return ()
    places = locate_blocks(blocks, layout.letters)
    begin, end = places[0], places[-1]
    headlines = (
        last
        for element, (first, last) in layout.spans.items()
        if element.tag == "h1" and first < last
    )
    headline = next(headlines, end)
    covering = [
        element
        for element, (first, last) in layout.spans.items()
        if first <= begin and end < last
    ]
    near = (
        (place, picture)
        for picture, (place, _) in layout.spans.items()
        if picture.tag == "img"
        and (
            headline <= place <= begin
            or not set(covering[-1:]).isdisjoint(picture.iterancestors())
        )
    )
    found = [
        figure(place, picture, layout.base)
        for place, picture in islice(near, MOST)
        if shown(picture)
    ]
    return tuple(
        {figure.addresses: figure for figure in found if figure.addresses}.values()
    )


def locate_blocks(blocks: Iterable[Block], text: str) -> list[int]:
    """Return where in the letters *text* each block begins; one that is not found, where the one before it does."""
    places, here = list[int](), 0
    for block in blocks:
        wanted = "".join(block.text.split())
        found = (
            text.find(part, here, here + WINDOW + len(part))
            for part in (wanted, wanted[:OPENING])
            if part
        )
        here = next((place for place in found if place >= 0), here)
        places.append(here)
    return places


def merge_figures(
    blocks: Sequence[Block], figures: Sequence[Figure], text: str
) -> tuple[Block | Figure, ...]:
    """Return *blocks* and *figures* in the order in which they stand in the letters *text* of the page."""
    if not figures:
        return tuple(blocks)
    things: list[tuple[int, Block | Figure]] = [
        (figure.position, figure) for figure in figures
    ]
    things += [
        (place, block)
        for place, block in zip(locate_blocks(blocks, text), blocks, strict=True)
    ]
    return tuple(thing for _, thing in sorted(things, key=lambda thing: thing[0]))


def shown(picture: HtmlElement) -> bool:
    """Say whether a picture is more than an icon, a menu's or the way to another page."""
    around = list(picture.iterancestors())
    sides = [
        side
        for name in ("width", "height")
        if (side := picture.get(name) or "").isdecimal()
    ]
    if any(element.tag in ASIDE for element in around) or any(
        int(side) < SMALLEST for side in sides
    ):
        return False
    links = (
        QUERY.sub("", element.get("href") or "")
        for element in around
        if element.tag == "a"
    )
    return all(IMAGE.fullmatch(link) for link in links if link) or bool(
        caption(picture)
    )


def figure(place: int, picture: HtmlElement, base: str) -> Figure:
    """Return a picture with the addresses it may be found at, the best first."""
    under, alt = caption(picture), normalise_line(picture.get("alt") or "")
    told = "" if FILE_NAME.fullmatch(alt) else alt
    found = dict.fromkeys(
        joined(base, address) for address in addresses(picture) if address
    )
    return Figure(place, tuple(found), told, under)


def joined(base: str, address: str) -> str:
    """Return *address* as seen from the page at *base*, as it stands where either makes no sense."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def addresses(picture: HtmlElement) -> Iterator[str]:
    """Yield the addresses of a picture: its own, then the largest of each set of sizes."""
    yield from ((picture.get(name) or "").strip() for name in ADDRESSES)
    frame = picture.getparent()
    sources = [
        picture,
        *(
            frame.iterchildren("source")
            if frame is not None and frame.tag == "picture"
            else ()
        ),
    ]
    yield from (largest(source.get(name) or "") for source in sources for name in SETS)


def largest(sizes: str) -> str:
    """Return the address of the largest picture in the value of ``srcset``."""
    offers = [offer.split() for offer in sizes.split(", ") if offer.strip()]
    return max(offers, key=lambda offer: size(offer[-1]), default=[""])[0].strip(",")


def size(descriptor: str) -> float:
    """Return the number of a descriptor as 640w or 2x, 1 without one."""
    found = SIZE.match(descriptor)
    return float(found[0]) if found else 1


def caption(picture: HtmlElement) -> str:
    """Return what is written under a picture, "" if nothing or far too much is."""
    alone = takewhile(
        lambda frame: len(list(islice(frame.iter("img"), 2))) == 1,
        islice(picture.iterancestors(), FRAME),
    )
    texts = (
        normalise_line(element.text_content())
        for frame in alone
        for element in frame.xpath(CAPTIONS)
    )
    return next((text for text in texts if 0 < len(text) <= LONGEST_CAPTION), "")


def without_captions(
    blocks: Sequence[Block], figures: Sequence[Figure]
) -> tuple[Block, ...]:
    """Return *blocks* without those that are the captions of *figures*, written under them; all if all are."""
    captions = {figure.caption for figure in figures}
    return tuple(block for block in blocks if block.text not in captions) or tuple(
        blocks
    )


def prepare_figures(
    figures: Sequence[Figure], title: str, *, wanted: bool
) -> tuple[Figure, ...]:
    """Return *figures* under the numbers by which they are found later, or, when not *wanted*, those with a caption.

    What a page leaves without a description gets its caption, else the *title* of the article: nobody is to hear
    nothing at all.
    """
    if not wanted:
        return tuple(figure for figure in figures if figure.caption)
    return tuple(
        figure._replace(
            file=f"{TO_FIND}{number}", alt=figure.alt or figure.caption or title
        )
        for number, figure in enumerate(figures)
    )
