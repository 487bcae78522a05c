# SPDX-License-Identifier: AGPL-3.0-or-later
"""Inputs without any article: given up after many records, instead of read to the end.

A file of a megabyte may unpack to millions of rows ``{}``. To read and list all of them
would take hours and a ledger of gigabytes, for nothing.
"""

from collections import Counter

MOST_FAILURES = 10_000  # of an input's first records, those set aside among them
GIVEN_UP = (
    f"none of its first {MOST_FAILURES:,} records is an article: the rest was not read,"
    " how many records follow is unknown"
)


class BarrenInputs:
    """Counts the records of each input that were no article, before its first one."""

    def __init__(self) -> None:
        self.failures: Counter[str] = Counter()
        self.fruitful: set[str] = set()  # inputs with an article

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


def input_name(record_name: str) -> str:
    """Return the name of the file that a record is from."""
    return record_name.partition("#")[0]
