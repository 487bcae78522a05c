# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms of terms: which word with its endings each position of a stem is.

A query ranks the very word above others of its stem, and quotation marks ask for it
alone. To index every word twice would double the index; a number beside each position
costs about a bit, because most stems have few forms and one that is frequent.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugins.search.arrays import (
    IntArray,
    group_starts,
    list_slice,
    offsets,
    pack_u32_pairs,
    unpack_u32_pairs,
)
from plugins.search.encode.bits import Codes, golomb
from plugins.search.inverted.merge import Block

FORM_SIGN = "\t"  # precedes each form in the line of a term
STEM_SIGN = "~"  # the stem within a form that does not begin with it
OTHER_SIGN = "="  # precedes a form that does not contain its stem


@dataclass(frozen=True, slots=True)
class BlockForms:
    """The forms of a block's terms, the most frequent first."""

    texts: Sequence[str]  # of each term, as ``encode_texts`` returns them
    counts: IntArray  # forms of each term
    ranks: IntArray  # of each position: the number of its form within the term


def number_forms(block: Block, fields: int) -> BlockForms:
    """Return the forms of *block*, numbered within each term by frequency.

    If a term has the forms كتاب, كتابه and كتاب at its positions, the ranks are 0, 1
    and 0.
    """
    sizes = np.diff(block.starts[::fields])
    terms = np.repeat(np.arange(len(block.terms)), sizes)
    pair_terms, pair_forms, times, inverse = number_pairs(terms, block.forms)
    order = np.lexsort((pair_forms, -times, pair_terms))
    starts = offsets(np.bincount(pair_terms, minlength=len(block.terms)))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order)) - starts[pair_terms[order]]
    texts = [block.form_texts[number] for number in pair_forms[order].tolist()]
    return BlockForms(
        texts=[
            encode_texts(term, texts[list_slice(starts, number, number + 1)])
            for number, term in enumerate(block.terms)
        ],
        counts=np.diff(starts),
        ranks=ranks[inverse],
    )


def number_pairs(
    terms: IntArray, forms: IntArray
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return the term and the form of each pair, how often it occurs, and its number at
    each position. *terms* and *forms* are those of the positions.

    Nearly always each form has one term. Then the forms number the pairs, which is
    faster than to sort the positions.
    """
    times = np.bincount(forms)
    term_of_form = np.zeros(len(times), terms.dtype)
    term_of_form[forms] = terms
    if np.array_equal(term_of_form[forms], terms):
        used = times > 0
        pair_forms = np.flatnonzero(used)
        numbers = np.cumsum(used) - 1
        return term_of_form[pair_forms], pair_forms, times[pair_forms], numbers[forms]
    pairs, inverse, times = np.unique(
        pack_u32_pairs(terms, forms), return_inverse=True, return_counts=True
    )
    return *unpack_u32_pairs(pairs), times, inverse


def encode_texts(term: str, forms: Sequence[str]) -> str:
    """Return the *forms* of *term* as they follow it in its line; "" if it is its own.

    The forms رغوث and برغوث of رغوث are two signs, the second followed by «ب~».
    """
    if list(forms) == [term]:
        return ""
    return "".join(FORM_SIGN + encode_text(term, form) for form in forms)


def encode_text(term: str, form: str) -> str:
    """Return *form* with its stem left out."""
    if form.startswith(term):
        return form[len(term) :]
    if term in form:
        return form.replace(term, STEM_SIGN, 1)
    return OTHER_SIGN + form


def form_codes(ranks: IntArray, postings: IntArray) -> Codes:
    """Return a code per position: the ranks of a posting in order, as gaps.

    A word that is in an article three times, twice as form 0 and once as form 2, has
    the gaps 0, 0 and 2, each in order 0. *postings* are the numbers of the positions'
    postings.
    """
    sorted_ranks = (postings << 32) + ranks
    sorted_ranks.sort()
    ranks = sorted_ranks & 0xFFFFFFFF
    gaps = np.diff(ranks, prepend=0)
    firsts = group_starts(postings)
    gaps[firsts] = ranks[firsts]
    return golomb(gaps, 0)
