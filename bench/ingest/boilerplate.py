# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is cut from 31,030 articles: site lines removed, similar lines kept.

python -m bench boilerplate [--draw SEED]     prints the cuts of 300 random articles

bench/ingest/data/cuts.tsv is the review by a person: article, number of its cuts, and
how many of them were sentences of it. The first reading found two (wrong datelines);
the second, drawn with another seed, was made after that was fixed. Boilerplate that a
run learns is not part of it: in this corpus no line is repeated often enough to be cut.
"""

import argparse
import csv
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.ingest.corpus import EditedRecord, map_corpus, read_corpus
from bench.ingest.pages import is_invalid_author
from bench.ingest.pipeline import text_of
from bench.tools.datasets import DATA
from ingest.text.normalise import clean_text

REVIEW = Path(__file__).with_name("data") / "cuts.tsv"
DRAWN = 300  # articles

# Written for this count only, from what the corpus contains; the rules of ingest do not
# use them.
SITE_LINES = {
    "alweeam link": r"رابط الخبر بصحيفة الوئام",
    "3alyoum tags": r"[.!؟»\")…]\s*سمات [^.؟!]{2,200}\s*$",
    "slider": r"Next Previous",
    "okaz share": r"شارك من خلال تويتر فيسبوك",
    "SMS": r"رسل رسالة SMS تبدأ|[اأ]رسل sms إلى",
    "WAS end": r"//\s*(?:انتهى|يتبع)\s*//",
    "WAS time": r"\d\d:\d\d ت ?م\s*$",
    "aawsat more": r"\.{3}\s*المزيد\s*$",
    "comment count": r"^تعليقات \(\d*\)\s*$",
}
SITE_PATTERNS = {
    name: re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for name, pattern in SITE_LINES.items()
}
# Sentences that resemble lines of a site and must be kept
KEPT_PHRASES = (
    *("ألف مبروك.", "المزيد من التقدم والازدهار.", "والله ولي التوفيق."),
    *("وفق تعبيره.", "على حد قوله.", "إلى اللقاء..", "وعلى دروب الخير نلتقي."),
    *("وحالة البحر خفيف إلى متوسط الموج.", "إليه راجعون».", "مليون ريال."),
    *("أداء الأسهم", "السطر الأخير", "بعث خادم الحرمين الشريفين الملك سلمان"),
    *("استقبل صاحب السمو الملكي", "انتقل إلى رحمة"),
    *("توقّعت الرئاسة العامة للأرصاد", "أعلنت وزارة", "جانب من", "وأضاف المصدر"),
    *("شاركت اللجنة", "شارك آلاف", "للمزيد من", "للتواصل مع الداخل السوري"),
    *("تعليقات من تبنوا", "صور من مباراة", "سهم موبايلي"),
)


class ArticleCuts(NamedTuple):
    """The site lines and phrases of an article before and after, and its cuts."""

    id: str
    source: str
    before: frozenset[str]
    after: frozenset[str]
    invalid_authors: int
    cuts: tuple[tuple[str, str], ...]  # rule, text


class Retention(NamedTuple):
    """In how many articles a line is before editing, and in how many of them after."""

    before: int
    after: int


def count_cuts(entry: EditedRecord) -> ArticleCuts | None:
    """Return the cuts of one article; ``None`` where a record contains none."""
    if entry.edited is None:
        return None
    article = entry.edited.article
    return ArticleCuts(
        id=entry.record["id"],
        source=article.source,
        before=find_lines(clean_text(entry.record["content"])),
        after=find_lines(text_of(article.blocks)),
        invalid_authors=sum(map(is_invalid_author, article.authors)),
        cuts=tuple((cut.rule, cut.text) for cut in entry.edited.cuts),
    )


def find_lines(text: str) -> frozenset[str]:
    """Return the names of the site lines, and the phrases, that *text* contains."""
    flat = " ".join(text.split())
    lines = {name for name, pattern in SITE_PATTERNS.items() if pattern.search(text)}
    lines.update(phrase for phrase in KEPT_PHRASES if phrase in flat)
    return frozenset(lines)


def measure_retention(
    articles: Sequence[ArticleCuts], lines: Iterable[str]
) -> dict[str, Retention]:
    """Return for each of *lines* in how many articles it is before and after."""
    retentions = {}
    for line in lines:
        before = [article for article in articles if line in article.before]
        after = sum(line in article.after for article in before)
        retentions[line] = Retention(len(before), after)
    return retentions


def print_site_lines(articles: Sequence[ArticleCuts]) -> None:
    """Print from how many articles the lines of sites are removed."""
    retentions = measure_retention(articles, SITE_LINES)
    before = sum(retention.before for retention in retentions.values())
    removed = before - sum(retention.after for retention in retentions.values())
    share = removed / max(1, before)
    print(f"site lines     removed from {removed}/{before} articles = {share:.2%}")
    for name, retention in retentions.items():
        print(f"  {name:40} before {retention.before:5}  after {retention.after:5}")


def print_kept_phrases(articles: Sequence[ArticleCuts]) -> None:
    """Print in how many articles the phrases of prose are kept, and the losses."""
    retentions = measure_retention(articles, KEPT_PHRASES)
    before = sum(retention.before for retention in retentions.values())
    after = sum(retention.after for retention in retentions.values())
    share = after / max(1, before)
    print(f"lines of prose kept in {after}/{before} articles = {share:.2%}")
    for phrase, retention in retentions.items():
        if retention.before != retention.after:
            print(
                f"  {phrase:40} before {retention.before:5}  after {retention.after:5}"
            )


def print_rules(articles: Sequence[ArticleCuts]) -> None:
    """Print the invalid authors, and how often each rule cut."""
    invalid = sum(article.invalid_authors for article in articles)
    rules: Counter[str] = Counter()
    for article in articles:
        rules.update(rule for rule, _ in article.cuts)
    cut = sum(article.cuts != () for article in articles)
    print(f"invalid authors: {invalid}")
    print(f"cuts in {cut} of {len(articles)} articles: {dict(rules.most_common())}")


def describe_review(path: Path) -> Iterator[str]:
    """Yield for each reading how many articles lost a sentence by a cut."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for reading in dict.fromkeys(row["reading"] for row in rows):
        read = [row for row in rows if row["reading"] == reading]
        losing = sum(row["sentences"] != "0" for row in read)
        cuts = sum(int(row["cuts"]) for row in read)
        yield (
            f"{reading} reading by a person: {losing}/{len(read)} articles lose a"
            f" sentence, of {cuts} cuts"
        )


def print_random_cuts(articles: Sequence[ArticleCuts], seed: int) -> None:
    """Print the cuts of random articles among those with cuts."""
    cut_articles = [article for article in articles if article.cuts]
    for article in random.Random(seed).sample(cut_articles, DRAWN):
        for rule, text in article.cuts:
            print(f"{article.id}\t{article.source}\t{rule}\t{text}")


def read_cuts(data: Path) -> list[ArticleCuts]:
    """Return the cuts of every article of the corpus in the folder *data*."""
    counted = map_corpus(read_corpus(data), count_cuts)
    return [article for article in counted if article is not None]


def print_boilerplate(data: Path) -> None:
    """Print all figures."""
    articles = read_cuts(data)
    print_site_lines(articles)
    print_kept_phrases(articles)
    print_rules(articles)
    print("\n".join(describe_review(REVIEW)))


def main() -> None:
    """Print the figures, or the cuts of random articles."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--draw", type=int, metavar="SEED", help="print the cuts of 300 articles"
    )
    seed = parser.parse_args().draw
    if seed is None:
        print_boilerplate(DATA)
    else:
        print_random_cuts(read_cuts(DATA), seed)
