# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is known of a record without an article: its newspaper and its month."""

from datetime import tzinfo

from ingest.edit.dating import capture_time, choose_date
from ingest.edit.editing import drop_implausible_facts
from ingest.edit.outlet import source_of_host, stated_source
from ingest.model.record import (
    ExtractedArticle,
    Failure,
    RawArticle,
    SetAside,
    UnreadableInput,
)


def describe_failure(raw: RawArticle, error: UnreadableInput, zone: tzinfo) -> Failure:
    """Return why *raw* yields no article, with its newspaper and month.

    Both are chosen as for an article, from the facts of *error*.
    """
    facts = error.facts or raw.facts
    plausible = drop_implausible_facts(ExtractedArticle(facts, (), "none"))
    moment = choose_date(plausible, capture_time(plausible, zone), zone, {}).moment
    return Failure(
        raw.name,
        str(error),
        aside=isinstance(error, SetAside),
        source=stated_source(plausible) or source_of_host(plausible),
        month=f"{moment:%Y-%m}" if moment else "",
    )
