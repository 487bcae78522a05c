# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles serialised by the worker that read them, for the store that writes them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ingest.edit.boilerplate.learned import EdgeLines
from ingest.edit.editing import EditedArticle
from ingest.model.article import (
    article_id,
    quote_yaml,
    render_block,
    render_body,
    render_figure,
    serialise_json,
)
from ingest.model.identity import alternative_identity, article_identity
from ingest.model.options import ReadOptions
from ingest.model.record import Block, Fact, Figure, RawArticle, RecordFields
from ingest.pictures.locate import ImageRequest, request_images
from ingest.text.minhash import Signature, compute_signature

# Characters. The time for the signature of a longer text is not the worker's.
MAX_SIGNED_LENGTH = 100_000
URL_ROW = re.compile(rb'^url: (".*")$', re.MULTILINE)


class Alternative(NamedTuple):
    """Another identity and URL of an article, if its identity is another article's."""

    identity: str
    url: str


class SerialisedArticle(NamedTuple):
    """An article as the bytes that the store writes.

    Bytes cost half as much as objects on their way from the worker to the main process.
    """

    id: str
    identity: str
    title: str
    other_urls: tuple[str, ...]  # of the page
    sha256: str  # of the original
    name: str  # of the input
    source: str
    day: str  # ISO 8601, "" without a date
    confidence: float
    front_matter: bytes
    body: tuple[bytes | Figure, ...]  # Markdown, and figures to get their images
    sidecar: bytes  # rows of JSON, see `sidecar_rows`
    edges: EdgeLines
    fields: RecordFields
    image_request: ImageRequest | None
    # Of the body; None if images are still to be attached or the text is very long.
    signature: Signature | None

    @property
    def markdown(self) -> bytes:
        """Return the article's file."""
        blocks = [
            render_figure(block).encode() if isinstance(block, Figure) else block
            for block in self.body
        ]
        return b"%b\n%b\n" % (self.front_matter, b"\n\n".join(blocks))

    def alternatives(self) -> Iterator[Alternative]:
        """Yield further identities, for a site where many articles have one URL.

        The best has another URL of the page, for example that which a browser saved it
        from. The last is unique.
        """
        for url in self.other_urls:
            yield Alternative(article_identity(url, "", "", ""), url)
        url = url_in(self.front_matter)
        for detail in (self.title, f"{self.title} {self.sha256}"):
            yield Alternative(alternative_identity(self.identity, detail), url)

    def with_identity(self, alternative: Alternative) -> "SerialisedArticle":
        """Return a copy with another identity, and the id and URL that belong to it."""
        identity, url = alternative
        new_id = article_id(identity)
        front_matter = replace_member(self.front_matter, b"id: ", self.id, new_id)
        sidecar = replace_member(
            self.sidecar, b' "identity": ', self.identity, identity
        )
        if old_url := url_in(self.front_matter):
            front_matter = replace_member(front_matter, b"url: ", old_url, url)
            sidecar = replace_member(sidecar, b' "url": ', old_url, url)
        return self._replace(
            id=new_id, identity=identity, front_matter=front_matter, sidecar=sidecar
        )


def replace_member(rows: bytes, name: bytes, old: str, new: str) -> bytes:
    """Return *rows* with another value of the member *name*, which is *old* so far."""
    return rows.replace(
        name + quote_yaml(old).encode(), name + quote_yaml(new).encode(), 1
    )


def url_in(front_matter: bytes) -> str:
    """Return the URL in a front matter, "" if it has none."""
    match = URL_ROW.search(front_matter)
    return json.loads(match[1]) if match else ""


def serialise_article(
    edited: EditedArticle, raw: RawArticle, options: ReadOptions
) -> SerialisedArticle:
    """Return an article's Markdown and the sidecar that records how it was made."""
    article = edited.article
    image_request = request_images(raw, edited.figures)
    if image_request:
        body, signature = render_blocks(article.blocks), None
    else:
        text = render_body(article.blocks)
        body, signature = (text.encode(),), signature_of(text)
    return SerialisedArticle(
        id=article.id,
        identity=edited.identity,
        title=article.title,
        other_urls=edited.other_urls,
        sha256=raw.sha256,
        name=raw.name,
        source=article.source,
        day=article.date.date().isoformat() if article.date else "",
        confidence=float(article.extraction["confidence"]),
        front_matter=article.front_matter().encode(),
        body=body,
        sidecar=sidecar_rows(sidecar_of(edited, raw, options)),
        edges=edited.edges,
        fields=edited.fields,
        image_request=image_request,
        signature=signature,
    )


def render_blocks(blocks: tuple[Block | Figure, ...]) -> tuple[bytes | Figure, ...]:
    """Return text blocks as Markdown; figures stay until they have their images."""
    return tuple(
        block if isinstance(block, Figure) else render_block(block).encode()
        for block in blocks
    )


def sidecar_of(
    edited: EditedArticle, raw: RawArticle, options: ReadOptions
) -> dict[str, Any]:
    """Return the members of an article's sidecar."""
    article = edited.article
    candidates = with_option_facts(edited.facts, raw.kind, options)
    return {
        "identity": edited.identity,
        "input": raw.name,
        "sha256": raw.sha256,
        "source": article.source,
        "url": article.url,
        "confidence": article.extraction["confidence"],
        "candidates": [fact._asdict() for fact in candidates],
        "cut": [cut._asdict() for cut in edited.cuts],
        "repairs": list(edited.repairs),
        **({"unread_fields": unread} if (unread := list(edited.fields.unread)) else {}),
        "edges": list(edited.edges.lines),
        **({"longest": edited.edges.longest} if edited.edges.longest else {}),
    }


def signature_of(text: str) -> Signature | None:
    """Return the MinHash signature of an article's body, ``None`` if it is long."""
    if len(text) > MAX_SIGNED_LENGTH:
        return None
    return compute_signature(f"\n{text}\n")


def with_option_facts(
    facts: tuple[Fact, ...], kind: str, options: ReadOptions
) -> tuple[Fact, ...]:
    """Return the candidates of a sidecar: *facts* with the options of the command line.

    The options follow the outlet that the command line gives. Where *kind* is record,
    the names of fields show in the values that were read.
    """
    option_facts = []
    if kind != "record":
        for ours, theirs in options.field_names:
            option_facts.append(Fact("map", f"{ours}={theirs}", "command line"))
    if options.keep_images:
        option_facts.append(Fact("images", "kept", "command line"))
    start = sum(fact.origin == "command line" for fact in facts)
    return (*facts[:start], *option_facts, *facts[start:])


def sidecar_rows(members: Mapping[str, Any]) -> bytes:
    """Return *members* of a JSON object, one a line, readable for people and diffs."""
    rows = [f' "{name}": {serialise_member(value)}' for name, value in members.items()]
    return ",\n".join(rows).encode("utf-8", "replace")


def serialise_member(value: object) -> str:
    """Return *value* as JSON; a list has each of its elements on a line."""
    if not isinstance(value, list):
        return serialise_json(value)
    if not value:
        return "[]"
    elements = ",\n  ".join(map(serialise_json, value))
    return f"[\n  {elements}\n ]"


def join_sidecar(*rows: bytes) -> bytes:
    """Return the sidecar that consists of *rows*."""
    return b"{\n%b\n}\n" % b",\n".join(filter(None, rows))
