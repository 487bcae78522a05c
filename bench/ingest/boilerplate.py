# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is cut from 31,030 articles: known lines of sites gone, lines that look like them kept, sentences lost.

python -m bench boilerplate [--draw SEED]     a draw prints what was cut from 300 articles, for a person to read

bench/ingest/data/cuts.tsv holds what a person found: article, number of its cuts, and how many of those were sentences of it.
The first reading found two (datelines that were none); the second was drawn by another seed after that was mended.
Lines that a run learns from a source's repeats have no part in it: in this corpus none is certain enough to be cut.
"""

import argparse
import csv
import random
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from bench.ingest.corpus import Read, read_all, saudi
from bench.ingest.page_extraction import is_junk, text_of
from ingest.text.normalise import clean_text
from upkeep import ROOT

DATA = ROOT.parent / "shared" / "data"
VERDICTS = Path(__file__).with_name("data") / "cuts.tsv"
DRAWN = 300

# Written for this count alone, from what the corpora were seen to hold; ingest.lexicon knows other words for them.
KNOWN = {
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
MUST_KEEP = (
    *(
        "ألف مبروك.",
        "المزيد من التقدم والازدهار.",
        "والله ولي التوفيق.",
        "وفق تعبيره.",
        "على حد قوله.",
        "إلى اللقاء..",
    ),
    *(
        "وعلى دروب الخير نلتقي.",
        "وحالة البحر خفيف إلى متوسط الموج.",
        "إليه راجعون».",
        "مليون ريال.",
        "أداء الأسهم",
    ),
    *(
        "السطر الأخير",
        "بعث خادم الحرمين الشريفين الملك سلمان",
        "استقبل صاحب السمو الملكي",
        "انتقل إلى رحمة",
    ),
    *(
        "توقّعت الرئاسة العامة للأرصاد",
        "أعلنت وزارة",
        "جانب من",
        "وأضاف المصدر",
        "شاركت اللجنة",
        "شارك آلاف",
    ),
    *(
        "للمزيد من",
        "للتواصل مع الداخل السوري",
        "تعليقات من تبنوا",
        "صور من مباراة",
        "سهم موبايلي",
    ),
)
PATTERNS = {
    name: re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for name, pattern in KNOWN.items()
}


class Found(NamedTuple):
    """What one article held, what of it is left, and what was cut."""

    id: str
    source: str
    held: frozenset[str]
    left: frozenset[str]
    junk: int  # authors that are none
    cuts: tuple[tuple[str, str], ...]  # rule, text


def found(read: Read) -> Found | None:
    """Return the counts of one article."""
    if read.edited is None:
        return None
    raw, article = clean_text(read.row["content"]), read.edited.article
    text = text_of(article.blocks)
    cuts = tuple((cut.rule, cut.text) for cut in read.edited.cuts)
    junk = sum(map(is_junk, article.authors))
    return Found(read.row["id"], article.source, marks(raw), marks(text), junk, cuts)


def marks(text: str) -> frozenset[str]:
    """Return the names of the known lines and the lines to keep that *text* holds."""
    known = {name for name, pattern in PATTERNS.items() if pattern.search(text)}
    flat = " ".join(text.split())
    return frozenset(known.union(phrase for phrase in MUST_KEEP if phrase in flat))


def report(articles: list[Found]) -> None:
    """Print for each known line and each line to keep in how many articles it stood, and in how many it stands."""
    for title, names, verb in (
        ("known lines", list(KNOWN), "gone from"),
        ("lines to keep", MUST_KEEP, "kept in"),
    ):
        held = Counter(
            name for article in articles for name in article.held.intersection(names)
        )
        left = Counter(
            name
            for article in articles
            for name in (article.held & article.left).intersection(names)
        )
        good = held.total() - left.total() if names == list(KNOWN) else left.total()
        print(
            f"{title:14} {verb} {good}/{held.total()} articles = {good / max(1, held.total()):.2%}"
        )
        for name in names:
            if names == list(KNOWN) or held[name] != left[name]:
                print(f"  {name:40} held {held[name]:5}  left {left[name]:5}")
    print(f"authors that are no names: {sum(article.junk for article in articles)}")
    rules = Counter(rule for article in articles for rule, _ in article.cuts)
    touched = sum(bool(article.cuts) for article in articles)
    print(f"cuts in {touched} of {len(articles)} articles: {dict(rules.most_common())}")


def report_verdicts() -> None:
    """Print what a person found in the cuts of the articles drawn."""
    with VERDICTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for reading in dict.fromkeys(row["reading"] for row in rows):
        read = [row for row in rows if row["reading"] == reading]
        losing, cuts = (
            sum(row["sentences"] != "0" for row in read),
            sum(int(row["cuts"]) for row in read),
        )
        print(
            f"{reading} reading by a person: {losing}/{len(read)} articles lose a sentence, of {cuts} cuts"
        )


def draw(articles: list[Found], seed: int) -> None:
    """Print what was cut from articles drawn among those from which anything was cut."""
    drawn = random.Random(seed).sample(
        [article for article in articles if article.cuts], DRAWN
    )
    for article in drawn:
        for rule, text in article.cuts:
            print(f"{article.id}\t{article.source}\t{rule}\t{text}")


def read_corpus() -> list[Found]:
    """Return the counts of every article."""
    return [one for one in read_all(saudi(DATA), {}, found) if one is not None]


def report_all() -> None:
    """Print the counts and the verdicts."""
    report(read_corpus())
    report_verdicts()


def main() -> None:
    """Count, or draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--draw", type=int, metavar="SEED", help="print the cuts of 300 articles"
    )
    asked = parser.parse_args()
    if asked.draw is None:
        report_all()
    else:
        draw(read_corpus(), asked.draw)
