# SPDX-License-Identifier: AGPL-3.0-or-later
"""When an article appeared: the best of the dates found, never a guess."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache

from arabic.datelines import Dateline, find_date
from ingest.model.record import ExtractedArticle, Fact

# Best first. `text` is what stands in sight beside a machine-readable date; it counts as a byline.
ORIGINS = (
    "json-ld",
    "microdata",
    "meta",
    "field",
    "byline",
    "text",
    "dateline",
    "url",
    "htmldate",
)
ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
UTC = re.compile(r"(?:Z|[+-]00:?00)\s*$")
IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:\D|$)")


@dataclass(frozen=True, slots=True)
class Found:
    """A date read from a fact: the moment with its offset, and the dateline if it was prose."""

    moment: datetime
    fact: Fact
    line: Dateline | None = None
    utc: bool = False  # told by a server's clock, moved to the outlet's zone


@dataclass(frozen=True, slots=True)
class Dated:
    """The chosen date, where it comes from, and what the page prints about it."""

    date: datetime | None = None
    source: str = ""
    text: str = ""
    flags: tuple[str, ...] = ()
    hijri: str = ""


def decide(record: ExtractedArticle, zone: tzinfo) -> Dated:
    """Return the article's date: the first origin of ``ORIGINS`` that has one, else a relative one, else the capture's.

    *zone* is the outlet's: local times without offset, and those given in UTC, are told in it.
    """
    captured = capture(record, zone)
    dates = [
        found
        for found in candidates(record, captured, zone)
        if plausible(found.moment, captured)
    ]
    if not dates:
        return Dated(captured, "crawl") if captured else Dated()
    best = dates[0]
    printed = next(
        (
            d
            for d in dates
            if d.line and abs(d.moment.date() - best.moment.date()) <= timedelta(1)
        ),
        None,
    )
    line = printed.line if printed else None
    return Dated(
        # Many sites give their local time as UTC: beside such a stamp the printed day is the truth.
        printed.moment
        if printed and best.utc and printed.moment.date() != best.moment.date()
        else best.moment,
        origin(best),
        printed.fact.value[line.start : line.end] if printed and line else "",
        (
            *(line.flags if line else ()),
            *["disagreement"] * any(apart(best, other) for other in dates),
        ),
        line.hijri.isoformat() if line and line.hijri else "",
    )


def apart(best: Found, other: Found) -> bool:
    """Say whether two dates, each stated by the page for its article, are of different days."""
    stated = {"htmldate", "url"}.isdisjoint(
        (other.fact.origin, best.fact.origin)
    ) and origin(other) != "relative"
    return stated and abs(other.moment - best.moment) > timedelta(
        days=1, hours=14
    )  # a zone lies between


def origin(found: Found) -> str:
    """Return the name that the front matter gives to where the date comes from."""
    if found.line and found.line.calendar == "relative":
        return "relative"
    return {"microdata": "meta", "text": "byline", "dateline": "byline"}.get(
        found.fact.origin, found.fact.origin
    )


def candidates(
    record: ExtractedArticle, captured: datetime | None, zone: tzinfo
) -> list[Found]:
    """Return the dates that were read, best first: all that name a day before all that are relative to the capture."""
    facts = [
        fact for fact in record.facts if fact.field == "date" and fact.origin in ORIGINS
    ]
    urls = [
        Fact("date", "-".join(match.groups()), "url")
        for url in record.values_of("url")
        for match in in_url(url)
    ]
    base = captured.date() if captured else None
    dates = [found for fact in (*facts, *urls) if (found := read(fact, base, zone))]
    return sorted(dates, key=weakness)


def weakness(found: Found) -> tuple[bool, bool, int]:
    """Return the place of a date among the others: a bare 1 January is what tools make of a year."""
    january = ISO.fullmatch(found.fact.value) is not None and found.fact.value.endswith(
        "-01-01"
    )
    return origin(found) == "relative", january, ORIGINS.index(found.fact.origin)


def in_url(url: str) -> Iterator[re.Match[str]]:
    """Yield the day that the address of an article names."""
    if match := IN_URL.search(url):
        yield match


def capture(record: ExtractedArticle, zone: tzinfo) -> datetime | None:
    """Return the moment when the page was fetched, if the input says so."""
    return next(
        (
            moment
            for value in record.values_of("captured")
            if (moment := read_iso(value, zone))
        ),
        None,
    )


def plausible(moment: datetime, captured: datetime | None) -> bool:
    """Say whether the date can be one of publication: newspapers in print, and not after the capture."""
    return moment.year >= 1800 and (
        captured is None or moment <= captured + timedelta(days=1)
    )


def read(fact: Fact, base: date | None, zone: tzinfo) -> Found | None:
    """Return the date that a fact holds, machine-readable or in prose; *base* is the day that «أمس» counts from."""
    moment = read_iso(fact.value, zone) or read_mail(fact.value)
    if moment:
        return Found(moment, fact, utc=bool(UTC.search(fact.value)))
    line = find_date(fact.value, base)
    if line is None:
        return None
    return Found(datetime.combine(line.day, line.time or time(), zone), fact, line)


def read_mail(value: str) -> datetime | None:
    """Return a date as mails and RSS write it («Sat, 10 Oct 2015 07:00:00 +0000»)."""
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@lru_cache(1 << 10)  # a data set has few days, a crawl few moments of capture
def read_iso(value: str, zone: tzinfo) -> datetime | None:
    """Return an ISO 8601 date, at midnight in *zone* if it is only a day; ``None`` for anything else."""
    match = ISO.fullmatch(value.strip())
    if not match:
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"\s(?=[+-])|\s(?=Z)", "", match[0]))
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    # UTC is how a server counts, not where a paper is at home: its day would be yesterday's after midnight.
    return moment.astimezone(zone) if moment.utcoffset() == timedelta(0) else moment
