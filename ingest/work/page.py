# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article spelt out, as it travels from the worker that read it to the store that writes it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ingest.edit.editing import EditedArticle
from ingest.edit.learned_boilerplate import EdgeLines
from ingest.model.article import (
    render_block,
    render_body,
    render_figure,
    serialise_json,
)
from ingest.model.options import ReadOptions
from ingest.model.record import Block, Fact, Figure, RawArticle
from ingest.pictures.locate import ImageRequest, request_images
from ingest.text.minhash import Signature, compute_signature

LONGEST_SKETCHED = (
    100_000  # characters: a longer text must not use up its reader's time
)


class Page(NamedTuple):
    """An article spelt out: what the store writes, in bytes, for thus it travels at half the cost."""

    id: str
    identity: str
    name: str  # of the input
    source: str
    day: str  # ISO 8601, "" without a date
    confidence: float
    front_matter: bytes
    body: tuple[bytes | Figure, ...]  # Markdown, and figures to get their images
    sidecar: bytes  # rows of JSON, see `rows`
    edges: EdgeLines
    image_request: ImageRequest | None  # the pictures to look for
    sketch: (
        Signature | None
    )  # of the Markdown, unless pictures are still to come or the text is very long

    @property
    def markdown(self) -> bytes:
        """Return the article's file."""
        blocks = [
            render_figure(block).encode() if isinstance(block, Figure) else block
            for block in self.body
        ]
        return b"%b\n%b\n" % (self.front_matter, b"\n\n".join(blocks))


def page(edited: EditedArticle, piece: RawArticle, options: ReadOptions) -> Page:
    """Return the Markdown of an article and the sidecar that tells how it came about."""
    article, wanted = edited.article, request_images(piece, edited.figures)
    text = "" if wanted else render_body(article.blocks)
    sidecar: dict[str, Any] = {
        "identity": edited.identity,
        "input": piece.name,
        "sha256": piece.sha256,
        "source": article.source,
        "url": article.url,
        "confidence": article.extraction["confidence"],
        "candidates": [
            fact._asdict() for fact in with_options(edited.facts, piece.kind, options)
        ],
        "cut": [cut._asdict() for cut in edited.cuts],
        "repairs": list(edited.repairs),
        "edges": list(edited.edges.lines),
    }
    return Page(
        id=article.id,
        identity=edited.identity,
        name=piece.name,
        source=article.source,
        day=article.date.date().isoformat() if article.date else "",
        confidence=float(article.extraction["confidence"]),
        front_matter=article.front_matter().encode(),
        body=render_blocks(article.blocks) if wanted else (text.encode(),),
        sidecar=rows(sidecar),
        edges=edited.edges,
        image_request=wanted,
        sketch=None
        if wanted or len(text) > LONGEST_SKETCHED
        else compute_signature(f"\n{text}\n"),
    )


def render_blocks(blocks: tuple[Block | Figure, ...]) -> tuple[bytes | Figure, ...]:
    """Return the text blocks as Markdown; figures stay until they have their images."""
    return tuple(
        block if isinstance(block, Figure) else render_block(block).encode()
        for block in blocks
    )


def with_options(
    facts: tuple[Fact, ...], kind: str, options: ReadOptions
) -> tuple[Fact, ...]:
    """Return the candidates of a sidecar: *facts* with the options of the command line.

    The options follow the outlet that the command line gives. Where *kind* is record,
    the names of fields show in the values that were read.
    """
    listed = []
    if kind != "record":
        for ours, theirs in options.field_names:
            listed.append(Fact("map", f"{ours}={theirs}", "command line"))
    if options.keep_images:
        listed.append(Fact("images", "kept", "command line"))
    start = sum(fact.origin == "command line" for fact in facts)
    return (*facts[:start], *listed, *facts[start:])


def rows(facts: Mapping[str, Any]) -> bytes:
    """Return the members of a JSON object, a fact a line, so that people and diffs can read it."""
    told = ",\n".join([f' "{name}": {listed(value)}' for name, value in facts.items()])
    return told.encode("utf-8", "replace")


def listed(value: object) -> str:
    """Return *value* as JSON, each member of a list on a line of its own."""
    if isinstance(value, list):
        return (
            "[\n  " + ",\n  ".join(map(serialise_json, value)) + "\n ]"
            if value
            else "[]"
        )
    return serialise_json(value)


def spelt(*parts: bytes) -> bytes:
    """Return a sidecar of which *parts* are the rows."""
    return b"{\n%b\n}\n" % b",\n".join(filter(None, parts))
