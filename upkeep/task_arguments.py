# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv ingest PATH…`: a task with any number of words, which Invoke does not have.

For Invoke each word after the first is another task. The words of `inv ingest` are
therefore given to it as ``--path WORD``, before it parses them.
"""

from collections.abc import Iterator
from pathlib import Path

from invoke.parser import Parser
from invoke.parser.parser import ParseResult

TASK = "ingest"
WORD_OPTION = "--path"


class PathsParser(Parser):
    """Invoke's parser, for which the words of the task TASK are paths."""

    def parse_argv(self, argv: list[str]) -> ParseResult:
        """Return the tasks in *argv* with their arguments."""
        if TASK not in self.contexts or TASK not in argv:
            return super().parse_argv(argv)
        start = argv.index(TASK) + 1
        words = self.name_words(argv[start:])
        return super().parse_argv([*argv[:start], *words])

    def name_words(self, arguments: list[str]) -> Iterator[str]:
        """Yield *arguments* with an option before each path.

        The name of another task begins that task, unless there is a file of that name.
        """
        flags = self.contexts[TASK].flags
        words = iter(arguments)
        for word in words:
            if word in self.contexts and not Path(word).exists():
                yield word
                yield from words
            elif not word.startswith("-"):
                yield from (WORD_OPTION, word)
            else:
                yield word
                if word in flags and flags[word].takes_value:
                    yield from next_word(words)


def next_word(words: Iterator[str]) -> Iterator[str]:
    """Yield the next of *words*, if there is one."""
    for word in words:
        yield word
        return
