# SPDX-License-Identifier: AGPL-3.0-or-later
"""The terms of names, cached: a build has thousands of names, and few new ones."""

from collections.abc import Sequence
from pathlib import Path

from arabic.terms import analysed_lines
from plugins.search.cache import code_key, load, save

CODE = (Path(__file__),)


def terms_of_texts(texts: Sequence[str]) -> list[list[str]]:
    """Return the terms of each text, each once."""
    of_texts = analysed_lines(texts)
    return [list(dict.fromkeys(word.term for word in words)) for words in of_texts]


def cached_terms(path: Path, texts: Sequence[str]) -> list[list[str]]:
    """Return what ``terms_of_texts`` does, with the file *path* as a cache.

    The file is written if it lacks one of *texts*, with the terms of these only.
    """
    key = code_key(CODE).hex()
    cached = load(path)
    terms = cached[0][1] if cached and cached[0][0] == key else {}
    distinct = dict.fromkeys(texts)
    new = [text for text in distinct if text not in terms]
    if new:
        terms.update(zip(new, terms_of_texts(new), strict=True))
        save(path, (key, {text: terms[text] for text in distinct}))
    return [terms[text] for text in texts]
