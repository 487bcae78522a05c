# SPDX-License-Identifier: AGPL-3.0-or-later
"""Inputs without any article: given up after many records, instead of read to the end.

A file of a megabyte may unpack to millions of rows ``{}``. To read and list all of them
would take hours and a ledger of gigabytes, for nothing. Each such input is reported
with the number of records that were read, and that others follow.
"""

from collections import Counter
from collections.abc import Iterator

from ingest.model.record import Failure

MOST_FAILURES = 10_000  # of an input's first records, those set aside among them


class BarrenInputs:
    """Counts the records of each input that were no article, before its first one."""

    def __init__(self) -> None:
        self.failures: Counter[str] = Counter()
        self.fruitful: set[str] = set()  # inputs with an article
        self.given_up: set[str] = set()  # inputs that were not read to their end

    def add_article(self, record_name: str) -> None:
        """Note that a record became an article: its input is read to the end."""
        self.fruitful.add(input_name(record_name))

    def add_failure(self, record_name: str) -> bool:
        """Count a record that failed; return whether it is still to be listed.

        The failure of an input as a whole always is.
        """
        name = input_name(record_name)
        if name == record_name:
            return True
        if name not in self.fruitful:
            self.failures[name] += 1
        return not self.is_given_up(name)

    def is_given_up(self, name: str) -> bool:
        """Return whether no more records of the input *name* are read."""
        return name not in self.fruitful and self.failures[name] > MOST_FAILURES

    def give_up(self, name: str) -> None:
        """Note that the input *name* is not read to its end."""
        self.given_up.add(name)

    def unlisted(self) -> Iterator[Failure]:
        """Yield a failure for each input of which records were not listed one by one.

        Records are read ahead in batches, so that a few more than ``MOST_FAILURES``
        were read.
        """
        for name, count in sorted(self.failures.items()):
            if name in self.given_up:
                reason = "the rest was not read, how many records follow is unknown"
                yield Failure(
                    name, f"none of its first {count:,} records is an article: {reason}"
                )
            elif count > MOST_FAILURES:
                more = count - MOST_FAILURES
                yield Failure(name, f"{more:,} more of its records are no articles")


def input_name(record_name: str) -> str:
    """Return the name of the file that a record is from."""
    return record_name.partition("#")[0]
