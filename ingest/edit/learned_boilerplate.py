# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines that a source repeats: counted in one reading, cut in the next where they are surely none of the text.

What is doubtful is listed in boilerplate.yml for a person, who may write `cut: true` or `cut: false` beside any line.
"""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from ingest.edit.boilerplate import EDGE
from ingest.model.record import Block

FEWEST_ARTICLES = 50  # a smaller source teaches nothing
SHARE = 0.03  # of a source's articles
FEWEST = 5  # articles
DOUBTFUL_SHARE = 0.005
LONGEST = 160  # characters
WORDS_OF_A_SENTENCE = 6
REPEATED = "repeated"  # name of the rule
SENTENCE_END = re.compile(r"[.!؟?…:»\"”]\s*$")
ARABIC_WORD = re.compile(r"[ء-ي]{2,}")
HEAD = "# Lines that a source repeats at the ends of its articles. Write true or false at cut: the next run obeys.\n"

Lines = dict[
    str, dict[str, bool | None]
]  # source → line → cut it? None: for a person to say


class Edges(NamedTuple):
    """The lines at the ends of one article, before any of them is cut for being repeated."""

    source: str
    lines: tuple[str, ...]


def edges(source: str, blocks: Iterable[Block]) -> Edges:
    """Return the short lines among the first and the last three of an article."""
    texts = [block.text for block in blocks]
    near = dict.fromkeys(texts[:EDGE] + texts[-EDGE:])
    return Edges(source, tuple(text for text in near if 0 < len(text) <= LONGEST))


class Repeats:
    """Counts the lines of a run, source by source; the lines themselves lie in *tables*, not in memory."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        self.articles: Counter[str] = Counter()
        self.tables = tables

    def count(self, found: Edges, article: str) -> None:
        """Count one article, by its id."""
        self.articles[found.source] += 1
        rows = [(found.source, line, article) for line in found.lines]
        self.tables.executemany("INSERT INTO edge VALUES (?, ?, ?)", rows)

    def learned(self) -> Lines:
        """Return the lines that are repeated enough: to be cut if they hold no sentence, else for a person."""
        found: Lines = defaultdict(dict)
        for source, line, count in self.tables.execute(
            "SELECT source, line, COUNT(*) FROM edge GROUP BY source, line HAVING COUNT(*) >= ?",
            (FEWEST,),
        ):
            articles = self.articles[source]
            if articles >= FEWEST_ARTICLES and count >= DOUBTFUL_SHARE * articles:
                found[source][line] = (
                    True
                    if count >= SHARE * articles and not is_sentence(line)
                    else None
                )
        return dict(found)

    def mark_stale(
        self,
        before: Mapping[str, Mapping[str, str]],
        now: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Mark the articles with a line at their ends that is cut *now* and was not *before*, or the reverse."""
        turned = [
            (source, line)
            for source in {*before, *now}
            for line in before.get(source, {}).keys() ^ now.get(source, {}).keys()
        ]
        self.tables.execute("DELETE FROM stale")
        self.tables.executemany(
            "INSERT OR IGNORE INTO stale SELECT id FROM edge WHERE source = ? AND line = ?",
            sorted(turned),
        )


def is_sentence(line: str) -> bool:
    """Say whether *line* may be prose: it ends like a sentence, or it has six Arabic words."""
    return (
        bool(SENTENCE_END.search(line))
        or len(ARABIC_WORD.findall(line)) >= WORDS_OF_A_SENTENCE
    )


def known(path: Path) -> Lines:
    """Return what boilerplate.yml says; nothing where there is none."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []
    found: Lines = defaultdict(dict)
    for row in rows or []:
        found[str(row["source"])][str(row["line"])] = row["cut"]
    return dict(found)


def merged(learned: Lines, said: Lines) -> Lines:
    """Return the learned lines with what was said of them before in force, and all that was said."""
    sources = sorted({*learned, *said})
    return {
        source: dict(sorted((learned.get(source, {}) | said.get(source, {})).items()))
        for source in sources
    }


def spelt(lines: Lines) -> str:
    """Return *lines* as the text of boilerplate.yml."""
    rows = [
        {"source": source, "line": line, "cut": cut}
        for source, found in lines.items()
        for line, cut in found.items()
    ]
    return HEAD + yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=1000)


def to_cut(lines: Lines) -> dict[str, dict[str, str]]:
    """Return source → line → name of the rule, for the lines that are to be cut."""
    rules = {
        source: {line: REPEATED for line, cut in found.items() if cut}
        for source, found in lines.items()
    }
    return {source: cut for source, cut in rules.items() if cut}
