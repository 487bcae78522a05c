# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reader for text dumps: a page copied as plain text.

The lines are: section, headline (often twice), byline with a date, body, boilerplate.
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from arabic.datelines import find_date
from arabic.spelling import name_key
from ingest.extract.page_facts.byline_lines import (
    PART_WORDS,
    SENTENCE_END,
    is_event,
    is_masthead,
    is_prose,
)
from ingest.extract.page_facts.marked_authors import ORIGIN as AUTHOR_LINE
from ingest.extract.page_facts.marked_authors import SPECIAL_LINE
from ingest.inputs.datasets.field_names import ALIAS_KEYS
from ingest.inputs.datasets.field_names import name_key as field_key
from ingest.model.options import ReadOptions
from ingest.model.record import (
    Block,
    Cut,
    ExtractedArticle,
    Fact,
    RawArticle,
    UnreadableInput,
)
from ingest.text.decode import decode_and_repair
from ingest.text.normalise import normalise_line
from ingest.text.unwrap import lines_before_blanks, unwrap

HEAD_LINES = 8  # in which the repetition of a headline is searched
MIN_HEADLINE_KEY = 12  # characters: shorter lines repeat by chance
# Share of words that two copies of a headline have in common: one is often cut off.
SIMILAR = 0.8
MIN_NAMED = 2  # lines above the body that name different fields
# «Title: …», «[العنوان] …», and «title …» where a tab was.
NAMED_LINE = re.compile(
    r"(?:\[(?P<brackets>[^\]:]{2,20})\]\s?:?|(?P<name>[^:]{1,20}):"
    r"|(?P<word>[A-Za-z_]{3,15})\s)(?P<value>.*)"
)
NAMED_CONFIDENCE = 0.9
LONGEST_NAME = 20  # characters
NAMED_FIELDS = frozenset(
    ("title", "date", "author", "url", "source", "section", "tags", "captured")
)
FIELD_OF_NAME = {key: field for field, keys in ALIAS_KEYS.items() for key in keys}
MAX_SECTION = 40  # characters
LONGEST_AUTHOR_LINE = 60  # characters
# A role that begins a line; without a sign only «بقلم» is certain.
DUMP_ROLE = re.compile(
    r"(?:(?:كتبت?|كتابة|[إا]عداد|تقرير|تحقيق|بواسطة|الكاتبة?|تصوير|عدسة"
    r"|مراسل(?:نا|تنا|ة)?(?: \w+)?)\s*+[:/–—-]|بقلم\s*+[:/]?+)"
    r"\s*+[^\s:/]+(?: [^\s:/]+){1,4}$"
)
MAX_BYLINE = 140
FEWEST_LINES = 2  # of a text below the lines above it
URL_LINE = re.compile(r"https?://\S+")
# «--- صفحة 2 ---», between the pages of a recognised scan.
PAGE_MARK = re.compile(
    r"(?:صفحة|الصفحة|ص|[Pp]age) ?:? ?\d{1,4}(?: ?(?:من|of|/) ?\d{1,4})?"
)


class DumpHead(NamedTuple):
    """What the lines above the body of a dump state."""

    facts: list[Fact]
    cuts: list[Cut]
    body_start: int  # index of a line
    confidence: float


def read_dump(raw: RawArticle, _options: ReadOptions) -> ExtractedArticle:
    """Return the article of a dump. Raises ``UnreadableInput`` without a body."""
    text, repairs = decode_and_repair(raw.data)
    rows = [normalise_line(row) for row in text.splitlines()]
    lines = [row for row in rows if row]
    if not lines:
        raise UnreadableInput("an empty text")
    lines, stated, cuts = remove_outer_lines(lines)
    head = read_named_lines(lines) or read_head(lines)
    body = lines[head.body_start :]
    if body and is_body_label(body[0]):
        body = body[1:]
    if not body:
        raise UnreadableInput("a headline without a body")
    return ExtractedArticle(
        facts=(*raw.facts, *stated, *head.facts),
        blocks=tuple(
            Block("paragraph", paragraph)
            for paragraph in unwrap(body, lines_before_blanks(rows))
        ),
        method="dump",
        confidence=head.confidence,
        cuts=(*cuts, *head.cuts),
        repairs=repairs,
    )


def remove_outer_lines(
    lines: list[str],
) -> tuple[list[str], list[Fact], list[Cut]]:
    """Return *lines* without marks of pages, the address and the masthead above a text.

    With the facts that the address and the masthead state, and the cuts.
    """
    cuts = [Cut("page-mark", -1, line) for line in lines if is_page_mark(line)]
    lines = [line for line in lines if not is_page_mark(line)]
    ruled = [line for line in lines[:HEAD_LINES] if is_rule(line)]
    cuts += [Cut("rule", -1, line) for line in ruled]
    lines = [line for line in lines[:HEAD_LINES] if not is_rule(line)] + lines[
        HEAD_LINES:
    ]
    facts: list[Fact] = []
    for test, field, origin in (
        (URL_LINE.fullmatch, "url", "line above the headline"),
        (is_masthead, "byline", "byline"),
    ):
        if len(lines) > FEWEST_LINES and test(lines[0]):
            facts.append(Fact(field, lines[0], origin))
            lines = lines[1:]
    return lines, facts, cuts


def is_page_mark(line: str) -> bool:
    """Return whether *line* is the number of a page, perhaps between signs."""
    return PAGE_MARK.fullmatch(line.strip("-–—=*[] ")) is not None


def is_rule(line: str) -> bool:
    """Return whether *line* has only signs, as under a headline."""
    return not any(map(str.isalnum, line))


def read_head(lines: list[str]) -> DumpHead:
    """Return the section, the headline and the byline of a dump."""
    title = find_headline(lines)
    is_repeated = repeats_previous(lines, title)
    above = lines[: title - 1] if is_repeated else lines[:title]
    facts, cuts = read_lines_above(above)
    facts.append(Fact("title", lines[title], "headline"))
    if is_repeated:
        cuts.insert(0, Cut("headline-twice", -1, lines[title - 1]))
    body_start = title + 1
    while author := author_line_at(lines, body_start):
        facts.append(Fact("author", author, AUTHOR_LINE))
        body_start += 1
    has_byline = is_byline_at(lines, body_start)
    if has_byline:
        facts.append(Fact("byline", lines[body_start], "byline"))
        body_start += 1
    confidence = confidence_of_head(is_repeated=is_repeated, has_byline=has_byline)
    return DumpHead(facts, cuts, body_start, confidence)


def read_named_lines(lines: list[str]) -> DumpHead | None:
    """Return the lines above the body that name their fields, ``None`` without a title.

    So corpora and scrapers write them: «Title: …», «التاريخ: …». The body may have a
    name as well.
    """
    facts: list[Fact] = []
    for line in lines[:HEAD_LINES]:
        field, value = named_field(line)
        if not field:
            break
        facts.append(Fact(field, value, "field"))
    named = {fact.field for fact in facts}
    if len(named) < MIN_NAMED or "title" not in named:
        return None
    return DumpHead(facts, [], len(facts), NAMED_CONFIDENCE)


def named_field(line: str) -> tuple[str, str]:
    """Return the field that a line names and its value, both "" if it names none."""
    named = NAMED_LINE.match(line)
    if named is None:
        return "", ""
    name, value = named["brackets"] or named["name"] or named["word"], named["value"]
    if len(name) > LONGEST_NAME or not value.strip():
        return "", ""
    field = FIELD_OF_NAME.get(field_key(name), "")
    return (field, value.strip()) if field in NAMED_FIELDS else ("", "")


def is_body_label(line: str) -> bool:
    """Return whether *line* is the name of the text: «النص:»."""
    name, colon, value = line.partition(":")
    is_label = colon and not value.strip() and len(name) <= LONGEST_NAME
    return bool(is_label) and FIELD_OF_NAME.get(field_key(name)) == "body"


def confidence_of_head(*, is_repeated: bool, has_byline: bool) -> float:
    """Return the confidence that the headline is one."""
    if is_repeated:
        return 0.95
    return 0.8 if has_byline else 0.6


def read_lines_above(lines: list[str]) -> tuple[list[Fact], list[Cut]]:
    """Return the section, the first of *lines* if it is short; the others are cut.

    Those others are mostly another headline.
    """
    if lines and len(lines[0]) < MAX_SECTION:
        section = [Fact("section", lines[0], "line above the headline")]
    else:
        section = []
    cuts = [Cut("over-headline", -1, line) for line in lines[len(section) :]]
    return section, cuts


def find_headline(lines: list[str]) -> int:
    """Return the index of the headline.

    It is the second of two similar lines at the top, else the line above the byline,
    between which may be a line of the author: «بقلم: معاذ الراوي».
    """
    top = range(1, min(HEAD_LINES, len(lines)))
    for index in top:
        if repeats_previous(lines, index):
            return index
    for index in top:
        if is_byline_at(lines, index):
            above = index - 1
            while above > 0 and author_line_at(lines, above):
                above -= 1
            return above
    return 0


def author_line_at(lines: list[str], index: int) -> str:
    """Return the line at *index* if it names the author with a role, else ""."""
    line = lines[index] if index < len(lines) else ""
    if len(line) >= LONGEST_AUTHOR_LINE:
        return ""
    is_author = DUMP_ROLE.match(line) or SPECIAL_LINE.fullmatch(line)
    return line if is_author else ""


def repeats_previous(lines: list[str], index: int) -> bool:
    """Return whether a line repeats the previous one, but for marks and a few words."""
    if index == 0:
        return False
    previous, line = name_key(lines[index - 1]), name_key(lines[index])
    if min(len(previous), len(line)) <= MIN_HEADLINE_KEY:
        return False
    words_before, words = previous.split(), line.split()
    matcher = SequenceMatcher(None, words_before, words, autojunk=False)
    return matcher.ratio() >= SIMILAR


def is_byline_at(lines: list[str], index: int) -> bool:
    """Return whether the line at *index*, if there is one, is short and has a date."""
    if index >= len(lines):
        return False
    line = lines[index]
    if len(line) >= MAX_BYLINE or find_date(line) is None:
        return False
    return not is_event(line) and not (
        SENTENCE_END.search(line) and is_prose(line, PART_WORDS)
    )
