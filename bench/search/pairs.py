# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a word finds the same first ten articles however it is written: with clitics, marks, other hamza forms.

python -m bench pairs [--articles 5000] [--misses]

The rule: a word is one that five articles or more hold. Its other form is, for a third of the pairs, the word with a
clitic, if five articles hold that too; for a third, the word with marks and tatweel strewn over it; for a third, the
word in a hamza form, alef, yeh or teh marbuta that others write. What merely looks like a clitic makes another word of
the rest (والد, الد), and such pairs count against the search.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace

from arabic.spelling import MARKS
from bench.search.news_articles import articles
from bench.search.rankers import first_ten

WORD = re.compile(r"[^\W\d_]{3,}")
PROCLITICS = (
    "ال",
    "و",
    "ف",
    "ب",
    "ل",
    "ك",
    "وال",
    "فال",
    "بال",
    "كال",
    "لل",
    "وب",
    "ول",
    "وبال",
    "ولل",
)
ENCLITICS = ("ه", "ها", "هم", "هما", "نا", "كم", "ي")
STREWN = (
    "\u064e",
    "\u064f",
    "\u0650",
    "\u0652",
    "\u0651\u064e",
    "\u0640",
)  # fatha … shadda and fatha, tatweel
SPELLINGS = (
    ("أ", "ا"),
    ("إ", "ا"),
    ("آ", "ا"),
    ("ى", "ي"),
    ("ي", "ى"),
    ("ة", "ه"),
    ("ئ", "ؤ"),
    ("ؤ", "ئ"),
)
FEWEST = 5  # articles that hold a word

Pair = tuple[str, str]


def known_words(held: list[SimpleNamespace]) -> list[str]:
    """Return the words, unmarked, that enough articles hold."""
    counts: Counter[str] = Counter()
    for article in held:
        counts.update(
            set(WORD.findall(MARKS.sub("", f"{article.title} {article.plain_text}")))
        )
    return sorted(word for word, count in counts.items() if count >= FEWEST)


def with_clitics(words: list[str]) -> Iterator[Pair]:
    """Yield each word with each of its forms that has a clitic; teh marbuta opens before an ending."""
    known = set(words)
    for word in words:
        base = f"{word[:-1]}ت" if word.endswith("ة") else word
        forms = [f"{clitic}{word}" for clitic in PROCLITICS] + [
            f"{base}{clitic}" for clitic in ENCLITICS
        ]
        yield from ((word, form) for form in forms if form in known)


def marked(word: str, chance: random.Random) -> str:
    """Return *word* with a mark on its first letter and on about half of the others."""
    return "".join(
        letter + (chance.choice(STREWN) if not place or chance.random() < 0.5 else "")
        for place, letter in enumerate(word)
    )


def respelt(words: list[str]) -> Iterator[Pair]:
    """Yield each word with each way in which one of its letters is written otherwise; yeh only at the end."""
    for word in words:
        for letter, other in SPELLINGS:
            place = word.rfind(letter)
            if place >= 0 and (letter not in "يى" or place == len(word) - 1):
                yield word, f"{word[:place]}{other}{word[place + 1 :]}"


def pairs(words: list[str], count: int) -> dict[str, list[Pair]]:
    """Return *count* pairs of each kind."""
    chance = random.Random(11)
    return {
        "clitics": chance.sample(list(with_clitics(words)), count),
        "marks": [(word, marked(word, chance)) for word in chance.sample(words, count)],
        "letters": chance.sample(list(respelt(words)), count),
    }


def main() -> None:
    """Print the share of pairs with the same first ten articles in the same order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument(
        "--misses", action="store_true", help="name the pairs that differ"
    )
    options = parser.parse_args()
    held = articles(options.articles)
    drawn = [
        (kind, pair)
        for kind, some in pairs(known_words(held), 100).items()
        for pair in some
    ]
    found = first_ten(held, [form for _, pair in drawn for form in pair], any_word=True)
    same = [one == other for one, other in zip(found[::2], found[1::2], strict=True)]
    for kind in ("clitics", "marks", "letters"):
        print(
            f"{kind:8} {sum(s for s, (k, _) in zip(same, drawn, strict=True) if k == kind)} of 100"
        )
    print(f"{'all':8} {sum(same) / len(same):.1%}")
    if options.misses:
        print(
            " ".join(
                "/".join(pair)
                for (_, pair), hit in zip(drawn, same, strict=True)
                if not hit
            )
        )
