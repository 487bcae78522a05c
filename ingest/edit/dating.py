# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publication date: the best of the date candidates, never a guess."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC as UTC_ZONE
from datetime import date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache

from arabic.date_labels import find_publication_date
from arabic.datelines import Dateline
from ingest.model.record import ExtractedArticle, Fact

# Best first. `text` is visible text of a <time> element; it ranks as a byline.
ORIGINS = (
    "json-ld",
    "microdata",
    "meta",
    "time",
    "page data",
    "field",
    "byline",
    "text",
    "dateline",
    "url",
    "htmldate",
)
# Names that the front matter has for origins, where they differ.
ORIGIN_NAMES = {
    "microdata": "meta",
    "time": "meta",
    "page data": "meta",
    "text": "byline",
    "dateline": "byline",
}
ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SPACE_BEFORE_OFFSET = re.compile(r"\s(?=[+-])|\s(?=Z)")
UTC = re.compile(r"(?:Z|[+-]00:?00)\s*$")
DAY_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:\D|$)")
SAVED = "saved from"  # origin of what saving tools have noted
OLDEST_YEAR = 1800  # newspapers in print
# Two dates of one day may differ by that much: a time zone may be between them.
SAME_DAY = timedelta(days=1, hours=14)
ONE_DAY = timedelta(days=1)
# The year is inferred, and the weekday is not that day's: another year is meant.
DOUBTFUL = frozenset(("year-inferred", "weekday-mismatch"))
ARAB_OFFSETS = (timedelta(0), timedelta(hours=4))  # from Nouakchott to Muscat


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date read from a fact: the moment with its offset, its dateline if in prose."""

    moment: datetime
    fact: Fact
    dateline: Dateline | None = None
    from_utc: bool = False  # stated in UTC, moved to the outlet's zone
    is_day: bool = False  # known to the day: *moment* is its midnight

    @property
    def origin(self) -> str:
        """The name of its origin in the front matter."""
        if self.dateline and self.dateline.calendar == "relative":
            return "relative"
        return ORIGIN_NAMES.get(self.fact.origin, self.fact.origin)


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """The chosen date, its origin, and what the page prints about it."""

    moment: datetime | None = None
    is_day: bool = False  # known to the day: *moment* is its midnight
    origin: str = ""
    printed: str = ""
    flags: tuple[str, ...] = ()
    hijri: str = ""


def choose_date(
    article: ExtractedArticle,
    captured: datetime | None,
    zone: tzinfo,
    line_dates: Mapping[str, Dateline | None],
) -> PublicationDate:
    """Return the date of the best origin, else a relative one, else the capture's.

    *zone* is the outlet's: it applies to local times without offset and to times in
    UTC. *line_dates* has the dates of lines that are parsed already, by their texts.
    """
    candidates = plausible_candidates(article, captured, zone, line_dates)
    if not candidates:
        return date_of_capture(article, captured)
    best = candidates[0]
    disagreement = ("disagreement",) if disagrees(best, candidates) else ()
    printed = find_printed(candidates, best)
    if printed is None or printed.dateline is None:
        return PublicationDate(
            best.moment, best.is_day, best.origin, flags=disagreement
        )
    line = printed.dateline
    chosen = best if choose_moment(best, printed) == best.moment else printed
    return PublicationDate(
        moment=chosen.moment,
        is_day=chosen.is_day,
        origin=best.origin,
        printed=printed.fact.value[line.start : line.end],
        flags=(*line.flags, *disagreement),
        hijri=line.hijri.isoformat() if line.hijri else "",
    )


def date_of_capture(
    article: ExtractedArticle, captured: datetime | None
) -> PublicationDate:
    """Return the date of the capture, an empty one if that is not known.

    A page that a person or a web archive has saved may be years old by then.
    """
    if captured is None or article.first_value("captured", SAVED):
        return PublicationDate()
    is_day = ISO_DAY.fullmatch(article.first_value("captured").strip()) is not None
    return PublicationDate(captured, is_day, "crawl")


def find_printed(
    candidates: list[DateCandidate], best: DateCandidate
) -> DateCandidate | None:
    """Return the first date in prose that is within a day of *best*."""
    for candidate in candidates:
        distance = abs(candidate.moment.date() - best.moment.date())
        if candidate.dateline and distance <= ONE_DAY:
            return candidate
    return None


def choose_moment(best: DateCandidate, printed: DateCandidate) -> datetime:
    """Return the moment of *best*, unless it is in UTC and *printed* has another day.

    Many sites give their local time as UTC: then the printed day is right, if it is the
    day of that moment anywhere in the Arab world. The day before at 13:52 is not.
    """
    if not best.from_utc or printed.moment.date() == best.moment.date():
        return best.moment
    stated = best.moment.astimezone(UTC_ZONE)
    days = {(stated + offset).date() for offset in ARAB_OFFSETS}
    return printed.moment if printed.moment.date() in days else best.moment


def disagrees(best: DateCandidate, candidates: list[DateCandidate]) -> bool:
    """Return whether the page states another day for its article than *best*.

    htmldate and the URL state nothing, and a relative date may count from another day.
    """
    if best.fact.origin in {"htmldate", "url"}:
        return False
    return any(
        abs(other.moment - best.moment) > SAME_DAY
        for other in candidates
        if other.origin not in {"htmldate", "url", "relative"}
    )


def plausible_candidates(
    article: ExtractedArticle,
    captured: datetime | None,
    zone: tzinfo,
    line_dates: Mapping[str, Dateline | None],
) -> list[DateCandidate]:
    """Return the dates that may be of publication, best first.

    Dates that name a day come before those relative to the capture.
    """
    capture_day = captured.date() if captured else None
    candidates = []
    for fact in candidate_facts(article):
        candidate = read_machine_date(fact, zone)
        if candidate is None:
            dateline = read_dateline(fact, capture_day, line_dates)
            candidate = in_prose(fact, dateline, zone)
        if candidate and is_plausible(candidate.moment, captured):
            candidates.append(candidate)
    return sorted(candidates, key=rank)


def candidate_facts(article: ExtractedArticle) -> list[Fact]:
    """Return the facts that may state the date, those of URLs last."""
    facts = [
        fact
        for fact in article.facts
        if fact.field == "date" and fact.origin in ORIGINS
    ]
    days = map(DAY_IN_URL.search, article.values_of("url"))
    facts += [Fact("date", "-".join(day.groups()), "url") for day in days if day]
    return facts


def rank(candidate: DateCandidate) -> tuple[bool, bool, int]:
    """Return the sort key of a candidate.

    A bare 1 January ranks low: tools make it of a year without month and day.
    """
    text = candidate.fact.value
    january = ISO.fullmatch(text) is not None and text.endswith("-01-01")
    relative = candidate.origin == "relative"
    return relative, january, ORIGINS.index(candidate.fact.origin)


def is_plausible(moment: datetime, captured: datetime | None) -> bool:
    """Return whether *moment* is in the age of newspapers and before the capture."""
    if moment.year < OLDEST_YEAR:
        return False
    return captured is None or moment <= captured + ONE_DAY


def capture_time(article: ExtractedArticle, zone: tzinfo) -> datetime | None:
    """Return the time when the page was fetched, if the input states it."""
    for text in article.values_of("captured"):
        if moment := read_iso(text, zone):
            return moment
    return None


def read_machine_date(fact: Fact, zone: tzinfo) -> DateCandidate | None:
    """Return the date of a fact in ISO 8601 or in the format of mails."""
    moment = read_iso(fact.value, zone) or read_mail_date(fact.value)
    if moment is None:
        return None
    return DateCandidate(
        moment,
        fact,
        from_utc=bool(UTC.search(fact.value)),
        is_day=ISO_DAY.fullmatch(fact.value.strip()) is not None,
    )


def read_dateline(
    fact: Fact, capture_day: date | None, line_dates: Mapping[str, Dateline | None]
) -> Dateline | None:
    """Return the date of a fact in prose; «أمس» is relative to *capture_day*."""
    if fact.value in line_dates:
        return line_dates[fact.value]
    return find_publication_date(fact.value, capture_day)


def in_prose(
    fact: Fact, dateline: Dateline | None, zone: tzinfo
) -> DateCandidate | None:
    """Return the candidate of a dateline, at midnight if it has no time of day.

    A doubtful date is none.
    """
    if dateline is None or set(dateline.flags) >= DOUBTFUL:
        return None
    moment = datetime.combine(dateline.day, dateline.time or time(), zone)
    return DateCandidate(moment, fact, dateline, is_day=dateline.time is None)


def read_mail_date(text: str) -> datetime | None:
    """Return a date in the format of mails and RSS, Sat, 10 Oct 2015 07:00:00 +0000."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@lru_cache(1 << 10)  # a dataset has few days, a crawl few capture times
def read_iso(text: str, zone: tzinfo) -> datetime | None:
    """Return an ISO 8601 date, midnight in *zone* if it is a day, else ``None``."""
    match = ISO.fullmatch(text.strip())
    if not match:
        return None
    try:
        moment = datetime.fromisoformat(SPACE_BEFORE_OFFSET.sub("", match[0]))
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    if moment.utcoffset() == timedelta(0):
        # UTC is the server's clock, not the outlet's: after midnight its day is
        # yesterday's.
        return moment.astimezone(zone)
    return moment
