# SPDX-License-Identifier: AGPL-3.0-or-later
"""Learned boilerplate: lines that a source repeats at the ends of its articles.

The first pass reads all articles and counts, by source, the short lines among the first
and last three blocks. A line in at least 3 % of a source's articles that does not look
like a sentence is boilerplate. One in at least 0.5 % is uncertain: it is listed in
boilerplate.yml for a person, who may write `cut: true` or `cut: false` at any line.
The second pass reads only articles with a line whose decision is new, and cuts it.

Worked example: a source has 1,000 articles. «نشرة الضفة المسائية» ends 40 of them, 4 %,
and has three words: it is cut. «وعلى دروب الخير نلتقي.» ends 150, but like a sentence:
it is listed as `cut: null` and remains. A line in 4 articles (0.4 %) is not listed. The
second pass reads 40 articles again, not 1,000. The next run has the decision from the
start and needs no second pass.
"""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import yaml

from ingest.edit.boilerplate.template_blocks import (
    MIN_PAGES,
    PLACE_END,
    TEMPLATE_RULE,
    LineCount,
    is_located,
    is_template,
    longest_wording,
    shown_text,
)
from ingest.edit.boilerplate.trim import EDGE
from ingest.model.record import Block, Cut

MIN_ARTICLES_OF_SOURCE = 50  # below, shares are no evidence
MIN_ARTICLES = 5  # with the line
CUT_SHARE = 0.03  # of a source's articles
UNCERTAIN_SHARE = 0.005
MAX_LINE = 160  # characters
WORDS_OF_A_SENTENCE = 6
LEARNED_RULE = "repeated"  # name of the rule in sidecars
LEARNED_RULES = frozenset((LEARNED_RULE, TEMPLATE_RULE))
SENTENCE_END = re.compile(r"[.!؟?…:»\"”]\s*$")
ROW_START = re.compile(r"^- ", re.MULTILINE)
ARABIC_WORD = re.compile(r"[ء-ي]{2,}")
HEAD = (
    "# Lines that a source repeats at the ends of its articles, or ⟨at one place⟩"
    " of its pages. Write true or false at cut: the next run obeys.\n"
)

# source → line → whether to cut it, None if a person has to decide
Decisions = dict[str, dict[str, bool | None]]
# source → line → name of the rule that cuts it
LearnedRules = Mapping[str, Mapping[str, str]]


class EdgeLines(NamedTuple):
    """The lines at the ends of one article, before learned boilerplate is cut."""

    source: str
    lines: tuple[str, ...]
    longest: str = ""  # digest of its longest block, if lines have a place in its page


def edge_lines(
    source: str, blocks: Sequence[Block], located: Sequence[str] = ()
) -> EdgeLines:
    """Return the short lines among the first and last three of *blocks*.

    Those *located* in a page follow.
    """
    texts = [block.text for block in blocks]
    first, last = texts[:EDGE], texts[-EDGE:]
    unique = dict.fromkeys(first + last)
    lines = [text for text in unique if 0 < len(text) <= MAX_LINE]
    longest = longest_wording(blocks) if located else ""
    return EdgeLines(source, (*lines, *located), longest)


class LineCounter:
    """Counts the edge lines of a run by source, in *tables* on disk, not in memory."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        self.article_counts: Counter[str] = Counter()  # by source
        self.tables = tables

    def add(self, edges: EdgeLines, article_id: str) -> None:
        """Count the lines of one article."""
        self.article_counts[edges.source] += 1
        source, lines, longest = edges
        rows = [(source, line, article_id, longest) for line in lines]
        self.tables.executemany("INSERT INTO edge VALUES (?, ?, ?, ?)", rows)

    def learn(self) -> Decisions:
        """Return the lines repeated often enough: those to cut, those uncertain."""
        decisions: Decisions = defaultdict(dict)
        repeated_lines = self.tables.execute(
            "SELECT source, line, COUNT(*), COUNT(DISTINCT longest) FROM edge"
            " GROUP BY source, line HAVING COUNT(*) >= ?",
            (min(MIN_ARTICLES, MIN_PAGES),),
        )
        for source, line, articles, longest_blocks in repeated_lines:
            count = LineCount(articles, longest_blocks, self.article_counts[source])
            decision = decide_line(line, count)
            if decision is not False:
                decisions[source][line] = decision
        return dict(decisions)

    def mark_stale(self, before: LearnedRules, now: LearnedRules) -> None:
        """Mark articles with an edge line that is cut in only one of two rule sets."""
        changed: list[tuple[str, str]] = []
        for source in {*before, *now}:
            lines_before = before.get(source, {}).keys()
            lines_now = now.get(source, {}).keys()
            changed += [(source, line) for line in lines_before ^ lines_now]
        self.tables.execute("DELETE FROM stale")
        self.tables.executemany(
            "INSERT OR IGNORE INTO stale"
            " SELECT id FROM edge WHERE source = ? AND line = ?",
            sorted(changed),
        )


def decide_line(line: str, count: LineCount) -> bool | None:
    """Return whether to cut a line; ``None`` if a person has to decide."""
    if is_located(line):
        text = line.partition(PLACE_END)[2]
        return is_template(line, count, is_sentence=is_sentence(text))
    is_rare = count.articles < MIN_ARTICLES or count.of_source < MIN_ARTICLES_OF_SOURCE
    if is_rare or count.articles < UNCERTAIN_SHARE * count.of_source:
        return False
    if count.articles >= CUT_SHARE * count.of_source and not is_sentence(line):
        return True
    return None


def is_sentence(line: str) -> bool:
    """Return whether *line* may be prose: it ends like a sentence or has six words."""
    if SENTENCE_END.search(line):
        return True
    return len(ARABIC_WORD.findall(line)) >= WORDS_OF_A_SENTENCE


class DecisionsFile(NamedTuple):
    """The decisions in boilerplate.yml, and the lines where it is broken."""

    decisions: Decisions
    broken_lines: list[int]


def load_decisions(path: Path) -> DecisionsFile:
    """Return the decisions in boilerplate.yml, none if the file does not exist.

    A broken row costs only itself: the file is a list, and each row is parsed alone.
    """
    decisions: Decisions = defaultdict(dict)
    broken_lines = []
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    for number, row in split_rows(text):
        decision = parse_decision(row)
        if decision:
            source, line, cut = decision
            decisions[source][line] = cut
        else:
            broken_lines.append(number)
    return DecisionsFile(dict(decisions), broken_lines)


def split_rows(text: str) -> Iterator[tuple[int, str]]:
    """Yield each row of a list in YAML, with the number of its first line."""
    starts = [match.start() for match in ROW_START.finditer(text)]
    first = next(iter(starts), len(text))
    if any(line.strip() and line[0] != "#" for line in text[:first].splitlines()):
        starts.insert(0, 0)  # what is no list at all
    for start, end in pairwise([*starts, len(text)]):
        yield text.count("\n", 0, start) + 1, text[start:end]


def parse_decision(text: str) -> tuple[str, str, bool | None] | None:
    """Return source, line and decision of a row, ``None`` if it is broken."""
    try:
        (row,) = yaml.safe_load(text)
        source, line, cut = str(row["source"]), str(row["line"]), row["cut"]
    except (yaml.YAMLError, ValueError, TypeError, KeyError):
        return None
    return (source, line, cut) if cut in (True, False, None) else None


def merge_decisions(learned: Decisions, earlier: Decisions) -> Decisions:
    """Return all lines of both, sorted; *earlier* decisions win over *learned* ones."""
    merged: Decisions = {}
    for source in sorted({*learned, *earlier}):
        lines = learned.get(source, {}) | earlier.get(source, {})
        merged[source] = dict(sorted(lines.items()))
    return merged


def serialise_decisions(decisions: Decisions) -> str:
    """Return *decisions* as the text of boilerplate.yml."""
    rows = [
        {"source": source, "line": line, "cut": cut}
        for source, lines in decisions.items()
        for line, cut in lines.items()
    ]
    return HEAD + yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=1000)


def rule_name(line: str) -> str:
    """Return the name of the rule that cuts a line."""
    return TEMPLATE_RULE if is_located(line) else LEARNED_RULE


def cuts_are_outdated(
    lines: Collection[str], cuts: Iterable[Cut], rules: Mapping[str, str]
) -> bool:
    """Return whether *rules* cut other lines of an article than *cuts* have.

    *lines* are those of its sidecar.
    """
    cut = {shown_text(cut.text) for cut in cuts if cut.rule in LEARNED_RULES}
    to_cut = {text_of_line(line) for line in rules.keys() & set(lines)}
    return cut != to_cut


def text_of_line(line: str) -> str:
    """Return the text of a line without its place."""
    text = line.partition(PLACE_END)[2] if is_located(line) else line
    return shown_text(text)


def rules_of(decisions: Decisions) -> LearnedRules:
    """Return the lines that are to be cut, with the name of their rule."""
    rules = {}
    for source, lines in decisions.items():
        to_cut = {line: rule_name(line) for line, cut in lines.items() if cut}
        if to_cut:
            rules[source] = to_cut
    return rules
