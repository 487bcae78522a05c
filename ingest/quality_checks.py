# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an archive lacks by newspaper and month, and the articles to check first."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ingest.archive.ledger import LEDGER, parse_row
from ingest.report import DOUBTFUL, LAST_RUN, UnpublishedRow
from storage.files import read_or_none
from storage.json_lines import BadLog

LONGEST_VALUES = {"section": 60, "title": 250}  # characters
LONGEST_AUTHOR = 60
FEWEST_WORDS = 12  # in a body
COMMON_TITLE = 3  # articles of one newspaper with the same title
LEAST_KEPT = 0.6  # share of a page's running text that is in the article
COUNTS = ("articles", "undated", "unsigned", "doubtful", "repaired")
REPORTED = ("aside", "unreadable")  # of the statuses in the ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts:
    """What the report needs of an article, and the reasons to check it."""

    id: str
    title: str
    source: str
    month: str  # 2021-05, "" without a date
    url: str
    original: str  # below raw/
    is_signed: bool
    is_doubtful: bool
    is_repaired: bool
    reasons: tuple[str, ...]


class Unpublished(NamedTuple):
    """An input, or parts of one, without an article."""

    outcome: str  # status and reason
    source: str  # "" where it is unknown, like the month
    month: str
    inputs: str  # name of the input, or the number of parts
    parts: int = 1


@dataclass(slots=True, kw_only=True)
class QualityReport:
    """The counts by newspaper and month, and what to check."""

    counts: dict[tuple[str, str], Counter[str]]
    unpublished: list[Unpublished]
    to_check: list[ArticleFacts] = field(default_factory=list)

    def inputs_by_outcome(self) -> dict[str, list[str]]:
        """Return the inputs that were not published, by status and reason."""
        inputs: dict[str, list[str]] = defaultdict(list)
        for row in self.unpublished:
            inputs[row.outcome].append(row.inputs)
        return dict(inputs)

    def outcomes_by_month(self) -> dict[tuple[str, str], Counter[str]]:
        """Return how much was not published, by newspaper and month, by reason."""
        outcomes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for row in self.unpublished:
            outcomes[row.source, row.month][row.outcome] += row.parts
        return outcomes


def compile_report(archive: Path) -> QualityReport:
    """Return the report on the archive in a folder."""
    articles = list(read_articles(archive))
    titles = Counter((article.source, article.title) for article in articles)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    to_check = []
    for article in articles:
        counts[article.source, article.month].update(counts_of(article))
        shared = titles[article.source, article.title]
        reasons = (*article.reasons, *shared_title(shared))
        if reasons:
            to_check.append(with_reasons(article, reasons))
    to_check.sort(key=lambda article: (-len(article.reasons), article.id))
    unpublished = read_unpublished(archive)
    for row in unpublished:
        counts[row.source, row.month].update(dict.fromkeys(COUNTS, 0))
    return QualityReport(
        counts=dict(counts), unpublished=unpublished, to_check=to_check
    )


def counts_of(article: ArticleFacts) -> dict[str, int]:
    """Return what an article adds to each of COUNTS."""
    return {
        "articles": 1,
        "undated": int(not article.month),
        "unsigned": int(not article.is_signed),
        "doubtful": int(article.is_doubtful),
        "repaired": int(article.is_repaired),
    }


def with_reasons(article: ArticleFacts, reasons: tuple[str, ...]) -> ArticleFacts:
    """Return *article* with other *reasons*."""
    return ArticleFacts(**{**asdict(article), "reasons": reasons})


def shared_title(count: int) -> tuple[str, ...]:
    """Return the reason to check an article whose title *count* articles have."""
    return (f"a title that {count:,} articles have",) if count >= COMMON_TITLE else ()


def read_articles(archive: Path) -> Iterator[ArticleFacts]:
    """Yield the facts of each article of the archive, in the order of ids."""
    for path in sorted((archive / "articles").glob("*/*.md")):
        head, _, body = path.read_text("utf-8").partition("\n---\n")
        values = parse_front_matter(head)
        sidecar = archive / "sidecars" / path.parent.name / f"{path.stem}.json"
        repairs = read_repairs(sidecar)
        yield ArticleFacts(
            id=path.stem,
            title=str(values.get("title", "")),
            source=str(values.get("source", "")),
            month=str(values.get("date", ""))[:7],
            url=str(values.get("url", "")),
            original=str(values.get("original", "")),
            is_signed="authors" in values,
            is_doubtful=confidence_of(values) < DOUBTFUL,
            is_repaired=bool(repairs),
            reasons=tuple(reasons_to_check(values, body)),
        )


def parse_front_matter(head: str) -> dict[str, Any]:
    """Return the front matter that ingest wrote: JSON, or text without quotes."""
    values = {}
    for line in head.splitlines():
        name, colon, text = line.partition(": ")
        if colon:
            values[name] = parse_value(text)
    return values


def parse_value(text: str) -> Any:
    """Return a value of the front matter."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def read_repairs(sidecar: Path) -> list[str]:
    """Return the repairs that an article's sidecar records."""
    return list(read_json(sidecar).get("repairs", []))


def confidence_of(values: Mapping[str, Any]) -> float:
    """Return the confidence of the extraction."""
    extraction = values.get("extraction")
    return float(extraction["confidence"]) if isinstance(extraction, dict) else 1.0


def reasons_to_check(values: Mapping[str, Any], body: str) -> Iterator[str]:
    """Yield what is implausible about an article."""
    yield from doubts_of_text(values, body)
    yield from doubts_of_fields(values)


def doubts_of_text(values: Mapping[str, Any], body: str) -> Iterator[str]:
    """Yield what is implausible about the text of an article."""
    if (confidence := confidence_of(values)) < DOUBTFUL:
        yield f"low confidence ({confidence})"
    kept = values.get("extraction", {}).get("kept", 1.0)
    if kept < LEAST_KEPT:
        yield f"only {kept:.0%} of the page's text"
    if (words := len(body.split())) < FEWEST_WORDS:
        yield f"a body of {words} words"
    if "\ufffd" in body:
        yield "characters that could not be decoded"


def doubts_of_fields(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is implausible about the fields of an article."""
    for name, longest in LONGEST_VALUES.items():
        if (length := len(str(values.get(name, "")))) > longest:
            yield f"a {name} of {length:,} characters"
    for author in values.get("authors", []):
        if len(author) > LONGEST_AUTHOR or any(map(str.isdigit, author)):
            yield f"an author called {author}"
    for flag in values.get("date_flags", []):
        yield f"date: {flag}"
    for name in ("title_source", "body_source"):
        if name in values:
            yield f"{name.partition('_')[0]} taken from the {values[name]}"


def read_unpublished(archive: Path) -> list[Unpublished]:
    """Return the inputs that yielded no article, by status and reason.

    Those of the ledger, and of the last run also the files whose format is not read,
    with the number of parts that were passed over in place of their names. Raises
    ``BadLog``.
    """
    rows = read_ledger(archive / LEDGER)
    last_run = read_json(archive / LAST_RUN)
    try:
        for row in map(UnpublishedRow._make, last_run.get("failures", [])):
            outcome = f"{row.status}: {row.reason}"
            rows[row.name] = Unpublished(outcome, row.source, row.month, row.name)
        passed_over = [
            Unpublished(f"passed over: {reason}", source, "", f"{parts:,} parts", parts)
            for source, reason, parts in last_run.get("passed_over", [])
        ]
    except (TypeError, ValueError) as error:
        raise BadLog(
            f"{archive / LAST_RUN} is damaged or of another version:"
            " ingest a path again"
        ) from error
    return sorted([*filter(None, rows.values()), *passed_over])


def read_ledger(ledger: Path) -> dict[str, Unpublished | None]:
    """Return the last outcome of each input, ``None`` for an article.

    A damaged row is left out, as if its input had not been read: `inv verify content`
    reports it, and the next run reads the input again.
    """
    outcomes: dict[str, Unpublished | None] = {}
    lines = (read_or_none(ledger) or b"").splitlines()
    for row in filter(None, map(parse_row, lines)):
        if name := row.get("input"):
            outcomes[name] = unpublished_of(row) if row["status"] in REPORTED else None
    return outcomes


def unpublished_of(row: Mapping[str, str]) -> Unpublished:
    """Return the input of a row of the ledger."""
    outcome = f"{row['status']}: {row['reason']}"
    source, month = row.get("source", ""), row.get("month", "")
    return Unpublished(outcome, source, month, row["input"])


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file, {} if it is missing or broken."""
    try:
        return dict(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return {}


def serialise_report(report: QualityReport) -> bytes:
    """Return the report as JSON, the same bytes for the same archive."""
    outcomes = report.outcomes_by_month()
    months = [
        {
            **{"source": source, "month": month, **counts},
            "not_published": dict(sorted(outcomes[source, month].items())),
        }
        for (source, month), counts in sorted(report.counts.items())
    ]
    data = {
        "months": months,
        "not_published": report.inputs_by_outcome(),
        "to_check": [asdict(article) for article in report.to_check],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")
