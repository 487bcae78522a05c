# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Invoke lacks: tasks with any number of words, and a list in the tasks' order.

For Invoke each word after the first is another task. The words of `inv ingest PATH…`
are therefore given to it as ``--path WORD``, before it parses them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from invoke.parser import Parser
from invoke.parser.parser import ParseResult

# Task → the option that each of its words is a value of.
WORD_OPTIONS = {
    "ingest": "--path",
    "remove": "--article",
    "check": "--site",
    "verify": "--folder",
    "entities-apply": "--file",
    "entities-undo": "--entity",
}


class PathsParser(Parser):
    """Invoke's parser, for which the words of some tasks are values of an option."""

    def parse_argv(self, argv: list[str]) -> ParseResult:
        """Return the tasks in *argv* with their arguments."""
        for task, option in WORD_OPTIONS.items():
            if task in self.contexts and task in argv:
                start = argv.index(task) + 1
                words = self.name_words(task, option, argv[start:])
                return super().parse_argv([*argv[:start], *words])
        return super().parse_argv(argv)

    def name_words(self, task: str, option: str, arguments: list[str]) -> Iterator[str]:
        """Yield *arguments* with *option* before each word.

        The name of another task begins that task, unless there is a file of that name.
        """
        flags = self.contexts[task].flags
        words = iter(arguments)
        for word in words:
            if word == "--" or (word in self.contexts and not Path(word).exists()):
                yield word
                yield from words
            elif not word.startswith("-"):
                yield from (option, word)
            else:
                yield word
                if word in flags and flags[word].takes_value:
                    yield from next_word(words)


def next_word(words: Iterator[str]) -> Iterator[str]:
    """Yield the next of *words*, if there is one."""
    for word in words:
        yield word
        return


def list_in_order(program: Any) -> None:
    """Have `inv --list` print the tasks in the order of the code, not of the alphabet.

    *program* is Invoke's class; namespaces follow the tasks.
    """
    make_pairs = program._make_pairs

    def ordered_pairs(
        self: Any, coll: Any, ancestors: list[str] | None = None
    ) -> list[tuple[str, str | None]]:
        pairs: list[tuple[str, str | None]] = make_pairs(self, coll, ancestors)
        prefix = f"{'.'.join(ancestors)}." if ancestors else ""
        places = {f"{prefix}{name}": place for place, name in enumerate(coll.tasks)}
        return sorted(pairs, key=lambda pair: places.get(pair[0], len(places)))

    program._make_pairs = ordered_pairs
