# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site's own words cut from an article, only where a named rule is sure of them; everything cut is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.edit.boilerplate_rules import (
    AGENCY_ALONE,
    BREAK,
    CREDITS,
    HEADS,
    LINES,
    LONGEST_LINE,
    LONGEST_REST,
    SLIDER,
    SLIDER_SIGN,
    TAIL_BLOCKS,
    TAILS,
    Rule,
)
from ingest.edit.places import agency as agency_of
from ingest.model.record import Block, Cut, Fact

EDGE = 3  # lines at either end of a text in which a repeated line counts


@dataclass(slots=True)
class Trimmed:
    """The text that is left, what was cut from it, and the credits among that."""

    blocks: list[Block] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    seen: list[Block] = field(
        default_factory=list
    )  # the blocks before lines were cut for being repeated


def trim(blocks: tuple[Block, ...], repeated: Mapping[str, str]) -> Trimmed:
    """Return *blocks* without the site's words; *repeated* maps lines that this source repeats to their rule.

    An end marker counts in the last half only: quoted in the middle it is text.
    """
    found, ended = Trimmed(), ""
    rest = unglued(blocks, found)
    for position, block in enumerate(rest):
        edge = position < EDGE or position >= len(rest) - EDGE
        rule = None if ended else matching(block.text)
        if rule and rule.after and 2 * position >= len(rest) - 1:
            ended = rule.name
        name = rule.name if rule else f"after-{ended}" if ended else ""
        if not name:
            found.seen.append(block)
            name = repeated.get(block.text, "") if edge else ""
        if name:
            found.cuts.append(Cut(name, position, block.text))
        elif not (
            position >= len(rest) - EDGE and credited(block.text, position, found)
        ):
            found.blocks.append(
                Block("rule", "") if BREAK.fullmatch(block.text) else block
            )
    while found.blocks and found.blocks[-1].kind == "rule":
        found.blocks.pop()
    return found


def matching(text: str) -> Rule | None:
    """Return the rule that takes the line *text* for one of the site."""
    if len(text) > LONGEST_LINE:
        return None
    return next((rule for rule in LINES if rule.pattern.fullmatch(text)), None)


def without_heads(
    blocks: tuple[Block, ...],
) -> tuple[tuple[Block, ...], tuple[Cut, ...]]:
    """Return *blocks* without what is glued to the first words and between captions, and what that was."""
    result, cuts = list(blocks), []
    for number, block in enumerate(result[:2]):
        for rule in HEADS:
            if match := rule.pattern.match(block.text):
                cuts.append(Cut(rule.name, number, match[0].strip()))
                result[number] = block._replace(text=block.text[match.end() :])
    parted = [slides(block.text) for block in result]
    cuts += [
        Cut("slider", number, "Next Previous")
        for number, parts in enumerate(parted)
        for _ in parts[1:]
    ]
    rest = (
        Block(block.kind, text)
        for block, parts in zip(result, parted, strict=True)
        for text in parts
        if text
    )
    return tuple(rest), tuple(cuts)


def slides(text: str) -> list[str]:
    """Return what stands between the buttons of a slide show, all of *text* without any."""
    return [
        part.strip()
        for part in (SLIDER.split(text) if SLIDER_SIGN in text else (text,))
    ]


def unglued(blocks: tuple[Block, ...], found: Trimmed) -> list[Block]:
    """Return *blocks* without what is glued to the last words; the cuts go to *found*."""
    result = list(blocks)
    while (shorter := untailed(result, found)) is not result:
        result = shorter
    return [block for block in result if block.text]


def untailed(blocks: list[Block], found: Trimmed) -> list[Block]:
    """Return *blocks* up to the first tail; the same list without one."""
    for number in range(max(0, len(blocks) - TAIL_BLOCKS), len(blocks)):
        if rest := tail(blocks, number, found):
            return [*blocks[:number], *(block for block in rest if block.text)]
    return blocks


def tail(blocks: list[Block], number: int, found: Trimmed) -> list[Block]:
    """Return what is left from block *number* on if a tail begins in it, an empty block for nothing; else no block."""
    behind = [block.text for block in blocks[number + 1 :]]
    if sum(map(len, behind)) > LONGEST_REST:
        return []
    for rule in TAILS:
        match = rule.sign in blocks[number].text and rule.pattern.search(
            blocks[number].text
        )
        if match and (rule.name == "sms" or not behind):
            found.cuts.append(
                Cut(rule.name, number, "\n".join((match[0].strip(), *behind)))
            )
            return [
                blocks[number]._replace(
                    text=blocks[number].text[: match.start()].rstrip(" -–ـ*:،")
                )
            ]
    return []


def credited(text: str, position: int, found: Trimmed) -> bool:
    """Say whether the line is a credit; it goes to the facts of *found*."""
    alone = AGENCY_ALONE.fullmatch(text)
    agency = agency_of(alone["agency"]) if alone else ""
    if not agency and not CREDITS.fullmatch(text):
        return False
    found.facts.append(
        Fact("agency", agency, "credit")
        if agency
        else Fact("credit", text.strip("* ."), "credit")
    )
    found.cuts.append(Cut("credit", position, text))
    return True
