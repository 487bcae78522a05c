# SPDX-License-Identifier: AGPL-3.0-or-later
"""Boilerplate removal: text of the site is cut where a named rule matches it.

Every cut is recorded with the name of its rule, so that the sidecar shows what the
Markdown lacks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ingest.edit.boilerplate.rules import (
    AGENCY_ALONE,
    BREAK,
    CREDITS,
    HEADS,
    LINES,
    LONGEST_TAIL,
    MAX_AFTER_TAIL,
    MAX_LINE,
    MAX_TAIL_BLOCKS,
    SLIDER,
    SLIDER_KEYWORD,
    TAILS,
)
from ingest.edit.boilerplate.template_blocks import located_lines
from ingest.edit.bylines.places import agency_name
from ingest.extract.sources.boilerplate_rule import Rule
from ingest.model.record import Block, BlockPlace, Cut, Fact

BEFORE_TAIL = " -–ـ*:،"  # signs that separate a text from its tail
VERBATIM = frozenset(("table", "code"))  # kinds of blocks that are no lines
EDGE = 3  # blocks at either end of a text, in which learned boilerplate is cut


@dataclass(slots=True)
class TrimmedText:
    """The text without boilerplate, what was cut, and the credits among that."""

    blocks: list[Block] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    # The blocks before learned boilerplate was cut.
    unlearned: list[Block] = field(default_factory=list)
    located: list[str] = field(default_factory=list)  # lines of these with a place


def trim(
    blocks: tuple[Block, ...],
    learned: Mapping[str, str],
    places: Mapping[str, BlockPlace] = MappingProxyType({}),
    site: str = "",
) -> TrimmedText:
    """Return *blocks* without boilerplate.

    *learned* maps the learned boilerplate of this source to the name of its rule.
    *places* has the places of blocks in a page of the *site*, by their letters.
    """
    trimmed = TrimmedText()
    remaining = cut_tails(blocks, trimmed)
    names = rule_names(remaining)
    pairs = zip(remaining, names, strict=True)
    trimmed.unlearned = [block for block, name in pairs if not name]
    located = iter(located_lines(trimmed.unlearned, places, site))
    last_edge = len(remaining) - EDGE
    for position, block in enumerate(remaining):
        rule_name = names[position]
        is_last = position >= last_edge
        if not rule_name:
            lines = next(located)
            trimmed.located += lines
            is_edge = position < EDGE or is_last
            counted = (block.text, *lines) if is_edge else lines
            rule_name = learned_rule(counted, learned)
        if rule_name:
            trimmed.cuts.append(Cut(rule_name, position, block.text))
        elif is_last and extract_credit(block.text, position, trimmed):
            continue
        else:
            trimmed.blocks.append(with_break(block))
    while trimmed.blocks and trimmed.blocks[-1].kind == "rule":
        trimmed.blocks.pop()
    return trimmed


def learned_rule(lines: Iterable[str], learned: Mapping[str, str]) -> str:
    """Return the name of the first learned rule for one of *lines*, "" without any."""
    return next((learned[line] for line in lines if line in learned), "")


def rule_names(blocks: Sequence[Block]) -> list[str]:
    """Return for each block the name of the rule that cuts it, "" if none does.

    A line that ends the text counts in the last half only: in the middle it is quoted.
    """
    names = []
    ending = ""
    for position, block in enumerate(blocks):
        is_text = not ending and block.kind not in VERBATIM
        rule = matching_rule(block.text) if is_text else None
        if rule and rule.ends_text and 2 * position >= len(blocks) - 1:
            ending = rule.name
        if rule:
            names.append(rule.name)
        else:
            names.append(f"after-{ending}" if ending else "")
    return names


def matching_rule(text: str) -> Rule | None:
    """Return the first rule that matches the whole line *text*."""
    if len(text) > MAX_LINE:
        return None
    for rule in LINES:
        if rule.pattern.fullmatch(text):
            return rule
    return None


def with_break(block: Block) -> Block:
    """Return a thematic break in place of a row of stars or dashes, else *block*."""
    return Block("rule", "") if BREAK.fullmatch(block.text) else block


def cut_heads(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Cut, ...]]:
    """Return *blocks* without what joins the first words and without slider buttons.

    The second value has the cuts.
    """
    cuts: list[Cut] = []
    separated: list[Block] = []
    for number, block in enumerate(cut_joined_heads(blocks, cuts)):
        if block.kind in VERBATIM:
            separated.append(block)
            continue
        texts = split_at_slider(block.text)
        slider = Cut("slider", number, "Next Previous")
        cuts += [slider] * (len(texts) - 1)
        separated += [Block(block.kind, text) for text in texts if text]
    return tuple(separated), tuple(cuts)


def cut_joined_heads(blocks: tuple[Block, ...], cuts: list[Cut]) -> list[Block]:
    """Return *blocks* without boilerplate at the start of the first two."""
    remaining = list(blocks)
    for number, block in enumerate(remaining[:2]):
        for rule in HEADS:
            match = rule.pattern.match(block.text)
            if match:
                cuts.append(Cut(rule.name, number, match[0].strip()))
                text = block.text[match.end() :]
                remaining[number] = block._replace(text=text)
    return remaining


def split_at_slider(text: str) -> list[str]:
    """Return what is between the buttons of a slide show, *text* alone without any."""
    if SLIDER_KEYWORD not in text:
        return [text.strip()]
    return [part.strip() for part in SLIDER.split(text)]


def cut_tails(blocks: Sequence[Block], trimmed: TrimmedText) -> list[Block]:
    """Return *blocks* without what joins the last words; the cuts go to *trimmed*."""
    remaining = list(blocks)
    while (shorter := cut_first_tail(remaining, trimmed)) is not None:
        remaining = shorter
    return [block for block in remaining if block.text]


def cut_first_tail(blocks: list[Block], trimmed: TrimmedText) -> list[Block] | None:
    """Return *blocks* up to the first tail, ``None`` if there is none."""
    for number in range(max(0, len(blocks) - MAX_TAIL_BLOCKS), len(blocks)):
        text = blocks[number].text
        following = [block.text for block in blocks[number + 1 :]]
        tail = find_tail(text, following)
        if tail is None:
            continue
        rule, match = tail
        cut_lines = [match[0].strip(), *following]
        trimmed.cuts.append(Cut(rule.name, number, "\n".join(cut_lines)))
        shorter = blocks[:number]
        text = text[: match.start()].rstrip(BEFORE_TAIL)
        if text:
            shorter.append(blocks[number]._replace(text=text))
        return shorter
    return None


def find_tail(text: str, following: list[str]) -> tuple[Rule, re.Match[str]] | None:
    """Return the first tail in *text*, if little enough text is *following*.

    Only a message code has further lines after it.
    """
    if sum(map(len, following)) > MAX_AFTER_TAIL:
        return None
    for rule in TAILS:
        if rule.keyword not in text or (following and rule.name != "sms"):
            continue
        if match := rule.pattern.search(text, max(0, len(text) - LONGEST_TAIL)):
            return rule, match
    return None


def extract_credit(text: str, position: int, trimmed: TrimmedText) -> bool:
    """Move a line that is a credit to the facts of *trimmed*; return whether it is."""
    credit = read_credit(text)
    if credit is None:
        return False
    trimmed.facts.append(credit)
    trimmed.cuts.append(Cut("credit", position, text))
    return True


def read_credit(text: str) -> Fact | None:
    """Return the agency or the other credit that is all of *text*."""
    alone = AGENCY_ALONE.fullmatch(text)
    if alone and (agency := agency_name(alone["agency"])):
        return Fact("agency", agency, "credit")
    if CREDITS.fullmatch(text):
        return Fact("credit", text.strip("* ."), "credit")
    return None
