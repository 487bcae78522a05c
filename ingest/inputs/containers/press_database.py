# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles saved from press databases as text: Nexis in its two layouts, and Factiva.

Their exports have a name or a code before each field and a fixed line between two
articles:

    2 of 40 DOCUMENTS          (Nexis: newspaper, date and headline follow, then
    LENGTH: 120 words           fields; the text is between LENGTH and LOAD-DATE)

    HD  headline               (Factiva: two letters, then the field; LP and TD
    Document WADI000020210507   have the text)
"""

import re
from collections.abc import Iterator

from arabic.datelines import find_date
from ingest.inputs.containers.several_articles import parse_page
from ingest.text.normalise import normalise_line

NEXIS_START = re.compile(
    r"^[ \t]*\d+ (?:of|de|von) \d+ DOCUMENTS?[ \t]*\r?$", re.MULTILINE | re.IGNORECASE
)
NEXIS_END = re.compile(
    r"^[ \t]*End of Document[ \t]*\r?$", re.MULTILINE | re.IGNORECASE
)
NEXIS_FIELD = re.compile(r"(?P<name>[A-Z][A-Za-z -]{2,24}):\s*(?P<value>.*)")
NEXIS_NAMES = {"byline": "author", "section": "section"}
TEXT_BEGINS = ("length", "body")
TEXT_ENDS = ("load-date", "language", "publication-type", "subject", "graphic")
COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))\s.*|all rights reserved.*", re.IGNORECASE
)
FACTIVA_END = re.compile(r"^[ \t]*Document [A-Z]{2,8}\w{6,}[ \t]*\r?$", re.MULTILINE)
FACTIVA_FIELD = re.compile(r"(?P<name>[A-Z]{2})(?:[ \t]{1,8}(?P<value>\S.*)|[ \t]*$)")
FACTIVA_NAMES = {
    **{"HD": "title", "BY": "author", "PD": "date", "SN": "source", "SE": "section"},
    **{"LP": "content", "TD": "content"},
}
MAY_BE_EXPORT = re.compile(
    rb"\d (?:of|de|von) \d+ DOCUMENT|End of Document|^[ \t]*Document [A-Z]{2,8}\w{6}",
    re.IGNORECASE | re.MULTILINE,
)
FACTIVA_PAGE = re.compile(rb"class=[\"'][^\"'>]{0,40}\barticleParagraph\b")
FACTIVA_ARTICLES = (
    "//*[contains(concat(' ', @class), 'rticle')][.//p[contains(@class,"
    " 'articleParagraph')]][not(ancestor-or-self::p)]"
    "[not(.//div[.//p[contains(@class, 'articleParagraph')]])]"
)
WORD_COUNT = re.compile(r"[\d.,]+ (?:words|mots|كلمة|كلمات)")
Row = dict[str, object]


def split_export(text: str) -> list[Row]:
    """Return the articles in the export of a press database, [] for other texts."""
    if NEXIS_START.search(text):
        parts = NEXIS_START.split(text)[1:]
        read_part = read_nexis
    elif NEXIS_END.search(text):
        parts, read_part = NEXIS_END.split(text), read_nexis
    else:
        parts, read_part = FACTIVA_END.split(text), read_factiva
    rows = map(read_part, parts)
    return [row for row in rows if row.get("title") and row.get("content")]


def read_nexis(part: str) -> Row:
    """Return the article of one document; its fields follow its headline.

    Above them are the newspaper, the date and the headline, in the order of the layout:
    the headline is last in the older one and first in the newer.
    """
    row: Row = {}
    above: list[str] = []
    text: list[str] = []
    is_text = False
    for line in nonempty_lines(part):
        field = NEXIS_FIELD.fullmatch(line)
        name = field["name"].lower() if field else line.lower()
        if name in TEXT_BEGINS:
            is_text = True
            text.clear()  # fields of the newer layout are between its two marks
        elif field and name in TEXT_ENDS:
            is_text = False
        elif field and name in NEXIS_NAMES:
            row[NEXIS_NAMES[name]] = field["value"]
        elif COPYRIGHT.fullmatch(line):
            continue
        elif is_text:
            text.append(line)
        elif not text:
            above.append(line)
    return {**row, **read_lines_above(above), "content": "\n".join(text)}


def read_lines_above(lines: list[str]) -> Row:
    """Return newspaper, date and headline of the lines above the fields.

    The date is in the second line of the older layout and in the third of the newer.
    """
    dated = next((index for index, line in enumerate(lines) if find_date(line)), 0)
    if not dated:
        return {"title": lines[0]} if lines else {}
    title = " ".join(lines[dated + 1 :]) if dated == 1 else lines[0]
    return {"title": title, "source": lines[dated - 1], "date": lines[dated]}


def read_factiva(part: str) -> Row:
    """Return the article of one document by the codes at the start of its lines."""
    values: dict[str, list[str]] = {}
    current = ""
    for line in nonempty_lines(part):
        field = FACTIVA_FIELD.fullmatch(line)
        if field:
            current = FACTIVA_NAMES.get(field["name"], "")
            line = field["value"] or ""
        if current and line:
            values.setdefault(current, []).append(line)
    row: Row = {name: " ".join(lines) for name, lines in values.items()}
    return {**row, "content": "\n".join(values.get("content", []))}


def nonempty_lines(text: str) -> Iterator[str]:
    """Yield the lines of *text* that are not blank, without space around them."""
    return filter(None, map(str.strip, text.splitlines()))


def rows_of_factiva(data: bytes) -> Iterator[Row]:
    """Yield the articles of a page that Factiva shows for saving, else nothing.

    Each is an element of the class ``article`` with a headline, short lines without
    names (author, number of words, date, newspaper, codes) and paragraphs.
    """
    tree = parse_page(data) if FACTIVA_PAGE.search(data) else None
    for article in [] if tree is None else tree.xpath(FACTIVA_ARTICLES):
        headline = article.xpath(".//*[contains(@class, 'Headline') or @id='hd']")
        paragraphs = article.xpath(".//p[contains(@class, 'articleParagraph')]")
        lines = [
            line
            for element in article.iter("div")
            if not len(element) and (line := normalise_line(element.text or ""))
        ]
        row: Row = {
            "title": normalise_line(headline[0].text_content()) if headline else "",
            "content": "\n".join(each.text_content() for each in paragraphs),
        }
        dated = next((index for index, line in enumerate(lines) if find_date(line)), -1)
        if dated >= 0:
            row["date"] = lines[dated]
            row["source"] = next(iter(lines[dated + 1 :]), "")
        if lines[1:] and WORD_COUNT.fullmatch(lines[1]):
            row["author"] = lines[0]
        yield row
