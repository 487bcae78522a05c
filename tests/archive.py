# SPDX-License-Identifier: AGPL-3.0-or-later
"""An archive of words thrown together, for tests that need many articles and none to be read."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from plugins.search import layout, write_index

layout.NAMED_IN_ROOT = 16  # so that a small archive has directories
SETTINGS = {
    "SEARCH_SHARD_BYTES": 120,
    "SEARCH_RECORDS_PER_FILE": 8,
    "SEARCH_PARTITION_ARTICLES": 120,
    "SEARCH_SNIPPET_WORDS": 35,
    "SEARCH_PASSAGES": True,
    "SEARCH_FACET_VALUES": 500,
    "SEARCH_SUGGESTION_ARTICLES": 3,
    "SEARCH_TITLE_BOOST": 3,
    "SEARCH_CACHE": "",
}
ROOTS = (
    *(
        "كتب",
        "درس",
        "علم",
        "فتح",
        "سد",
        "نهر",
        "مطر",
        "زيت",
        "قمح",
        "مدرسة",
        "مكتبة",
        "بلدية",
        "طريق",
        "جسر",
        "سوق",
    ),
    *("حصاد", "مهرجان", "شاعر", "طبيب", "ملعب", "بئر", "حديقة"),
)
PREFIXES = ("", "", "", "ال", "وال", "بال", "لل", "و", "وبال")
SUFFIXES = ("", "", "", "ات", "ين", "ها", "ي", "ون")
OTHERS = [
    "في",
    "من",
    "على",
    "2015",
    "١٩٩٨",
    "Reuters",
    "B2B",
    "سدّ",
    "«عين»",
    "𐤀𐤁",
    "مُدُن",
]
SOURCES, SECTIONS = ("الوادي", "المنبر", "الصدى"), ("محليات", "رياضة")
NAMES, PLACES = ("سلمى", "نجيب"), ("عجلون", "الأردن")
FIRST_DAY = datetime(1995, 1, 1, 9, tzinfo=UTC)


def word(chance: random.Random) -> str:
    """Return a word: frequent ones far more often than rare ones."""
    if chance.random() < 0.25:
        return chance.choice(OTHERS)
    if chance.random() < 0.1:
        return str(chance.randrange(3000))
    root = ROOTS[min(int(chance.expovariate(0.2)), len(ROOTS) - 1)]
    return (
        chance.choice(PREFIXES)
        + root
        + chance.choice(("", "", "ي", "ا", "م"))
        + chance.choice(SUFFIXES)
    )


def text(chance: random.Random, longest: int) -> str:
    """Return up to *longest* words."""
    return " ".join(word(chance) for _ in range(chance.randrange(longest)))


def articles(count: int, seed: int = 7) -> list[SimpleNamespace]:
    """Return *count* articles, newest first, as Pelican and the plugins before search leave them."""
    chance = random.Random(seed)
    return [article(number, chance) for number in range(count)][::-1]


def article(number: int, chance: random.Random) -> SimpleNamespace:
    """Return the article of that number; some bodies are empty, some titles have no word."""
    day = None if number == 0 else (FIRST_DAY + timedelta(days=number)).date()
    section, name = chance.choice(SECTIONS), chance.choice(NAMES)
    return SimpleNamespace(
        title=text(chance, 9),
        url=f"a/{number}.html",
        day=day,
        locale_date=f"اليوم {number}" if day else "",
        source=chance.choice(SOURCES),
        category=SimpleNamespace(name=section),
        metadata={"authors": [name]} if number % 3 else {},
        authors=[SimpleNamespace(name=name)],
        entities=[
            SimpleNamespace(id=f"id{place}", label=label, url=None, former=[])
            for place, label in enumerate(PLACES[: number % 3])
        ],
        plain_text=text(chance, 120) if chance.random() < 0.95 else "",
    )


def write(folder: Path, held: list[SimpleNamespace]) -> None:
    """Write the index of *held*, and the articles for the judge, into *folder*."""
    write_index(folder, held[::-1], SETTINGS)
    rows = [[article.title, article.plain_text] for article in reversed(held)]
    (folder / "articles.json").write_text(json.dumps(rows), encoding="utf-8")


def queries(held: list[SimpleNamespace], each: int, seed: int = 11) -> Iterator[str]:
    """Yield *each* queries of every kind, of words that occur and words that do not."""
    chance = random.Random(seed)
    words = [w for a in held for w in f"{a.title} {a.plain_text}".split()] or ["كتب"]

    def one() -> str:
        return chance.choice(words) if chance.random() < 0.95 else "قسطنطينيوبوليس"

    def beginning() -> str:
        return (
            chance.choice(PREFIXES)
            + chance.choice(ROOTS)[: chance.randrange(2, 5)]
            + "*"
        )

    def root() -> str:
        return chance.choice(ROOTS)

    def phrase() -> str:
        body = chance.choice(held).plain_text.split() or ["كتب"]
        start = chance.randrange(len(body))
        return " ".join(body[start : start + chance.randrange(2, 4)])

    kinds = (
        lambda: one(),
        lambda: f"{one()} {one()}",
        lambda: f"{one()} {one()} {one()}",
        lambda: f"{one()} {one()} {one()} في من",
        lambda: f"+{one()} +{one()}",
        lambda: f"+{one()} {one()} -{one()}",
        lambda: f"{one()} -{one()}",
        lambda: f"-{one()}",
        lambda: f"-{one()} -{one()}",
        lambda: f"{beginning()} {one()}",
        lambda: f"+{beginning()} -{one()}",
        lambda: f"{one()}^4 {one()}",
        lambda: f"title:{one()} {one()}^2",
        lambda: f"+title:{one()} -body:{one()}",
        lambda: f"«{one()}، {one()}/{one()}»",
        lambda: f"{one()} {one()}".replace(" ", "، "),
        lambda: f"10:30 {one()}",
        lambda: f'"{phrase()}"',
        lambda: f'{one()} -"{phrase()}"',
        lambda: f'title:"{phrase()}" {one()}',
        lambda: f"{root()}~1 {one()}",
        lambda: f"+{root()}~1 -{one()}",
        lambda: f"{root()[:1]}*{root()[-1:]}",
    )
    for kind in kinds:
        for _ in range(each):
            yield kind()
