# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shows which articles were corrected and removed, and what the archive lacks.

The logs are ``corrections.jsonl`` and ``removals.jsonl`` below PATH, which ingest
writes. Each log that has rows has a page; an article shows its corrections; a removed
one has a tombstone at its URL. ``quality.json`` is the data of `inv report`: counts by
newspaper and month, and what was not published.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.writers import Writer

from plugins.contract import ArchiveArticle, BuildProblem, Correction, Settings
from storage.json_lines import BadLog, read_log

CORRECTIONS, REMOVALS, QUALITY = "corrections", "removals", "quality"
# Texts that each row of a log must have.
MEMBERS = {
    CORRECTIONS: ("id", "date", "reason", "after"),
    REMOVALS: ("id", "date", "reason", "level"),
}


class Removal(NamedTuple):
    """A removed article; nothing of its text is known."""

    id: str
    date: date
    reason: str
    level: str  # hide | erase
    url: str


def add_public_logs(generator: ArticlesGenerator) -> None:
    """Set the corrections of articles, and the rows of both pages."""
    settings: Settings = generator.settings
    context = generator.context
    rows = load_rows(settings, CORRECTIONS)
    articles = {article.slug: article for article in generator.articles}
    context["corrections"] = list(add_corrections(articles, rows))
    context["removals"] = newest_first(
        removal_of(row, settings)
        for row in load_rows(settings, REMOVALS)
        if row["id"] not in articles  # shown again by an editor
    )
    context["quality"] = load_quality(settings)
    logs = [name for name in (CORRECTIONS, REMOVALS, QUALITY) if context[name]]
    # A setting, so that every page is rendered again when the first row is written.
    context["SITE_LOGS"] = generator.settings["SITE_LOGS"] = logs


def load_rows(settings: Settings, name: str) -> list[dict[str, Any]]:
    """Return the rows of a log. Raises ``BuildProblem`` with file and line."""
    path = Path(settings["PATH"], f"{name}.jsonl")
    try:
        return read_log(path, *MEMBERS[name])
    except BadLog as error:
        raise BuildProblem(f"{error}: mend or remove the line") from error


def load_quality(settings: Settings) -> dict[str, Any]:
    """Return the data of the quality report, {} without one.

    Raises ``BuildProblem`` if the file is damaged.
    """
    path = Path(settings["PATH"], f"{QUALITY}.json")
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_bytes())
        return {name: data[name] for name in ("months", "not_published")}
    except (ValueError, KeyError, TypeError) as error:
        raise BuildProblem(
            f"{path}: damaged ({error}): write it again with inv report"
        ) from error


def add_corrections(
    articles: Mapping[str, ArchiveArticle], rows: Iterable[Mapping[str, str]]
) -> Iterator[tuple[ArchiveArticle, Correction]]:
    """Set ``metadata["corrections"]``, oldest first; yield all, the newest first.

    Of rows with one text the first gives the day, the last the reason.
    """
    by_text: dict[tuple[str, str], Correction] = {}
    for row in rows:
        key = row["id"], row["after"]
        day = by_text[key].date if key in by_text else date.fromisoformat(row["date"])
        by_text[key] = Correction(day, row["reason"])
    of_articles: dict[str, list[Correction]] = {}
    for (identity, _), correction in by_text.items():
        if identity in articles:
            of_articles.setdefault(identity, []).append(correction)
    for identity, corrections in of_articles.items():
        metadata: Any = articles[identity].metadata
        metadata["corrections"] = corrections
    pairs = [
        (articles[identity], correction)
        for identity, corrections in of_articles.items()
        for correction in corrections
    ]
    yield from sorted(pairs, key=lambda pair: pair[1].date, reverse=True)


def removal_of(row: Mapping[str, str], settings: Settings) -> Removal:
    """Return a row of the log, with the URL of its tombstone."""
    identity = row["id"]
    url = settings["ARTICLE_URL"].format(shelf=identity[:2], slug=identity)
    day = date.fromisoformat(row["date"])
    return Removal(identity, day, row["reason"], row["level"], url)


def newest_first(removals: Iterable[Removal]) -> list[Removal]:
    """Return the last row of each article, the newest first.

    One that was hidden and erased later has two rows.
    """
    last = {removal.id: removal for removal in removals}
    return sorted(last.values(), key=lambda removal: removal.date, reverse=True)


class PublicLogGenerator(Generator):
    """Writes the pages of the logs, and the tombstones."""

    def generate_output(self, writer: Writer) -> None:
        """Write what the logs have."""
        for name in self.settings["SITE_LOGS"]:
            self.write_page(writer, f"{name}.html", name, {})
        for removal in self.context["removals"]:
            self.write_page(writer, removal.url, "tombstone", {"removal": removal})

    def write_page(
        self, writer: Writer, path: str, template: str, variables: Mapping[str, object]
    ) -> None:
        """Write a page."""
        context = {**self.context, **variables}
        writer.write_file(
            path,
            self.get_template(template),
            context,
            self.settings["RELATIVE_URLS"],
            **variables,
        )


def public_log_generator(_pelican: object) -> type[PublicLogGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return PublicLogGenerator


def register() -> None:
    """Connect before articles are rendered, and among the generators."""
    signals.article_generator_pretaxonomy.connect(add_public_logs)
    signals.get_generators.connect(public_log_generator)
