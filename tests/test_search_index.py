# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inverted index: positions, blocks, segments, and their encoded postings."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import synthetic_archive
from hypothesis import given
from hypothesis import strategies as st

from arabic.terms import FORM_SIGN, analysed, analysed_lines, tokens_of_lines
from plugins.search.cache import digest
from plugins.search.encode.field_lengths import FieldLengths
from plugins.search.encode.postings import encode_block
from plugins.search.encode.shard_content import encode_shards, term_entries
from plugins.search.inverted.forward_index import Analyser
from plugins.search.inverted.index import Index, build_index
from plugins.search.inverted.merge import Block
from storage import child_process as processes


def digest_texts(texts: Sequence[str]) -> bytes:
    """Return a digest of an article's texts."""
    return digest(*(text.encode(errors="surrogatepass") for text in texts))


def index_of(
    fields: list[str],
    texts: Sequence[Sequence[str]],
    size: int,
    analyse: Analyser = tokens_of_lines,
) -> Index:
    """Return the index of articles that are given as the texts of their fields."""
    with TemporaryDirectory() as folder:
        return build_index(
            fields,
            analyse,
            texts,
            lambda text: text,
            digest_texts,
            size=size,
            folder=Path(folder),
        )


def block_of(*bodies: str, size: int = 9) -> Block:
    """Return the only block of an index of *bodies*."""
    [block] = index_of(["body"], [[body] for body in bodies], size).blocks()
    return block


def positions(block: Block) -> dict[str, list[tuple[int, int]]]:
    """Return each term of *block* with the article and the gap of each position."""
    pairs = list(zip(block.articles.tolist(), block.gaps.tolist(), strict=True))
    bounds = pairwise(block.starts.tolist())
    return {
        term: pairs[first:end]
        for term, (first, end) in zip(block.terms, bounds, strict=True)
    }


def bits_of(content: bytes) -> str:
    """Return *content* as a string of 0 and 1."""
    return "".join(format(byte, "08b") for byte in content)


def test_positions_are_merged_from_all_segments():
    block = block_of("سد نهر سد", "", "نهر", "سد", "نهر سد سد", size=2)
    assert positions(block) == {
        "سد": [(0, 0), (0, 2), (3, 0), (4, 1), (4, 1)],
        "نهر": [(0, 1), (2, 0), (4, 0)],
    }


def test_several_blocks_have_the_positions_of_a_single_one(monkeypatch):
    bodies = "سد نهر سد", "جسر نهر", "", "طريق سد"
    in_one_block = positions(block_of(*bodies))
    monkeypatch.setattr("plugins.search.inverted.merge.POSITIONS_PER_BLOCK", 2)
    blocks = list(index_of(["body"], [[body] for body in bodies], 3).blocks())
    assert len(blocks) == 2
    in_two_blocks = {}
    for block in blocks:
        in_two_blocks |= positions(block)
    assert in_two_blocks == in_one_block


def test_a_posting_is_a_gap_a_frequency_and_a_length():
    texts = [("", "سد " + "نهر " * 99), ("", ""), ("سد", "سد سد" + " نهر" * 38)]
    index = index_of(["title", "body"], texts, 9)
    [block] = index.blocks()
    title_lengths, body_lengths = index.lengths.T
    lengths = [
        FieldLengths(title_lengths, are_quantised=False),
        FieldLengths(body_lengths, are_quantised=True),
    ]
    encoded = encode_block(block, lengths)
    [content] = encode_shards([list(term_entries(encoded))])
    size = "01001010"  # the other codes are 42 bits
    title = "010 00001 0100 1 1001"  # one article, order 1, gap 2, once, length 1
    # Two articles, order 0: gap 0, once, 72 to 127 words; gap 1, twice, 32 to 71 words.
    body = "011 00000 1 1 1001 010 010 11011"
    expected = (size + title + body).replace(" ", "")
    assert bits_of(content.postings).startswith(expected)
    size = "110000"  # the other codes are 16 bits
    title = "00000 1"  # order 0, position 0
    body = "00000 1 1 010"  # order 0, position 0; positions 0 and 1
    expected = (size + title + body).replace(" ", "")
    assert bits_of(content.positions).startswith(expected)


def test_a_shard_has_two_positions_in_the_opening_of_a_frequent_term(monkeypatch):
    monkeypatch.setattr("plugins.search.encode.positions.LONG_LIST", 3)
    far = "نهر " * 128
    texts = [("سد سد سد",), (f"سد {far}سد",), (f"{far}سد سد",)]
    index = index_of(["body"], texts, 9)
    [block] = index.blocks()
    lengths = [FieldLengths(index.lengths.T[0], are_quantised=True)]
    entries = [
        entry
        for entry in term_entries(encode_block(block, lengths))
        if entry.term == "سد"
    ]
    [content] = encode_shards([entries])
    size = "101111"  # the other codes are 15 bits
    # Order 0; positions 0 and 1; position 0 and no other; none
    opening = "00000 1 1 1 010 1 1 0 0"
    expected = (size + opening).replace(" ", "")
    assert bits_of(content.positions).startswith(expected)
    assert content.full_positions


def test_many_segments_give_the_bytes_of_a_single_one(tmp_path, monkeypatch):
    articles = synthetic_archive.random_articles(300)
    synthetic_archive.write_for_judge(tmp_path / "many", articles)
    monkeypatch.setitem(synthetic_archive.SETTINGS, "SEARCH_PARTITION_ARTICLES", 1000)
    synthetic_archive.write_for_judge(tmp_path / "one", articles)
    files = {
        name: {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in (tmp_path / name).rglob("*.js")
        }
        for name in ("many", "one")
    }
    assert files["many"] == files["one"]


def test_a_segment_that_fails_stops_the_build():
    with pytest.raises(processes.FailedRun):
        index_of(["body"], [["سد"]], 1, lambda text: [text[9999]])


def test_a_term_is_shown_in_its_most_frequent_spelling():
    block = block_of("«المكتبة، مكتبتها المَكتبة مكتبة 2015م")
    spellings = dict(zip(block.terms, block.spellings(), strict=True))
    assert spellings["مكتب"][0][0] == "المكتبة"


@given(st.lists(st.text()))
def test_many_lines_are_analysed_as_each_line(lines):
    assert analysed_lines(lines) == [analysed(line) for line in lines]


def test_tokens_of_many_lines_are_those_of_each_line():
    chunks = ["ﷺ", "َسد", "Σ", "2015م", "«،»", "١٩٩٨/B2B", "عبدالله", "1,500"]
    lines = "".join(f"{chunk}\n" for chunk in chunks)
    expected = []
    for chunk in chunks:
        expected += [*map(FORM_SIGN.join, analysed(chunk)), "\n"]
    assert tokens_of_lines(lines) == expected
