# SPDX-License-Identifier: AGPL-3.0-or-later
"""The indexed fields of an article."""

from functools import cache

from arabic.hijri import HIJRI_MONTHS, HijriDate
from arabic.months import GULF, LEVANT
from plugins.contract import ArchiveArticle, Settings
from plugins.search.arrays import IntArray
from plugins.search.cache import digest
from plugins.search.encode.field_lengths import FieldLengths
from plugins.search.write.facets import author_names

# field → weight of a word that is found there, for all but the title. A reader who
# types the name of a writer or of a newspaper finds their articles, but below those
# that write about them.
METADATA_BOOSTS = {
    "author": 0.2,
    "source": 0.2,
    "section": 0.2,
    "place": 0.5,
    "date": 0.5,
}
FIELDS = ("title", "body", *METADATA_BOOSTS)
# Fields that the browser derives from the forms of terms: the very words of a field,
# which weigh so many times as much as the field.
FORM_FIELDS = {"titleForm": "title", "bodyForm": "body"}
FORM_WEIGHT = 2
# Fields whose exact lengths are stored per article, in records and in files of their
# own; postings store them quantised, and the lengths of other fields exactly.
FIELDS_WITH_LENGTH_FILES = ("body",)
COLUMNS_IN_FILES = [FIELDS.index(field) for field in FIELDS_WITH_LENGTH_FILES]


def field_texts(article: ArchiveArticle) -> tuple[str, ...]:
    """Return the text of each field of *article*."""
    return article.title, article.plain_text, *metadata_texts(article)


def digest_of_fields(article: ArchiveArticle) -> bytes:
    """Return a digest of the texts of all fields, without reading the body again."""
    metadata = "\0".join(metadata_texts(article)).encode(errors="surrogatepass")
    return digest(article.text_sha256, metadata)


def metadata_texts(article: ArchiveArticle) -> tuple[str, ...]:
    """Return the texts of the fields of ``METADATA_BOOSTS``."""
    return (
        "، ".join(author_names(article)),
        article.source,
        article.category.name,
        str(article.metadata.get("place", "")),
        date_text(article),
    )


def date_text(article: ArchiveArticle) -> str:
    """Return the day of *article* as readers may type it, in both calendars.

    «15/3/2011 15 مارس 2011 15 آذار 2011», and the Hijri date.
    """
    day = article.day
    if not day:
        return ""
    months = dict.fromkeys((GULF[day.month - 1], LEVANT[day.month - 1]))
    written = [f"{day.day}/{day.month}/{day.year}"]
    written += [f"{day.day} {month} {day.year}" for month in months]
    if article.hijri:
        written.append(hijri_text(article.hijri))
    return " ".join(written)


@cache
def hijri_text(day: HijriDate) -> str:
    """Return a Hijri date in figures and with the name of its month."""
    month = HIJRI_MONTHS[day.month - 1]
    return f"{day.day}/{day.month}/{day.year} {day.day} {month} {day.year}"


def field_boosts(settings: Settings) -> list[float]:
    """Return the weights of all fields, and then those of the form fields."""
    boosts: dict[str, float] = {
        "title": settings["SEARCH_TITLE_BOOST"],
        "body": 1,
        **METADATA_BOOSTS,
    }
    of_forms = [FORM_WEIGHT * boosts[field] for field in FORM_FIELDS.values()]
    return [*boosts.values(), *of_forms]


def lengths_in_files(lengths: IntArray) -> dict[str, IntArray]:
    """Return field → lengths of all articles, for fields with files of lengths.

    *lengths* has a row per article and a column per field.
    """
    columns = lengths[:, COLUMNS_IN_FILES].T
    return dict(zip(FIELDS_WITH_LENGTH_FILES, columns, strict=True))


def lengths_in_postings(lengths: IntArray) -> list[FieldLengths]:
    """Return for each field the lengths of all articles as postings store them."""
    return [
        FieldLengths(lengths[:, number], field in FIELDS_WITH_LENGTH_FILES)
        for number, field in enumerate(FIELDS)
    ]
