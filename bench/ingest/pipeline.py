# SPDX-License-Identifier: AGPL-3.0-or-later
"""From bytes to edited articles as ingest does it, without an archive to write to."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ingest.edit.editing import EditedArticle, edit_article
from ingest.extract.page_text import trafilatura_patch
from ingest.extract.readers import read_article
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import Block, Fact, Figure, RawArticle, UnreadableInput

Boilerplate = Mapping[str, Mapping[str, str]]  # source → line → rule that removes it


def edit_bytes(
    kind: str,
    content: bytes,
    options: ReadOptions,
    *,
    name: str = "",
    boilerplate: Boilerplate | None = None,
) -> EditedArticle:
    """Return the article of one page (*kind* ``html``) or dataset row (``record``).

    Raises ``UnreadableInput`` where there is no article in it.
    """
    facts: tuple[Fact, ...] = ()
    if options.source:
        facts = (Fact("source", options.source, "command line"),)
    raw = RawArticle(
        kind=kind, data=content, sha256="", original="", name=name, facts=facts
    )
    return edit_raw(raw, options, boilerplate or {})


def edit_raw(
    raw: RawArticle, options: ReadOptions, boilerplate: Boilerplate
) -> EditedArticle:
    """Return the article of one raw article.

    Raises ``UnreadableInput`` where there is no article in it.
    """
    trafilatura_patch.apply()  # as in a worker; a second call changes nothing
    return edit_article(read_article(raw, options), raw, options, boilerplate)


def edit_file(
    path: Path, options: ReadOptions, boilerplate: Boilerplate | None = None
) -> Iterator[EditedArticle]:
    """Yield the articles in a file of any format; what is unreadable is left out."""
    for raw in split_input(identify_file(path, path.name), options.source):
        if isinstance(raw, RawArticle):
            try:
                yield edit_raw(raw, options, boilerplate or {})
            except UnreadableInput:
                continue


def text_of(blocks: Iterable[Block | Figure]) -> str:
    """Return the text of an article, one line for each block or caption."""
    return "\n".join(map(text_of_block, blocks))


def text_of_block(block: Block | Figure) -> str:
    """Return the text of a block; of an image, its caption."""
    return block.caption if isinstance(block, Figure) else block.text
