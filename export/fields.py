# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables of the data, and the fields of each: name, kind and meaning.

The files, their schemas and the descriptions for people are all made of this table.
"""

from typing import NamedTuple

TEXT, DAY, NUMBER, LIST = "string", "date", "integer", "array"


class Field(NamedTuple):
    """A column; *kind* is a type of the Table Schema."""

    name: str
    kind: str
    english: str
    arabic: str


class Table(NamedTuple):
    """A table; rows are unique in the columns *key* (of mentions there are none)."""

    english: str
    arabic: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [field.name for field in self.fields]


ARTICLES = Table(
    "Articles, one row each",
    "المقالات، صف لكل مقالة",
    ("id",),
    (
        Field("id", TEXT, "permanent id", "المعرّف الدائم"),
        Field("page", TEXT, "address of the page", "عنوان الصفحة"),
        Field("title", TEXT, "headline", "العنوان"),
        Field("source", TEXT, "newspaper", "الصحيفة"),
        Field("section", TEXT, "section of the newspaper", "القسم"),
        Field("authors", LIST, "writers", "الكتّاب"),
        Field("agency", TEXT, "news agency", "وكالة الأنباء"),
        Field("place", TEXT, "place of the dateline", "مكان الخبر"),
        Field(
            "published", TEXT, "ISO 8601, as far as known", "تاريخ النشر بقدر ما يُعرف"
        ),
        Field("day", DAY, "day, Gregorian", "اليوم الميلادي"),
        Field("hijri", TEXT, "day, Hijri (Umm al-Qura)", "اليوم الهجري (أم القرى)"),
        Field("language", TEXT, "language of the text", "لغة النص"),
        Field("original_url", TEXT, "address of the original", "عنوان الأصل"),
        Field("other_urls", LIST, "other addresses of it", "عناوين أخرى له"),
        Field(
            "also_in", LIST, "ids of the same text elsewhere", "النص نفسه في صحف أخرى"
        ),
        Field("entities", LIST, "ids of the names in it", "معرّفات الأعلام فيها"),
        Field("licence", TEXT, "licence of the newspaper", "رخصة الصحيفة"),
        Field("original_sha256", TEXT, "SHA-256 of the original", "بصمة الأصل"),
        Field("original", TEXT, "its file in the archive", "ملفه في الأرشيف"),
        Field("page_sha256", TEXT, "SHA-256 of the page", "بصمة الصفحة"),
        Field(
            "text",
            TEXT,
            "text, blank lines between blocks",
            "النص، وبين فقراته سطر فارغ",
        ),
    ),
)
ENTITIES = Table(
    "Names that have a page",
    "الأعلام التي لها صفحات",
    ("id",),
    (
        Field("id", TEXT, "permanent id", "المعرّف الدائم"),
        Field("page", TEXT, "address of the page", "عنوان الصفحة"),
        Field("label", TEXT, "usual form", "الاسم المعتاد"),
        Field("type", TEXT, "person, place, org, event", "شخص أو مكان أو جهة أو حدث"),
        Field("wikidata", TEXT, "item of Wikidata", "رقمه في ويكي بيانات"),
        Field("articles", NUMBER, "articles that name it", "عدد المقالات التي تذكره"),
    ),
)
MENTIONS = Table(
    "Which article names whom, and where first",
    "من يُذكر في أي مقالة، وأين أول مرة",
    (),
    (
        Field("article", TEXT, "id of the article", "معرّف المقالة"),
        Field(
            "entity",
            TEXT,
            "id, empty without a page",
            "معرّف العلَم، فارغ إن لم تكن له صفحة",
        ),
        Field("label", TEXT, "usual form", "الاسم المعتاد"),
        Field("type", TEXT, "person, place, org, event", "شخص أو مكان أو جهة أو حدث"),
        Field("surface", TEXT, "as printed", "كما كُتب"),
        Field("start", NUMBER, "offset in the text (code points)", "موضعه في النص"),
        Field("end", NUMBER, "offset of its end", "موضع نهايته"),
    ),
)
DATES = Table(
    "Days with articles, in both calendars",
    "الأيام التي لها مقالات، بالتقويمين",
    ("day", "hijri"),
    (
        Field("day", DAY, "Gregorian", "ميلادي"),
        Field("hijri", TEXT, "Hijri (Umm al-Qura)", "هجري (أم القرى)"),
        Field("articles", NUMBER, "articles of the day", "مقالات ذلك اليوم"),
    ),
)
SOURCES = Table(
    "Newspapers",
    "الصحف",
    ("name",),
    (
        Field("name", TEXT, "newspaper", "الصحيفة"),
        Field("articles", NUMBER, "its articles", "عدد مقالاتها"),
        Field("undated", NUMBER, "of these undated", "ما لا تاريخ له منها"),
        Field("first", DAY, "first day", "أول يوم"),
        Field("last", DAY, "last day", "آخر يوم"),
        Field("licence", TEXT, "licence, empty if unknown", "الرخصة، فارغة إن جُهلت"),
    ),
)
REMOVALS = Table(
    "Removed articles; nothing of their text is kept",
    "المقالات المحذوفة، ولا يبقى من نصها شيء",
    ("id",),
    (
        Field("id", TEXT, "permanent id", "المعرّف الدائم"),
        Field("date", DAY, "day of removal", "يوم الحذف"),
        Field("reason", TEXT, "reason given", "السبب"),
        Field("level", TEXT, "hide or erase", "إخفاء أو محو"),
    ),
)
TABLES = {
    "articles": ARTICLES,
    "entities": ENTITIES,
    "mentions": MENTIONS,
    "dates": DATES,
    "sources": SOURCES,
    "removals": REMOVALS,
}
