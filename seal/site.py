# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seals a finished site, and checks the seal of a copy on its bytes."""

import base64
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from seal.articles import (
    FOLDER,
    Leaf,
    bundle_name,
    bundle_root,
    bundles_of,
    parse_bundles,
    read_leaves,
    render_script,
)
from seal.merkle import tree_root
from seal.minisign import BadSignature, PublicKey, Signature
from seal.secret_key import SecretKey
from storage.files import read_or_none, write_atomic
from storage.manifest import MANIFEST, SIGNATURE, parse_manifest

ROOT_TEXT, ROOT_SCRIPT = f"{FOLDER}/root.txt", f"{FOLDER}/root.js"
ROOT_SIGNATURE = f"{ROOT_TEXT}.minisig"
STATEMENT = re.compile(
    r"warraq-seal sealed:(\d{4}-\d\d-\d\d) articles:(\d+) root:([0-9a-f]{64})"
)


class Statement(NamedTuple):
    """What is signed: the day, the number of articles and the root of their tree."""

    sealed: str  # ISO 8601
    articles: int
    root: str

    @classmethod
    def parse(cls, text: str) -> "Statement | None":
        """Return the statement of a line, ``None`` if it is none."""
        match = STATEMENT.fullmatch(text)
        return cls(match[1], int(match[2]), match[3]) if match else None

    def __str__(self) -> str:
        return (
            f"warraq-seal sealed:{self.sealed} articles:{self.articles}"
            f" root:{self.root}"
        )


def write_proofs(
    site: Path,
    digests: Mapping[str, str],
    key: SecretKey,
    today: date,
    former: Path | None = None,
) -> Statement:
    """Write the folder ``seal/`` of *site* with *digests*, path → SHA-256.

    *former* is the site as it was sealed last: pages that did not change are not read
    again, and if no article changed its day of sealing stays.
    """
    last = read_statement(former, key.public) if former else None
    sealed = sealed_leaves(former, last) if former and last else {}
    leaves = read_leaves(site, digests, sealed)
    bundles = bundles_of(leaves)
    roots = [bundle_root(bundle) for bundle in bundles]
    root = tree_root(roots).hex()
    statement = Statement(today.isoformat(), len(leaves), root)
    if last and last[1:] == statement[1:]:
        statement = last
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    for number, bundle in enumerate(bundles):
        name = bundle_name(number)
        write_atomic(site / name, render_script(name, bundle))
    write_statement(site, statement, key, first_paths(bundles, roots))
    return statement


def sealed_leaves(site: Path, statement: Statement) -> dict[str, Leaf]:
    """Return path → leaf of a sealed site, {} if they are not those that were signed.

    A changed bundle must not give a digest of words to the next seal.
    """
    leaves = list(parse_bundles(site))
    root = tree_root([leaf.digest for leaf in leaves]).hex()
    return {leaf.path: leaf for leaf in leaves} if root == statement.root else {}


def first_paths(
    bundles: Sequence[Sequence[Leaf]], roots: Sequence[bytes]
) -> list[tuple[str, str]]:
    """Return the path of the first article and the root of each bundle."""
    return [
        (bundle[0].path, root.hex())
        for bundle, root in zip(bundles, roots, strict=True)
    ]


def write_statement(
    site: Path, statement: Statement, key: SecretKey, bundles: Sequence[object]
) -> None:
    """Write the statement, its signature, and the script that has both."""
    text = f"{statement}\n".encode()
    signature = key.sign(text, str(statement))
    parsed = Signature.parse(signature)
    write_atomic(site / ROOT_TEXT, text)
    write_atomic(site / ROOT_SIGNATURE, signature)
    value = {
        "key": str(key.public),
        "statement": str(statement),
        # The page checks the signature of the comment, which is plain Ed25519; browsers
        # have no BLAKE2b. Its message: the other signature, then the comment.
        "of_data": base64.b64encode(parsed.of_data).decode(),
        "of_comment": base64.b64encode(parsed.of_comment).decode(),
        "bundles": bundles,
    }
    write_atomic(site / ROOT_SCRIPT, render_script(ROOT_SCRIPT, value))


def sign_manifest(site: Path, key: SecretKey, statement: Statement) -> None:
    """Sign the manifest of *site*, which is final."""
    data = (site / MANIFEST).read_bytes()
    write_atomic(site / SIGNATURE, key.sign(data, str(statement)))


def read_statement(site: Path, key: PublicKey) -> Statement | None:
    """Return the statement of a sealed site if *key* signed it, else ``None``."""
    text = read_or_none(site / ROOT_TEXT)
    signature = read_or_none(site / ROOT_SIGNATURE)
    if text is None or signature is None:
        return None
    try:
        return Statement.parse(key.check(text, signature))
    except BadSignature:
        return None


def find_seal_problems(site: Path, key: PublicKey) -> Iterator[str]:
    """Yield what is wrong with the seal of *site*, checked on its bytes.

    That the files have the digests of the manifest is ``upkeep.verify``'s to check.
    """
    manifest = read_or_none(site / MANIFEST) or b""
    signature = read_or_none(site / SIGNATURE)
    if signature is None:
        yield f"{SIGNATURE}: absent: this copy is not sealed"
        return
    try:
        statement = Statement.parse(key.check(manifest, signature))
    except BadSignature as error:
        yield f"{SIGNATURE}: {error}: the manifest is not the sealed one"
        return
    if statement is None or read_statement(site, key) != statement:
        yield f"{ROOT_TEXT}: not the statement that the manifest was signed with"
        return
    leaves = read_leaves(site, parse_manifest(manifest), {})
    actual = tree_root([leaf.digest for leaf in leaves]).hex()
    if (actual, len(leaves)) != (statement.root, statement.articles):
        yield f"{ROOT_TEXT}: the articles have another root: {actual}"
    if leaves != list(parse_bundles(site)):
        yield f"{FOLDER}/: the proofs are not those of the articles"
