# SPDX-License-Identifier: AGPL-3.0-or-later
"""The root file: what the browser needs before it loads anything else."""

from collections.abc import Mapping, Sequence

from arabic import terms
from arabic.spelling import RULES
from plugins.search.encode.bits import ORDER_BITS
from plugins.search.encode.char_columns import FIRST_CHARACTER
from plugins.search.encode.code_lists import SIZE_ORDER
from plugins.search.encode.field_lengths import (
    BUCKET_FACTOR,
    BUCKETS_BY_CODE,
    LENGTH_ORDER,
)
from plugins.search.encode.front_coding import FIRST_PREFIX_CHARACTER
from plugins.search.encode.letters import swap_letters
from plugins.search.encode.positions import LONG_LIST, OPENING_POSITIONS
from plugins.search.fields import FORM_FIELDS
from plugins.search.inverted.index import Index
from plugins.search.write.length_files import LENGTHS_PER_FILE
from plugins.search.write.script_files import (
    HASH_BYTES,
    KEY_BYTES,
    ScriptFolder,
    to_json,
)

FORMAT = 10  # theme/static/js/shards.js reads this one only

# The browser reads the constants of the format from the root.
CONSTANTS = {
    "hashBytes": HASH_BYTES,
    "keyBytes": KEY_BYTES,
    "lengthsPerFile": LENGTHS_PER_FILE,
    "orderBits": ORDER_BITS,
    "lengthOrder": LENGTH_ORDER,
    "sizeOrder": SIZE_ORDER,
    "longList": LONG_LIST,
    "openingPositions": OPENING_POSITIONS,
    "bucketsByCode": BUCKETS_BY_CODE,
    "bucketFactor": BUCKET_FACTOR,
    "firstCharacter": FIRST_CHARACTER,
    "firstPrefixCharacter": FIRST_PREFIX_CHARACTER,
}


def write_root(
    scripts: ScriptFolder,
    index: Index,
    boosts: Sequence[float],
    parts: Mapping[str, object],
) -> None:
    """Write the root, which completes the index; delete files no longer used.

    *boosts* are the weights of the fields and of the form fields, *parts* the names of
    all other files.
    """
    root = {
        "format": FORMAT,
        "constants": CONSTANTS,
        "analyser": terms.version(),
        "rules": swap_letters(to_json(RULES)),
        "count": index.count,
        "fields": index.fields,
        "formFields": FORM_FIELDS,
        "boosts": boosts,
        "totals": index.lengths.sum(axis=0).tolist(),
        "longest": index.lengths.max(axis=0, initial=0).tolist(),
        **parts,
    }
    scripts.write_root(to_json(root))
    scripts.remove_unused()
