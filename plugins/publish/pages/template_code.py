# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiled templates in ``.cache/templates``, for all generators and the next build.

Each of Pelican's generators has an environment of its own and would compile the same
templates again. As ``__pycache__`` does, the folder contains code that a build runs; so
it is beside the code and never in the archive. It may be deleted at any time.
"""

import marshal
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from pelican.generators import Generator

from storage.code_digest import ROOT
from storage.computed_file import read_computed, write_computed
from storage.files import sha256_hex

FOLDER = ROOT / ".cache" / "templates"


class TemplateCode(BytecodeCache):
    """Stores the code of templates under their name.

    *key* is the digest of all that decides besides the template's own text:
    filters are called while a template is compiled, and messages are translated.
    """

    def __init__(self, key: str, folder: Path = FOLDER) -> None:
        self.key, self.folder = key, folder

    def attach(self, generator: Generator) -> None:
        """Let the templates of *generator* be loaded from the cache."""
        generator.env.bytecode_cache = self

    def get_source_checksum(self, source: str) -> str:
        """Return the digest of what decides the code of a template."""
        return sha256_hex(f"{self.key}\n{source}".encode())

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the code of a template, unless it is outdated or damaged."""
        code = read_computed(self.folder / bucket.key, bucket.checksum)
        if code is not None:
            bucket.code = marshal.loads(code)  # trusted as __pycache__ is

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the code of a template."""
        code = marshal.dumps(bucket.code)
        write_computed(self.folder / bucket.key, bucket.checksum, code)
