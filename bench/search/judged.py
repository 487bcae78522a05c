# SPDX-License-Identifier: AGPL-3.0-or-later
"""What readers of news type, judged: success@1, P@10 and nDCG@10 beside other engines.

python -m bench judged [--half tuned|untouched|all] [--pagefind]
needs the extra `peers`

The 170 queries are our own, over the 31,030 articles of SaudiNewsNet: persons, places,
organisations, events, phrases, numbers, Latin, misspelt and other spellings, plain
words, and pasted headlines. They were written before any engine was asked. An article
is judged by a rule that was written with the query and names no engine: patterns over
the text without marks, with alef, yeh and teh marbuta folded. All must occur; grade 2
if the first is in the title, in the first 60 words or twice in the body, else grade 1.
Of a headline, the article itself and those that share 30 % of its runs of eight words
have grade 2, another with three quarters of its words in the title grade 1.

The rules are strict: a report of the same in other words is not counted, which
favours engines that match exact words. The half of a query is a bit of the SHA-1 of its
text; weights were chosen on the half "tuned" alone.

queries.json has the patterns and the numbers of articles of both grades; of headlines,
which are text of the newspapers, only digests of the articles' addresses.
"""

import argparse
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from math import fsum, log2
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from arabic.spelling import MARKS
from bench.search import lucene_arabic, rankers
from bench.search.articles import read_articles
from plugins.contract import ArchiveArticle

QUERIES = Path(__file__).with_name("judged_queries.json")
ARTICLES = 31_030
TOP = 10
OPENING = 60  # words
FULL_GRADE = 2
PREFIX = "(?:[وفبلك]{0,2}|لل|ولل)"
NO_WORD = re.compile(r"[^\w/,\-]+")
WORD = re.compile(r"[^\W_]+")
FOLDED = str.maketrans("أإآٱىةیک٠١٢٣٤٥٦٧٨٩", "ااااي" + "ه" + "يك0123456789")

Grader = Callable[[ArchiveArticle], int]


class Measures(NamedTuple):
    """How well an engine answers a query."""

    success: float  # whether the first result is relevant
    precision: float  # relevant among the first ten, of as many as there can be
    ndcg: float


@dataclass(frozen=True, slots=True)
class Query:
    """A judged query: its text, the grade of an article, how many have each grade."""

    kind: str
    text: str
    half: str
    grade: Grader
    ideal: list[int]  # the grades of the best ten articles


def fold(text: str) -> str:
    """Return *text* as patterns see it."""
    return NO_WORD.sub(" ", MARKS.sub("", text).translate(FOLDED).lower())


def compile_need(need: str) -> list[list[re.Pattern[str]]]:
    """Return the alternatives of a *need*, each the patterns that must occur."""
    return [
        [
            re.compile(rf"(?<!\w){PREFIX}(?:{pattern.strip().translate(FOLDED)})(?!\w)")
            for pattern in alternative.split("&&")
        ]
        for alternative in need.split("||")
    ]


def grade_by_patterns(
    alternatives: list[list[re.Pattern[str]]], article: ArchiveArticle
) -> int:
    """Return the grade of *article*: 0, 1 or 2."""
    title, body = fold(str(article.title)), fold(article.plain_text)
    grades = [0]
    for patterns in alternatives:
        if all(pattern.search(title) or pattern.search(body) for pattern in patterns):
            first = patterns[0]
            opening = " ".join(body.split()[:OPENING])
            is_about = first.search(title) or first.search(opening)
            twice = len(first.findall(body)) > 1
            grades.append(FULL_GRADE if is_about or twice else 1)
    return max(grades)


def digest_of(article: ArchiveArticle) -> str:
    """Return the digest that names an article of the dataset."""
    title_and_text = f"{article.title}\n{article.plain_text}"
    return hashlib.sha1(title_and_text.encode(), usedforsecurity=False).hexdigest()[:12]


def grade_by_digest(grades: Mapping[str, int], article: ArchiveArticle) -> int:
    """Return the stored grade of *article*, 0 without one."""
    return grades.get(digest_of(article), 0)


def read_queries(articles: Sequence[ArchiveArticle]) -> list[Query]:
    """Return all queries; the text of a headline is that of its article."""
    rows = json.loads(QUERIES.read_text(encoding="utf-8"))
    headlines = {row["headline"] for row in rows if "headline" in row}
    titles = {
        digest: str(article.title).strip()
        for article in articles
        if (digest := digest_of(article)) in headlines
    }
    return [query_of(row, titles) for row in rows]


def query_of(row: dict[str, Any], titles: Mapping[str, str]) -> Query:
    """Return the query of a stored *row*."""
    kind, half = row["kind"], row["half"]
    if "headline" in row:
        grade = partial(grade_by_digest, row["grades"])
        best = sorted(row["grades"].values(), reverse=True)[:TOP]
        return Query(kind, titles[row["headline"]], half, grade, best)
    full, partly = row["articles"]
    best = ([FULL_GRADE] * full + [1] * partly)[:TOP]
    by_patterns = partial(grade_by_patterns, compile_need(row["need"]))
    return Query(kind, row["query"], half, by_patterns, best)


def gain(grades: Sequence[int]) -> float:
    """Return the discounted cumulative gain of *grades* in their order."""
    return fsum((2**grade - 1) / log2(i + 2) for i, grade in enumerate(grades))


def measure(query: Query, results: Sequence[ArchiveArticle]) -> Measures:
    """Return how well *results* answer *query*."""
    grades = [query.grade(article) for article in results[:TOP]]
    relevant = sum(grade > 0 for grade in grades)
    return Measures(
        success=float(bool(grades and grades[0])),
        precision=relevant / len(query.ideal),
        ndcg=gain(grades) / gain(query.ideal),
    )


def exact_words(text: str) -> str:
    """Return the folded words of *text* without any stemming."""
    return " ".join(WORD.findall(fold(text)))


def rank_by_terms(
    analyse: Callable[[str], str],
    oldest_first: Sequence[ArchiveArticle],
    texts: list[str],
) -> list[list[int]]:
    """Rank by tantivy's BM25 over terms; a title weighs three times as a body."""
    tantivy = import_module("tantivy")
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    indexed = [
        (str(number), analyse(f"{article.title}\n" * 3 + article.plain_text))
        for number, article in enumerate(oldest_first)
    ]
    queries = [analyse(text) for text in texts]
    rankings = rankers.rank_by_tantivy(analyser, indexed, queries)
    return [list(map(int, ranking)) for ranking in rankings]


def rank_by_pagefind(
    oldest_first: Sequence[ArchiveArticle], texts: list[str]
) -> list[list[int]]:
    """Rank by Pagefind, over title and text of each article."""
    passages = [
        {"id": number, "text": f"{article.title}\n{article.plain_text}"}
        for number, article in enumerate(oldest_first)
    ]
    rankings = rankers.rank_by_pagefind(passages, texts)
    return [list(map(int, ranking)) for ranking in rankings]


def print_measures(
    queries: Sequence[Query], measures: Mapping[str, Sequence[Measures]]
) -> None:
    """Print the means of each engine, over all queries and by kind."""
    numbers_by_kind = defaultdict(list)
    for number, query in enumerate(queries):
        numbers_by_kind[query.kind].append(number)
    numbers_by_kind["all"] = list(range(len(queries)))
    for kind, numbers in numbers_by_kind.items():
        print(f"{kind}, {len(numbers)} queries: success@1, P@10, nDCG@10")
        for engine, of_engine in measures.items():
            columns = zip(*(of_engine[number] for number in numbers), strict=True)
            print(f"  {engine:24}" + "".join(f" {fmean(each):.3f}" for each in columns))


def main() -> None:
    """Rank the queries by all engines and print how well they do."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=("tuned", "untouched", "all"), default="all")
    parser.add_argument("--pagefind", action="store_true", help="takes minutes more")
    options = parser.parse_args()
    newest_first = read_articles(ARTICLES)
    oldest_first = newest_first[::-1]
    queries = [
        query
        for query in read_queries(oldest_first)
        if options.half in {"all", query.half}
    ]
    texts = [query.text for query in queries]
    rankings = {
        "Warraq": rankers.rank_articles(newest_first, texts, any_word=False),
        "exact words": rank_by_terms(exact_words, oldest_first, texts),
        "Lucene's Arabic": rank_by_terms(lucene_arabic.analyse, oldest_first, texts),
    }
    if options.pagefind:
        rankings["Pagefind"] = rank_by_pagefind(oldest_first, texts)
    print_measures(
        queries,
        {
            engine: [
                measure(query, [oldest_first[number] for number in ranking])
                for query, ranking in zip(queries, of_engine, strict=True)
            ]
            for engine, of_engine in rankings.items()
        },
    )
