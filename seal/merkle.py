# SPDX-License-Identifier: AGPL-3.0-or-later
"""The hash tree of RFC 6962, section 2.1: SHA-256, a prefix for leaves and for nodes.

The tree of seven leaves: four, two and one are joined, so a tree of 2^k leaves is
always a part of a larger one, and its root can be computed from its own leaves.

            root
          /      \\
        ·          ·
      /   \\       /  \\
     ·     ·     ·     l6
    l0 l1 l2 l3 l4 l5
"""

import hashlib
from collections.abc import Sequence

LEAF, NODE = b"\x00", b"\x01"


def hash_leaf(data: bytes) -> bytes:
    """Return the digest of a leaf."""
    return hashlib.sha256(LEAF + data).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return the digest of the node above two others."""
    return hashlib.sha256(NODE + left + right).digest()


def tree_root(digests: Sequence[bytes]) -> bytes:
    """Return the root above *digests*, of leaves or of complete trees of one size."""
    if not digests:
        return hashlib.sha256(b"").digest()
    if len(digests) == 1:
        return digests[0]
    middle = split_point(len(digests))
    return hash_node(tree_root(digests[:middle]), tree_root(digests[middle:]))


def split_point(count: int) -> int:
    """Return the largest power of two below *count* (at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)
